/// A picture in another matrix, range, depth or set of primaries. What differs is done where colours are coded; only
/// primaries need arithmetic of their own.
///
/// Units    R'G'B' 0..1 nominal; through other primaries negative values count as 0.
#pragma once

#include "engine/pixel/linear_light.h"
#include "engine/pixel/shapes.h"

namespace fotograma::filters::convert {
inline namespace FOTOGRAMA_ARCH {
using namespace pixel;

/// Matrix, range and depth: the colour itself stays.
struct Recode {
    static constexpr Shape shape = Shape::Point;
    static constexpr Domain domain = Domain::Rgb;
    struct Params {};

    static FOTOGRAMA_FN Rgb point(const Rgb& in, const Params&, const Moment&) { return in; }
};

/// Range and depth alone: without a way through R'G'B' not even rounding touches chroma.
struct Rescale {
    static constexpr Shape shape = Shape::Point;
    static constexpr Domain domain = Domain::Yuv;
    static constexpr bool keepsColors = true;
    static constexpr bool perChannel = true;
    struct Params {};

    static FOTOGRAMA_FN Yuv point(const Yuv& in, const Params&, const Moment&) { return in; }
};

/// Other primaries: a matrix of linear light.
struct Recolor {
    static constexpr Shape shape = Shape::Point;
    static constexpr Domain domain = Domain::Rgb;
    using Params = LinearLight;

    static FOTOGRAMA_FN Rgb point(const Rgb& in, const Params& params, const Moment&) {
        return throughLinearLight(in, params);
    }
};

}  // namespace FOTOGRAMA_ARCH

FOTOGRAMA_KERNELS(convert, ANY(Recode) ANY(Rescale) ANY(Recolor))

}  // namespace fotograma::filters::convert
