/// Unsharp mask: the difference between a picture and its blurred self, added to it.
#pragma once

#include "engine/pixel/shapes.h"

namespace fotograma::filters::sharpen {
inline namespace FOTOGRAMA_ARCH {
using namespace pixel;

/// The blur is binomial, the nearest thing to a Gaussian in small whole numbers: 1 2 1, or 1 4 6 4 1, both ways.
template <i32 Radius>
struct Unsharp {
    static constexpr Shape shape = Shape::Window;
    static constexpr i32 radius = Radius;
    struct Params {
        f32 amount;
    };

    template <class W>
    static FOTOGRAMA_FN f32 pixel(const W& w, const Params& params) {
        const f32 center = w(0, 0);
        return fma(params.amount, center - blurred(w), center);
    }

private:
    template <class W>
    static FOTOGRAMA_FN f32 blurred(const W& w) {
        if constexpr (Radius == 1) {
            return fma(2.0F, across(w, 0), across(w, -1) + across(w, 1)) * (1.0F / 16.0F);
        } else {
            const f32 near = across(w, -1) + across(w, 1);
            const f32 far = across(w, -2) + across(w, 2);
            return fma(6.0F, across(w, 0), fma(4.0F, near, far)) * (1.0F / 256.0F);
        }
    }
    template <class W>
    static FOTOGRAMA_FN f32 across(const W& w, i32 dy) {
        const f32 near = w(-1, dy) + w(1, dy);
        if constexpr (Radius == 1) {
            return fma(2.0F, w(0, dy), near);
        } else {
            return fma(6.0F, w(0, dy), fma(4.0F, near, w(-2, dy) + w(2, dy)));
        }
    }
};
using Fine = Unsharp<1>;
using Broad = Unsharp<2>;

}  // namespace FOTOGRAMA_ARCH

FOTOGRAMA_KERNELS(sharpen, SAME(Fine) SAME(Broad))

}  // namespace fotograma::filters::sharpen
