#include "engine/server/event_stream.h"

#include "engine/api/wire.h"
#include "engine/base/text.h"

namespace fotograma::server {

using base::concat;

void EventStream::push(std::string_view text) {
    std::function<void()> wake;
    {
        const std::lock_guard lock(m_mutex);
        if (m_isEnded) return;
        if (m_waiting.size() + text.size() > m_limitBytes) {
            // What waits is thrown away: the client reads on from its last id when it comes again.
            m_waiting = endText("too_slow", "Too many events wait for this client; come again with Last-Event-ID.");
            m_waiting.shrink_to_fit();
            m_isEnded = true;
        } else {
            m_waiting.append(text);
        }
        if (!m_isWoken) wake = m_wake;
        m_isWoken = true;
    }
    if (wake) wake();
}

void EventStream::end(std::string_view text) {
    std::function<void()> wake;
    {
        const std::lock_guard lock(m_mutex);
        if (m_isEnded) return;
        m_waiting.append(text);
        m_isEnded = true;
        if (!m_isWoken) wake = m_wake;
        m_isWoken = true;
    }
    if (wake) wake();
}

EventStream::Taken EventStream::take() {
    const std::lock_guard lock(m_mutex);
    m_isWoken = false;
    return {.text = std::exchange(m_waiting, {}), .isLast = m_isEnded};
}

void EventStream::attach(std::function<void()> wake) {
    std::function<void()> now;
    {
        const std::lock_guard lock(m_mutex);
        m_wake = std::move(wake);
        if (m_isWoken) now = m_wake;
    }
    if (now) now();
}

void EventStream::detach() {
    const std::lock_guard lock(m_mutex);
    m_wake = nullptr;
}

void EventStream::keep(api::Subscription subscription) { m_subscription = std::move(subscription); }

std::string eventText(const api::Event& event) {
    const bool isStored = event.kind != api::EventKind::JobProgress && event.kind != api::EventKind::JobLog;
    // Live events carry no id: a client that comes again is to ask after the last stored one.
    std::string text = isStored ? concat("id: ", event.sequence.value, "\n") : std::string();
    return text.append(concat("event: ", api::toText(event.kind), "\ndata: ", api::toJson(event).dump(), "\n\n"));
}

std::string endText(std::string_view reason, std::string_view sentence) {
    const base::Json data = base::Json::object().set("reason", reason).set("detail", sentence);
    return concat("event: end\ndata: ", data.dump(), "\n\n");
}

}  // namespace fotograma::server
