/// Average of a frame with its neighbours in time, where they show the same thing.
#pragma once

#include "engine/pixel/shapes.h"

namespace fotograma::filters::smooth {
inline namespace FOTOGRAMA_ARCH {
using namespace pixel;

struct Average {
    static constexpr Shape shape = Shape::Temporal;
    static constexpr i32 back = 1;
    static constexpr i32 forward = 1;
    static constexpr i32 radius = 1;
    struct Params {
        f32 strength;          ///< Weight of a neighbour that is the same, 0..1.
        f32 inverseThreshold;  ///< 1 / the mean difference over 3 x 3 from which on a neighbour counts as motion.
    };

    template <class W>
    static FOTOGRAMA_FN f32 pixel(const W& w, const Params& params) {
        const f32 before = weight(w, -1, params);
        const f32 after = weight(w, 1, params);
        const f32 sum = fma(after, w(1, 0, 0), fma(before, w(-1, 0, 0), w(0, 0, 0)));
        return sum / (1.0F + before + after);
    }

private:
    /// Falls from `strength` to 0 as the surroundings differ more: a moving edge never leaves a ghost.
    template <class W>
    static FOTOGRAMA_FN f32 weight(const W& w, i32 t, const Params& params) {
        f32 difference = 0.0F;
        for (i32 dy = -1; dy <= 1; ++dy) {
            for (i32 dx = -1; dx <= 1; ++dx) difference += absolute(w(t, dx, dy) - w(0, dx, dy));
        }
        const f32 likeness = 1.0F - difference * (1.0F / 9.0F) * params.inverseThreshold;
        return params.strength * maximum(likeness, 0.0F);
    }
};

}  // namespace FOTOGRAMA_ARCH

FOTOGRAMA_KERNELS(smooth, SAME(Average))

}  // namespace fotograma::filters::smooth
