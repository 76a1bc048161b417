/// Black, white and middle of each channel moved: (value - black) / (white - black), a power, then new ends.
///
/// Units    R'G'B' 0..1 nominal; what lies outside the input's ends is held at them.
#pragma once

#include "engine/pixel/shapes.h"

namespace fotograma::filters::levels {
inline namespace FOTOGRAMA_ARCH {
using namespace pixel;

struct StretchParams {
    f32 scale[3];   ///< 1 / (white - black) of the input, by channel.
    f32 offset[3];  ///< -black / (white - black)
    f32 inverseGamma[3];
    f32 range[3];    ///< white - black of the output
    f32 black[3];    ///< Of the output.
    i32 touches[3];  ///< 0: the channel stays as it is, also beyond the ends.
};

/// Two kernels, since a power costs more than all the rest and most uses have none.
template <bool HasGamma>
struct Stretch {
    static constexpr Shape shape = Shape::Point;
    static constexpr Domain domain = Domain::Rgb;
    static constexpr bool perChannel = true;
    using Params = StretchParams;

    static FOTOGRAMA_FN Rgb point(const Rgb& in, const Params& params, const Moment&) {
        return {through(in.r, params, 0), through(in.g, params, 1), through(in.b, params, 2)};
    }

private:
    static FOTOGRAMA_FN f32 through(f32 value, const Params& params, i32 channel) {
        f32 share = clamp(fma(value, params.scale[channel], params.offset[channel]), 0.0F, 1.0F);
        if constexpr (HasGamma) share = pow(share, params.inverseGamma[channel]);
        const f32 made = fma(share, params.range[channel], params.black[channel]);
        return params.touches[channel] != 0 ? made : value;
    }
};
using Straight = Stretch<false>;
using Curved = Stretch<true>;

}  // namespace FOTOGRAMA_ARCH

FOTOGRAMA_KERNELS(levels, SAME(Straight) SAME(Curved))

}  // namespace fotograma::filters::levels
