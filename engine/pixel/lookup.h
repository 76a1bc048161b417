/// Reading a function from a table of its values: what a filter computes on the host in double precision, once.
///
/// Units    positions in entries, from 0 to count - 1.
#pragma once

#include "engine/pixel/math.h"

namespace fotograma::pixel {
inline namespace FOTOGRAMA_ARCH {

/// The index held to 0..last, in arithmetic: of selects GCC makes branches around the loads that follow, and then no loop
/// vectorises. |index| < 2^30.
FOTOGRAMA_FN i32 heldIndex(i32 index, i32 last) {
    const i32 beyond = (index & ~(index >> 31)) - last;
    return last + (beyond & (beyond >> 31));
}

/// Between two entries on the straight line; beyond the ends the end. The table holds `count` entries, and the last of
/// them twice.
FOTOGRAMA_FN f32 interpolated(const f32* table, i32 count, f32 position) {
    const i32 first = heldIndex(static_cast<i32>(position), count - 1);
    const f32 share = clamp(position - static_cast<f32>(first), 0.0F, 1.0F);
    const f32 low = table[first];
    return fma(share, table[first + 1] - low, low);
}

}  // namespace FOTOGRAMA_ARCH
}  // namespace fotograma::pixel
