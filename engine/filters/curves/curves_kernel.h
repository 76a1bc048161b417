/// Each channel through a curve of its own, read from a table.
///
/// Units    R'G'B' 0..1 nominal; beyond them a curve goes on as at its end.
#pragma once

#include "engine/pixel/lookup.h"
#include "engine/pixel/shapes.h"

namespace fotograma::filters::curves {
inline namespace FOTOGRAMA_ARCH {
using namespace pixel;

/// Entries of one channel's curve; the table holds red, green and blue one after another, the last of each twice.
constexpr i32 kEntries = 1025;
constexpr i32 kStride = kEntries + 1;

struct Bend {
    static constexpr Shape shape = Shape::Point;
    static constexpr Domain domain = Domain::Rgb;
    static constexpr bool perChannel = true;
    struct Params {
        f32 steps;  ///< Entries from 0 to 1: kEntries - 1.
    };

    static FOTOGRAMA_FN Rgb point(const Rgb& in, const Params& params, const Moment&, const void* table) {
        const f32* curves = static_cast<const f32*>(table);
        return {interpolated(curves, kEntries, in.r * params.steps),
                interpolated(curves + kStride, kEntries, in.g * params.steps),
                interpolated(curves + 2 * kStride, kEntries, in.b * params.steps)};
    }
};

}  // namespace FOTOGRAMA_ARCH

FOTOGRAMA_KERNELS(curves, SAME(Bend))

}  // namespace fotograma::filters::curves
