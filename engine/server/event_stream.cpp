#include "engine/server/event_stream.h"

#include <algorithm>

namespace fotograma::server {

namespace {

SharedText shared(std::string text) { return std::make_shared<const std::string>(std::move(text)); }

std::string endText(EventForm form, std::string_view reason, std::string_view sentence) {
    return eventText(form, {}, "end", base::Json::object().set("reason", reason).set("detail", sentence));
}

}  // namespace

EventStream::EventStream(std::shared_ptr<EventHub> hub, EventForm form, std::size_t limitBytes)
    : m_hub(std::move(hub)), m_form(form), m_limitBytes(limitBytes) {
    m_hub->opened(m_form);
}

EventStream::~EventStream() { m_hub->closed(m_form); }

void EventStream::hello(base::Sequence after) {
    if (m_form == EventForm::ServerSent) add(shared("retry: 2000\n"));
    add(shared(eventText(m_form, {}, "hello", base::Json::object().set("after", after.value))));
}

void EventStream::push(const api::Event& event) {
    m_hub->told();
    add(m_hub->text(m_form, event));
}

void EventStream::add(SharedText text) {
    std::function<void()> wake;
    {
        const std::lock_guard lock(m_mutex);
        if (m_isEnded) return;
        if (m_waitingBytes + text->size() > m_limitBytes) {
            // What waits is sent all the same: a client that comes again must have come forward, however much happened.
            m_reason = "too_slow";
            m_waiting.push_back(
                shared(endText(m_form, m_reason, "Too many events wait for this client; come again after its last.")));
            m_isEnded = true;
            m_hub->tooSlow();
        } else {
            m_waitingBytes += text->size();
            m_waiting.push_back(std::move(text));
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
        if (!reason.empty()) m_waiting.push_back(shared(endText(m_form, reason, sentence)));
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
    constexpr std::size_t kPieceBytes = 32 * 1024;
    const std::lock_guard lock(m_mutex);
    m_isWoken = false;
    Taken taken;
    while (!m_waiting.empty() && taken.text.size() < kPieceBytes) {
        taken.text.append(*m_waiting.front());
        m_waiting.pop_front();
    }
    m_waitingBytes -= std::min(m_waitingBytes, taken.text.size());
    taken.isLast = m_isEnded && m_waiting.empty();
    return taken;
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
