/// Non-local means: the mean of the samples around whose surroundings look alike.
///
/// Source   Buades, Coll and Morel, A non-local algorithm for image denoising, CVPR 2005; weights exp(-d² / h²), d² the
///          mean square difference of two patches, h in code values (libavfilter's nlmeans takes the sum
///          of squares instead of their mean: its h = 10 s is ours times the width of a patch).
#pragma once

#include "engine/pixel/shapes.h"

namespace fotograma::filters::nlmeans {
inline namespace FOTOGRAMA_ARCH {
using namespace pixel;

constexpr i32 kLargestReach = 16;  ///< Of search and patch together.

struct Likeness {
    static constexpr Shape shape = Shape::Window;
    static constexpr i32 radius = kLargestReach;
    struct Params {
        i32 search;   ///< Radius of the samples that are averaged.
        i32 patch;    ///< Radius of the surroundings that are compared.
        f32 falloff;  ///< -log2(e) / (h² samples of a patch).
    };

    template <class W>
    static FOTOGRAMA_FN f32 pixel(const W& w, const Params& params) {
        f32 values = 0.0F;
        f32 weights = 0.0F;
        for (i32 sy = -params.search; sy <= params.search; ++sy) {
            for (i32 sx = -params.search; sx <= params.search; ++sx) {
                f32 distance = 0.0F;
                for (i32 py = -params.patch; py <= params.patch; ++py) {
                    for (i32 px = -params.patch; px <= params.patch; ++px) {
                        const f32 difference = w(sx + px, sy + py) - w(px, py);
                        distance = fma(difference, difference, distance);
                    }
                }
                const f32 weight = exp2(distance * params.falloff);
                values = fma(weight, w(sx, sy), values);
                weights += weight;
            }
        }
        return values / weights;
    }
};

}  // namespace FOTOGRAMA_ARCH

FOTOGRAMA_KERNELS(nlmeans, SAME(Likeness))

}  // namespace fotograma::filters::nlmeans
