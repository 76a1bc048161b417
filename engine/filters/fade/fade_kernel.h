/// A picture on its way to or from one colour, as time goes on.
#pragma once

#include "engine/pixel/shapes.h"

namespace fotograma::filters::fade {
inline namespace FOTOGRAMA_ARCH {
using namespace pixel;

struct Blend {
    static constexpr Shape shape = Shape::Point;
    static constexpr Domain domain = Domain::Yuv;
    static constexpr bool perChannel = true;
    struct Params {
        double start;   ///< Seconds.
        f32 perSecond;  ///< 1 / duration.
        f32 atStart;    ///< Share of the picture before it starts: 0 fades in, 1 fades out.
        f32 y, cb, cr;  ///< The colour.
    };

    static FOTOGRAMA_FN Yuv point(const Yuv& in, const Params& params, const Moment& moment) {
        const f32 since = static_cast<f32>(moment.timeSeconds - params.start);
        const f32 passed = clamp(since * params.perSecond, 0.0F, 1.0F);
        const f32 share = params.atStart != 0.0F ? 1.0F - passed : passed;
        return {fma(share, in.y - params.y, params.y), fma(share, in.cb - params.cb, params.cb),
                fma(share, in.cr - params.cr, params.cr)};
    }
};

}  // namespace FOTOGRAMA_ARCH

FOTOGRAMA_KERNELS(fade, SAME(Blend))

}  // namespace fotograma::filters::fade
