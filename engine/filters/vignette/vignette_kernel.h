/// Light that falls off, or rises, from a centre to the corners: a gain read from a table by the distance squared.
///
/// Units    distances in the table's entries; gains of values.
#pragma once

#include "engine/pixel/lookup.h"
#include "engine/pixel/shapes.h"

namespace fotograma::filters::vignette {
inline namespace FOTOGRAMA_ARCH {
using namespace pixel;

constexpr i32 kEntries = 1025;  ///< From the centre to the farthest corner, by the distance squared; the last twice.

struct Falloff {
    static constexpr Shape shape = Shape::Point;
    static constexpr Domain domain = Domain::Yuv;
    struct Params {
        f32 centerX, centerY;  ///< In luma samples.
        f32 scaleX, scaleY;    ///< So that the sum of squares is in entries.
    };

    static FOTOGRAMA_FN Yuv point(const Yuv& in, const Params& params, const Moment& moment, const void* table) {
        const f32 dx = (static_cast<f32>(moment.x) - params.centerX) * params.scaleX;
        const f32 dy = (static_cast<f32>(moment.y) - params.centerY) * params.scaleY;
        const f32 gain = interpolated(static_cast<const f32*>(table), kEntries, fma(dx, dx, dy * dy));
        return {in.y * gain, in.cb * gain, in.cr * gain};
    }
};

}  // namespace FOTOGRAMA_ARCH

FOTOGRAMA_KERNELS(vignette, SAME(Falloff))

}  // namespace fotograma::filters::vignette
