#include "engine/server/session.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <span>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "engine/base/log.h"
#include "engine/base/text.h"
#include "engine/server/handler_call.h"
#include "engine/server/http_reading.h"
#include "engine/server/http_writing.h"
#include "engine/server/stream_sender.h"

namespace fotograma::server {

namespace net = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using base::concat;
using base::ErrorCode;
using Clock = std::chrono::steady_clock;

namespace {

constexpr std::size_t kPieceBytes = std::size_t{256} * 1024;
constexpr std::size_t kDrainedBytes = std::size_t{1024} * 1024;  ///< Of a refused body, so that the answer arrives.
constexpr std::size_t kMessageBytes = 4096;                      ///< Of a WebSocket's client, which has nothing to say.
constexpr double kLingerSeconds = 2.0;
constexpr std::string_view kProtocol = "fotograma";

double secondsSince(Clock::time_point then) { return std::chrono::duration<double>(Clock::now() - then).count(); }

std::string_view viewOf(const beast::string_view& text) { return {text.data(), text.size()}; }

/// A request while it is served.
struct Exchange {
    Request request;
    std::string verb = "?";
    const Route* route = nullptr;
    Clock::time_point arrived = Clock::now();
    bool isHead = false;
    bool keeps = false;  ///< The connection goes on after it.
};

class Session : public std::enable_shared_from_this<Session> {
public:
    Session(std::unique_ptr<Transport> transport, SessionHome home)
        : m_home(std::move(home)),
          m_hub(m_home.hub),
          m_transport(std::move(transport)),
          m_buffer(m_hub.limits.headerBytes + kPieceBytes) {}

    void start() {
        introduce();
        auto self = shared_from_this();
        net::co_spawn(
            m_transport->executor(), [self] { return self->run(); },
            [self](const std::exception_ptr& failure) {
                if (failure) base::logError("server", "A connection ended by an exception.");
                self->m_hub.remove(self->m_id);
            });
    }

private:
    void introduce() {
        std::weak_ptr<Session> weak = weak_from_this();
        // The executor holds on to the io_context's insides, which `io` keeps: it is declared first, so it goes last.
        const auto inStrand = [weak, io = m_home.io](void (*act)(Session&)) {
            if (const auto self = weak.lock()) net::post(self->m_transport->executor(), [self, act] { act(*self); });
        };
        m_connection = std::make_shared<Connection>();
        m_connection->idleSince = Clock::now().time_since_epoch().count();
        m_connection->address = m_transport->remoteAddress();
        m_connection->since = base::systemClock().unixNow();
        m_connection->close = [inStrand] { inStrand([](Session& session) { session.closeNow(); }); };
        m_connection->finish = [inStrand] {
            inStrand([](Session& session) {
                if (session.m_events)
                    session.m_events->end("stopping", "The server stops; come again after your last event.");
                else if (session.m_connection->idleSince != 0)
                    session.closeNow();
            });
        };
        m_id = m_hub.add(m_connection);
    }

    void closeNow() {
        m_isClosed = true;
        if (m_events) m_events->end({}, {});
        m_transport->close();
    }

    net::awaitable<void> run() {
        m_transport->expiresAfter(m_hub.limits.headerSeconds);
        const bool isOpen = co_await m_transport->open();
        if (!isOpen) co_return;
        for (bool isFirst = true;; isFirst = false) {
            const bool goesOn = co_await serveOne(isFirst);
            if (!goesOn || m_isClosed) break;
        }
        co_await hangUp();
    }

    // ---- One request ----

    /// False when the connection ends with it.
    net::awaitable<bool> serveOne(bool isFirst) {
        m_connection->idleSince = Clock::now().time_since_epoch().count();
        if (m_hub.isStopping) co_return false;
        if (!isFirst && m_buffer.size() == 0) {
            constexpr std::size_t kFirstBytes = 4096;
            m_transport->expiresAfter(m_hub.limits.idleSeconds);
            const Transferred first = co_await m_transport->readSome(m_buffer.prepare(kFirstBytes));
            if (first.error) co_return false;
            m_buffer.commit(first.bytes);
        }
        HeaderParser parser;
        parser.header_limit(static_cast<std::uint32_t>(m_hub.limits.headerBytes));
        parser.body_limit(boost::none);
        m_transport->expiresAfter(m_hub.limits.headerSeconds);
        const auto error = co_await readHeader(*m_transport, m_buffer, parser);
        m_connection->idleSince = 0;
        Exchange exchange;
        exchange.request.remoteAddress = m_transport->remoteAddress();
        if (error) {
            std::optional<Response> answer = parseProblem(error);
            if (!answer) co_return false;
            exchange.request.id = m_hub.nextRequestId();
            co_await send(exchange, std::move(*answer));
            co_return false;
        }
        co_return co_await handle(parser, exchange);
    }

    /// From read headers to the sent answer.
    net::awaitable<bool> handle(HeaderParser& parser, Exchange& exchange) {
        exchange.verb = viewOf(parser.get().method_string());
        exchange.isHead = parser.get().method() == http::verb::head;
        exchange.keeps = parser.get().keep_alive() && !m_hub.isStopping;
        Pairs headers;
        std::optional<Response> answer = readRequest(parser, m_hub.limits.targetBytes, exchange.request);
        if (exchange.request.id.empty()) exchange.request.id = m_hub.nextRequestId();
        m_hub.cors.add(exchange.request, headers);
        if (!answer) {
            Admission admission = m_hub.admit(methodOf(parser.get().method()), exchange.request);
            exchange.route = admission.route;
            m_connection->showed(exchange.request.principal);
            answer = std::move(admission.refused);
            std::ranges::move(admission.headers, std::back_inserter(headers));
        }
        if (!answer) answer = tooLong(parser, *exchange.route);
        if (answer) {
            co_await drain(parser, exchange);
        } else {
            const bool isHere = exchange.route->receive ? co_await receive(parser, exchange, answer)
                                                        : co_await readBody(parser, exchange, answer);
            if (!isHere) co_return false;
            if (!answer)
                answer = co_await askHandler(m_hub.context, *exchange.route, exchange.request, m_home.io,
                                             m_transport->executor(), m_home.disk);
        }
        if (answer->status == kSwitchingProtocols) co_return co_await serveWebSocket(parser, exchange, *answer);
        for (auto& [name, value] : headers) answer->with(std::move(name), std::move(value));
        co_return co_await send(exchange, std::move(*answer));
    }

    static std::optional<Response> tooLong(const HeaderParser& parser, const Route& route) {
        const auto length = parser.content_length();
        if (route.receive || !length || *length <= route.bodyBytes) return std::nullopt;
        return problem(
            413,
            {ErrorCode::InvalidArgument, concat("The body may have ", route.bodyBytes, " bytes at most here."), {}});
    }

    // ---- Bodies ----

    /// Of a refused request a short body is read away, so that the connection can go on; for a long one nobody waits.
    net::awaitable<void> drain(HeaderParser& parser, Exchange& exchange) {
        const bool isShort = parser.content_length().value_or(0) <= kDrainedBytes && !parser.chunked() &&
                             !exchange.request.header("expect");
        exchange.keeps = exchange.keeps && isShort;
        if (!exchange.keeps || parser.is_done()) co_return;
        std::optional<Response> ignored;
        exchange.keeps = co_await readTextOf(parser, kDrainedBytes, ignored) && !ignored;
    }

    net::awaitable<bool> readBody(HeaderParser& parser, Exchange& exchange, std::optional<Response>& refused) {
        if (parser.is_done()) co_return true;
        const bool isHere = co_await readTextOf(parser, exchange.route->bodyBytes, refused);
        if (!refused) exchange.request.body = std::move(m_body);
        if (refused) exchange.keeps = false;
        co_return isHere;
    }

    /// Into m_body; false when the client has gone, `refused` set when what it sent is no body.
    net::awaitable<bool> readTextOf(HeaderParser& header, std::size_t limit, std::optional<Response>& refused) {
        TextParser parser(std::move(header));
        parser.body_limit(limit);
        const auto bytes = static_cast<double>(std::min<std::uint64_t>(parser.content_length().value_or(limit), limit));
        m_transport->expiresAfter(m_hub.limits.bodySeconds + (bytes / kBodyBytesASecond));
        const bool isAsked = co_await askToGoOn(parser.get()[http::field::expect]);
        if (!isAsked) co_return false;
        const auto error = co_await readText(*m_transport, m_buffer, parser);
        if (error) refused = parseProblem(error);
        m_body = std::move(parser.get().body());
        co_return !error || refused;
    }

    /// The body of a route that takes it piece by piece; refused before a byte is read, or in the middle.
    net::awaitable<bool> receive(HeaderParser& header, Exchange& exchange, std::optional<Response>& refused) {
        auto sink = co_await onDisk([&] { return exchange.route->receive(m_hub.context, exchange.request); });
        if (!sink) {
            refused = std::move(sink.error());
            co_await drain(header, exchange);
            co_return true;
        }
        exchange.request.sink = std::move(*sink);
        if (header.is_done()) {
            refused = co_await onDisk([&] { return exchange.request.sink->finish(); });
            co_return true;
        }
        PieceParser parser(std::move(header));
        parser.body_limit(boost::none);
        const bool isAsked = co_await askToGoOn(parser.get()[http::field::expect]);
        if (!isAsked) co_return false;
        Received received = co_await readPieces(*m_transport, m_buffer, parser, *exchange.request.sink, m_home.disk,
                                                m_hub.limits.bodySeconds);
        refused = received.refused ? std::move(received.refused) : parseProblem(received.error);
        exchange.keeps = exchange.keeps && parser.is_done();
        co_return !received.error || refused;
    }

    net::awaitable<bool> askToGoOn(beast::string_view expect) {
        if (!beast::iequals(expect, "100-continue")) co_return true;
        m_transport->expiresAfter(m_hub.limits.writeSeconds);
        co_return co_await m_transport->write("HTTP/1.1 100 Continue\r\n\r\n");
    }

    /// What may block, on a thread where it may.
    template <class Work>
    auto onDisk(Work work) -> net::awaitable<decltype(work())> {
        return net::co_spawn(
            m_home.disk, [work = std::move(work)]() -> net::awaitable<decltype(work())> { co_return work(); },
            net::use_awaitable);
    }

    // ---- Answers ----

    net::awaitable<bool> write(std::string_view text) {
        while (!text.empty()) {
            const std::string_view piece = text.substr(0, kPieceBytes);
            m_transport->expiresAfter(m_hub.limits.writeSeconds);
            const bool isSent = co_await m_transport->write(piece);
            if (!isSent) co_return false;
            text.remove_prefix(piece.size());
        }
        co_return true;
    }

    void record(const Exchange& exchange, const Response& response) {
        m_hub.record(exchange.request, exchange.verb, exchange.route, response,
                     static_cast<std::int64_t>(lengthOf(response.body)), secondsSince(exchange.arrived));
    }

    /// Sends the answer, counts and logs it; false when the connection ends.
    net::awaitable<bool> send(Exchange& exchange, Response response) {
        const auto* events = std::get_if<std::shared_ptr<EventStream>>(&response.body);
        if (events) exchange.keeps = false;
        std::string head = headOf(exchange.request, response, exchange.keeps);
        if (const auto* text = std::get_if<std::string>(&response.body); text && !exchange.isHead) head.append(*text);
        record(exchange, response);
        bool isSent = co_await write(head);
        if (isSent && !exchange.isHead) {
            if (events) {
                begin(*events);
                isSent = co_await sendServerSent(*m_transport, *events, rulesOf(exchange));
                endStream();
            }
            if (const auto* file = std::get_if<FileBody>(&response.body)) isSent = co_await sendFile(*file);
        }
        co_return isSent&& exchange.keeps;
    }

    net::awaitable<bool> sendFile(const FileBody& body) {
        std::string piece(std::min<std::uint64_t>(kPieceBytes, body.length), '\0');
        for (std::uint64_t sent = 0; sent < body.length;) {
            const std::size_t wanted = std::min<std::uint64_t>(piece.size(), body.length - sent);
            const auto target = std::as_writable_bytes(std::span(piece.data(), wanted));
            const std::size_t got =
                co_await onDisk([&] { return body.file->readAt(body.offset + sent, target).value_or(0); });
            // Shorter than announced: only the end of the connection can say so.
            if (got == 0) co_return false;
            const bool isSent = co_await write(std::string_view(piece).substr(0, got));
            if (!isSent) co_return false;
            sent += got;
        }
        co_return true;
    }

    // ---- Streams ----

    void begin(const std::shared_ptr<EventStream>& events) {
        m_events = events;
        m_connection->isStreaming = true;
        if (m_hub.isStopping) events->end("stopping", "The server stops.");
    }

    void endStream() {
        m_events.reset();
        m_connection->isStreaming = false;
    }

    StreamRules rulesOf(const Exchange& exchange) {
        const std::string* authorization = exchange.request.header("authorization");
        const auto mayGoOn = [&hub = m_hub, scope = exchange.route->scope,
                              text = authorization ? *authorization : std::string()] {
            return hub.auth.identify(&text).may(scope);
        };
        return {.heartbeatSeconds = m_hub.limits.heartbeatSeconds,
                .recheckSeconds = m_hub.limits.recheckSeconds,
                .writeSeconds = m_hub.limits.writeSeconds,
                .mayGoOn = mayGoOn,
                .io = m_home.io};
    }

    /// The rest of the connection is the WebSocket's.
    net::awaitable<bool> serveWebSocket(HeaderParser& parser, Exchange& exchange, Response& response) {
        const auto events = std::get<std::shared_ptr<EventStream>>(response.body);
        record(exchange, response);
        const std::string* offered = exchange.request.header("sec-websocket-protocol");
        const bool isOurs = offered && offered->starts_with(kProtocol);
        // A client that is silent for as long as two heartbeats is asked whether it is there.
        constexpr double kBeats = 2.0;
        const std::shared_ptr<WebSocket> socket =
            m_transport->webSocket(kBeats * m_hub.limits.heartbeatSeconds, kMessageBytes);
        http::request<http::string_body> request;
        request.method(parser.get().method());
        request.target(parser.get().target());
        request.version(parser.get().version());
        for (const auto& field : parser.get()) request.insert(field.name_string(), field.value());
        const bool isAccepted = co_await socket->accept(std::move(request), isOurs ? kProtocol : std::string_view());
        if (!isAccepted) co_return false;
        begin(events);
        co_await sendOverWebSocket(*m_transport, socket, events, rulesOf(exchange));
        endStream();
        co_return false;
    }

    /// Ends the connection so that what was sent arrives: the other side's last bytes are read, for a moment.
    net::awaitable<void> hangUp() {
        if (m_isClosed) co_return;
        m_connection->idleSince = Clock::now().time_since_epoch().count();
        m_transport->expiresAfter(kLingerSeconds);
        co_await m_transport->shutdown();
        m_buffer.clear();
        constexpr std::size_t kReadBytes = std::size_t{16} * 1024;
        for (std::size_t count = 0; count < kDrainedBytes && !m_hub.isStopping;) {
            const Transferred read = co_await m_transport->readSome(m_buffer.prepare(kReadBytes));
            if (read.error) break;
            count += read.bytes;
        }
        m_transport->close();
    }

    static constexpr int kSwitchingProtocols = 101;

    SessionHome m_home;
    Hub& m_hub;
    std::unique_ptr<Transport> m_transport;
    beast::flat_buffer m_buffer;
    std::string m_body;
    std::shared_ptr<Connection> m_connection;
    std::uint64_t m_id = 0;
    std::shared_ptr<EventStream> m_events;  ///< While it is sent.
    bool m_isClosed = false;
};

}  // namespace

void startSession(std::unique_ptr<Transport> transport, SessionHome home) {
    std::make_shared<Session>(std::move(transport), std::move(home))->start();
}

}  // namespace fotograma::server
