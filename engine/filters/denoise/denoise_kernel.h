/// A frame averaged with those around it, sample by sample, as far as their surroundings are alike.
#pragma once

#include "engine/pixel/shapes.h"

namespace fotograma::filters::denoise {
inline namespace FOTOGRAMA_ARCH {
using namespace pixel;

struct Average {
    static constexpr Shape shape = Shape::Temporal;
    static constexpr i32 back = 2;
    static constexpr i32 forward = 2;
    static constexpr i32 radius = 1;
    struct Params {
        f32 same;         ///< Mean difference over 3 x 3 samples up to which a frame counts in full.
        f32 inverseFall;  ///< 1 / what it may rise further until the frame does not count.
        f32 counts[5];    ///< 1 for frames of this scene and within reach, else 0; the third is the frame itself.
    };

    template <class W>
    static FOTOGRAMA_FN f32 pixel(const W& w, const Params& params) {
        f32 sum = w(0, 0, 0);
        f32 weights = 1.0F;
        add(w, -2, params, sum, weights);
        add(w, -1, params, sum, weights);
        add(w, 1, params, sum, weights);
        add(w, 2, params, sum, weights);
        return sum / weights;
    }

private:
    template <class W>
    static FOTOGRAMA_FN void add(const W& w, i32 t, const Params& params, f32& sum, f32& weights) {
        f32 difference = 0.0F;
        for (i32 dy = -1; dy <= 1; ++dy) {
            for (i32 dx = -1; dx <= 1; ++dx) difference += absolute(w(t, dx, dy) - w(0, dx, dy));
        }
        const f32 beyond = fma(difference, 1.0F / 9.0F, -params.same);
        const f32 likeness = clamp(1.0F - beyond * params.inverseFall, 0.0F, 1.0F);
        const f32 weight = likeness * params.counts[t + 2];
        sum = fma(weight, w(t, 0, 0), sum);
        weights += weight;
    }
};

}  // namespace FOTOGRAMA_ARCH

FOTOGRAMA_KERNELS(denoise, SAME(Average))

}  // namespace fotograma::filters::denoise
