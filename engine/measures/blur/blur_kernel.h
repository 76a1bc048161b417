/// Sums over the Laplacian of luma.
#pragma once

#include "engine/pixel/shapes.h"

namespace fotograma::measures::blur {
inline namespace FOTOGRAMA_ARCH {
using namespace pixel;

struct Laplacian {
    static constexpr Shape shape = Shape::Reduce;
    static constexpr i32 radius = 1;
    static constexpr bool readsPrevious = false;
    static constexpr i32 counters = 2;  ///< The sum, in two's complement, and the sum of squares.
    struct Params {};

    template <class C, class W>
    static FOTOGRAMA_FN void map(C& sums, const W& w, const Params&) {
        // Exact: code values are whole and a float holds them up to 2^24.
        const f32 difference = 4.0F * w(0, 0) - (w(-1, 0) + w(1, 0)) - (w(0, -1) + w(0, 1));
        const i64 whole = static_cast<i32>(difference);
        sums.add(0, static_cast<u64>(whole));
        sums.add(1, static_cast<u64>(whole * whole));
    }
};

}  // namespace FOTOGRAMA_ARCH

FOTOGRAMA_KERNELS(blur, SAME(Laplacian))

}  // namespace fotograma::measures::blur
