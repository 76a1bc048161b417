/// Numbers that know what they are: rationals for time bases and rates, strong ids, and sizes in bytes.
///
/// Units    Rational is exact; seconds are double only at the edges (reports, user interface).
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>

namespace fotograma::base {

/// A ratio of two integers as FFmpeg uses them: 1/90000 as a time base, 30000/1001 as a rate. {0, 1} means unknown.
struct Rational {
    int num = 0;
    int den = 1;

    [[nodiscard]] constexpr double value() const noexcept { return den == 0 ? 0.0 : static_cast<double>(num) / den; }
    [[nodiscard]] constexpr bool isPositive() const noexcept { return num > 0 && den > 0; }
    friend constexpr bool operator==(const Rational&, const Rational&) = default;
};

/// An integer that cannot be mixed up with another kind of id. 0 means none.
template <class Tag>
struct StrongId {
    std::int64_t value = 0;

    [[nodiscard]] constexpr explicit operator bool() const noexcept { return value != 0; }
    friend constexpr auto operator<=>(const StrongId&, const StrongId&) = default;
};

using JobId = StrongId<struct JobIdTag>;
using BatchId = StrongId<struct BatchIdTag>;

/// The number of an event; events of one store are numbered without gaps from 1. 0 is before the first.
using Sequence = StrongId<struct SequenceTag>;

/// Wall-clock time in whole milliseconds since 1970-01-01 UTC, as stored and sent.
using UnixMillis = std::int64_t;

}  // namespace fotograma::base
