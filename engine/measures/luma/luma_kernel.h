/// Histogram of luma, from which everything else is read.
#pragma once

#include "engine/pixel/shapes.h"

namespace fotograma::measures::luma {
inline namespace FOTOGRAMA_ARCH {
using namespace pixel;

struct Histogram {
    static constexpr Shape shape = Shape::Reduce;
    static constexpr i32 radius = 0;
    static constexpr bool readsPrevious = false;
    static constexpr i32 counters = 1024;
    struct Params {
        i32 shift;  ///< Code values over 10 bits are counted in steps of 2^shift.
    };

    template <class C, class W>
    static FOTOGRAMA_FN void map(C& counts, const W& w, const Params& params) {
        // A damaged picture may hold code values over its depth: they must not count outside.
        const i32 step = static_cast<i32>(minimum(w(0, 0), w.peak)) >> params.shift;
        counts.add(step, 1);
    }
};

}  // namespace FOTOGRAMA_ARCH

FOTOGRAMA_KERNELS(luma, SAME(Histogram))

}  // namespace fotograma::measures::luma
