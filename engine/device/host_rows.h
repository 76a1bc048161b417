/// The five shapes as host row loops: samples are staged as floats in rows that stay in the first-level cache, and the
/// loop over a row has nothing but arithmetic in it, so that it vectorises.
///
/// Shape    the same operations in the same order as runItem (engine/pixel/shapes.h), hence the same bits.
/// Cost     a tile is 512 samples wide: 2 KB a staged row, 9 to 15 rows in use.
///
/// Everything here has internal linkage and uses nothing of std: this header is compiled twice, and a copy made for
/// x86-64-v3 must never be the one the linker keeps for the baseline.
#pragma once

#include "engine/device/host_kernel.h"
#include "engine/pixel/shapes.h"

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

/// What a Window kernel sees of staged rows. A copy of the row pointers, so that the optimiser knows them constant.
template <i32 Radius>
struct RowWindow {
    const f32* rows[2 * Radius + 1];
    i32 column;
    i32 x, y;
    f32 peak;

    FOTOGRAMA_FN f32 operator()(i32 dx, i32 dy) const { return rows[Radius + dy][column + Radius + dx]; }
};

template <class Kernel, class In, class Out>
void windowRows(const KernelArgs& args, int width, int firstRow, int endRow, u64*) {
    constexpr i32 kRadius = Kernel::radius;
    const PlaneView<const In> in(args.in[args.current][args.plane]);
    const PlaneView<Out> out(args.out[args.plane]);
    const typename Kernel::Params params = pixel::paramsOf<Kernel>(args);
    const f32 peakIn = pixel::peakOf(args.bitsIn);
    const f32 peakOut = pixel::peakOf(args.bitsOut);
    StagedRows<kRadius> staged;
    alignas(64) f32 made[kTile];
    for (i32 firstX = 0; firstX < width; firstX += kTile) {
        const i32 count = lesser(kTile, width - firstX);
        staged.start(in, firstRow, firstX, count);
        for (i32 y = firstRow; y < endRow; ++y) {
            if (y > firstRow) staged.advance(in, y, firstX, count);
            RowWindow<kRadius> window;
            for (i32 r = 0; r < 2 * kRadius + 1; ++r) window.rows[r] = staged.rows[r];
            window.y = y;
            window.peak = peakIn;
#pragma GCC ivdep
            for (i32 i = 0; i < count; ++i) {
                window.column = i;
                window.x = firstX + i;
                made[i] = Kernel::pixel(window, params);
            }
            storeRow(made, count, peakOut, out.row(y) + firstX);
        }
    }
}

template <class Kernel, class In, class Out>
void gatherRows(const KernelArgs& args, int width, int firstRow, int endRow, u64*) {
    const pixel::DirectSource<In> source(args);
    const PlaneView<Out> out(args.out[args.plane]);
    const typename Kernel::Params params = pixel::paramsOf<Kernel>(args);
    const f32 peak = pixel::peakOf(args.bitsOut);
    alignas(64) f32 made[kTile];
    for (i32 y = firstRow; y < endRow; ++y) {
        for (i32 firstX = 0; firstX < width; firstX += kTile) {
            const i32 count = lesser(kTile, width - firstX);
#pragma GCC ivdep
            for (i32 i = 0; i < count; ++i) made[i] = Kernel::sample(source, firstX + i, y, params, args.table);
            storeRow(made, count, peak, out.row(y) + firstX);
        }
    }
}

template <i32 Back, i32 Forward, i32 Radius>
struct RowTemporal {
    const f32* rows[Back + 1 + Forward][2 * Radius + 1];
    i32 column;
    i32 x, y;
    f32 peak;

    FOTOGRAMA_FN f32 operator()(i32 t, i32 dx, i32 dy) const {
        return rows[Back + t][Radius + dy][column + Radius + dx];
    }
};

template <class Kernel, class In, class Out>
void temporalRows(const KernelArgs& args, int width, int firstRow, int endRow, u64*) {
    constexpr i32 kRadius = Kernel::radius;
    constexpr i32 kFrames = Kernel::back + 1 + Kernel::forward;
    const PlaneView<Out> out(args.out[args.plane]);
    const typename Kernel::Params params = pixel::paramsOf<Kernel>(args);
    const f32 peak = pixel::peakOf(args.bitsOut);
    StagedRows<kRadius> staged[kFrames];
    alignas(64) f32 made[kTile];
    for (i32 firstX = 0; firstX < width; firstX += kTile) {
        const i32 count = lesser(kTile, width - firstX);
        for (i32 y = firstRow; y < endRow; ++y) {
            RowTemporal<Kernel::back, Kernel::forward, kRadius> window;
            for (i32 f = 0; f < kFrames; ++f) {
                const PlaneView<const In> in(args.in[args.current - Kernel::back + f][args.plane]);
                if (y == firstRow) {
                    staged[f].start(in, y, firstX, count);
                } else {
                    staged[f].advance(in, y, firstX, count);
                }
                for (i32 r = 0; r < 2 * kRadius + 1; ++r) window.rows[f][r] = staged[f].rows[r];
            }
            window.y = y;
            window.peak = pixel::peakOf(args.bitsIn);
#pragma GCC ivdep
            for (i32 i = 0; i < count; ++i) {
                window.column = i;
                window.x = firstX + i;
                made[i] = Kernel::pixel(window, params);
            }
            storeRow(made, count, peak, out.row(y) + firstX);
        }
    }
}

// ---- Reduce ----------------------------------------------------------------------------------------------------

template <i32 Radius>
struct RowReduce {
    const f32* now[2 * Radius + 1];
    const f32* before[2 * Radius + 1];
    i32 column;
    i32 x, y;
    f32 peak;

    FOTOGRAMA_FN f32 operator()(i32 dx, i32 dy) const { return now[Radius + dy][column + Radius + dx]; }
    FOTOGRAMA_FN f32 previous(i32 dx, i32 dy) const { return before[Radius + dy][column + Radius + dx]; }
};

/// Few sums live in registers for a row; many are added to in place.
template <i32 Count>
struct RegisterCounters {
    u64 sums[Count] = {};
    FOTOGRAMA_FN void add(i32 index, u64 value) { sums[index] += value; }
};
struct MemoryCounters {
    u64* sums;
    FOTOGRAMA_FN void add(i32 index, u64 value) { sums[index] += value; }
};
constexpr i32 kRegisterCounters = 8;

template <class Kernel, class Counters>
FOTOGRAMA_FN void reduceRow(RowReduce<Kernel::radius>& window, i32 firstX, i32 count,
                            const typename Kernel::Params& params, Counters& counters) {
    for (i32 i = 0; i < count; ++i) {
        window.column = i;
        window.x = firstX + i;
        Kernel::map(counters, window, params);
    }
}

template <class Kernel, class In, class>
void reduceRows(const KernelArgs& args, int width, int firstRow, int endRow, u64* counters) {
    constexpr i32 kRadius = Kernel::radius;
    const PlaneView<const In> now(args.in[args.current][args.plane]);
    const PlaneView<const In> before(args.in[greater(args.current - 1, 0)][args.plane]);
    const typename Kernel::Params params = pixel::paramsOf<Kernel>(args);
    StagedRows<kRadius> staged;
    StagedRows<kRadius> stagedBefore;
    for (i32 firstX = 0; firstX < width; firstX += kTile) {
        const i32 count = lesser(kTile, width - firstX);
        for (i32 y = firstRow; y < endRow; ++y) {
            if (y == firstRow) {
                staged.start(now, y, firstX, count);
                if constexpr (Kernel::readsPrevious) stagedBefore.start(before, y, firstX, count);
            } else {
                staged.advance(now, y, firstX, count);
                if constexpr (Kernel::readsPrevious) stagedBefore.advance(before, y, firstX, count);
            }
            RowReduce<kRadius> window;
            for (i32 r = 0; r < 2 * kRadius + 1; ++r) {
                window.now[r] = staged.rows[r];
                window.before[r] = Kernel::readsPrevious ? stagedBefore.rows[r] : nullptr;
            }
            window.y = y;
            window.peak = pixel::peakOf(args.bitsIn);
            if constexpr (Kernel::counters <= kRegisterCounters) {
                RegisterCounters<Kernel::counters> sums;
                reduceRow<Kernel>(window, firstX, count, params, sums);
                for (i32 c = 0; c < Kernel::counters; ++c) counters[c] += sums.sums[c];
            } else {
                MemoryCounters sums{counters};
                reduceRow<Kernel>(window, firstX, count, params, sums);
            }
        }
    }
}

// ---- Point -----------------------------------------------------------------------------------------------------

/// The float rows of one tile: the three components of each luma sample, and the chroma of each block.
struct PointRows {
    alignas(64) f32 y[kTile];
    alignas(64) f32 cb[kTile];
    alignas(64) f32 cr[kTile];
    alignas(64) f32 madeY[kTile];
    alignas(64) f32 madeCb[kTile];
    alignas(64) f32 madeCr[kTile];
    alignas(64) f32 sumCb[kTile];
    alignas(64) f32 sumCr[kTile];
};

/// A chroma row as floats, each sample once for every luma sample of its block.
template <bool IsRgb, class Sample>
FOTOGRAMA_FN void stageChroma(const Sample* row, i32 count, i32 shiftX, const pixel::ColorTerms& terms, f32* to) {
    if (shiftX == 0) {
#pragma GCC ivdep
        for (i32 i = 0; i < count; ++i) {
            to[i] = IsRgb ? terms.luma(pixel::load(row[i])) : terms.chroma(pixel::load(row[i]));
        }
        return;
    }
    for (i32 i = 0; i < count; ++i) {
        const f32 code = pixel::load(row[i >> shiftX]);
        to[i] = IsRgb ? terms.luma(code) : terms.chroma(code);
    }
}

/// Adds a row's chroma to the sums of its blocks, from left to right.
FOTOGRAMA_FN void addToBlocks(const f32* row, i32 count, i32 shiftX, f32* sums) {
    if (shiftX == 0) {
#pragma GCC ivdep
        for (i32 i = 0; i < count; ++i) sums[i] += row[i];
        return;
    }
    if (shiftX == 1) {
        const i32 whole = count >> 1;
#pragma GCC ivdep
        for (i32 b = 0; b < whole; ++b) sums[b] = (sums[b] + row[2 * b]) + row[2 * b + 1];
        if (count & 1) sums[whole] += row[count - 1];
        return;
    }
    for (i32 i = 0; i < count; ++i) sums[i >> shiftX] += row[i];
}

template <bool IsRgb, class Sample>
FOTOGRAMA_FN void storeChroma(f32* sums, i32 count, i32 shiftX, i32 rows, const pixel::ColorTerms& terms, f32 peak,
                              Sample* to) {
    const i32 blocks = (count + (1 << shiftX) - 1) >> shiftX;
    const f32 share = 1.0F / static_cast<f32>((1 << shiftX) * rows);
#pragma GCC ivdep
    for (i32 b = 0; b < blocks; ++b) {
        const f32 mean = sums[b] * share;
        to[b] = pixel::toSample<Sample>(IsRgb ? terms.lumaCode(mean) : terms.chromaCode(mean), peak);
    }
    const i32 inLast = count - ((blocks - 1) << shiftX);
    if (inLast < (1 << shiftX)) {
        const f32 mean = sums[blocks - 1] * (1.0F / static_cast<f32>(inLast * rows));
        to[blocks - 1] = pixel::toSample<Sample>(IsRgb ? terms.lumaCode(mean) : terms.chromaCode(mean), peak);
    }
}

/// One row of blocks, one tile of it.
template <class Kernel, class Sample, bool IsRgb>
FOTOGRAMA_FN void pointTile(const KernelArgs& args, const pixel::ColorTerms& terms,
                            const typename Kernel::Params& params, i32 blockY, i32 firstX, i32 count, PointRows& rows) {
    const PlaneRef* in = args.in[args.current];
    const PlaneView<const Sample> inY(in[0]);
    const bool hasChroma = args.planes == 3;
    const i32 firstBlock = firstX >> args.chromaShiftX;
    const f32 peak = pixel::peakOf(args.bitsOut);
    if (hasChroma) {
        stageChroma<IsRgb>(PlaneView<const Sample>(in[1]).row(blockY) + firstBlock, count, args.chromaShiftX, terms,
                           rows.cb);
        stageChroma<IsRgb>(PlaneView<const Sample>(in[2]).row(blockY) + firstBlock, count, args.chromaShiftX, terms,
                           rows.cr);
    } else {
        for (i32 i = 0; i < count; ++i) rows.cb[i] = rows.cr[i] = 0.0F;
    }
    for (i32 i = 0; i < count; ++i) rows.sumCb[i] = rows.sumCr[i] = 0.0F;

    const i32 firstY = blockY << args.chromaShiftY;
    const i32 endY = lesser(firstY + (1 << args.chromaShiftY), inY.height);
    for (i32 y = firstY; y < endY; ++y) {
        const Sample* codes = inY.row(y) + firstX;
#pragma GCC ivdep
        for (i32 i = 0; i < count; ++i) rows.y[i] = terms.luma(pixel::load(codes[i]));
#pragma GCC ivdep
        for (i32 i = 0; i < count; ++i) {
            const pixel::Moment moment{args.frameIndex, args.timeSeconds, firstX + i, y};
            const pixel::Yuv made =
                pixel::throughPoint<Kernel>({rows.y[i], rows.cb[i], rows.cr[i]}, IsRgb, terms, params, moment);
            rows.madeY[i] = terms.lumaCode(made.y);
            rows.madeCb[i] = made.cb;
            rows.madeCr[i] = made.cr;
        }
        storeRow(rows.madeY, count, peak, PlaneView<Sample>(args.out[0]).row(y) + firstX);
        if (hasChroma) {
            addToBlocks(rows.madeCb, count, args.chromaShiftX, rows.sumCb);
            addToBlocks(rows.madeCr, count, args.chromaShiftX, rows.sumCr);
        }
    }
    if (hasChroma) {
        storeChroma<IsRgb>(rows.sumCb, count, args.chromaShiftX, endY - firstY, terms, peak,
                           PlaneView<Sample>(args.out[1]).row(blockY) + firstBlock);
        storeChroma<IsRgb>(rows.sumCr, count, args.chromaShiftX, endY - firstY, terms, peak,
                           PlaneView<Sample>(args.out[2]).row(blockY) + firstBlock);
    }
}

template <class Kernel, class Sample, class>
void pointRows(const KernelArgs& args, int, int firstRow, int endRow, u64*) {
    const pixel::ColorTerms terms(args.color);
    const typename Kernel::Params params = pixel::paramsOf<Kernel>(args);
    const i32 width = args.in[args.current][0].width;
    PointRows rows;
    for (i32 blockY = firstRow; blockY < endRow; ++blockY) {
        for (i32 firstX = 0; firstX < width; firstX += kTile) {
            const i32 count = lesser(kTile, width - firstX);
            if (args.color.isRgb != 0) {
                pointTile<Kernel, Sample, true>(args, terms, params, blockY, firstX, count, rows);
            } else {
                pointTile<Kernel, Sample, false>(args, terms, params, blockY, firstX, count, rows);
            }
        }
    }
}

// ---- The row loop of a kernel's shape --------------------------------------------------------------------------

template <class Kernel, class In, class Out>
constexpr auto rowsOf() -> decltype(HostKernel::run) {
    if constexpr (Kernel::shape == pixel::Shape::Point) {
        return &pointRows<Kernel, In, Out>;
    } else if constexpr (Kernel::shape == pixel::Shape::Window) {
        return &windowRows<Kernel, In, Out>;
    } else if constexpr (Kernel::shape == pixel::Shape::Gather) {
        return &gatherRows<Kernel, In, Out>;
    } else if constexpr (Kernel::shape == pixel::Shape::Temporal) {
        return &temporalRows<Kernel, In, Out>;
    } else {
        return &reduceRows<Kernel, In, Out>;
    }
}

}  // namespace FOTOGRAMA_ARCH
}  // namespace
}  // namespace fotograma::device
