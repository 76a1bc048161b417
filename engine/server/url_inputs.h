/// Inputs that are addresses: files of named hosts, fetched into the uploads of whoever submits them.
///
/// Units    bytes; seconds.
/// Errors   allows: Unsupported (no host is named at all), PermissionDenied (not that host), InvalidArgument (no address).
///          fetch: those too, also for where a redirect leads; ResourceExhausted (a limit or quota of uploads), Timeout,
///          Unavailable, InvalidData (no length, another answer than a file, broken off).
/// Owner    its connections and what is under way; what was fetched belongs to the uploads, what broke off is removed.
/// Thread   any. Replies come on a thread of its own.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/server/uploads.h"

namespace fotograma::server {

struct UrlRules {
    /// As host_list.h has them. A name leads to public addresses alone, checked for the connection that is made; a place
    /// written out whole may also lie in this network.
    std::vector<std::string> hosts;
    double seconds = 1800.0;     ///< For one file.
    double quietSeconds = 30.0;  ///< Without a byte.
};

class UrlInputs {
public:
    struct Got {
        Upload upload;
        bool isFresh = true;  ///< False: fetched before, under the same key.
    };
    using Reply = std::move_only_function<void(base::Result<Got>)>;

    /// InvalidArgument for what is no host.
    static base::Status check(const std::vector<std::string>& hosts);
    static base::Result<std::unique_ptr<UrlInputs>> create(UrlRules rules, std::shared_ptr<Uploads> uploads);
    ~UrlInputs();

    /// "https://..." and "http://...".
    [[nodiscard]] static bool isMeant(std::string_view text);
    [[nodiscard]] base::Status allows(std::string_view url) const;
    /// The whole file among the uploads of `owner`. Under a non-empty key that was used before for the same address, the
    /// file that came then, while it is there: a submission that is repeated brings nothing twice.
    void fetch(const std::string& owner, const std::string& url, const std::string& key, Reply reply);
    /// What is under way ends with Cancelled before this returns.
    void stop();

private:
    struct State;
    class Fetch;
    explicit UrlInputs(std::shared_ptr<State> state);
    std::shared_ptr<State> m_state;
};

}  // namespace fotograma::server
