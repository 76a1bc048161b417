#include "engine/server/transport.h"

#include <chrono>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>

namespace fotograma::server {

namespace net = boost::asio;
namespace beast = boost::beast;
namespace websocket = boost::beast::websocket;

namespace {

constexpr auto kToken = net::as_tuple(net::use_awaitable);

std::chrono::nanoseconds nanoseconds(double seconds) {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double>(seconds));
}

template <class Stream>
class WebSocketOf : public WebSocket {
public:
    WebSocketOf(Stream& stream, double silentSeconds, std::size_t messageBytes)
        : m_stream(stream), m_socket(stream), m_buffer(messageBytes), m_hangUp(stream.get_executor()) {
        m_socket.read_message_max(messageBytes);
        // A client that answers no ping is gone, also while a message to it is stuck. The first time is also that of an
        // answer to our close; of the handshake only the answer is left to send.
        m_socket.set_option(websocket::stream_base::timeout{
            .handshake_timeout = kPatience, .idle_timeout = nanoseconds(silentSeconds), .keep_alive_pings = true});
        m_socket.text(true);
        m_socket.control_callback([this](websocket::frame_type kind, beast::string_view) {
            if (kind == websocket::frame_type::close) hangUpSoon();
        });
    }

    net::awaitable<bool> accept(beast::http::request<beast::http::string_body> request,
                                std::string_view protocol) override {
        m_socket.set_option(
            websocket::stream_base::decorator([name = std::string(protocol)](websocket::response_type& answer) {
                answer.set(beast::http::field::server, "fotograma");
                if (!name.empty()) answer.set(beast::http::field::sec_websocket_protocol, name);
            }));
        const auto [error] = co_await m_socket.async_accept(request, kToken);
        co_return !error;
    }
    net::awaitable<bool> send(std::string_view text) override {
        const auto [error, count] = co_await m_socket.async_write(net::buffer(text), kToken);
        co_return !error;
    }
    net::awaitable<bool> readOne() override {
        const auto [error, count] = co_await m_socket.async_read(m_buffer, kToken);
        m_buffer.clear();
        co_return !error;
    }
    net::awaitable<void> close(std::string_view reason) override {
        constexpr std::size_t kLongestReason = 120;  // RFC 6455, 5.5: a control frame has 125 bytes
        co_await m_socket.async_close(
            {websocket::close_code::normal, beast::string_view(reason.data(), std::min(reason.size(), kLongestReason))},
            kToken);
    }

private:
    static constexpr std::chrono::seconds kPatience{2};

    /// Beast waits for a client that has closed to hang up as long as for one who is silent.
    void hangUpSoon() {
        m_hangUp.expires_after(kPatience);
        m_hangUp.async_wait([here = std::weak_ptr(m_here), &stream = m_stream](const boost::system::error_code& error) {
            if (!error && !here.expired()) beast::get_lowest_layer(stream).close();
        });
    }

    Stream& m_stream;
    websocket::stream<Stream&> m_socket;
    beast::flat_buffer m_buffer;
    net::steady_timer m_hangUp;
    const std::shared_ptr<bool> m_here =
        std::make_shared<bool>(true);  ///< Goes with this, which its timer may outlive.
};

template <class Stream>
class TransportOf : public Transport {
public:
    template <class... Args>
    explicit TransportOf(Args&&... args) : m_stream(std::forward<Args>(args)...) {
        boost::system::error_code error;
        const auto peer = tcp().socket().remote_endpoint(error);
        if (!error) m_remoteAddress = peer.address().to_string();
        tcp().socket().set_option(net::ip::tcp::no_delay(true), error);
    }

    net::any_io_executor executor() override { return m_stream.get_executor(); }
    std::string remoteAddress() const override { return m_remoteAddress; }
    void expiresAfter(double seconds) override { tcp().expires_after(nanoseconds(seconds)); }
    net::awaitable<bool> open() override {
        if constexpr (!kIsPlain) {
            const auto [error] = co_await m_stream.async_handshake(net::ssl::stream_base::server, kToken);
            co_return !error;
        }
        co_return true;
    }
    net::awaitable<Transferred> readSome(net::mutable_buffer target) override {
        const auto [error, count] = co_await m_stream.async_read_some(target, kToken);
        co_return Transferred{.error = error, .bytes = count};
    }
    net::awaitable<bool> write(std::string_view text) override {
        const auto [error, count] = co_await net::async_write(m_stream, net::buffer(text), kToken);
        co_return !error;
    }
    net::awaitable<void> shutdown() override {
        if constexpr (kIsPlain) {
            boost::system::error_code ignored;
            tcp().socket().shutdown(net::ip::tcp::socket::shutdown_send, ignored);
        } else {
            co_await m_stream.async_shutdown(kToken);
        }
        co_return;
    }
    void close() override {
        boost::system::error_code ignored;
        tcp().socket().shutdown(net::ip::tcp::socket::shutdown_both, ignored);
        tcp().close();
    }
    std::unique_ptr<WebSocket> webSocket(double silentSeconds, std::size_t messageBytes) override {
        tcp().expires_never();  // the WebSocket has a clock of its own
        return std::make_unique<WebSocketOf<Stream>>(m_stream, silentSeconds, messageBytes);
    }

private:
    static constexpr bool kIsPlain = std::is_same_v<Stream, beast::tcp_stream>;
    beast::tcp_stream& tcp() { return beast::get_lowest_layer(m_stream); }

    Stream m_stream;
    std::string m_remoteAddress;
};

}  // namespace

std::unique_ptr<Transport> makeTransport(net::ip::tcp::socket socket, net::ssl::context* tls) {
    if (tls) return std::make_unique<TransportOf<beast::ssl_stream<beast::tcp_stream>>>(std::move(socket), *tls);
    return std::make_unique<TransportOf<beast::tcp_stream>>(std::move(socket));
}

}  // namespace fotograma::server
