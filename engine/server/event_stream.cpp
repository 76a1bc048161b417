#include "engine/server/event_stream.h"

#include "engine/api/wire.h"
#include "engine/base/text.h"

namespace fotograma::server {

using base::concat;

namespace {

/// `id` empty: live, for a client that comes again is to ask after the last stored one.
std::string textOf(EventForm form, std::string_view id, std::string_view name, const base::Json& data) {
    if (form == EventForm::ServerSent)
        return concat(id.empty() ? "" : concat("id: ", id, "\n"), "event: ", name, "\ndata: ", data.dump(), "\n\n");
    base::Json line = base::Json::object();
    if (!id.empty()) line.set("id", id);
    return line.set("event", name).set("data", data).dump().append("\n");
}

std::string endText(EventForm form, std::string_view reason, std::string_view sentence) {
    return textOf(form, {}, "end", base::Json::object().set("reason", reason).set("detail", sentence));
}

}  // namespace

void EventStream::hello(base::Sequence after) {
    if (m_form == EventForm::ServerSent) add("retry: 2000\n");
    add(textOf(m_form, {}, "hello", base::Json::object().set("after", after.value)));
}

void EventStream::push(const api::Event& event) {
    const bool isStored = event.kind != api::EventKind::JobProgress && event.kind != api::EventKind::JobLog;
    add(textOf(m_form, isStored ? concat(event.sequence.value) : std::string(), api::toText(event.kind),
               api::toJson(event)));
}

void EventStream::add(std::string text) {
    std::function<void()> wake;
    {
        const std::lock_guard lock(m_mutex);
        if (m_isEnded) return;
        if (m_waiting.size() + text.size() > m_limitBytes) {
            // What waits is thrown away: the client reads on from its last id when it comes again.
            m_reason = "too_slow";
            m_waiting = endText(m_form, m_reason, "Too many events wait for this client; come again after its last.");
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

void EventStream::end(std::string_view reason, std::string_view sentence) {
    std::function<void()> wake;
    {
        const std::lock_guard lock(m_mutex);
        if (m_isEnded) return;
        if (!reason.empty()) m_waiting.append(endText(m_form, reason, sentence));
        m_reason = reason;
        m_isEnded = true;
        if (!m_isWoken) wake = m_wake;
        m_isWoken = true;
    }
    if (wake) wake();
}

std::string EventStream::endReason() {
    const std::lock_guard lock(m_mutex);
    return m_reason;
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

}  // namespace fotograma::server
