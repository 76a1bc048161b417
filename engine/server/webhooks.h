/// Tells other programs that a job has ended: a signed POST, tried again until somebody says that it was heard.
///
/// Shape    Standard Webhooks: headers webhook-id, webhook-timestamp and webhook-signature ("v1,<base64>", HMAC-SHA256 of
///          "id.timestamp.body"); the body is {"type": "job.ended", "timestamp", "data": {...}}.
/// Errors   start: InvalidArgument (a secret that is too short, an address that may not be told). allows, watch:
///          InvalidArgument, PermissionDenied for a host that is not named, ResourceExhausted.
/// Owner    its thread. What is not delivered is in a file, a second behind at most: after a restart the rest is told, some
///          of it a second time, under the same id.
/// Thread   any.
/// Source   https://www.standardwebhooks.com
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/api/service.h"
#include "engine/base/clock.h"

namespace fotograma::server {

struct WebhookRules {
    std::string url;                 ///< Told of every job that ends; empty: only those who ask when they submit.
    std::vector<std::string> hosts;  ///< "hooks.example.com" over TLS, "*.example.com", or a whole "http://host:port".
    bool mayReachPrivate = false;    ///< Addresses of this machine and its networks, too.
    std::string secret;              ///< "whsec_<base64>", or any text of 24 bytes or more.
    std::filesystem::path file;      ///< What is not delivered yet.
    std::vector<double> retrySeconds{5, 30, 120, 600, 1800, 7200, 21600};  ///< Before each further try, about.
    std::function<void(const base::Json& line)> log;                       ///< One line a try, without the address.
};

class Webhooks {
public:
    static base::Result<std::unique_ptr<Webhooks>> start(WebhookRules rules, std::shared_ptr<api::Service> service,
                                                         const base::Clock& clock = base::systemClock());
    ~Webhooks();

    /// Whether that address may be told.
    [[nodiscard]] base::Status allows(std::string_view url) const;
    /// Tells it when each of these jobs ends; at once of those that have.
    base::Status watch(const std::vector<api::JobId>& jobs, const std::string& url);

private:
    struct State;
    explicit Webhooks(std::shared_ptr<State> state);
    std::shared_ptr<State> m_state;
};

}  // namespace fotograma::server
