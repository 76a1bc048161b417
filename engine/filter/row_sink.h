/// A fast variant whose rows can be taken while they are in the cache, before the picture is whole.
///
/// Thread   as HostVariant.
#pragma once

#include <functional>

#include "engine/filter/definition.h"

namespace fotograma::filter {

/// Where rows of one plane are put, over and over, and who takes them from there.
struct RowSink {
    std::byte* data = nullptr;  ///< Aligned like a picture's rows, and so is the pitch.
    std::ptrdiff_t pitchBytes = 0;
    int rows = 0;  ///< A power of two: row y goes to place y % rows.
    /// Rows first to end - 1 are there: `rows` of them at a time, from the top, fewer at the bottom.
    std::function<void(int first, int end)> take;
};

/// What a HostVariant is as well if it can do this.
class GivesRows {
public:
    virtual ~GivesRows() = default;
    /// Makes one plane, as HostVariant::run makes all.
    virtual base::Status runPlane(const frame::Frame& in, int plane, const RowSink& out) = 0;
};

}  // namespace fotograma::filter
