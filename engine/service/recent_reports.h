/// The last finished reports in memory, for clients that ask right after the event: it was just in our hands.
///
/// Owner    as many as fit its bounds, the newest ones.
/// Thread   any.
#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <memory>
#include <mutex>

#include "engine/api/types.h"

namespace fotograma::service {

class RecentReports {
public:
    /// `textBytes` is the size of the report as text; in memory it is some times as large.
    void keep(api::JobRecord record, api::Report report, std::size_t textBytes);
    /// The job is no longer what it was: retried or removed.
    void drop(base::JobId job);
    /// Null when it is not held.
    [[nodiscard]] std::shared_ptr<const api::JobReport> find(base::JobId job) const;

private:
    static constexpr std::size_t kMostReports = 512;
    static constexpr std::size_t kMostTextBytes = 4 << 20;

    struct Entry {
        std::shared_ptr<const api::JobReport> report;
        std::size_t textBytes = 0;
    };

    void forget(base::JobId job);

    mutable std::mutex m_mutex;  ///< Protects the rest.
    std::map<base::JobId, Entry> m_entries;
    std::deque<base::JobId> m_order;  ///< Oldest first; may name what was dropped.
    std::size_t m_textBytes = 0;
};

}  // namespace fotograma::service
