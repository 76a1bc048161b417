#include "engine/telemetry/resource_sampler.h"

#include <algorithm>

namespace fotograma::telemetry {

ResourceSampler::ResourceSampler(const base::Clock& clock, UsageSource source)
    : m_clock(&clock), m_source(std::move(source)), m_lastTime(clock.now()), m_lastCpuSeconds(m_source().cpuSeconds) {}

ResourceSample ResourceSampler::sample() {
    constexpr double kShortestSeconds = 0.1;
    const base::ProcessUsage usage = m_source();
    const auto now = m_clock->now();
    const double wallSeconds = std::chrono::duration<double>(now - m_lastTime).count();
    if (wallSeconds >= kShortestSeconds) {
        m_lastShare = std::max(0.0, usage.cpuSeconds - m_lastCpuSeconds) / wallSeconds;
        m_lastTime = now;
        m_lastCpuSeconds = usage.cpuSeconds;
    }
    return {
        .cpuShare = m_lastShare, .residentBytes = usage.residentBytes, .peakResidentBytes = usage.peakResidentBytes};
}

}  // namespace fotograma::telemetry
