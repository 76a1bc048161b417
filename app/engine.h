/// The engine that a command works with: this program's own, or that of a server.
///
/// Errors   open: what the composition says; for a server: what its address and token say, and what it answers.
/// Owner    the composition or the connection.
/// Thread   as the composition.
#pragma once

#include <memory>
#include <string>

#include "app/composition.h"
#include "engine/service/remote_service.h"

namespace fotograma::app {

/// --server and what goes with it. Without an address: this machine.
struct ServerChoice {
    std::string url;
    std::string tokenFile;  ///< Empty: FOTOGRAMA_TOKEN, if it is set.
    std::string caFile;

    [[nodiscard]] bool isRemote() const noexcept { return !url.empty(); }
};

/// How the server is reached, its token read.
base::Result<service::RemoteOptions> remoteOptionsOf(const ServerChoice& choice);

/// The first line of a file with a token in it.
base::Result<std::string> readTokenFile(const std::string& file);

struct Session;

class Engine {
public:
    /// The last three are for this program's own engine; a server has its own store, queue and cache.
    static base::Result<std::unique_ptr<Engine>> open(const Session& session, StorePlace place, service::Drains drains,
                                                      CacheUse cacheUse = CacheUse::ForJobs);

    [[nodiscard]] api::Service& service() noexcept { return m_remote ? *m_remote : *m_local->service(); }
    /// The server, or null.
    [[nodiscard]] service::RemoteService* remote() noexcept { return m_remote.get(); }
    /// What the server said of itself; empty for our own engine.
    [[nodiscard]] const api::ServiceInfo& info() const noexcept { return m_info; }
    /// Files of this machine must be sent, results fetched.
    [[nodiscard]] bool isElsewhere() const noexcept { return m_remote && !m_info.sharesFiles; }

private:
    std::unique_ptr<Composition> m_local;
    std::unique_ptr<service::RemoteService> m_remote;
    api::ServiceInfo m_info;
};

}  // namespace fotograma::app
