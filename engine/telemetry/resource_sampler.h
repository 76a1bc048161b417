/// What this process takes of the machine, between one look and the next.
///
/// Units    cpuShare is of one core: 1.8 means 1.8 cores were busy.
/// Thread   one at a time.
/// Cost     two system calls; looks closer than 100 ms apart repeat the earlier share, which is noise below that.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>

#include "engine/base/clock.h"
#include "engine/base/platform.h"

namespace fotograma::telemetry {

struct ResourceSample {
    double cpuShare = 0.0;
    std::int64_t residentBytes = 0;
    std::int64_t peakResidentBytes = 0;
};

class ResourceSampler {
public:
    using UsageSource = std::function<base::ProcessUsage()>;

    explicit ResourceSampler(const base::Clock& clock = base::systemClock(), UsageSource source = base::processUsage);

    /// Since the previous look (the first: since construction).
    ResourceSample sample();

private:
    const base::Clock* m_clock;
    UsageSource m_source;
    std::chrono::steady_clock::time_point m_lastTime;
    double m_lastCpuSeconds;
    double m_lastShare = 0.0;
};

}  // namespace fotograma::telemetry
