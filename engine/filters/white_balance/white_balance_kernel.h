/// Another white: a matrix of linear light between two powers.
///
/// Units    R'G'B' 0..1 nominal; negative values count as 0.
#pragma once

#include "engine/pixel/linear_light.h"
#include "engine/pixel/shapes.h"

namespace fotograma::filters::white_balance {
inline namespace FOTOGRAMA_ARCH {
using namespace pixel;

struct Adapt {
    static constexpr Shape shape = Shape::Point;
    static constexpr Domain domain = Domain::Rgb;
    using Params = LinearLight;

    static FOTOGRAMA_FN Rgb point(const Rgb& in, const Params& params, const Moment&) {
        return throughLinearLight(in, params);
    }
};

}  // namespace FOTOGRAMA_ARCH

FOTOGRAMA_KERNELS(white_balance, SAME(Adapt))

}  // namespace fotograma::filters::white_balance
