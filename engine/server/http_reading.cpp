#include "engine/server/http_reading.h"

#include <chrono>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/websocket/rfc6455.hpp>

#include "engine/base/text.h"

namespace fotograma::server {

namespace net = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using base::concat;
using base::ErrorCode;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;

namespace {

constexpr std::size_t kReadBytes = std::size_t{64} * 1024;
constexpr std::size_t kPieceBytes = std::size_t{512} * 1024;

/// Feeds the parser from the buffer, reading more when that is not enough. One step: an error, or some progress.
net::awaitable<error_code> feed(Transport& transport, beast::flat_buffer& buffer, http::basic_parser<true>& parser) {
    if (buffer.size() > 0) {
        error_code error;
        buffer.consume(parser.put(buffer.data(), error));
        if (error != http::error::need_more) co_return error;
    }
    const std::size_t room = std::min(kReadBytes, buffer.max_size() - buffer.size());
    if (room == 0) co_return http::error::header_limit;
    const Transferred read = co_await transport.readSome(buffer.prepare(room));
    buffer.commit(read.bytes);
    co_return read.error;
}

std::string_view viewOf(const beast::string_view& text) { return {text.data(), text.size()}; }

bool isGoodRequestId(std::string_view text) {
    constexpr std::size_t kLongest = 64;
    return !text.empty() && text.size() <= kLongest &&
           text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-") ==
               std::string_view::npos;
}

/// Browsers cannot send Authorization with a WebSocket: the token comes among the protocols it offers.
void readOfferedToken(Request& request) {
    constexpr std::string_view kOffer = "bearer.";
    const std::string* offered = request.header("sec-websocket-protocol");
    if (!request.asksForWebSocket || !offered || request.header("authorization")) return;
    const std::size_t at = offered->find(kOffer);
    if (at == std::string::npos || (at > 0 && offered->find_last_of(", ", at - 1) != at - 1)) return;
    const std::size_t start = at + kOffer.size();
    const std::string token = offered->substr(start, offered->find_first_of(", ", start) - start);
    request.headers.emplace_back("authorization", concat("Bearer ", token));
}

}  // namespace

std::optional<Method> methodOf(http::verb verb) {
    switch (verb) {
        case http::verb::get:
        case http::verb::head: return Method::Get;
        case http::verb::post: return Method::Post;
        case http::verb::put: return Method::Put;
        case http::verb::patch: return Method::Patch;
        case http::verb::options: return Method::Options;
        case http::verb::delete_: return Method::Delete;
        default: return std::nullopt;
    }
}

std::optional<Response> parseProblem(const error_code& error) {
    if (error == http::error::header_limit || error == http::error::buffer_overflow)
        return problem(431, {ErrorCode::InvalidArgument, "The headers are too long.", {}});
    if (error == http::error::body_limit)
        return problem(413, {ErrorCode::InvalidArgument, "The body is too large.", {}});
    const bool isHttp = error.category() == make_error_code(http::error::bad_method).category();
    if (!isHttp || error == http::error::end_of_stream || error == http::error::partial_message) return std::nullopt;
    return problem(400,
                   {ErrorCode::InvalidArgument, concat("This is no HTTP/1.1 request: ", error.message(), "."), {}});
}

std::optional<Response> readRequest(const HeaderParser& parser, std::size_t targetBytes, Request& request) {
    const auto& message = parser.get();
    request.method = methodOf(message.method()).value_or(Method::Get);
    for (const auto& field : message)
        request.headers.emplace_back(base::toLower(viewOf(field.name_string())), viewOf(field.value()));
    const std::string* given = request.header("x-request-id");
    if (given && isGoodRequestId(*given)) request.id = *given;
    request.asksForWebSocket = beast::websocket::is_upgrade(message);
    readOfferedToken(request);
    if (message.target().size() > targetBytes)
        return problem(414, {ErrorCode::InvalidArgument, "The address is too long.", {}});
    if (auto split = splitTarget(viewOf(message.target()), request); !split) return problem(split.error());
    return std::nullopt;
}

net::awaitable<error_code> readHeader(Transport& transport, beast::flat_buffer& buffer, HeaderParser& parser) {
    parser.eager(false);
    while (!parser.is_header_done()) {
        const error_code error = co_await feed(transport, buffer, parser);
        if (error) co_return error;
    }
    co_return error_code();
}

net::awaitable<error_code> readText(Transport& transport, beast::flat_buffer& buffer, TextParser& parser) {
    parser.eager(true);
    while (!parser.is_done()) {
        const error_code error = co_await feed(transport, buffer, parser);
        if (error) co_return error;
    }
    co_return error_code();
}

net::awaitable<Received> readPieces(Transport& transport, beast::flat_buffer& buffer, PieceParser& parser,
                                    BodySink& sink, net::thread_pool& disk, double patienceSeconds) {
    const Clock::time_point start = Clock::now();
    std::string piece(kPieceBytes, '\0');
    double received = 0.0;
    parser.eager(true);
    while (!parser.is_done()) {
        auto& body = parser.get().body();
        body.data = piece.data();
        body.size = piece.size();
        error_code broken;
        while (!parser.is_done() && body.size > 0 && !broken) {
            // Who sends a byte now and then keeps no connection: the time grows with what has come.
            const double spent = std::chrono::duration<double>(Clock::now() - start).count();
            transport.expiresAfter(patienceSeconds + (received / kBodyBytesASecond) - spent);
            const error_code error = co_await feed(transport, buffer, parser);
            if (error == http::error::need_buffer) break;
            broken = error;
        }
        const std::string_view filled(piece.data(), piece.size() - body.size);
        received += static_cast<double>(filled.size());
        if (filled.empty() && broken) co_return Received{.error = broken, .refused = {}};
        if (filled.empty()) continue;
        auto refused = co_await net::co_spawn(
            disk, [&]() -> net::awaitable<std::optional<Response>> { co_return sink.write(filled); },
            net::use_awaitable);
        // What came before a connection broke is not sent again.
        if (refused || broken) co_return Received{.error = broken, .refused = std::move(refused)};
    }
    auto refused = co_await net::co_spawn(
        disk, [&]() -> net::awaitable<std::optional<Response>> { co_return sink.finish(); }, net::use_awaitable);
    co_return Received{.error = {}, .refused = std::move(refused)};
}

}  // namespace fotograma::server
