#include "engine/net/http_connection.h"

#include <array>

#include <boost/asio/connect.hpp>
#include <boost/asio/write.hpp>

#include "engine/base/platform.h"
#include "engine/base/text.h"

namespace fotograma::net {

using base::concat;
using base::ErrorCode;

namespace {

bool isNumeric(const std::string& host) {
    error_code error;
    asio::ip::make_address(host, error);
    return !error;
}

/// Where systems other than the one this OpenSSL was made for keep their certificates.
constexpr std::array kBundles{"/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt",
                              "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem"};

}  // namespace

base::Result<asio::ssl::context> clientTls(const std::filesystem::path& caFile) {
    asio::ssl::context tls(asio::ssl::context::tls_client);
    tls.set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_tlsv1 |
                    asio::ssl::context::no_tlsv1_1);
    tls.set_verify_mode(asio::ssl::verify_peer);
    error_code error;
    tls.set_default_verify_paths(error);
    std::error_code ignored;
    if (!std::filesystem::exists(X509_get_default_cert_dir(), ignored))
        for (const char* bundle : kBundles)
            if (std::filesystem::exists(bundle, ignored)) tls.load_verify_file(bundle, error);
    if (caFile.empty()) return tls;
    tls.load_verify_file(base::toUtf8(caFile), error);
    if (!error) return tls;
    return base::fail(std::filesystem::exists(caFile, ignored) ? ErrorCode::InvalidArgument : ErrorCode::NotFound,
                      concat(base::toUtf8(caFile), " is no file of certificates (PEM)."), error.message());
}

// ---- Opening ----

base::Status Connection::prepareTls(asio::ssl::context& tls) {
    m_tls = std::make_unique<asio::ssl::stream<Tcp::socket&>>(m_socket, tls);
    SSL* handle = m_tls->native_handle();
    const std::string& host = m_place.host;
    bool isSet = false;
    if (isNumeric(host)) {
        isSet = X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(handle), host.c_str()) == 1;
    } else {
        // The macro of OpenSSL for this has a cast of C in it.
        isSet = SSL_ctrl(handle, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
                         const_cast<char*>(host.c_str())) == 1 &&
                SSL_set1_host(handle, host.c_str()) == 1;
    }
    if (isSet) return {};
    return base::fail(ErrorCode::InvalidArgument, concat(host, " cannot be the name of a server with TLS."));
}

asio::awaitable<base::Status> Connection::open(std::vector<Tcp::endpoint> endpoints, asio::ssl::context* tls) {
    const auto [connectError, endpoint] = co_await asio::async_connect(m_socket, endpoints, kAwait);
    if (connectError) co_return std::unexpected(openError(connectError));
    error_code ignored;
    m_socket.set_option(Tcp::no_delay(true), ignored);
    if (tls == nullptr) co_return base::Status();
    if (auto prepared = prepareTls(*tls); !prepared) co_return prepared;
    const auto [error] = co_await m_tls->async_handshake(asio::ssl::stream_base::client, kAwait);
    if (error) co_return std::unexpected(handshakeError(error));
    co_return base::Status();
}

base::Error Connection::openError(const error_code& error) const {
    const std::string place = m_place.authority();
    if (error == asio::error::connection_refused)
        return {ErrorCode::Unavailable, concat("Nothing listens at ", place, ": is the server running?"), {}};
    return {ErrorCode::Unavailable, concat(place, " cannot be reached: ", error.message(), "."), {}};
}

base::Error Connection::handshakeError(const error_code& error) const {
    const std::string place = m_place.authority();
    const long verified = SSL_get_verify_result(m_tls->native_handle());
    if (verified == X509_V_ERR_HOSTNAME_MISMATCH || verified == X509_V_ERR_IP_ADDRESS_MISMATCH)
        return {ErrorCode::PermissionDenied, concat("The certificate of ", place, " is for another name."),
                error.message()};
    if (verified != X509_V_OK)
        return {ErrorCode::PermissionDenied,
                concat("The certificate of ", place, " is not trusted (", X509_verify_cert_error_string(verified),
                       "); name its authority's file with --ca-file, if you know it to be right."),
                error.message()};
    if (error.category() == asio::error::get_ssl_category())
        return {ErrorCode::Unavailable,
                concat(place, " does not speak TLS as we do; is it http:// instead of https://?"), error.message()};
    return lostError(error, m_place);
}

base::Error lostError(const error_code& error, const Url& place) {
    if (error == asio::error::eof || error == asio::ssl::error::stream_truncated ||
        error == asio::error::connection_reset || error == asio::error::broken_pipe)
        return {ErrorCode::Unavailable, concat("The connection to ", place.authority(), " was lost."), error.message()};
    return {
        ErrorCode::Unavailable, concat("The connection to ", place.authority(), " broke: ", error.message(), "."), {}};
}

// ---- Use ----

asio::awaitable<Transfer> Connection::readSome(asio::mutable_buffer target) {
    Transfer transfer;
    if (m_tls) {
        const auto [error, count] = co_await m_tls->async_read_some(target, kAwait);
        transfer = {error, count};
    } else {
        const auto [error, count] = co_await m_socket.async_read_some(target, kAwait);
        transfer = {error, count};
    }
    co_return transfer;
}

asio::awaitable<error_code> Connection::write(std::string_view text) {
    const auto piece = asio::buffer(text);
    if (m_tls) {
        const auto [error, count] = co_await asio::async_write(*m_tls, piece, kAwait);
        co_return error;
    }
    const auto [error, count] = co_await asio::async_write(m_socket, piece, kAwait);
    co_return error;
}

void Connection::close() noexcept {
    error_code ignored;
    m_socket.shutdown(Tcp::socket::shutdown_both, ignored);
    m_socket.close(ignored);
}

bool Connection::isStillThere() {
    error_code error;
    m_socket.non_blocking(true, error);
    char byte = 0;
    const std::size_t count = m_socket.receive(asio::buffer(&byte, 1), Tcp::socket::message_peek, error);
    return count == 0 && error == asio::error::would_block;
}

}  // namespace fotograma::net
