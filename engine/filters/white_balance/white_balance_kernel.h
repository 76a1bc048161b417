/// Another white: a matrix of linear light between two powers.
///
/// Units    R'G'B' 0..1 nominal; negative values count as 0.
#pragma once

#include "engine/pixel/shapes.h"

namespace fotograma::filters::white_balance {
inline namespace FOTOGRAMA_ARCH {
using namespace pixel;

struct Adapt {
    static constexpr Shape shape = Shape::Point;
    static constexpr Domain domain = Domain::Rgb;
    struct Params {
        f32 matrix[9];  ///< Of linear R, G, B; rows.
        f32 gamma;      ///< Light is a value to this power.
        f32 inverseGamma;
    };

    static FOTOGRAMA_FN Rgb point(const Rgb& in, const Params& params, const Moment&) {
        const Rgb light{pow(in.r, params.gamma), pow(in.g, params.gamma), pow(in.b, params.gamma)};
        return {made(light, params, 0), made(light, params, 3), made(light, params, 6)};
    }

private:
    static FOTOGRAMA_FN f32 made(const Rgb& light, const Params& params, i32 row) {
        const f32* m = params.matrix + row;
        return pow(fma(light.r, m[0], fma(light.g, m[1], light.b * m[2])), params.inverseGamma);
    }
};

}  // namespace FOTOGRAMA_ARCH

FOTOGRAMA_KERNELS(white_balance, SAME(Adapt))

}  // namespace fotograma::filters::white_balance
