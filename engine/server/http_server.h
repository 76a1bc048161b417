/// The HTTP server: listens, keeps its limits, and hands requests to the routes.
///
/// Units    bytes and seconds.
/// Errors   start: InvalidArgument (address, certificate), AlreadyExists (the port is taken), PermissionDenied. What goes
///          wrong with one client ends that client's connection.
/// Owner    its threads and connections; the service is shared. The destructor stops.
/// Thread   start, stop and the destructor: one thread, not the server's. stop waits until every connection has ended.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/base/clock.h"
#include "engine/base/json.h"
#include "engine/server/auth.h"
#include "engine/server/cors.h"
#include "engine/server/rate_limit.h"
#include "engine/server/route.h"

namespace fotograma::server {

struct Limits {
    std::size_t headerBytes = 16 * 1024;  ///< Request line and headers together.
    std::size_t targetBytes = 8 * 1024;
    int connections = 4096;          ///< Beyond it the connection that has been idle longest is closed for the new one.
    double headerSeconds = 10.0;     ///< From the first byte awaited to the end of the headers.
    double idleSeconds = 60.0;       ///< Between requests of one connection.
    double bodySeconds = 30.0;       ///< For a body, and a second more for each 64 kB.
    double writeSeconds = 30.0;      ///< For each piece of an answer.
    double heartbeatSeconds = 15.0;  ///< A comment in a quiet stream of events.
    double recheckSeconds = 5.0;     ///< How often a stream asks whether its token still holds.
    double graceSeconds = 5.0;       ///< For requests under way when the server stops.
    RateRule perToken{.perSecond = 100.0, .burst = 200.0};
    RateRule perAddress{.perSecond = 200.0, .burst = 400.0};
    RateRule failedTokens{.perSecond = 0.5, .burst = 20.0};  ///< Wrong tokens from one address.
};

struct TlsFiles {
    std::filesystem::path certificate;  ///< PEM, the chain; empty: no TLS.
    std::filesystem::path key;
};

struct ServerOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8750;  ///< 0: any that is free.
    TlsFiles tls;
    bool insecure = false;  ///< An address other than this machine's own without TLS.
    int threads = 2;
    Limits limits;
    Cors cors;  ///< Nobody, unless told.
    /// One line a request, and one for each refusal: who asked for what. Never holds a token.
    std::function<void(const base::Json& line)> accessLog;
};

/// Who is connected now: the connections of one address and token together.
struct ClientInfo {
    std::string address;
    std::string who;   ///< "key:3f2a91bc"; empty: nobody was proved.
    std::string name;  ///< Of the token, for people.
    base::UnixMillis since = 0;
    int connections = 0;
    int streams = 0;            ///< Of events, among them.
    std::int64_t requests = 0;  ///< Over these connections.
};

class HttpServer {
public:
    static base::Result<std::unique_ptr<HttpServer>> start(ServerOptions options, Context context, Auth& auth);
    ~HttpServer();

    [[nodiscard]] std::uint16_t port() const noexcept;
    [[nodiscard]] std::string url() const;  ///< "http://127.0.0.1:8750"
    /// The longest connected first. Any thread.
    [[nodiscard]] std::vector<ClientInfo> clients() const;
    /// Takes no more connections, ends streams, lets requests under way finish.
    void stop();

private:
    struct State;
    explicit HttpServer(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

}  // namespace fotograma::server
