/// Events a second over the last few seconds: throughput that follows what happens now.
///
/// Units    events a second; the window in seconds.
/// Thread   any.
/// Cost     fixed memory: the window is cut into 32 slices, and the oldest leaves as a whole.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <mutex>

#include "engine/base/clock.h"

namespace fotograma::telemetry {

class RateMeter {
public:
    explicit RateMeter(std::chrono::duration<double> window, const base::Clock& clock = base::systemClock());

    void add(std::int64_t events = 1);

    /// Over the window, or over the time since the first event while that is shorter. 0 before it.
    [[nodiscard]] double perSecond() const;

private:
    static constexpr std::int64_t kSlices = 32;
    struct Slice {
        std::int64_t number = -1;  ///< Slices since start; -1 while empty.
        std::int64_t events = 0;
    };

    [[nodiscard]] double secondsSinceStart() const;

    const base::Clock* m_clock;
    double m_sliceSeconds;
    std::chrono::steady_clock::time_point m_start;
    mutable std::mutex m_mutex;  ///< Protects m_slices, m_firstEventSeconds.
    std::array<Slice, kSlices> m_slices;
    double m_firstEventSeconds = -1.0;
};

}  // namespace fotograma::telemetry
