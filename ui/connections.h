/// Which engine the window shows: this computer's, or that of a server.
///
/// Errors   in the replies, which come exactly once.
/// Owner    implemented in app/; outlives the window.
/// Thread   called on the Qt thread; no call waits. Replies come on any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/api/service.h"

namespace fotograma::ui {

class Host;

/// How a server is reached. Of a token that is pasted and one in a file, the file counts.
struct ServerAddress {
    std::string url;
    std::string token;      ///< A secret: kept in a file that only its owner can read, and never shown again.
    std::string tokenFile;  ///< Read at each connection.
    std::string caFile;     ///< PEM, trusted beside the system's.
};

/// One that was connected before.
struct KnownServer {
    std::string url;
    std::string name;  ///< "host:8750"
    std::string tokenFile;
    std::string caFile;
    bool hasToken = false;
    base::UnixMillis usedAt = 0;
};

/// How the conversation with the window's engine goes.
struct LinkState {
    bool isLost = false;
    base::Error trouble;             ///< While it is lost.
    base::UnixMillis lostSince = 0;  ///< The same; kept after it is found again.
    base::UnixMillis nextTryAt = 0;  ///< The same.
};

class Connections {
public:
    virtual ~Connections() = default;

    /// The newest first.
    [[nodiscard]] virtual std::vector<KnownServer> known() const = 0;
    virtual base::Status forget(const std::string& url) = 0;
    /// Asks the server who it is; the reply is the host of a window on it, which lives until it is released. Without a token
    /// and a token file the one that is kept for that URL is taken.
    virtual void connect(ServerAddress address, api::Reply<Host*> reply) = 0;
    [[nodiscard]] virtual Host& thisComputer() = 0;
    /// No window speaks to it any more. This computer's stays.
    virtual void release(Host& host) = 0;
};

}  // namespace fotograma::ui
