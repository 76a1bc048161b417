/// What a running job says, on its way to the service's thread; and where a paused job waits.
///
/// Owner    shared: what it has posted keeps it alive.
/// Thread   any.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "engine/service/task_thread.h"
#include "engine/worker/worker.h"

namespace fotograma::service {

class RunEvents final : public worker::Events, public std::enable_shared_from_this<RunEvents> {
public:
    struct Listener {
        std::function<void(base::JobId, api::Progress)> progress;
        std::function<void(base::JobId, std::string)> log;
    };

    /// The listener is called on `thread`; of progress only the newest, so that a busy thread gets no backlog.
    RunEvents(base::JobId job, TaskThread& thread, Listener listener, std::stop_token stop);

    void progress(const api::Progress& progress) override;
    void log(std::string_view line) override;
    void waitWhilePaused() override;

    void setPaused(bool isPaused);
    [[nodiscard]] bool isPaused() const;

private:
    void tellNewest();

    const base::JobId m_job;
    TaskThread& m_thread;
    const Listener m_listener;
    const std::stop_token m_stop;  ///< Ends every pause: a paused job can be cancelled.
    mutable std::mutex m_mutex;    ///< Protects m_isPaused, m_newest.
    std::condition_variable_any m_resumed;
    bool m_isPaused = false;
    std::optional<api::Progress> m_newest;  ///< Posted, not yet told.
};

}  // namespace fotograma::service
