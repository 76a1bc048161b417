/// Events on their way to one client: filled by the service's threads, emptied by the client's session.
///
/// Shape    either text of server-sent events (WHATWG HTML, 9.2): "id", "event", "data", a blank line; or lines of JSON
///          with the same three members, one an event.
/// Owner    holds what is not yet sent, at most `limitBytes`; then the client is too slow and the stream ends. The
///          subscription goes with the stream.
/// Thread   push and end: any. attach, take: the session.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "engine/api/service.h"
#include "engine/server/event_hub.h"

namespace fotograma::server {

class EventStream {
public:
    EventStream(std::shared_ptr<EventHub> hub, EventForm form, std::size_t limitBytes);
    ~EventStream();
    EventStream(const EventStream&) = delete;
    EventStream& operator=(const EventStream&) = delete;

    [[nodiscard]] EventForm form() const noexcept { return m_form; }
    /// The first words: from where on events come.
    void hello(base::Sequence after);
    /// Adds an event; a client that has not taken `limitBytes` gets no more, but one that says so and the end.
    void push(const api::Event& event);
    /// Adds a last event that says why, unless `reason` is empty; nothing is taken after it.
    void end(std::string_view reason, std::string_view sentence);
    [[nodiscard]] std::string endReason();

    struct Taken {
        std::string text;
        bool isLast = false;
    };
    /// Some of what waits, so that a slow client has little of its own in memory.
    Taken take();
    /// `wake` is called when there is something to take, with no lock held; at once when there is already.
    void attach(std::function<void()> wake);
    /// No more calls of `wake` after this.
    void detach();

    /// Kept until the stream goes.
    void keep(api::Subscription subscription);

private:
    void add(SharedText text);

    const std::shared_ptr<EventHub> m_hub;
    const EventForm m_form;
    const std::size_t m_limitBytes;
    std::mutex m_mutex;  ///< Protects all below but m_subscription.
    std::deque<SharedText> m_waiting;
    std::size_t m_waitingBytes = 0;
    std::string m_reason;  ///< Of the end.
    bool m_isEnded = false;
    bool m_isWoken = false;  ///< Told, and not yet taken.
    std::function<void()> m_wake;
    api::Subscription m_subscription;  ///< Last: it goes first.
};

}  // namespace fotograma::server
