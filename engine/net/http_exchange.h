/// One request of the client from its place in the line to its reply. Only for the sources of this folder.
///
/// Owner    lives as long as its coroutine; the client's state outlives it.
/// Thread   the client's; cancel: any.
#pragma once

#include <optional>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/buffers_range.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>

#include "engine/net/http_client.h"
#include "engine/net/http_connection.h"

namespace fotograma::net {

/// What exchanges share: connections, and the order in which they get one.
class Places {
public:
    virtual ~Places() = default;
    /// An idle connection to that place, or null.
    virtual std::unique_ptr<Connection> takeIdle(const Url& place) = 0;
    virtual void keep(std::unique_ptr<Connection> connection) = 0;
    /// True when one more connection may be opened there, which leave() gives back; else `wake` is called some time later.
    virtual bool enter(const Url& place, const std::shared_ptr<Exchange>& exchange) = 0;
    virtual void leave(const Url& place) = 0;
    /// Made when it is first needed: reading the system's certificates takes a while.
    virtual base::Result<asio::ssl::context*> tls() = 0;
    [[nodiscard]] virtual const ClientOptions& options() const = 0;
};

/// A body that is taken away as it comes: never larger than one piece.
struct PieceBody {
    using value_type = std::string;
    class reader {
    public:
        template <bool kIsRequest, class Fields>
        reader(boost::beast::http::header<kIsRequest, Fields>& /*header*/, value_type& body) : m_body(body) {}
        // What the header says of the length is not believed: nothing is reserved for it.
        void init(const boost::optional<std::uint64_t>& /*length*/, error_code& error) { error = {}; }
        template <class Buffers>
        std::size_t put(const Buffers& buffers, error_code& error) {
            error = {};
            std::size_t count = 0;
            for (const asio::const_buffer piece : boost::beast::buffers_range(buffers)) {
                m_body.append(static_cast<const char*>(piece.data()), piece.size());
                count += piece.size();
            }
            return count;
        }
        void finish(error_code& error) { error = {}; }

    private:
        value_type& m_body;
    };
};

class Exchange : public std::enable_shared_from_this<Exchange> {
public:
    Exchange(asio::io_context& io, Places& places, Url url, HttpRequest request, HttpReply reply);

    /// To its reply.
    void start();
    void cancel();
    void wake() { m_wake.cancel(); }
    /// For a connection, and still in want of one.
    [[nodiscard]] bool isWaiting() const noexcept { return !m_failure && !m_hasEntered; }
    /// A reply without a request.
    void refuse(base::Error error);

private:
    using Parser = boost::beast::http::response_parser<PieceBody>;

    asio::awaitable<void> run();
    asio::awaitable<void> enter();
    asio::awaitable<void> runOnce();
    asio::awaitable<void> connect();
    asio::awaitable<std::vector<Tcp::endpoint>> resolve();
    asio::awaitable<void> talk();
    asio::awaitable<void> sendAll();
    asio::awaitable<void> sendFile(const FilePiece& piece);
    asio::awaitable<bool> send(std::string_view text);
    asio::awaitable<void> readHead();
    asio::awaitable<void> readBody();
    asio::awaitable<void> readMore();
    void feed();
    void takePiece();
    void makeParser();
    [[nodiscard]] std::string headText() const;
    [[nodiscard]] base::Status checkHeaders() const;
    [[nodiscard]] bool maySendAgain() const;

    /// The first error counts; the connection goes with it.
    void fail(base::Error error);
    void lost(const error_code& error);
    void moved() { m_lastMove = Clock::now(); }
    void watch();
    [[nodiscard]] Clock::time_point patienceEnds() const;
    void finish();

    asio::io_context& m_io;
    Places& m_places;
    const Url m_url;
    HttpRequest m_request;
    HttpReply m_reply;
    std::unique_ptr<Connection> m_connection;
    bool m_isKept = false;  ///< The connection was used before.
    bool m_hasEntered = false;
    bool m_hasAnswer = false;  ///< A byte of it came.
    bool m_isLost = false;     ///< The connection broke, and that is the failure.
    bool m_isConnecting = false;
    bool m_isHeadRead = false;
    bool m_isSent = false;
    bool m_isOver = false;
    std::optional<base::Error> m_failure;
    std::optional<Parser> m_parser;
    boost::beast::flat_buffer m_buffer;
    HttpResponse m_response;
    Clock::time_point m_started;
    Clock::time_point m_lastMove;
    asio::steady_timer m_wake;  ///< Never expires: cancelled when there is something to see.
    asio::steady_timer m_watch;
    Tcp::resolver m_resolver;
};

}  // namespace fotograma::net
