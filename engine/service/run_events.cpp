#include "engine/service/run_events.h"

#include <utility>

namespace fotograma::service {

RunEvents::RunEvents(base::JobId job, TaskThread& thread, Listener listener, std::stop_token stop)
    : m_job(job), m_thread(thread), m_listener(std::move(listener)), m_stop(std::move(stop)) {}

void RunEvents::progress(const api::Progress& progress) {
    {
        const std::lock_guard lock(m_mutex);
        if (std::exchange(m_newest, progress)) return;  // the earlier one is posted and will find this one
    }
    m_thread.post([self = shared_from_this()] { self->tellNewest(); });
}

void RunEvents::tellNewest() {
    std::optional<api::Progress> newest;
    {
        const std::lock_guard lock(m_mutex);
        newest = std::exchange(m_newest, std::nullopt);
    }
    if (newest) m_listener.progress(m_job, std::move(*newest));
}

void RunEvents::log(std::string_view line) {
    m_thread.post([self = shared_from_this(), text = std::string(line)] { self->m_listener.log(self->m_job, text); });
}

void RunEvents::waitWhilePaused() {
    std::unique_lock lock(m_mutex);
    m_resumed.wait(lock, m_stop, [&] { return !m_isPaused; });
}

bool RunEvents::isPaused() const {
    const std::lock_guard lock(m_mutex);
    return m_isPaused;
}

void RunEvents::setPaused(bool isPaused) {
    {
        const std::lock_guard lock(m_mutex);
        m_isPaused = isPaused;
    }
    m_resumed.notify_all();
}

}  // namespace fotograma::service
