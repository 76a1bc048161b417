/// Runs of Point kernels composed into one kernel each, while the program goes on with the interpreter's.
///
/// Shape    three tiers with one result: the interpreter in this program's own code; the composed kernel, compiled in the
///          background and taken when it is ready; its code kept on disk for later programs.
/// Errors   none: without a compiler, or where it refuses, runs stay with the interpreter, and one line in the log says so.
/// Owner    one thread, started when the first run is asked for.
/// Thread   any.
#pragma once

#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "engine/device/kernel_call.h"
#include "gpu/cubin_cache.h"
#include "gpu/modules.h"
#include "gpu/nvrtc.h"

namespace fotograma::gpu {

class Jit {
public:
    /// `open` gives the compiler; called once, from the thread.
    using Open = base::Result<std::shared_ptr<const Nvrtc>> (*)();
    Jit(ContextPtr context, std::string architecture, CubinCache cache, Open open = &openNvrtc);
    ~Jit();

    /// How often a run is asked for before it is worth a kernel of its own: a second of video.
    static constexpr int kFramesBefore = 25;

    /// The composed kernel of a run, or null as long as there is none.
    cuda::Function find(const device::KernelCall& call);

    /// Waits until everything asked for has been compiled or refused; for tests and benchmarks.
    void wait();

    static base::Result<std::shared_ptr<const Nvrtc>> openNvrtc() { return Nvrtc::open(); }

private:
    struct Wanted {
        std::string key;
        std::string source;
    };
    void work(const std::stop_token& stop);
    void makeReady(const Wanted& wanted);
    base::Result<std::vector<std::byte>> codeOf(const std::string& source);
    void giveUp(const base::Error& error);

    ContextPtr m_context;
    std::string m_architecture;
    CubinCache m_cache;
    Open m_open;
    std::shared_ptr<const Nvrtc> m_nvrtc;  ///< Of the thread alone.

    std::mutex m_mutex;  ///< Protects what follows.
    std::condition_variable_any m_changed;
    std::map<std::string, int, std::less<>> m_asked;  ///< How often.
    std::deque<Wanted> m_waiting;
    std::map<std::string, cuda::Function, std::less<>> m_ready;
    std::vector<std::unique_ptr<Module>> m_modules;
    bool m_isWorking = false;
    bool m_hasGivenUp = false;

    std::jthread m_thread;  ///< Last: it stops before the rest goes.
};

}  // namespace fotograma::gpu
