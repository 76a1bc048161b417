/// What the webhooks of a server have to tell, and to whom; kept in a file.
///
/// Errors   load: InvalidData for a file that is none.
/// Owner    plain values.
/// Thread   one at a time.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/api/types.h"

namespace fotograma::server {

/// One thing to be told.
struct Delivery {
    std::string id;  ///< Of the end it tells: "job_12_1700000000000".
    std::string url;
    std::string body;
    int tries = 0;
    base::UnixMillis dueAt = 0;
};

struct WebhookState {
    base::Sequence sequence;                     ///< Events up to here are in.
    std::map<base::JobId, std::string> watched;  ///< Whom to tell when that job ends.
    std::map<std::string, Delivery> waiting;     ///< By id and address.
    std::set<std::string> underWay;              ///< Keys of `waiting` that are being told.

    static base::Result<WebhookState> load(const std::filesystem::path& file);
    base::Status save(const std::filesystem::path& file) const;

    /// Adds what is to be told of a job that has ended, if anybody wants to know; false when too much waits already.
    bool add(const api::JobRecord& job, const std::string& everybody, base::UnixMillis now);
    /// The keys of what is due, not under way, `most` at most; and when the next is.
    [[nodiscard]] std::vector<std::string> due(base::UnixMillis now, std::size_t most) const;
    [[nodiscard]] std::optional<base::UnixMillis> nextDue() const;
};

}  // namespace fotograma::server
