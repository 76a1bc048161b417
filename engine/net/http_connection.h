/// One connection of the client, plain or TLS, and what its errors mean. Only for the sources of this folder.
///
/// Errors   codes of Asio and OpenSSL; openFailure and lostError turn them into ours.
/// Owner    the socket.
/// Thread   the client's.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "engine/base/result.h"
#include "engine/net/url.h"

namespace fotograma::net {

namespace asio = boost::asio;
using boost::system::error_code;
using Tcp = asio::ip::tcp;
using Clock = std::chrono::steady_clock;

inline constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);

struct Transfer {
    error_code error;
    std::size_t count = 0;
};

class Connection {
public:
    Connection(const asio::any_io_executor& executor, Url place) : m_place(std::move(place)), m_socket(executor) {}

    /// `tls` is null for http.
    asio::awaitable<base::Status> open(std::vector<Tcp::endpoint> endpoints, asio::ssl::context* tls);
    asio::awaitable<Transfer> readSome(asio::mutable_buffer target);
    asio::awaitable<error_code> write(std::string_view text);
    void close() noexcept;
    /// False when the other side closed it, or said something unasked, while it was idle.
    [[nodiscard]] bool isStillThere();
    [[nodiscard]] const Url& place() const noexcept { return m_place; }

    Clock::time_point idleSince{};

private:
    base::Status prepareTls(asio::ssl::context& tls);
    [[nodiscard]] base::Error openError(const error_code& error) const;
    [[nodiscard]] base::Error handshakeError(const error_code& error) const;

    const Url m_place;
    Tcp::socket m_socket;
    std::unique_ptr<asio::ssl::stream<Tcp::socket&>> m_tls;  ///< Null for http.
};

/// The context of a client: the system's certificates, and those of the file.
base::Result<asio::ssl::context> clientTls(const std::filesystem::path& caFile);

/// What a connection that broke means.
[[nodiscard]] base::Error lostError(const error_code& error, const Url& place);

}  // namespace fotograma::net
