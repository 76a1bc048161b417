/// Separable resampling: weighted sums of neighbours, first along rows, then down columns, in floats between.
///
/// Units    code values; what lies between the two passes is neither rounded nor clipped.
#pragma once

#include "engine/pixel/shapes.h"

namespace fotograma::filters::resize {
inline namespace FOTOGRAMA_ARCH {
using namespace pixel;

/// The table of one direction holds, for `count` output positions, first the index of the first input sample of each,
/// then the `taps` weights of each, one position after another.
struct TapParams {
    i32 count;
    i32 taps;
};

FOTOGRAMA_FN i32 firstOf(const void* table, i32 position) { return static_cast<const i32*>(table)[position]; }
FOTOGRAMA_FN const f32* weightsOf(const void* table, i32 position, const TapParams& params) {
    return static_cast<const f32*>(table) + params.count + static_cast<i64>(position) * params.taps;
}

struct Horizontal {
    static constexpr Shape shape = Shape::Gather;
    using Params = TapParams;

    template <class S>
    static FOTOGRAMA_FN f32 sample(const S& source, i32 x, i32 y, const Params& params, const void* table) {
        const i32 first = firstOf(table, x);
        const f32* weights = weightsOf(table, x, params);
        f32 sum = 0.0F;
        for (i32 k = 0; k < params.taps; ++k) sum = fma(weights[k], source(first + k, y), sum);
        return sum;
    }
};

struct Vertical {
    static constexpr Shape shape = Shape::Gather;
    using Params = TapParams;

    template <class S>
    static FOTOGRAMA_FN f32 sample(const S& source, i32 x, i32 y, const Params& params, const void* table) {
        const i32 first = firstOf(table, y);
        const f32* weights = weightsOf(table, y, params);
        f32 sum = 0.0F;
        for (i32 k = 0; k < params.taps; ++k) sum = fma(weights[k], source(x, first + k), sum);
        return sum;
    }
};

}  // namespace FOTOGRAMA_ARCH

FOTOGRAMA_KERNELS(resize, TO_F32(Horizontal) FROM_F32(Vertical))

}  // namespace fotograma::filters::resize
