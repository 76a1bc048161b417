/// The emulated device behind the emulated driver: memory with guards, streams with pending work, kernels by name.
///
/// Shape    FOTOGRAMA_FAKE_CUDA_* variables say what kind of machine it is (README.md). Read at every cuInit.
/// Thread   the exported functions hold one lock for every call; nothing here locks.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "gpu/driver.h"

namespace fake_cuda {

using fotograma::gpu::cuda::Address;
using fotograma::gpu::cuda::Code;

struct Config {
    int devices = 1;
    int version = 13000;
    std::vector<std::size_t> memoryBytes{std::size_t{1} << 30};  ///< By device; the last counts for all that follow.
    int initCode = 0;                                            ///< What cuInit answers; 0 works.
    int loadCode = 0;                                            ///< What cuModuleLoadData answers; 0 works.
    int failingLaunch = 0;                                       ///< The launch that runs wild, counted from 1; 0 none.
    bool isDeferred = false;                                     ///< Work runs late and shuffled between streams.
    unsigned seed = 0;                                           ///< Of the shuffling.

    static Config fromEnvironment();
    [[nodiscard]] std::size_t memoryOf(int device) const noexcept {
        return memoryBytes[std::min(static_cast<std::size_t>(device), memoryBytes.size() - 1)];
    }
};

/// A recorded place in a stream's order.
struct Mark {
    bool isReached = false;
};

struct Work {
    std::function<void()> run;
    std::shared_ptr<Mark> after;  ///< Not before this place is reached; null: at once.
};

struct Stream {
    std::deque<Work> pending;
};

struct Event {
    std::shared_ptr<Mark> mark;  ///< Of the last record; null: never recorded, which counts as reached.
};

class Machine {
public:
    void start();

    [[nodiscard]] const Config& config() const noexcept { return m_config; }
    /// What has gone wrong for good, or Success.
    [[nodiscard]] Code lost() const noexcept { return m_lost; }

    // ---- Memory ----
    Code allocate(int device, Address* address, std::size_t bytes);
    Code release(Address address);
    [[nodiscard]] std::byte* find(Address address, std::size_t bytes);  ///< Null when not inside one allocation.
    [[nodiscard]] std::size_t freeBytes(int device) noexcept { return m_config.memoryOf(device) - m_usedBytes[device]; }

    // ---- Order ----
    Stream* createStream();
    Code destroyStream(Stream* stream);  ///< What is pending there still runs.
    void enqueue(Stream& stream, Work work);
    void finish(Stream& stream);  ///< Runs work until nothing is pending in the stream.
    void finish(const Mark& mark);
    void finishAll();
    void progress();  ///< Runs one piece of pending work, if there is one.

    // ---- Kernels ----
    /// Runs a kernel now; `run` does the blocks.
    void runKernel(const std::string& name, const std::function<void()>& run);

private:
    struct Allocation {
        int device = 0;
        std::size_t bytes = 0;
        std::unique_ptr<std::byte[]> block;  ///< Guard, bytes, guard.
    };

    [[nodiscard]] bool guardsAreWhole(const Allocation& allocation) const;
    Stream* pick(Stream* wanted);
    bool runOne(Stream* wanted);
    template <class Condition>
    void runUntil(Stream* wanted, Condition isDone);

    Config m_config;
    Code m_lost = Code::Success;
    int m_launches = 0;
    std::mt19937 m_random;
    std::map<Address, Allocation> m_memory;
    std::map<int, std::size_t> m_usedBytes;  ///< By device.
    std::vector<std::unique_ptr<Stream>> m_streams;
    std::vector<Stream*> m_destroyed;  ///< Of m_streams: to be dropped once empty.
};

}  // namespace fake_cuda
