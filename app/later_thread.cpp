#include "app/later_thread.h"

#include "engine/base/platform.h"

namespace fotograma::app {

LaterThread::LaterThread() : m_thread([this](const std::stop_token& stop) { run(stop); }) {}

LaterThread::~LaterThread() = default;

void LaterThread::post(Task task) {
    {
        const std::lock_guard lock(m_mutex);
        m_tasks.push_back(std::move(task));
    }
    m_wake.notify_one();
}

void LaterThread::run(const std::stop_token& stop) {
    base::setThreadName("later");
    std::unique_lock lock(m_mutex);
    for (;;) {
        // What waits is still answered at the end: with Cancelled.
        if (!m_wake.wait(lock, stop, [this] { return !m_tasks.empty(); })) return;
        Task task = std::move(m_tasks.front());
        m_tasks.pop_front();
        lock.unlock();
        task(stop);
        lock.lock();
    }
}

}  // namespace fotograma::app
