#include "engine/server/rate_limit.h"

#include <algorithm>
#include <cmath>

namespace fotograma::server {
namespace {

constexpr std::size_t kMostBuckets = 16'384;

double secondsSince(std::chrono::steady_clock::time_point then, std::chrono::steady_clock::time_point now) {
    return std::chrono::duration<double>(now - then).count();
}

}  // namespace

RateAnswer RateLimit::take(std::string_view name) {
    if (m_rule.perSecond <= 0.0) return {.isAllowed = true, .remaining = m_rule.burst};
    const auto now = m_clock->now();
    const std::lock_guard lock(m_mutex);
    if (m_buckets.size() >= kMostBuckets) forgetFull(now);
    const auto [at, isNew] = m_buckets.try_emplace(std::string(name), Bucket{.level = m_rule.burst, .at = now});
    Bucket& bucket = at->second;
    bucket.level = std::min(m_rule.burst, bucket.level + secondsSince(bucket.at, now) * m_rule.perSecond);
    bucket.at = now;
    RateAnswer answer{.isAllowed = bucket.level >= 1.0};
    if (answer.isAllowed) bucket.level -= 1.0;
    answer.remaining = std::floor(bucket.level);
    answer.resetSeconds = (m_rule.burst - bucket.level) / m_rule.perSecond;
    if (!answer.isAllowed) answer.retrySeconds = (1.0 - bucket.level) / m_rule.perSecond;
    return answer;
}

void RateLimit::forgetFull(std::chrono::steady_clock::time_point now) {
    std::erase_if(m_buckets, [&](const auto& entry) {
        return entry.second.level + secondsSince(entry.second.at, now) * m_rule.perSecond >= m_rule.burst;
    });
    // Somebody has very many names: all begin anew rather than fill the memory.
    if (m_buckets.size() >= kMostBuckets) m_buckets.clear();
}

}  // namespace fotograma::server
