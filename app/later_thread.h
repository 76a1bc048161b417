/// What takes a while, one after another on a thread of its own, for callers that must not wait.
///
/// Errors   in the replies; Cancelled for what waits when it ends.
/// Owner    the tasks. The destructor waits for the one that runs.
/// Thread   later: any; work and replies on its own.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

#include "engine/api/service.h"

namespace fotograma::app {

class LaterThread {
public:
    LaterThread();
    ~LaterThread();

    /// Calls `work` on the thread and hands its result to `reply`.
    template <class T, class Work>
    void later(api::Reply<T> reply, Work work) {
        post([reply = std::move(reply), work = std::move(work)](const std::stop_token& stop) mutable {
            if (stop.stop_requested())
                reply(base::fail(base::ErrorCode::Cancelled, "The program is ending."));
            else
                reply(work(stop));
        });
    }

private:
    using Task = std::move_only_function<void(const std::stop_token&)>;

    void post(Task task);
    void run(const std::stop_token& stop);

    std::mutex m_mutex;  ///< Protects m_tasks.
    std::condition_variable_any m_wake;
    std::deque<Task> m_tasks;
    std::jthread m_thread;
};

}  // namespace fotograma::app
