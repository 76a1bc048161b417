/// Sums of luma over a grid of 32 x 32 blocks: a thumbnail scaled by area.
#pragma once

#include "engine/pixel/shapes.h"

namespace fotograma::measures::phash {
inline namespace FOTOGRAMA_ARCH {
using namespace pixel;

inline constexpr i32 kSide = 32;
/// Neighbouring samples add to different counters: additions to the same one would wait for each other.
inline constexpr i32 kWays = 4;
inline constexpr i32 kStepBits = 26;
inline constexpr f32 kParts = 4.0F;  ///< Of a code value: the mean of 2 x 2 samples is whole in it.

/// The block of a row or column of samples of chroma. `step`: 32 blocks over the picture's side, rounded up, in units of 2^-26 block; the
/// product stays below 2^31 for sides up to 46340.
FOTOGRAMA_FN i32 blockOf(i32 at, i32 step) { return at * step >> kStepBits; }

struct Blocks {
    static constexpr Shape shape = Shape::Reduce;
    static constexpr i32 radius = 0;
    static constexpr bool readsPrevious = false;
    static constexpr bool readsColor = true;  ///< For its luma at the resolution of chroma: a quarter of the samples.
    static constexpr i32 counters = kSide * kSide * kWays;
    struct Params {
        i32 stepX;
        i32 stepY;
        i32 rowMask;  ///< Rows whose number has one of these bits are left out: blocks of tall pictures have plenty.
    };

    static FOTOGRAMA_FN bool skipsRow(i32 y, const Params& params) { return (y & params.rowMask) != 0; }

    template <class C, class W>
    static FOTOGRAMA_FN void map(C& sums, const W& w, const Params& params) {
        const i32 block = blockOf(w.y, params.stepY) * kSide + blockOf(w.x, params.stepX);
        const i32 luma = roundToInt(clamp(w.color().y, 0.0F, w.peak) * kParts);
        sums.add(block * kWays + (w.x & (kWays - 1)), static_cast<u64>(luma));
    }
};

}  // namespace FOTOGRAMA_ARCH

FOTOGRAMA_KERNELS(phash, SAME(Blocks))

}  // namespace fotograma::measures::phash
