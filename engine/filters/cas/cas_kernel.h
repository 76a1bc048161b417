/// Contrast-adaptive sharpening: strongest where the neighbourhood is flat, never beyond what it has room for.
///
/// Source   AMD FidelityFX Contrast Adaptive Sharpening 1.0 (ffx_cas.h), the form without scaling; the range of the
///          strength is that of libavfilter's cas: weights of -1/16 to -1/4.03.
#pragma once

#include "engine/pixel/shapes.h"

namespace fotograma::filters::cas {
inline namespace FOTOGRAMA_ARCH {
using namespace pixel;

struct Adaptive {
    static constexpr Shape shape = Shape::Window;
    static constexpr i32 radius = 1;
    struct Params {
        f32 weight;  ///< Of a neighbour where the contrast is least: negative.
    };

    template <class W>
    static FOTOGRAMA_FN f32 pixel(const W& w, const Params& params) {
        const f32 top = w(0, -1);
        const f32 left = w(-1, 0);
        const f32 center = w(0, 0);
        const f32 right = w(1, 0);
        const f32 bottom = w(0, 1);
        const f32 cornersLow = minimum(minimum(w(-1, -1), w(1, -1)), minimum(w(-1, 1), w(1, 1)));
        const f32 cornersHigh = maximum(maximum(w(-1, -1), w(1, -1)), maximum(w(-1, 1), w(1, 1)));
        const f32 crossLow = minimum(minimum(minimum(top, left), minimum(center, right)), bottom);
        const f32 crossHigh = maximum(maximum(maximum(top, left), maximum(center, right)), bottom);
        // Twice the extremes: those of the cross and those of all nine, a softer estimate.
        const f32 low = crossLow + minimum(crossLow, cornersLow);
        const f32 high = crossHigh + maximum(crossHigh, cornersHigh);
        // The smaller of the room to black and the room to white, by the signal.
        const f32 room = minimum(low, 2.0F * w.peak - high) / maximum(high, 1.0F);
        const f32 weight = squareRoot(clamp(room, 0.0F, 1.0F)) * params.weight;
        return fma(top + left + right + bottom, weight, center) / fma(4.0F, weight, 1.0F);
    }
};

}  // namespace FOTOGRAMA_ARCH

FOTOGRAMA_KERNELS(cas, SAME(Adaptive))

}  // namespace fotograma::filters::cas
