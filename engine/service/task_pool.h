/// Some threads that run what is posted to them: it begins in order, and ends as it may.
///
/// Owner    the tasks; those still waiting when it stops are destroyed without being run.
/// Thread   post: any.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

namespace fotograma::service {

class TaskPool {
public:
    using Task = std::move_only_function<void()>;

    /// `name` for debuggers, at most 15 characters.
    TaskPool(const char* name, int threads);
    ~TaskPool();

    void post(Task task);
    /// Waits for the tasks that run. Not from a task of its own. A second call does nothing.
    void stop();

private:
    void run(const std::stop_token& stop, const char* name);

    std::mutex m_mutex;  ///< Protects m_tasks, m_isStopped.
    std::condition_variable_any m_posted;
    std::deque<Task> m_tasks;
    bool m_isStopped = false;
    std::vector<std::jthread> m_threads;
};

}  // namespace fotograma::service
