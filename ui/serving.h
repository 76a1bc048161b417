/// The server within the program: this window's engine over HTTP, for other programs and machines.
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

/// What the user chose for the server; kept over restarts.
struct ServingPlan {
    std::string address = "127.0.0.1";
    int port = 8750;  ///< 0: any that is free.
    std::string certificate;
    std::string key;
    std::vector<std::string> roots;  ///< Folders that clients may read and write.
    bool startsWithWindow = false;

    bool operator==(const ServingPlan&) const = default;
};

struct ServingState {
    bool isOn = false;
    std::string url;             ///< While it is on.
    base::UnixMillis since = 0;  ///< The same.
    std::string problem;         ///< Why it is not on although it should be; empty: nothing is wrong.
};

/// The connections of one address and token together.
struct ServedClient {
    std::string address;
    std::string name;  ///< Of the token; empty: nobody was proved.
    base::UnixMillis since = 0;
    int connections = 0;
    int streams = 0;
    std::int64_t requests = 0;

    bool operator==(const ServedClient&) const = default;
};

struct AccessToken {
    std::string id;
    std::string name;
    std::vector<std::string> scopes;  ///< "jobs:read", "jobs:write", "admin"
    base::UnixMillis createdAt = 0;
    base::UnixMillis expiresAt = 0;  ///< 0: never.
};

struct MadeToken {
    std::string secret;  ///< The only time it is seen.
    AccessToken token;
};

/// One request to the server.
struct ServedRequest {
    std::int64_t number = 0;  ///< Counts from 1.
    base::UnixMillis at = 0;
    std::string address;
    std::string name;  ///< Of the token.
    std::string method;
    std::string path;
    int status = 0;
    double milliseconds = 0.0;
    std::string did;       ///< "cancel: 3 jobs"
    bool isAudit = false;  ///< It changed something, or was refused.
};

class Serving {
public:
    virtual ~Serving() = default;

    [[nodiscard]] virtual ServingPlan plan() const = 0;
    /// Written down at once; a server that is on goes on as it is.
    virtual base::Status remember(const ServingPlan& plan) = 0;
    /// Listens as planned; the reply is the URL. One that is on stops first.
    virtual void start(api::Reply<std::string> reply) = 0;
    /// Requests under way are finished, streams end, jobs go on.
    virtual void stop(api::Reply<base::Done> reply) = 0;
    [[nodiscard]] virtual ServingState state() const = 0;
    [[nodiscard]] virtual std::vector<ServedClient> clients() const = 0;
    /// The requests after that number, of the last few hundred, oldest first.
    [[nodiscard]] virtual std::vector<ServedRequest> log(std::int64_t after) const = 0;

    virtual void tokens(api::Reply<std::vector<AccessToken>> reply) = 0;
    /// `days` 0: it never ends.
    virtual void makeToken(std::string name, std::vector<std::string> scopes, double days,
                           api::Reply<MadeToken> reply) = 0;
    /// It ends at once, also in what is connected by it.
    virtual void revokeToken(std::string id, api::Reply<base::Done> reply) = 0;
};

}  // namespace fotograma::ui
