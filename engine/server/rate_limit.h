/// Token buckets by name: so many requests a second, with a burst, for each token and each address.
///
/// Units    requests; seconds.
/// Thread   any.
/// Cost     a lock and a look-up; names that have filled up again are forgotten, and there are never more than 16384.
#pragma once

#include <chrono>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "engine/base/clock.h"

namespace fotograma::server {

struct RateRule {
    double perSecond = 0.0;  ///< 0: no limit.
    double burst = 1.0;
};

struct RateAnswer {
    bool isAllowed = true;
    double remaining = 0.0;     ///< Whole requests that are left now.
    double resetSeconds = 0.0;  ///< Until the bucket is full.
    double retrySeconds = 0.0;  ///< Refused: until one is allowed again.
};

class RateLimit {
public:
    explicit RateLimit(RateRule rule, const base::Clock& clock = base::systemClock()) : m_rule(rule), m_clock(&clock) {}

    /// Takes one from the bucket of that name when it holds one.
    RateAnswer take(std::string_view name);
    [[nodiscard]] const RateRule& rule() const noexcept { return m_rule; }

private:
    struct Bucket {
        double level = 0.0;
        std::chrono::steady_clock::time_point at;
    };
    void forgetFull(std::chrono::steady_clock::time_point now);

    const RateRule m_rule;
    const base::Clock* m_clock;
    std::mutex m_mutex;  ///< Protects m_buckets.
    std::unordered_map<std::string, Bucket> m_buckets;
};

}  // namespace fotograma::server
