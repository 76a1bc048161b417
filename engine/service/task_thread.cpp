#include "engine/service/task_thread.h"

#include "engine/base/platform.h"

namespace fotograma::service {

TaskThread::TaskThread(const char* name, ThreadRank rank, Tick tick)
    : m_tick(std::move(tick)), m_nextTick(std::chrono::steady_clock::now() + m_tick.interval) {
    m_thread = std::jthread([this, name, rank](const std::stop_token& stop) { run(stop, name, rank); });
}

TaskThread::~TaskThread() { stop(); }

void TaskThread::post(Task task) {
    {
        const std::lock_guard lock(m_mutex);
        if (!m_isStopped) m_tasks.push_back(std::move(task));
    }
    m_posted.notify_one();
}

void TaskThread::stop() {
    std::deque<Task> dropped;  // destroyed outside the lock: a task may answer when it is let go
    {
        const std::lock_guard lock(m_mutex);
        m_isStopped = true;
        dropped.swap(m_tasks);
    }
    m_thread.request_stop();
    if (m_thread.joinable()) m_thread.join();
}

void TaskThread::run(const std::stop_token& stop, const char* name, ThreadRank rank) {
    base::setThreadName(name);
    if (rank == ThreadRank::Background) base::lowerThreadPriority();
    while (!stop.stop_requested()) {
        if (Task task = next(stop)) task();
        if (m_tick.interval.count() > 0 && std::chrono::steady_clock::now() >= m_nextTick && !stop.stop_requested()) {
            m_tick.run();
            m_nextTick = std::chrono::steady_clock::now() + m_tick.interval;
        }
    }
}

/// Nothing when it is time for a tick, or to end.
TaskThread::Task TaskThread::next(const std::stop_token& stop) {
    std::unique_lock lock(m_mutex);
    const auto hasTask = [&] { return !m_tasks.empty(); };
    if (m_tick.interval.count() > 0) {
        m_posted.wait_until(lock, stop, m_nextTick, hasTask);
    } else {
        m_posted.wait(lock, stop, hasTask);
    }
    if (m_tasks.empty()) return {};
    Task task = std::move(m_tasks.front());
    m_tasks.pop_front();
    return task;
}

}  // namespace fotograma::service
