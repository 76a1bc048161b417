/// Mean of the neighbours that are near in place and alike in value: noise goes, edges stay.
///
/// Source   Tomasi and Manduchi, Bilateral filtering for gray and color images, ICCV 1998, with Gaussians for both.
#pragma once

#include "engine/pixel/shapes.h"

namespace fotograma::filters::bilateral {
inline namespace FOTOGRAMA_ARCH {
using namespace pixel;

constexpr i32 kLargestRadius = 3;

struct AlikeParams {
    f32 place;  ///< -log2(e) / (2 sigma²) of the distance in samples.
    f32 value;  ///< -log2(e) / (2 sigma²) of the difference in code values.
};

template <i32 Radius>
struct Alike {
    static constexpr Shape shape = Shape::Window;
    static constexpr i32 radius = Radius;
    using Params = AlikeParams;

    template <class W>
    static FOTOGRAMA_FN f32 pixel(const W& w, const Params& params) {
        const f32 center = w(0, 0);
        Sums sums{0.0F, 0.0F};
        addFrom<0>(w, params, center, sums);
        return sums.values / sums.weights;
    }

private:
    struct Sums {
        f32 values, weights;
    };
    /// One after another without a loop: a loop inside that of the row would keep the row from being vectorised.
    template <i32 At, class W>
    static FOTOGRAMA_FN void addFrom(const W& w, const Params& params, f32 center, Sums& sums) {
        constexpr i32 kSide = 2 * Radius + 1;
        if constexpr (At < kSide * kSide) {
            constexpr i32 dx = At % kSide - Radius;
            constexpr i32 dy = At / kSide - Radius;
            const f32 value = w(dx, dy);
            const f32 difference = value - center;
            constexpr f32 kDistance = static_cast<f32>(dx * dx + dy * dy);
            const f32 weight = exp2(fma(difference * difference, params.value, kDistance * params.place));
            sums.values = fma(weight, value, sums.values);
            sums.weights += weight;
            addFrom<At + 1>(w, params, center, sums);
        }
    }
};
using Alike1 = Alike<1>;
using Alike2 = Alike<2>;
using Alike3 = Alike<3>;

}  // namespace FOTOGRAMA_ARCH

FOTOGRAMA_KERNELS(bilateral, SAME(Alike1) SAME(Alike2) SAME(Alike3))

}  // namespace fotograma::filters::bilateral
