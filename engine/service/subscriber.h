/// One sink of events, and the promise that it is not called after its subscription is gone.
///
/// Owner    the sink.
/// Thread   tell and end: one at a time; close and isClosed: any.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

#include "engine/api/service.h"

namespace fotograma::service {

class Subscriber {
public:
    Subscriber(base::Sequence after, api::EventSink sink) noexcept : m_last(after), m_sink(std::move(sink)) {}

    [[nodiscard]] base::Sequence last() const noexcept { return m_last; }
    [[nodiscard]] bool isCatchingUp() const noexcept { return m_isCatchingUp; }
    void caughtUp() noexcept { m_isCatchingUp = false; }

    void tell(const api::Event& event) {
        m_last = std::max(m_last, event.sequence);
        call(event);
    }
    void end(const base::Error& error) {
        call(std::unexpected(error));
        close();
    }

    /// No call of the sink begins after it; waits for one that runs, unless that one is what closes.
    void close() {
        std::unique_lock lock(m_mutex);
        m_isClosed = true;
        m_returned.wait(lock, [&] { return m_caller == std::thread::id() || m_caller == std::this_thread::get_id(); });
    }
    [[nodiscard]] bool isClosed() {
        const std::lock_guard lock(m_mutex);
        return m_isClosed;
    }

private:
    void call(base::Result<api::Event> event) {
        {
            const std::lock_guard lock(m_mutex);
            if (m_isClosed) return;
            m_caller = std::this_thread::get_id();
        }
        m_sink(std::move(event));
        {
            const std::lock_guard lock(m_mutex);
            m_caller = {};
        }
        m_returned.notify_all();
    }

    base::Sequence m_last;  ///< The newest event told; live ones repeat it.
    bool m_isCatchingUp = true;
    std::mutex m_mutex;  ///< Protects m_isClosed, m_caller.
    std::condition_variable m_returned;
    bool m_isClosed = false;
    std::thread::id m_caller;  ///< The thread inside the sink; none when nobody is.
    api::EventSink m_sink;
};

}  // namespace fotograma::service
