/// A picture turned by quarters and mirrored.
#pragma once

#include "engine/pixel/shapes.h"

namespace fotograma::filters::rotate {
inline namespace FOTOGRAMA_ARCH {
using namespace pixel;

struct Turn {
    static constexpr Shape shape = Shape::Gather;
    /// Source position = origin + x * along + y * down: every turn and mirror is such a walk.
    struct Params {
        i32 originX, originY;
        i32 alongX, alongY;
        i32 downX, downY;
    };

    template <class S>
    static FOTOGRAMA_FN f32 sample(const S& source, i32 x, i32 y, const Params& params, const void*) {
        return source(params.originX + x * params.alongX + y * params.downX,
                      params.originY + x * params.alongY + y * params.downY);
    }
};

}  // namespace FOTOGRAMA_ARCH

FOTOGRAMA_KERNELS(rotate, SAME(Turn))

}  // namespace fotograma::filters::rotate
