/// An engine of this program behind HTTP, put together from settings: `fotograma serve`, and the switch in the window.
///
/// Errors   start: what settings, certificate, address and folders say; nothing listens then.
/// Owner    the server and what it needs beside the engine. The composition and the tracing outlive it.
/// Thread   one, which may wait; clients: any.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "app/composition.h"
#include "app/tracing.h"
#include "engine/server/http_server.h"

namespace fotograma::app {

struct ServingOrder {
    bool isInsecure = false;                       ///< Other addresses than this machine's own, without TLS.
    std::function<void(const base::Json&)> log{};  ///< A line a request, any thread; never holds a token.
    Tracing* tracing = nullptr;
};

class HttpServing {
public:
    static base::Result<std::unique_ptr<HttpServing>> start(const Composition& composition, const Settings& settings,
                                                            ServingOrder order);

    [[nodiscard]] std::string url() const { return m_server->url(); }
    [[nodiscard]] bool hasAnyKey() { return m_auth.hasAnyKey(); }
    [[nodiscard]] bool hasRoots() const noexcept { return m_hasRoots; }
    [[nodiscard]] std::vector<server::ClientInfo> clients() const { return m_server->clients(); }
    /// Ends streams, lets requests under way finish.
    void stop() { m_server->stop(); }

private:
    HttpServing(std::filesystem::path tokenFile, server::JwtKeys keys)
        : m_auth(std::move(tokenFile), std::move(keys)) {}

    server::Auth m_auth;
    bool m_hasRoots = false;
    std::unique_ptr<server::HttpServer> m_server;  ///< Last: it goes first.
};

/// What can be said of the settings before there is an engine.
base::Status checkServing(const Settings& settings);
[[nodiscard]] std::filesystem::path tokenFileOf(const Settings& settings);

}  // namespace fotograma::app
