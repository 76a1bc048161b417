#include "engine/net/http_exchange.h"

#include <algorithm>
#include <array>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>

#include "engine/base/file_access.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"

namespace fotograma::net {

namespace http = boost::beast::http;
using base::concat;
using base::ErrorCode;

namespace {

constexpr std::size_t kPieceBytes = std::size_t{64} * 1024;
constexpr std::uint32_t kHeaderBytes = 64 * 1024;
constexpr std::chrono::seconds kLateAnswer{
    2};  ///< That an answer may need after the connection stopped taking the body.

std::chrono::nanoseconds nanoseconds(double seconds) {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double>(seconds));
}

std::uint64_t lengthOf(const HttpRequest& request) {
    if (const auto* text = std::get_if<std::string>(&request.body)) return text->size();
    return std::get<FilePiece>(request.body).length;
}

}  // namespace

Exchange::Exchange(asio::io_context& io, Places& places, Url url, HttpRequest request, HttpReply reply)
    : m_io(io),
      m_places(places),
      m_url(std::move(url)),
      m_request(std::move(request)),
      m_reply(std::move(reply)),
      m_wake(io, Clock::time_point::max()),
      m_watch(io),
      m_resolver(io) {}

// ---- From start to reply ----

void Exchange::start() {
    m_started = Clock::now();
    moved();
    watch();
    asio::co_spawn(
        m_io, [self = shared_from_this()] { return self->run(); },
        [self = shared_from_this()](const std::exception_ptr& failure) {
            if (failure) self->fail({ErrorCode::Internal, "The request ended by an exception.", {}});
            self->finish();
        });
}

asio::awaitable<void> Exchange::run() {
    if (auto fine = checkHeaders(); !fine) fail(fine.error());
    if (!m_request.isStream) co_await enter();
    if (m_failure) co_return;
    co_await runOnce();
    // A connection that was kept may have been closed while the request was on its way.
    const bool goesAgain = m_failure && m_isLost && m_isKept && !m_hasAnswer && maySendAgain();
    if (!goesAgain) co_return;
    m_failure.reset();
    m_connection.reset();
    moved();
    co_await runOnce();
}

asio::awaitable<void> Exchange::enter() {
    while (!m_failure && !m_hasEntered) {
        m_hasEntered = m_places.enter(m_url, shared_from_this());
        if (!m_hasEntered) co_await m_wake.async_wait(kAwait);
    }
}

asio::awaitable<void> Exchange::runOnce() {
    // The second time a new connection is made: others that were kept may be as dead.
    if (!std::exchange(m_isLost, false)) m_connection = m_places.takeIdle(m_url);
    m_isKept = m_connection != nullptr;
    if (!m_isKept) co_await connect();
    if (!m_failure) co_await talk();
}

void Exchange::finish() {
    m_isOver = true;
    m_watch.cancel();
    const bool keeps =
        !m_failure && m_isSent && m_connection && m_parser && m_parser->get().keep_alive() && m_buffer.size() == 0;
    if (m_hasEntered) m_places.leave(m_url);
    if (keeps)
        m_places.keep(std::move(m_connection));
    else
        m_connection.reset();
    HttpReply reply = std::move(m_reply);
    // The sinks may hold on to whoever asked.
    m_request = {};
    if (m_failure)
        reply(std::unexpected(std::move(*m_failure)));
    else
        reply(std::move(m_response));
}

void Exchange::refuse(base::Error error) {
    m_failure = std::move(error);
    asio::post(m_io, [self = shared_from_this()] { self->finish(); });
}

void Exchange::cancel() {
    asio::post(m_io, [self = shared_from_this()] {
        if (!self->m_isOver) self->fail({ErrorCode::Cancelled, "The request was cancelled.", {}});
    });
}

void Exchange::fail(base::Error error) {
    if (!m_failure) m_failure = std::move(error);
    if (m_connection) m_connection->close();
    m_wake.cancel();
}

void Exchange::lost(const error_code& error) {
    if (m_failure) return;
    m_isLost = true;
    fail(lostError(error, m_url));
}

bool Exchange::maySendAgain() const {
    constexpr std::array<std::string_view, 4> kHarmless{"GET", "HEAD", "PUT", "DELETE"};
    return m_request.mayRepeat || std::ranges::find(kHarmless, m_request.method) != kHarmless.end();
}

// ---- Patience ----

Clock::time_point Exchange::patienceEnds() const {
    const Clock::time_point quiet = m_isConnecting ? m_lastMove + nanoseconds(m_places.options().connectSeconds)
                                                   : m_lastMove + nanoseconds(m_request.quietSeconds);
    return m_request.seconds > 0.0 ? std::min(quiet, m_started + nanoseconds(m_request.seconds)) : quiet;
}

void Exchange::watch() {
    // Looked at often enough for the shortest patience; moving bytes set no timers.
    m_watch.expires_at(patienceEnds());
    m_watch.async_wait([weak = weak_from_this()](const error_code& error) {
        const auto self = weak.lock();
        if (!self || error || self->m_isOver) return;
        if (Clock::now() < self->patienceEnds()) return self->watch();
        const std::string_view what =
            self->m_isConnecting ? " cannot be reached: no answer in time." : " takes too long to answer.";
        self->fail({ErrorCode::Timeout, concat(self->m_url.authority(), what), {}});
    });
}

// ---- Connecting ----

asio::awaitable<std::vector<Tcp::endpoint>> Exchange::resolve() {
    error_code numeric;
    const auto address = asio::ip::make_address(m_url.host, numeric);
    if (!numeric) co_return std::vector{Tcp::endpoint(address, m_url.port)};
    // The system's resolver cannot be interrupted: its answer is not waited for any longer than the request lasts.
    struct Found {
        error_code error;
        std::vector<Tcp::endpoint> endpoints;
    };
    auto found = std::make_shared<std::optional<Found>>();
    m_resolver.async_resolve(m_url.host, std::to_string(m_url.port),
                             [found, self = shared_from_this()](const error_code& error, const auto& results) {
                                 found->emplace(Found{error, {}});
                                 for (const auto& entry : results) (*found)->endpoints.push_back(entry.endpoint());
                                 self->m_wake.cancel();
                             });
    while (!*found && !m_failure) co_await m_wake.async_wait(kAwait);
    if (m_failure) co_return std::vector<Tcp::endpoint>();
    if ((*found)->error)
        fail({ErrorCode::Unavailable, concat("There is no host \"", m_url.host, "\" that this machine knows."),
              (*found)->error.message()});
    co_return (*found)->endpoints;
}

asio::awaitable<void> Exchange::connect() {
    m_isConnecting = true;
    moved();
    watch();
    std::vector<Tcp::endpoint> endpoints = co_await resolve();
    if (m_failure) co_return;
    if (const auto& mayConnect = m_places.options().mayConnect; mayConnect)
        std::erase_if(endpoints, [&](const auto& endpoint) { return !mayConnect(endpoint.address().to_string()); });
    if (endpoints.empty()) {
        fail({ErrorCode::PermissionDenied, concat(m_url.authority(), " is at an address that is not allowed."), {}});
        co_return;
    }
    asio::ssl::context* tls = nullptr;
    if (m_url.isTls) {
        const auto context = m_places.tls();
        if (!context) {
            fail(context.error());
            co_return;
        }
        tls = *context;
    }
    m_connection = std::make_unique<Connection>(m_io.get_executor(), m_url);
    const base::Status opened = co_await m_connection->open(std::move(endpoints), tls);
    m_isConnecting = false;
    moved();
    if (!opened) fail(opened.error());
}

// ---- Sending ----

base::Status Exchange::checkHeaders() const {
    const auto isPlain = [](char c) { return c != '\r' && c != '\n' && c != '\0'; };
    for (const auto& [name, value] : m_request.headers)
        if (name.empty() || !std::ranges::all_of(value, isPlain) || !std::ranges::all_of(name, isPlain))
            return base::fail(ErrorCode::InvalidArgument,
                              concat("The header ", name, " may not be sent: it has lines."));
    return {};
}

std::string Exchange::headText() const {
    std::string head = concat(m_request.method, ' ', m_url.target, " HTTP/1.1\r\nHost: ", m_url.authority(),
                              "\r\nUser-Agent: ", m_places.options().userAgent, "\r\n");
    const std::uint64_t length = lengthOf(m_request);
    if (length > 0 || (m_request.method != "GET" && m_request.method != "HEAD"))
        head.append(concat("Content-Length: ", length, "\r\n"));
    for (const auto& [name, value] : m_request.headers) head.append(concat(name, ": ", value, "\r\n"));
    return head.append("\r\n");
}

/// The answer is read while the body is sent: a server that refuses says so before it has taken all.
asio::awaitable<void> Exchange::talk() {
    m_isHeadRead = false;
    m_isSent = false;
    m_response = {};
    m_buffer.clear();
    makeParser();
    moved();
    watch();
    asio::co_spawn(
        m_io, [self = shared_from_this()] { return self->readHead(); },
        [self = shared_from_this()](const std::exception_ptr& failure) {
            if (failure) self->fail({ErrorCode::Internal, "Reading ended by an exception.", {}});
            self->m_isHeadRead = true;
            self->m_wake.cancel();
        });
    co_await sendAll();
    while (!m_isHeadRead) co_await m_wake.async_wait(kAwait);
    if (!m_failure) co_await readBody();
}

asio::awaitable<bool> Exchange::send(std::string_view text) {
    const error_code error = co_await m_connection->write(text);
    moved();
    if (!error) co_return true;
    // What the server had to say may be there already.
    m_request.quietSeconds = std::min(m_request.quietSeconds, std::chrono::duration<double>(kLateAnswer).count());
    watch();
    co_return false;
}

asio::awaitable<void> Exchange::sendAll() {
    std::string head = headText();
    if (const auto* text = std::get_if<std::string>(&m_request.body)) head.append(*text);
    for (std::string_view rest = head; !rest.empty() && !m_isHeadRead && !m_failure;) {
        const std::string_view piece = rest.substr(0, kPieceBytes);
        const bool isTaken = co_await send(piece);
        if (!isTaken) co_return;
        rest.remove_prefix(piece.size());
    }
    if (const auto* file = std::get_if<FilePiece>(&m_request.body))
        co_await sendFile(*file);
    else
        m_isSent = !m_isHeadRead || m_request.body.index() == 0;
}

asio::awaitable<void> Exchange::sendFile(const FilePiece& piece) {
    const auto file = base::ReadableFile::open(piece.path);
    if (!file) {
        fail(file.error());
        co_return;
    }
    std::string block(std::min<std::uint64_t>(4 * kPieceBytes, piece.length), '\0');
    std::uint64_t sent = 0;
    while (sent < piece.length && !m_isHeadRead && !m_failure) {
        const std::size_t wanted = std::min<std::uint64_t>(block.size(), piece.length - sent);
        const auto got = file->readAt(piece.offset + sent, std::as_writable_bytes(std::span(block.data(), wanted)));
        if (!got || *got < wanted) {
            fail(got ? base::Error{ErrorCode::IoError,
                                   concat(base::toUtf8(piece.path), " became shorter as it was sent."),
                                   {}}
                     : got.error());
            co_return;
        }
        const bool isTaken = co_await send(std::string_view(block).substr(0, wanted));
        if (!isTaken) co_return;
        sent += wanted;
        if (m_request.onSent && !m_failure) m_request.onSent(sent);
    }
    m_isSent = sent == piece.length;
}

// ---- Reading ----

void Exchange::makeParser() {
    m_parser.emplace();
    m_parser->header_limit(kHeaderBytes);
    m_parser->body_limit(boost::none);
    m_parser->eager(true);
    m_parser->skip(m_request.method == "HEAD");
}

void Exchange::feed() {
    while (m_buffer.size() > 0 && !m_parser->is_done() && !m_failure) {
        error_code error;
        const std::size_t used = m_parser->put(m_buffer.data(), error);
        m_buffer.consume(used);
        if (error == http::error::need_more) break;
        if (error)
            fail({ErrorCode::InvalidData,
                  concat(m_url.authority(), " does not answer as a web server does: ", error.message(), "."),
                  {}});
        if (used == 0) break;
    }
}

asio::awaitable<void> Exchange::readMore() {
    const Transfer got = co_await m_connection->readSome(m_buffer.prepare(kPieceBytes));
    moved();
    if (m_failure) co_return;
    if (got.error) {
        error_code unfinished;
        if (got.error == asio::error::eof && m_parser->is_header_done()) m_parser->put_eof(unfinished);
        if (!m_parser->is_done()) lost(got.error);
        co_return;
    }
    m_hasAnswer = true;
    m_buffer.commit(got.count);
    feed();
}

asio::awaitable<void> Exchange::readHead() {
    constexpr int kFirstFinal = 200;
    while (!m_failure) {
        while (!m_parser->is_header_done() && !m_failure) co_await readMore();
        if (m_failure || m_parser->get().result_int() >= kFirstFinal) break;
        makeParser();  // 100 Continue, 103 Early Hints: the answer is yet to come
        feed();
    }
    if (m_failure) co_return;
    m_response.status = static_cast<int>(m_parser->get().result_int());
    for (const auto& field : m_parser->get().base())
        m_response.headers.emplace_back(base::toLower({field.name_string().data(), field.name_string().size()}),
                                        std::string(field.value().data(), field.value().size()));
    if (!m_request.onHead) co_return;
    if (auto fine = m_request.onHead(m_response); !fine) fail(fine.error());
}

void Exchange::takePiece() {
    std::string& piece = m_parser->get().body();
    if (piece.empty() || m_failure) return;
    constexpr int kFirstUnusual = 300;
    if (m_request.onPiece && m_response.status < kFirstUnusual) {
        if (auto fine = m_request.onPiece(piece); !fine) fail(fine.error());
    } else if (m_response.body.size() + piece.size() > m_request.mostBytes) {
        fail({ErrorCode::ResourceExhausted, concat(m_url.authority(), " answers with more than is taken."), {}});
    } else {
        m_response.body.append(piece);
    }
    piece.clear();
}

asio::awaitable<void> Exchange::readBody() {
    takePiece();
    while (!m_parser->is_done() && !m_failure) {
        co_await readMore();
        takePiece();
    }
}

}  // namespace fotograma::net
