/// A thread that runs what is posted to it, in order, and a tick now and then.
///
/// Owner    the tasks; those still waiting when it stops are destroyed without being run.
/// Thread   post: any. Tasks and ticks run on the one thread, so what only they touch needs no lock.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>

namespace fotograma::service {

enum class ThreadRank { Normal, Background };  ///< Background: the machine stays responsive.

struct Tick {
    std::chrono::milliseconds interval{0};  ///< 0: never.
    std::function<void()> run{};
};

class TaskThread {
public:
    using Task = std::move_only_function<void()>;

    /// `name` for debuggers, at most 15 characters.
    explicit TaskThread(const char* name, ThreadRank rank = ThreadRank::Normal, Tick tick = {});
    ~TaskThread();

    void post(Task task);
    /// Waits for the task that runs. Not from a task of its own. A second call does nothing.
    void stop();

private:
    void run(const std::stop_token& stop, const char* name, ThreadRank rank);
    Task next(const std::stop_token& stop);

    const Tick m_tick;
    std::chrono::steady_clock::time_point m_nextTick;
    std::mutex m_mutex;  ///< Protects m_tasks, m_isStopped.
    std::condition_variable_any m_posted;
    std::deque<Task> m_tasks;
    bool m_isStopped = false;
    std::jthread m_thread;
};

}  // namespace fotograma::service
