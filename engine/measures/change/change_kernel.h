/// Sum of absolute differences to the frame before.
#pragma once

#include "engine/pixel/shapes.h"

namespace fotograma::measures::change {
inline namespace FOTOGRAMA_ARCH {
using namespace pixel;

struct Difference {
    static constexpr Shape shape = Shape::Reduce;
    static constexpr i32 radius = 0;
    static constexpr bool readsPrevious = true;
    static constexpr i32 counters = 1;
    struct Params {};

    template <class C, class W>
    static FOTOGRAMA_FN void map(C& sums, const W& w, const Params&) {
        sums.add(0, static_cast<u64>(static_cast<i32>(absolute(w(0, 0) - w.previous(0, 0)))));
    }
};

}  // namespace FOTOGRAMA_ARCH

FOTOGRAMA_KERNELS(change, SAME(Difference))

}  // namespace fotograma::measures::change
