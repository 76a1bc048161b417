#include "engine/telemetry/rate_meter.h"

#include <algorithm>

namespace fotograma::telemetry {

RateMeter::RateMeter(std::chrono::duration<double> window, const base::Clock& clock)
    : m_clock(&clock), m_sliceSeconds(window.count() / static_cast<double>(kSlices)), m_start(clock.now()) {}

double RateMeter::secondsSinceStart() const { return std::chrono::duration<double>(m_clock->now() - m_start).count(); }

void RateMeter::add(std::int64_t events) {
    const double now = secondsSinceStart();
    const auto number = static_cast<std::int64_t>(now / m_sliceSeconds);
    const std::lock_guard lock(m_mutex);
    if (m_firstEventSeconds < 0.0) m_firstEventSeconds = now;
    Slice& slice = m_slices[static_cast<std::size_t>(number % kSlices)];
    if (slice.number != number) slice = {.number = number, .events = 0};
    slice.events += events;
}

double RateMeter::perSecond() const {
    const double now = secondsSinceStart();
    const auto number = static_cast<std::int64_t>(now / m_sliceSeconds);
    const std::lock_guard lock(m_mutex);
    if (m_firstEventSeconds < 0.0) return 0.0;
    std::int64_t events = 0;
    for (const Slice& slice : m_slices)
        if (slice.number > number - kSlices) events += slice.number < 0 ? 0 : slice.events;
    // The slices cover 31 whole ones and the part of the current that has passed.
    const double covered =
        static_cast<double>(kSlices - 1) * m_sliceSeconds + (now - static_cast<double>(number) * m_sliceSeconds);
    const double elapsed = std::max(now - m_firstEventSeconds, m_sliceSeconds);
    return static_cast<double>(events) / std::min(covered, elapsed);
}

}  // namespace fotograma::telemetry
