/// How far the jobs of this engine are that run now: written by the runner, read by everybody who shows jobs.
///
/// Thread   any.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <utility>

#include "engine/api/types.h"

namespace fotograma::service {

class LiveProgress {
public:
    void set(base::JobId job, api::Progress progress) {
        const std::lock_guard lock(m_mutex);
        m_jobs.insert_or_assign(job, std::move(progress));
    }
    void drop(base::JobId job) {
        const std::lock_guard lock(m_mutex);
        m_jobs.erase(job);
    }
    [[nodiscard]] std::optional<api::Progress> find(base::JobId job) const {
        const std::lock_guard lock(m_mutex);
        const auto found = m_jobs.find(job);
        return found == m_jobs.end() ? std::nullopt : std::optional(found->second);
    }

private:
    mutable std::mutex m_mutex;  ///< Protects m_jobs.
    std::map<base::JobId, api::Progress> m_jobs;
};

}  // namespace fotograma::service
