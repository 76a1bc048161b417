/// Threads that run started jobs one after another, each on a worker of its own that is kept for the next one.
///
/// Brief jobs wait here until a thread is free, so that a lane has its next one at hand; others begin at once: the
/// scheduler has made room for them.
///
/// Owner    its threads and workers; the destructor waits for the jobs that run and drops those that wait.
/// Thread   any. Endings are told on the lane's thread with no lock held.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "engine/base/clock.h"
#include "engine/service/run_events.h"
#include "engine/worker/worker.h"

namespace fotograma::service {

class Lanes {
public:
    struct Task {
        api::JobRecord record;  ///< As its start left it.
        int threads = 1;
        bool isBrief = false;
        std::shared_ptr<RunEvents> events;
        std::stop_token stop;
    };
    struct Ended {
        api::JobRecord record;
        worker::JobOutcome outcome;
        std::string reportText;  ///< The report as the store keeps it.
        std::int64_t framesDecoded = 0;
        std::vector<api::StageShare> stages;  ///< Of `seconds`; empty for what the cache knew.
        bool hasBegun = true;                 ///< False: stopped while it waited for its turn.
        bool isBrief = false;
        double seconds = 0.0;  ///< At work.
    };
    using MakeWorker = std::function<std::unique_ptr<worker::Worker>()>;
    using Listener = std::function<void(Ended)>;

    /// `allowedRoots` goes with every order.
    Lanes(const base::Clock& clock, MakeWorker makeWorker, Listener listener,
          std::vector<std::string> allowedRoots = {});
    ~Lanes();

    /// Threads that jobs may keep busy together, and jobs at once at most (0: no limit). Brief jobs keep to both.
    void setLimits(int threads, int jobs);
    void add(Task task);
    /// Paused in the middle: it keeps its lane and leaves its threads to others. And back.
    void setSuspended(base::JobId job, bool isSuspended);
    /// Brief jobs that wait for their turn.
    [[nodiscard]] std::size_t waiting() const;

private:
    struct Lane {
        std::unique_ptr<worker::Worker> worker;
        std::jthread thread;
    };
    struct Share {
        int threads = 1;
        bool isSuspended = false;
    };

    [[nodiscard]] bool hasWork() const;
    void openLaneIfNeeded();
    void work(const std::stop_token& stop, worker::Worker& worker);
    std::optional<Task> next(const std::stop_token& stop);
    Ended run(worker::Worker& worker, Task task);
    void leave(base::JobId job);

    const base::Clock& m_clock;
    const MakeWorker m_makeWorker;
    const Listener m_listener;
    const std::vector<std::string> m_allowedRoots;
    mutable std::mutex m_mutex;  ///< Protects the rest.
    std::condition_variable_any m_changed;
    int m_threadLimit = 1;
    int m_jobLimit = 0;
    std::deque<Task> m_atOnce;
    std::deque<Task> m_brief;
    std::map<base::JobId, Share> m_running;
    std::size_t m_idle = 0;  ///< Lanes that wait for work.
    std::vector<std::unique_ptr<Lane>> m_lanes;
};

}  // namespace fotograma::service
