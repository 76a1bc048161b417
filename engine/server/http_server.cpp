#include "engine/server/http_server.h"

#include <thread>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "engine/base/log.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/server/session.h"

namespace fotograma::server {

namespace net = boost::asio;
using base::concat;
using base::ErrorCode;
using boost::system::error_code;
using Tcp = net::ip::tcp;

namespace {
constexpr std::size_t kDiskThreads = 4;
}  // namespace

struct HttpServer::State {
    State(const ServerOptions& serverOptions, Context context, Auth& auth)
        : options(serverOptions), acceptor(net::make_strand(*io)), hub(serverOptions, std::move(context), auth) {}

    base::Status useTls();
    base::Status listen();
    net::awaitable<void> accept();

    const ServerOptions options;
    std::shared_ptr<net::io_context> io = std::make_shared<net::io_context>();
    std::optional<net::ssl::context> tls;
    Tcp::acceptor acceptor;
    Hub hub;
    net::thread_pool disk{kDiskThreads};  ///< After all that its work may touch.
    Tcp::endpoint place;
    bool isStopped = false;
    std::vector<std::jthread> threads;
};

// ---- Starting ----

base::Status HttpServer::State::useTls() {
    if (options.tls.certificate.empty() && options.tls.key.empty()) return {};
    if (options.tls.certificate.empty() || options.tls.key.empty())
        return base::fail(ErrorCode::InvalidArgument, "TLS needs both a certificate and its key.");
    tls.emplace(net::ssl::context::tls_server);
    tls->set_options(net::ssl::context::default_workarounds | net::ssl::context::no_tlsv1 |
                     net::ssl::context::no_tlsv1_1);
    error_code error;
    const std::string certificate = base::toUtf8(options.tls.certificate);
    tls->use_certificate_chain_file(certificate, error);
    if (error)
        return base::fail(ErrorCode::InvalidArgument, concat("The certificate ", certificate, " cannot be used."),
                          error.message());
    const std::string key = base::toUtf8(options.tls.key);
    tls->use_private_key_file(key, net::ssl::context::pem, error);
    if (error)
        return base::fail(ErrorCode::InvalidArgument, concat("The key ", key, " cannot be used with its certificate."),
                          error.message());
    return {};
}

base::Status HttpServer::State::listen() {
    error_code error;
    const auto address = net::ip::make_address(options.address, error);
    if (error)
        return base::fail(ErrorCode::InvalidArgument, concat(options.address, " is no address; 127.0.0.1 or ::1 are."));
    if (!address.is_loopback() && !tls && !options.insecure)
        return base::fail(ErrorCode::InvalidArgument,
                          concat("At ", options.address,
                                 " others could read tokens and files on their way: give a certificate and its key "
                                 "(--tls-cert, --tls-key), or write --insecure."));
    place = Tcp::endpoint(address, options.port);
    acceptor.open(place.protocol(), error);
    if (!error) acceptor.set_option(net::socket_base::reuse_address(true), error);
    if (!error) acceptor.bind(place, error);
    if (!error) acceptor.listen(net::socket_base::max_listen_connections, error);
    if (error == net::error::address_in_use)
        return base::fail(ErrorCode::AlreadyExists,
                          concat("Another program listens at ", options.address, " port ", options.port, " already."));
    if (error)
        return base::fail(ErrorCode::PermissionDenied,
                          concat("This program cannot listen at ", options.address, " port ", options.port, "."),
                          error.message());
    place = acceptor.local_endpoint(error);
    return {};
}

net::awaitable<void> HttpServer::State::accept() {
    constexpr auto kToken = net::as_tuple(net::use_awaitable);
    constexpr std::chrono::milliseconds kPause{20};
    net::steady_timer pause(acceptor.get_executor());
    while (!hub.isStopping) {
        net::any_io_executor strand = net::make_strand(*io);
        auto [error, socket] = co_await acceptor.async_accept(strand, kToken);
        if (hub.isStopping || error == net::error::operation_aborted) break;
        if (error) {
            // Out of descriptors: somebody idle has to go, and a moment must pass.
            hub.makeRoom();
            pause.expires_after(kPause);
            co_await pause.async_wait(kToken);
            continue;
        }
        const bool isFull = hub.size() >= static_cast<std::size_t>(options.limits.connections);
        if (isFull && !hub.makeRoom()) continue;  // closes the new one: all others are at work
        startSession(makeTransport(std::move(socket), tls ? &*tls : nullptr), {.hub = hub, .io = io, .disk = disk});
    }
}

base::Result<std::unique_ptr<HttpServer>> HttpServer::start(ServerOptions options, Context context, Auth& auth) {
    auto state = std::make_unique<State>(options, std::move(context), auth);
    FOTOGRAMA_RETURN_IF_ERROR(state->useTls());
    FOTOGRAMA_RETURN_IF_ERROR(state->listen());
    state->hub.watchJobs();
    State* raw = state.get();
    net::co_spawn(
        raw->acceptor.get_executor(), [raw] { return raw->accept(); }, net::detached);
    for (int i = 0; i < std::max(1, options.threads); ++i)
        state->threads.emplace_back([io = state->io] {
            base::setThreadName("http");
            io->run();
        });
    return std::unique_ptr<HttpServer>(new HttpServer(std::move(state)));
}

HttpServer::HttpServer(std::unique_ptr<State> state) : m_state(std::move(state)) {}

HttpServer::~HttpServer() { stop(); }

std::uint16_t HttpServer::port() const noexcept { return m_state->place.port(); }

std::string HttpServer::url() const {
    const auto address = m_state->place.address();
    const std::string host = address.is_v6() ? concat('[', address.to_string(), ']') : address.to_string();
    return concat(m_state->tls ? "https://" : "http://", host, ':', port());
}

std::vector<ClientInfo> HttpServer::clients() const { return m_state->hub.clients(); }

// ---- Stopping ----

void HttpServer::stop() {
    State& state = *m_state;
    if (std::exchange(state.isStopped, true)) return;
    state.hub.isStopping = true;
    net::post(state.acceptor.get_executor(), [&state] {
        error_code ignored;
        state.acceptor.close(ignored);
    });
    state.hub.finishAll();
    // Who waits for a file from elsewhere is told that it does not come.
    if (state.hub.context.urls) state.hub.context.urls->stop();
    const auto deadline =
        std::chrono::steady_clock::now() + std::chrono::duration<double>(state.options.limits.graceSeconds);
    constexpr std::chrono::milliseconds kLook{5};
    while (state.hub.size() > 0 && std::chrono::steady_clock::now() < deadline) std::this_thread::sleep_for(kLook);
    // Whoever is still there has had its time. A session waits for its answer, which the service owes it, then ends; the
    // threads return with the last one.
    state.hub.closeAll();
    state.threads.clear();
}

}  // namespace fotograma::server
