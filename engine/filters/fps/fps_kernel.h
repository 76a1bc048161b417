/// A frame between two others.
#pragma once

#include "engine/pixel/shapes.h"

namespace fotograma::filters::fps {
inline namespace FOTOGRAMA_ARCH {
using namespace pixel;

struct Between {
    static constexpr Shape shape = Shape::Temporal;
    static constexpr i32 back = 0;
    static constexpr i32 forward = 1;
    static constexpr i32 radius = 0;
    struct Params {
        f32 share;  ///< Of the later one.
    };

    template <class W>
    static FOTOGRAMA_FN f32 pixel(const W& w, const Params& params) {
        return fma(params.share, w(1, 0, 0) - w(0, 0, 0), w(0, 0, 0));
    }
};

}  // namespace FOTOGRAMA_ARCH

FOTOGRAMA_KERNELS(fps, SAME(Between))

}  // namespace fotograma::filters::fps
