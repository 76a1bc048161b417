#include "engine/server/session.h"

#include <chrono>
#include <ctime>
#include <span>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

#include "engine/base/file_access.h"
#include "engine/base/log.h"
#include "engine/base/text.h"
#include "engine/server/event_stream.h"

namespace fotograma::server {

namespace net = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using base::concat;
using base::ErrorCode;
using Clock = std::chrono::steady_clock;

namespace {

constexpr auto kToken = net::as_tuple(net::use_awaitable);
constexpr std::size_t kPieceBytes = std::size_t{256} * 1024;
constexpr std::size_t kDrainedBytes = std::size_t{1024} * 1024;  ///< Of a refused body, so that the answer arrives.
constexpr double kBodyBytesASecond = 65'536.0;
constexpr double kLingerSeconds = 2.0;

using Parser = http::request_parser<http::string_body>;

std::chrono::nanoseconds nanoseconds(double seconds) {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double>(seconds));
}

double secondsSince(Clock::time_point then) { return std::chrono::duration<double>(Clock::now() - then).count(); }

std::optional<Method> methodOf(http::verb verb) {
    switch (verb) {
        case http::verb::get:
        case http::verb::head: return Method::Get;
        case http::verb::post: return Method::Post;
        case http::verb::put: return Method::Put;
        case http::verb::delete_: return Method::Delete;
        default: return std::nullopt;
    }
}

std::string_view viewOf(const beast::string_view& text) { return {text.data(), text.size()}; }

std::string_view reasonOf(int status) { return viewOf(http::obsolete_reason(static_cast<http::status>(status))); }

std::string httpDate() {
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    gmtime_r(&now, &parts);
    char text[40];
    return {text, std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts)};
}

bool isGoodRequestId(std::string_view text) {
    constexpr std::size_t kLongest = 64;
    return !text.empty() && text.size() <= kLongest &&
           text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-") ==
               std::string_view::npos;
}

/// What a client did to HTTP, as an answer; nothing when it merely went away.
std::optional<Response> parseProblem(const boost::system::error_code& error) {
    if (error == http::error::header_limit || error == http::error::buffer_overflow)
        return problem(431, {ErrorCode::InvalidArgument, "The headers are too long.", {}});
    if (error == http::error::body_limit)
        return problem(413, {ErrorCode::InvalidArgument, "The body is too large.", {}});
    const bool isHttp = error.category() == make_error_code(http::error::bad_method).category();
    if (!isHttp || error == http::error::end_of_stream || error == http::error::partial_message) return std::nullopt;
    return problem(400,
                   {ErrorCode::InvalidArgument, concat("This is no HTTP/1.1 request: ", error.message(), "."), {}});
}

std::uint64_t lengthOf(const Body& body) {
    if (const auto* text = std::get_if<std::string>(&body)) return text->size();
    if (const auto* file = std::get_if<FileBody>(&body)) return file->length;
    return 0;
}

template <class Stream>
class Session : public std::enable_shared_from_this<Session<Stream>> {
public:
    template <class... Args>
    Session(Hub& hub, std::shared_ptr<net::io_context> io, Args&&... args)
        : m_hub(hub),
          m_io(std::move(io)),
          m_stream(std::forward<Args>(args)...),
          m_buffer(hub.limits.headerBytes + kPieceBytes) {}

    void start() {
        boost::system::error_code error;
        const auto peer = tcp().socket().remote_endpoint(error);
        if (!error) m_remoteAddress = peer.address().to_string();
        tcp().socket().set_option(net::ip::tcp::no_delay(true), error);
        introduce();
        auto self = this->shared_from_this();
        net::co_spawn(
            m_stream.get_executor(), [self] { return self->run(); },
            [self](const std::exception_ptr& failure) {
                if (failure) base::logError("server", "A connection ended by an exception.");
                self->m_hub.remove(self->m_id);
            });
    }

private:
    beast::tcp_stream& tcp() { return beast::get_lowest_layer(m_stream); }

    void introduce() {
        std::weak_ptr<Session> weak = this->weak_from_this();
        // The executor holds on to the io_context's insides, which `io` keeps: it is declared first, so it goes last.
        const auto inStrand = [weak, io = m_io](void (*act)(Session&)) {
            if (const auto self = weak.lock()) net::post(self->m_stream.get_executor(), [self, act] { act(*self); });
        };
        m_connection = std::make_shared<Connection>();
        m_connection->idleSince = Clock::now().time_since_epoch().count();
        m_connection->close = [inStrand] { inStrand([](Session& session) { session.closeNow(); }); };
        m_connection->finish = [inStrand] {
            inStrand([](Session& session) {
                if (session.m_events)
                    session.m_events->end(endText("stopping", "The server stops; come again with Last-Event-ID."));
                else if (session.m_connection->idleSince != 0)
                    session.closeNow();
            });
        };
        m_id = m_hub.add(m_connection);
    }

    void closeNow() {
        boost::system::error_code ignored;
        m_isClosed = true;
        if (m_events) m_events->end({});
        tcp().socket().shutdown(net::ip::tcp::socket::shutdown_both, ignored);
        tcp().close();
    }

    net::awaitable<void> run() {
        if constexpr (!std::is_same_v<Stream, beast::tcp_stream>) {
            tcp().expires_after(nanoseconds(m_hub.limits.headerSeconds));
            const auto [error] = co_await m_stream.async_handshake(net::ssl::stream_base::server, kToken);
            if (error) co_return;
        }
        for (bool isFirst = true;; isFirst = false) {
            const bool goesOn = co_await serveOne(isFirst);
            if (!goesOn || m_isClosed) break;
        }
        co_await hangUp();
    }

    /// One request; false when the connection ends with it.
    net::awaitable<bool> serveOne(bool isFirst) {
        m_connection->idleSince = Clock::now().time_since_epoch().count();
        if (m_hub.isStopping) co_return false;
        if (!isFirst && m_buffer.size() == 0) {
            constexpr std::size_t kFirstBytes = 4096;
            tcp().expires_after(nanoseconds(m_hub.limits.idleSeconds));
            const auto [error, count] = co_await m_stream.async_read_some(m_buffer.prepare(kFirstBytes), kToken);
            if (error) co_return false;
            m_buffer.commit(count);
        }
        Parser parser;
        parser.header_limit(static_cast<std::uint32_t>(m_hub.limits.headerBytes));
        parser.body_limit(boost::none);
        tcp().expires_after(nanoseconds(m_hub.limits.headerSeconds));
        const auto [error, count] = co_await http::async_read_header(m_stream, m_buffer, parser, kToken);
        const Clock::time_point arrived = Clock::now();
        m_connection->idleSince = 0;
        Request request;
        request.remoteAddress = m_remoteAddress;
        if (error) {
            std::optional<Response> answer = parseProblem(error);
            if (!answer) co_return false;
            request.id = m_hub.nextRequestId();
            co_await send(request, "?", nullptr, std::move(*answer), arrived, false, false);
            co_return false;
        }
        co_return co_await handle(parser, std::move(request), arrived);
    }

    /// From read headers to the sent answer.
    net::awaitable<bool> handle(Parser& parser, Request request, Clock::time_point arrived) {
        const std::string verb(viewOf(parser.get().method_string()));
        const bool isHead = parser.get().method() == http::verb::head;
        const Route* route = nullptr;
        Pairs headers;
        std::optional<Response> refused = read(parser, request);
        if (!refused) {
            Admission admission = m_hub.admit(methodOf(parser.get().method()), request);
            route = admission.route;
            refused = std::move(admission.refused);
            headers = std::move(admission.headers);
        }
        if (!refused) {
            const auto length = parser.content_length();
            if (length && *length > route->bodyBytes)
                refused = problem(413, {ErrorCode::InvalidArgument,
                                        concat("The body may have ", route->bodyBytes, " bytes at most here."),
                                        {}});
        }
        bool keeps = parser.get().keep_alive() && !m_hub.isStopping;
        Response response;
        if (refused) {
            response = std::move(*refused);
            // A short body is read away, so that the connection can go on; of a long one no byte is waited for.
            const bool isShort = parser.content_length().value_or(0) <= kDrainedBytes && !parser.chunked();
            keeps = keeps && isShort;
            if (keeps && !parser.is_done()) keeps = co_await readBody(parser, kDrainedBytes);
        } else {
            bool isWhole = parser.is_done();
            if (!isWhole) isWhole = co_await readBody(parser, route->bodyBytes);
            if (!isWhole && !m_bodyProblem) co_return false;
            if (isWhole) {
                request.body = std::move(parser.get().body());
                response = co_await answerOf(*route, request);
            } else {
                response = std::move(*std::exchange(m_bodyProblem, std::nullopt));
                keeps = false;
            }
        }
        for (auto& [name, value] : headers) response.with(std::move(name), std::move(value));
        co_return co_await send(request, verb, route, std::move(response), arrived, isHead, keeps);
    }

    /// The parsed headers as our request; the refusal when they are not acceptable.
    std::optional<Response> read(const Parser& parser, Request& request) {
        const auto& message = parser.get();
        request.method = methodOf(message.method()).value_or(Method::Get);
        for (const auto& field : message)
            request.headers.emplace_back(base::toLower(viewOf(field.name_string())), viewOf(field.value()));
        const std::string* given = request.header("x-request-id");
        request.id = given && isGoodRequestId(*given) ? *given : m_hub.nextRequestId();
        if (message.target().size() > m_hub.limits.targetBytes)
            return problem(414, {ErrorCode::InvalidArgument, "The address is too long.", {}});
        if (auto split = splitTarget(viewOf(message.target()), request); !split) return problem(split.error());
        return std::nullopt;
    }

    net::awaitable<bool> readBody(Parser& parser, std::size_t limit) {
        parser.body_limit(limit);
        const double bytes =
            static_cast<double>(std::min<std::uint64_t>(parser.content_length().value_or(limit), limit));
        tcp().expires_after(nanoseconds(m_hub.limits.bodySeconds + bytes / kBodyBytesASecond));
        const auto expect = parser.get()[http::field::expect];
        if (beast::iequals(expect, "100-continue")) {
            static constexpr std::string_view kGoOn = "HTTP/1.1 100 Continue\r\n\r\n";
            const auto [error, count] = co_await net::async_write(m_stream, net::buffer(kGoOn), kToken);
            if (error) co_return false;
        }
        const auto [error, count] = co_await http::async_read(m_stream, m_buffer, parser, kToken);
        if (error) m_bodyProblem = parseProblem(error);
        co_return !error;
    }

    /// What the route's handler answers, whenever and on whatever thread that is.
    net::awaitable<Response> answerOf(const Route& route, Request& request) {
        struct Pending {
            std::shared_ptr<net::io_context> io;  ///< First: it goes last.
            net::any_io_executor executor;
            net::steady_timer arrival;  ///< Never expires: it is cancelled when the answer is there.
            Render render;
        };
        auto executor = m_stream.get_executor();
        auto pending = std::make_shared<Pending>(Pending{m_io, executor, net::steady_timer(executor), nullptr});
        pending->arrival.expires_at(Clock::time_point::max());
        Responder responder([pending](Render render) {
            auto moved = std::make_shared<Render>(std::move(render));
            net::post(pending->executor, [pending, moved] {
                pending->render = std::move(*moved);
                pending->arrival.cancel();
            });
        });
        std::string body = std::exchange(request.body, {});
        Request handed = request;  // ours is needed for the log
        handed.body = std::move(body);
        route.handler(m_hub.context, std::move(handed), std::move(responder));
        // In the strand: the answer cannot come between this question and the wait.
        while (!pending->render) co_await pending->arrival.async_wait(kToken);
        Response response = pending->render();
        co_return response;
    }

    // ---- Sending ----

    std::string headOf(const Request& request, const Response& response, bool keeps) {
        std::string head = concat("HTTP/1.1 ", response.status, ' ', reasonOf(response.status),
                                  "\r\nServer: fotograma\r\nDate: ", httpDate(), "\r\nX-Request-Id: ", request.id,
                                  "\r\nX-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\n"
                                  "Cross-Origin-Resource-Policy: same-origin\r\n");
        bool hasPolicy = false;
        bool hasCacheRule = false;
        for (const auto& [name, value] : response.headers) {
            head.append(concat(name, ": ", value, "\r\n"));
            hasPolicy = hasPolicy || name == "Content-Security-Policy";
            hasCacheRule = hasCacheRule || name == "Cache-Control";
        }
        if (!hasPolicy) head.append("Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n");
        if (!hasCacheRule) head.append("Cache-Control: no-store\r\n");
        if (!std::holds_alternative<std::shared_ptr<EventStream>>(response.body) && response.status != 304 &&
            response.status != 204)
            head.append(concat("Content-Length: ", lengthOf(response.body), "\r\n"));
        return head.append(keeps ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n");
    }

    net::awaitable<bool> write(std::string_view text) {
        while (!text.empty()) {
            const std::string_view piece = text.substr(0, kPieceBytes);
            tcp().expires_after(nanoseconds(m_hub.limits.writeSeconds));
            const auto [error, count] = co_await net::async_write(m_stream, net::buffer(piece), kToken);
            if (error) co_return false;
            text.remove_prefix(piece.size());
        }
        co_return true;
    }

    /// Sends the answer, counts and logs it; false when the connection ends.
    net::awaitable<bool> send(const Request& request, std::string_view verb, const Route* route, Response response,
                              Clock::time_point arrived, bool isHead, bool keeps) {
        const auto* events = std::get_if<std::shared_ptr<EventStream>>(&response.body);
        if (events) keeps = false;
        std::string head = headOf(request, response, keeps);
        if (const auto* text = std::get_if<std::string>(&response.body); text && !isHead) head.append(*text);
        const double seconds = secondsSince(arrived);
        m_hub.record(request, verb, route, response, static_cast<std::int64_t>(lengthOf(response.body)), seconds);
        bool isSent = co_await write(head);
        if (isSent && !isHead) {
            if (events) isSent = co_await sendEvents(*events);
            if (const auto* file = std::get_if<FileBody>(&response.body)) isSent = co_await sendFile(*file);
        }
        co_return isSent&& keeps;
    }

    net::awaitable<bool> sendFile(const FileBody& body) {
        const auto file = base::ReadableFile::open(body.path);
        if (!file) co_return false;
        std::string piece(std::min<std::uint64_t>(kPieceBytes, body.length), '\0');
        for (std::uint64_t sent = 0; sent < body.length;) {
            const std::size_t wanted = std::min<std::uint64_t>(piece.size(), body.length - sent);
            const auto got = file->readAt(body.offset + sent, std::as_writable_bytes(std::span(piece.data(), wanted)));
            // Shorter than announced: only the end of the connection can say so.
            if (!got || *got == 0) co_return false;
            const bool isSent = co_await write(std::string_view(piece).substr(0, *got));
            if (!isSent) co_return false;
            sent += *got;
        }
        co_return true;
    }

    net::awaitable<bool> sendEvents(std::shared_ptr<EventStream> events) {
        auto executor = m_stream.get_executor();
        auto timer = std::make_shared<net::steady_timer>(executor);
        m_events = events;
        if (m_hub.isStopping) events->end(endText("stopping", "The server stops."));
        events->attach([io = m_io, executor, timer] { net::post(executor, [timer] { timer->cancel(); }); });
        bool isSent = true;
        for (bool isLast = false; isSent && !isLast && !m_isClosed;) {
            EventStream::Taken taken = events->take();
            isLast = taken.isLast;
            if (taken.text.empty() && !isLast) {
                timer->expires_after(nanoseconds(m_hub.limits.heartbeatSeconds));
                const auto [error] = co_await timer->async_wait(kToken);
                if (error) continue;
                taken.text = ": still here\n\n";
            }
            isSent = co_await write(taken.text);
        }
        events->detach();
        m_events.reset();
        co_return isSent;
    }

    /// Ends the connection so that what was sent arrives: the other side's last bytes are read, for a moment.
    net::awaitable<void> hangUp() {
        if (m_isClosed) co_return;
        m_connection->idleSince = Clock::now().time_since_epoch().count();
        if constexpr (!std::is_same_v<Stream, beast::tcp_stream>) {
            tcp().expires_after(nanoseconds(kLingerSeconds));
            co_await m_stream.async_shutdown(kToken);
        } else {
            boost::system::error_code ignored;
            tcp().socket().shutdown(net::ip::tcp::socket::shutdown_send, ignored);
            tcp().expires_after(nanoseconds(kLingerSeconds));
            m_buffer.clear();
            constexpr std::size_t kReadBytes = 16 * 1024;
            for (std::size_t read = 0; read < kDrainedBytes && !m_hub.isStopping;) {
                const auto [error, count] = co_await m_stream.async_read_some(m_buffer.prepare(kReadBytes), kToken);
                if (error) break;
                read += count;
            }
        }
        tcp().close();
    }

    Hub& m_hub;
    std::shared_ptr<net::io_context> m_io;
    Stream m_stream;
    beast::flat_buffer m_buffer;
    std::string m_remoteAddress;
    std::shared_ptr<Connection> m_connection;
    std::uint64_t m_id = 0;
    std::optional<Response> m_bodyProblem;
    std::shared_ptr<EventStream> m_events;  ///< While it is sent.
    bool m_isClosed = false;
};

}  // namespace

void startSession(net::ip::tcp::socket socket, net::ssl::context* tls, Hub& hub, std::shared_ptr<net::io_context> io) {
    if (tls)
        std::make_shared<Session<beast::ssl_stream<beast::tcp_stream>>>(hub, std::move(io), std::move(socket), *tls)
            ->start();
    else
        std::make_shared<Session<beast::tcp_stream>>(hub, std::move(io), std::move(socket))->start();
}

}  // namespace fotograma::server
