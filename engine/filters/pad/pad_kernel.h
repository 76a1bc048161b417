/// A picture on a larger canvas of one colour.
#pragma once

#include "engine/pixel/shapes.h"

namespace fotograma::filters::pad {
inline namespace FOTOGRAMA_ARCH {
using namespace pixel;

struct Canvas {
    static constexpr Shape shape = Shape::Gather;
    struct Params {
        i32 left, top;  ///< Where the picture begins, in samples of the plane.
        f32 fill;       ///< Code value.
    };

    template <class S>
    static FOTOGRAMA_FN f32 sample(const S& source, i32 x, i32 y, const Params& params, const void*) {
        const i32 fromX = x - params.left;
        const i32 fromY = y - params.top;
        const bool inside = fromX >= 0 && fromX < source.width && fromY >= 0 && fromY < source.height;
        const f32 kept = source.clamped(fromX, fromY);
        return inside ? kept : params.fill;
    }
};

}  // namespace FOTOGRAMA_ARCH

FOTOGRAMA_KERNELS(pad, SAME(Canvas))

}  // namespace fotograma::filters::pad
