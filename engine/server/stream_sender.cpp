#include "engine/server/stream_sender.h"

#include <chrono>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace fotograma::server {

namespace net = boost::asio;
using Clock = std::chrono::steady_clock;

namespace {

constexpr auto kToken = net::as_tuple(net::use_awaitable);
constexpr int kMostMessages = 1000;  ///< Of a client that has nothing to say.

Clock::duration duration(double seconds) {
    return std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
}

/// Takes what waits in a stream, sleeping while there is nothing, and looks after the token meanwhile.
class Taker {
public:
    Taker(Transport& transport, std::shared_ptr<EventStream> events, StreamRules rules)
        : m_events(std::move(events)),
          m_rules(std::move(rules)),
          m_timer(std::make_shared<net::steady_timer>(transport.executor())),
          m_checked(Clock::now()),
          m_sent(Clock::now()) {
        m_events->attach([io = m_rules.io, executor = transport.executor(), timer = m_timer] {
            net::post(executor, [timer] { timer->cancel(); });
        });
    }
    ~Taker() { m_events->detach(); }
    Taker(const Taker&) = delete;
    Taker& operator=(const Taker&) = delete;

    /// Something to send, or the end; an empty text that is not the last is a heartbeat.
    net::awaitable<EventStream::Taken> next() {
        while (true) {
            if (Clock::now() - m_checked >= duration(m_rules.recheckSeconds)) {
                m_checked = Clock::now();
                if (!m_rules.mayGoOn()) m_events->end("token_ended", "The token has expired or was revoked.");
            }
            EventStream::Taken taken = m_events->take();
            const bool isQuiet = Clock::now() - m_sent >= duration(m_rules.heartbeatSeconds);
            if (!taken.text.empty() || taken.isLast || isQuiet) {
                m_sent = Clock::now();
                co_return taken;
            }
            m_timer->expires_at(
                std::min(m_checked + duration(m_rules.recheckSeconds), m_sent + duration(m_rules.heartbeatSeconds)));
            co_await m_timer->async_wait(kToken);
        }
    }

private:
    std::shared_ptr<EventStream> m_events;
    StreamRules m_rules;
    std::shared_ptr<net::steady_timer> m_timer;
    Clock::time_point m_checked;
    Clock::time_point m_sent;
};

/// Reads what the client says, so that pings and the close are answered; then the stream ends.
net::awaitable<void> listen(std::shared_ptr<WebSocket> socket, std::shared_ptr<EventStream> events,
                            std::shared_ptr<net::steady_timer> ended) {
    for (int i = 0; i < kMostMessages; ++i) {
        const bool isHere = co_await socket->readOne();
        if (!isHere) break;
    }
    events->end({}, {});
    ended->expires_at(Clock::time_point::min());
}

}  // namespace

net::awaitable<bool> sendServerSent(Transport& transport, std::shared_ptr<EventStream> events, StreamRules rules) {
    const double writeSeconds = rules.writeSeconds;
    Taker taker(transport, std::move(events), std::move(rules));
    while (true) {
        const EventStream::Taken taken = co_await taker.next();
        const bool isBeat = taken.text.empty() && !taken.isLast;
        transport.expiresAfter(writeSeconds);
        const bool isSent = co_await transport.write(isBeat ? std::string_view(": still here\n\n") : taken.text);
        if (!isSent || taken.isLast) co_return isSent;
    }
}

net::awaitable<void> sendOverWebSocket(Transport& transport, std::shared_ptr<WebSocket> socket,
                                       std::shared_ptr<EventStream> events, StreamRules rules) {
    // Never expires: it is set back when nobody reads any more.
    auto ended = std::make_shared<net::steady_timer>(transport.executor(), Clock::time_point::max());
    net::co_spawn(transport.executor(), listen(socket, events, ended), net::detached);
    {
        Taker taker(transport, events, std::move(rules));
        bool isSent = true;
        for (bool isLast = false; isSent && !isLast;) {
            const EventStream::Taken taken = co_await taker.next();
            isLast = taken.isLast;
            // One message an event; a heartbeat has no text, for the WebSocket pings by itself.
            std::string_view rest = taken.text;
            while (isSent && !rest.empty()) {
                const std::size_t end = std::min(rest.find('\n'), rest.size());
                isSent = co_await socket->send(rest.substr(0, end));
                rest.remove_prefix(std::min(end + 1, rest.size()));
            }
        }
        if (isSent) co_await socket->close(events->endReason());
    }
    // A close that the client does not answer ends with the time of the WebSocket; then the reader returns.
    if (ended->expiry() != Clock::time_point::min()) co_await ended->async_wait(kToken);
}

}  // namespace fotograma::server
