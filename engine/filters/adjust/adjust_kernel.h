/// Exposure, white point, contrast, saturation and gamma of one colour.
///
/// Units    R'G'B' 0..1 nominal, not clipped.
#pragma once

#include "engine/pixel/shapes.h"

namespace fotograma::filters::adjust {
inline namespace FOTOGRAMA_ARCH {
using namespace pixel;

struct GradeParams {
    f32 gain[3];   ///< Of R', G', B': exposure and temperature. Gains of light, taken to the power 1/2.4.
    f32 contrast;  ///< Around middle grey, 0.5.
    f32 saturation;
    f32 inverseGamma;
    f32 kr, kg, kb;  ///< Luma weights of the picture.
};

FOTOGRAMA_FN f32 aroundGrey(f32 value, f32 contrast) { return fma(contrast, value - 0.5F, 0.5F); }

/// Two kernels, since a power costs more than all the rest and most uses have none.
template <bool HasGamma>
struct Grade {
    static constexpr Shape shape = Shape::Point;
    static constexpr Domain domain = Domain::Rgb;
    using Params = GradeParams;

    static FOTOGRAMA_FN Rgb point(const Rgb& in, const Params& params, const Moment&) {
        const f32 r = aroundGrey(in.r * params.gain[0], params.contrast);
        const f32 g = aroundGrey(in.g * params.gain[1], params.contrast);
        const f32 b = aroundGrey(in.b * params.gain[2], params.contrast);
        const f32 y = fma(r, params.kr, fma(g, params.kg, b * params.kb));
        const Rgb out{fma(params.saturation, r - y, y), fma(params.saturation, g - y, y),
                      fma(params.saturation, b - y, y)};
        if constexpr (!HasGamma) return out;
        return {pow(out.r, params.inverseGamma), pow(out.g, params.inverseGamma), pow(out.b, params.inverseGamma)};
    }
};
using Straight = Grade<false>;
using Curved = Grade<true>;

/// What Straight does where all gains are one, for Y'CbCr: no matrix is needed, and each channel stands alone.
struct Even {
    static constexpr Shape shape = Shape::Point;
    static constexpr Domain domain = Domain::Yuv;
    static constexpr bool perChannel = true;
    using Params = GradeParams;

    static FOTOGRAMA_FN Yuv point(const Yuv& in, const Params& params, const Moment&) {
        const f32 color = params.gain[0] * params.contrast * params.saturation;
        return {aroundGrey(in.y * params.gain[0], params.contrast), in.cb * color, in.cr * color};
    }
};

}  // namespace FOTOGRAMA_ARCH

FOTOGRAMA_KERNELS(adjust, SAME(Straight) SAME(Curved) SAME(Even))

}  // namespace fotograma::filters::adjust
