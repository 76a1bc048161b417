/// A rectangle of a picture.
#pragma once

#include "engine/pixel/offset.h"
#include "engine/pixel/shapes.h"

namespace fotograma::filters::crop {
inline namespace FOTOGRAMA_ARCH {
using namespace pixel;

struct Cut {
    static constexpr Shape shape = Shape::Gather;
    using Params = Offset;

    template <class S>
    static FOTOGRAMA_FN f32 sample(const S& source, i32 x, i32 y, const Params& params, const void*) {
        return source(x + params.left, y + params.top);
    }
};

}  // namespace FOTOGRAMA_ARCH

FOTOGRAMA_KERNELS(crop, SAME(Cut))

}  // namespace fotograma::filters::crop
