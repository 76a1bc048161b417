#include "engine/service/task_pool.h"

#include "engine/base/platform.h"

namespace fotograma::service {

TaskPool::TaskPool(const char* name, int threads) {
    for (int i = 0; i < threads; ++i)
        m_threads.emplace_back([this, name](const std::stop_token& stop) { run(stop, name); });
}

TaskPool::~TaskPool() { stop(); }

void TaskPool::post(Task task) {
    {
        const std::lock_guard lock(m_mutex);
        if (!m_isStopped) m_tasks.push_back(std::move(task));
    }
    m_posted.notify_one();
}

void TaskPool::stop() {
    std::deque<Task> dropped;  // destroyed outside the lock: a task may answer when it is let go
    {
        const std::lock_guard lock(m_mutex);
        m_isStopped = true;
        dropped.swap(m_tasks);
    }
    for (std::jthread& thread : m_threads) thread.request_stop();
    m_threads.clear();
}

void TaskPool::run(const std::stop_token& stop, const char* name) {
    base::setThreadName(name);
    while (true) {
        Task task;
        {
            std::unique_lock lock(m_mutex);
            if (!m_posted.wait(lock, stop, [&] { return !m_tasks.empty(); })) return;
            task = std::move(m_tasks.front());
            m_tasks.pop_front();
        }
        task();
    }
}

}  // namespace fotograma::service
