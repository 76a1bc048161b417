/// Events on their way to one client: filled by the service's threads, emptied by the client's session.
///
/// Shape    text of server-sent events (WHATWG HTML, 9.2): "id", "event", "data", a blank line.
/// Owner    holds what is not yet sent, at most `limitBytes`; then the client is too slow and the stream ends. The
///          subscription goes with the stream.
/// Thread   push and end: any. attach, take: the session.
#pragma once

#include <functional>
#include <mutex>
#include <string>

#include "engine/api/service.h"

namespace fotograma::server {

class EventStream {
public:
    explicit EventStream(std::size_t limitBytes) : m_limitBytes(limitBytes) {}

    /// Adds text; a client that has not taken `limitBytes` gets no more, but an event that says so and the end.
    void push(std::string_view text);
    /// Adds a last text; nothing is taken after it.
    void end(std::string_view text);

    struct Taken {
        std::string text;
        bool isLast = false;
    };
    Taken take();
    /// `wake` is called when there is something to take, with no lock held; at once when there is already.
    void attach(std::function<void()> wake);
    /// No more calls of `wake` after this.
    void detach();

    /// Kept until the stream goes.
    void keep(api::Subscription subscription);

private:
    const std::size_t m_limitBytes;
    std::mutex m_mutex;  ///< Protects m_waiting, m_isEnded, m_isWoken, m_wake.
    std::string m_waiting;
    bool m_isEnded = false;
    bool m_isWoken = false;  ///< Told, and not yet taken.
    std::function<void()> m_wake;
    api::Subscription m_subscription;  ///< Last: it goes first.
};

/// One event as text.
[[nodiscard]] std::string eventText(const api::Event& event);
/// The end of a stream as text: event "end" with a reason and a sentence.
[[nodiscard]] std::string endText(std::string_view reason, std::string_view sentence);

}  // namespace fotograma::server
