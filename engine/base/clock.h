/// Time as a dependency, so that tests can turn the hands.
///
/// Thread   any.
#pragma once

#include <chrono>

#include "engine/base/units.h"

namespace fotograma::base {

class Clock {
public:
    virtual ~Clock() = default;

    /// Monotonic time for durations.
    [[nodiscard]] virtual std::chrono::steady_clock::time_point now() const = 0;

    /// Calendar time for records.
    [[nodiscard]] virtual UnixMillis unixNow() const = 0;
};

/// The clock of the machine. Lives for the whole program.
const Clock& systemClock() noexcept;

}  // namespace fotograma::base
