/// The bytes of one connection, plain or TLS, and the WebSocket it may become.
///
/// Units    seconds.
/// Errors   reading and writing give Asio's code; what is asked after the deadline ends with a timeout.
/// Owner    the socket.
/// Thread   the strand of its socket.
#pragma once

#include <memory>
#include <string_view>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

namespace fotograma::server {

struct Transferred {
    boost::system::error_code error;
    std::size_t bytes = 0;
};

/// A connection that has become a WebSocket (RFC 6455). Pings are answered while it is read.
class WebSocket {
public:
    virtual ~WebSocket() = default;
    /// Answers the upgrade. `head`: lines of headers beside the handshake's own.
    virtual boost::asio::awaitable<bool> accept(boost::beast::http::request<boost::beast::http::string_body> request,
                                                std::string_view protocol) = 0;
    virtual boost::asio::awaitable<bool> send(std::string_view text) = 0;
    /// Reads one message and forgets it; false when the other side has gone or said too much.
    virtual boost::asio::awaitable<bool> readOne() = 0;
    virtual boost::asio::awaitable<void> close(std::string_view reason) = 0;
};

class Transport {
public:
    virtual ~Transport() = default;

    [[nodiscard]] virtual boost::asio::any_io_executor executor() = 0;
    [[nodiscard]] virtual std::string remoteAddress() const = 0;
    /// From now on, for whatever is asked next.
    virtual void expiresAfter(double seconds) = 0;
    /// The handshake of TLS; true at once where there is none.
    virtual boost::asio::awaitable<bool> open() = 0;
    virtual boost::asio::awaitable<Transferred> readSome(boost::asio::mutable_buffer target) = 0;
    virtual boost::asio::awaitable<bool> write(std::string_view text) = 0;
    /// Says that no more comes; the other side's last bytes are still read.
    virtual boost::asio::awaitable<void> shutdown() = 0;
    /// Now, whatever is under way.
    virtual void close() = 0;
    /// The same bytes as a WebSocket that pings a silent client; the transport outlives it.
    [[nodiscard]] virtual std::unique_ptr<WebSocket> webSocket(double silentSeconds, std::size_t messageBytes) = 0;
};

/// `tls` null: plain.
[[nodiscard]] std::unique_ptr<Transport> makeTransport(boost::asio::ip::tcp::socket socket,
                                                       boost::asio::ssl::context* tls);

}  // namespace fotograma::server
