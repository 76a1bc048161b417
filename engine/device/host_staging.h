/// Rows of samples as floats, in memory that stays in the first-level cache: what the host's row loops work on.
///
/// Cost     a tile is 512 samples wide: 2 KB a staged row, 9 to 15 rows in use.
///
/// Everything here and in the row loops has internal linkage and uses nothing of std: these headers are compiled twice,
/// and a copy made for x86-64-v3 must never be the one the linker keeps for the baseline.
#pragma once

#include "engine/device/host_kernel.h"
#include "engine/pixel/plane_view.h"
#include "engine/pixel/sample.h"

namespace fotograma::device {
namespace {
inline namespace FOTOGRAMA_ARCH {

using pixel::f32;
using pixel::i32;
using pixel::KernelArgs;
using pixel::PlaneRef;
using pixel::PlaneView;
using pixel::u64;

constexpr i32 kTile = 512;
constexpr i32 kMargin = 16;  ///< Of a staged row on both sides; the widest radius.

FOTOGRAMA_FN i32 lesser(i32 a, i32 b) { return a < b ? a : b; }
FOTOGRAMA_FN i32 greater(i32 a, i32 b) { return a > b ? a : b; }

/// Samples firstX - radius to firstX + count + radius - 1 of a row, the borders continued outwards.
template <class Sample>
FOTOGRAMA_FN void stageRow(const PlaneView<const Sample>& plane, i32 y, i32 firstX, i32 count, i32 radius, f32* to) {
    const Sample* row = plane.row(pixel::clampIndex(y, plane.height));
    const i32 start = firstX - radius;
    const i32 total = count + 2 * radius;
    const i32 insideFirst = lesser(greater(-start, 0), total);
    const i32 insideEnd = greater(lesser(plane.width - start, total), insideFirst);
    for (i32 i = 0; i < insideFirst; ++i) to[i] = pixel::load(row[0]);
#pragma GCC ivdep
    for (i32 i = insideFirst; i < insideEnd; ++i) to[i] = pixel::load(row[start + i]);
    for (i32 i = insideEnd; i < total; ++i) to[i] = pixel::load(row[plane.width - 1]);
}

template <class Sample>
FOTOGRAMA_FN void storeRow(const f32* from, i32 count, f32 peak, Sample* to) {
#pragma GCC ivdep
    for (i32 i = 0; i < count; ++i) to[i] = pixel::toSample<Sample>(from[i], peak);
}

/// The staged rows around the one being made. advance() moves down by one.
template <i32 Radius>
struct StagedRows {
    static constexpr i32 kRows = 2 * Radius + 1;
    static_assert(Radius <= kMargin, "a staged row has no room for this radius");
    alignas(64) f32 memory[kRows][kTile + 2 * kMargin];
    f32* rows[kRows];

    template <class Sample>
    FOTOGRAMA_FN void start(const PlaneView<const Sample>& plane, i32 y, i32 firstX, i32 count) {
        for (i32 r = 0; r < kRows; ++r) {
            rows[r] = memory[r];
            stageRow(plane, y + r - Radius, firstX, count, Radius, rows[r]);
        }
    }
    template <class Sample>
    FOTOGRAMA_FN void advance(const PlaneView<const Sample>& plane, i32 y, i32 firstX, i32 count) {
        f32* const oldest = rows[0];
        for (i32 r = 0; r + 1 < kRows; ++r) rows[r] = rows[r + 1];
        rows[kRows - 1] = oldest;
        stageRow(plane, y + Radius, firstX, count, Radius, oldest);
    }
};

}  // namespace FOTOGRAMA_ARCH
}  // namespace
}  // namespace fotograma::device
