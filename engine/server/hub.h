/// What the connections of a server share: limits, counters, who is there, and the gate every request passes.
///
/// Owner    outlives the sessions. Context, Auth: the server's.
/// Thread   any.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>

#include "engine/server/http_server.h"
#include "engine/server/job_watch.h"

namespace fotograma::server {

/// What the server knows of a connection: enough to end it, and to say whose it is. All may be called from any thread;
/// the first two more than once.
struct Connection {
    std::function<void()> finish;            ///< When it is idle or streams events; a request under way is answered.
    std::function<void()> close;             ///< Now.
    std::atomic<std::int64_t> idleSince{0};  ///< Steady nanoseconds; 0 while a request is under way.
    std::atomic<std::int64_t> requests{0};
    std::atomic<bool> isStreaming{false};
    std::string address;         ///< Of the client; not changed once the hub knows it.
    base::UnixMillis since = 0;  ///< The same.

    /// Who asked last over it.
    void showed(const Principal& principal);
    [[nodiscard]] std::pair<std::string, std::string> client();  ///< Its id and name.

private:
    std::mutex m_mutex;  ///< Protects both.
    std::string m_who;
    std::string m_name;
};

/// What the gate says of a request before its body is read.
struct Admission {
    const Route* route = nullptr;     ///< Null when refused.
    std::optional<Response> refused;  ///< Or what is answered without asking a route.
    Pairs headers;                    ///< For the answer, whatever it is.
};

struct Hub {
    Hub(const ServerOptions& serverOptions, Context serverContext, Auth& serverAuth);

    /// Once the server listens: jobs are counted from here on.
    void watchJobs();
    /// Finds the route, proves who asks, and holds the rates. Fills the request's parameters and principal. `method`
    /// empty: one that no route has.
    Admission admit(std::optional<Method> method, Request& request);
    [[nodiscard]] std::string nextRequestId();
    /// Counts and logs a request that has its answer.
    void record(const Request& request, std::string_view verb, const Route* route, const Response& response,
                std::int64_t bytes, double seconds);

    /// Ends the connection that has been idle longest; false when none is idle.
    bool makeRoom();
    std::uint64_t add(std::shared_ptr<Connection> connection);
    void remove(std::uint64_t id);
    [[nodiscard]] std::size_t size();
    [[nodiscard]] std::vector<ClientInfo> clients();
    void finishAll();
    void closeAll();

    const Limits limits;
    const Cors cors;
    const std::function<void(const base::Json&)> accessLog;
    telemetry::Metrics metrics;
    Context context;
    Auth& auth;
    std::atomic<bool> isStopping{false};

private:
    std::optional<Response> limited(RateLimit& limit, std::string_view kind, const std::string& name, Pairs& headers);
    telemetry::Counter& rateLimited(std::string_view kind);
    telemetry::Histogram& requestSeconds(const Route* route, int status);
    [[nodiscard]] std::vector<std::shared_ptr<Connection>> all();

    RateLimit m_perToken;
    RateLimit m_perAddress;
    RateLimit m_failedTokens;
    telemetry::Gauge& m_open;
    const std::string m_idStart;  ///< Of request ids; differs from run to run.
    std::atomic<std::int64_t> m_nextRequest{1};
    struct {
        std::mutex mutex;  ///< Protects byAnswer.
        std::map<std::pair<const Route*, int>, telemetry::Histogram*> byAnswer;
    } m_seconds;
    std::mutex m_mutex;  ///< Protects m_connections, m_nextId.
    std::map<std::uint64_t, std::shared_ptr<Connection>> m_connections;
    std::uint64_t m_nextId = 1;
    std::optional<JobWatch> m_watch;  ///< Last: it stops first.
};

}  // namespace fotograma::server
