/// Point as host row loops: a row of chroma blocks at a time, every luma row of it through the kernel as floats.
///
/// Shape    the same operations in the same order as runPointBlock (engine/pixel/shapes.h), hence the same bits.
#pragma once

#include "engine/device/host_staging.h"
#include "engine/pixel/point_run.h"

namespace fotograma::device {
namespace {
inline namespace FOTOGRAMA_ARCH {

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
    if (shiftX == 1) {
        const i32 whole = count >> 1;
#pragma GCC ivdep
        for (i32 b = 0; b < whole; ++b) {
            const f32 value = IsRgb ? terms.luma(pixel::load(row[b])) : terms.chroma(pixel::load(row[b]));
            to[2 * b] = value;
            to[2 * b + 1] = value;
        }
        if ((count & 1) == 0) return;
        const f32 code = pixel::load(row[whole]);
        to[count - 1] = IsRgb ? terms.luma(code) : terms.chroma(code);
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

/// Whether a kernel says itself how a row is made (engine/pixel/shapes.h).
template <class Kernel>
inline constexpr bool kHasRow = false;
template <class Kernel>
requires requires { &Kernel::row; }
inline constexpr bool kHasRow<Kernel> = true;

/// The colours of `rows` through a kernel that makes rows of R'G'B': in three steps what throughPoint does with each.
template <class Kernel, bool IsRgb>
FOTOGRAMA_FN void throughRow(const pixel::PointSetting<Kernel>& kernel, i32 count, PointRows& rows) {
    static_assert(Kernel::domain == pixel::Domain::Rgb, "only kernels of R'G'B' make rows");
#pragma GCC ivdep
    for (i32 i = 0; i < count; ++i) {
        const pixel::Yuv in{rows.y[i], rows.cb[i], rows.cr[i]};
        const pixel::Rgb color = IsRgb ? pixel::Rgb{in.y, in.cb, in.cr} : pixel::toRgb(in, kernel.from);
        rows.madeY[i] = color.r;
        rows.madeCb[i] = color.g;
        rows.madeCr[i] = color.b;
    }
    Kernel::row(kernel.params, kernel.table, count, rows.madeY, rows.madeCb, rows.madeCr);
#pragma GCC ivdep
    for (i32 i = 0; i < count; ++i) {
        const pixel::Rgb made{rows.madeY[i], rows.madeCb[i], rows.madeCr[i]};
        const pixel::Yuv out = IsRgb ? pixel::Yuv{made.r, made.g, made.b} : pixel::toYuv(made, kernel.to);
        rows.madeY[i] = kernel.to.lumaCode(out.y);
        rows.madeCb[i] = out.cb;
        rows.madeCr[i] = out.cr;
    }
}

/// One row of blocks, one tile of it.
template <class Kernel, class In, class Out, bool IsRgb>
FOTOGRAMA_FN void pointTile(const KernelArgs& args, const pixel::PointSetting<Kernel>& kernel, i32 blockY, i32 firstX,
                            i32 count, PointRows& rows) {
    const pixel::ColorTerms& from = kernel.from;
    const pixel::ColorTerms& to = kernel.to;
    const PlaneRef* in = args.in[args.current];
    const PlaneView<const In> inY(in[0]);
    const bool hasChroma = args.planes == 3;
    const i32 firstBlock = firstX >> args.chromaShiftX;
    const f32 peak = pixel::peakOf(args.bitsOut);
    if (hasChroma) {
        stageChroma<IsRgb>(PlaneView<const In>(in[1]).row(blockY) + firstBlock, count, args.chromaShiftX, from,
                           rows.cb);
        stageChroma<IsRgb>(PlaneView<const In>(in[2]).row(blockY) + firstBlock, count, args.chromaShiftX, from,
                           rows.cr);
    } else {
        for (i32 i = 0; i < count; ++i) rows.cb[i] = rows.cr[i] = 0.0F;
    }
    for (i32 i = 0; i < count; ++i) rows.sumCb[i] = rows.sumCr[i] = 0.0F;

    const i32 firstY = blockY << args.chromaShiftY;
    const i32 endY = lesser(firstY + (1 << args.chromaShiftY), inY.height);
    for (i32 y = firstY; y < endY; ++y) {
        const In* codes = inY.row(y) + firstX;
#pragma GCC ivdep
        for (i32 i = 0; i < count; ++i) rows.y[i] = from.luma(pixel::load(codes[i]));
        if constexpr (kHasRow<Kernel>) {
            throughRow<Kernel, IsRgb>(kernel, count, rows);
        } else {
#pragma GCC ivdep
            for (i32 i = 0; i < count; ++i) {
                const pixel::Moment moment{args.frameIndex, args.timeSeconds, firstX + i, y};
                const pixel::Yuv made =
                    pixel::throughPoint<Kernel>({rows.y[i], rows.cb[i], rows.cr[i]}, IsRgb, kernel, moment);
                rows.madeY[i] = to.lumaCode(made.y);
                rows.madeCb[i] = made.cb;
                rows.madeCr[i] = made.cr;
            }
        }
        storeRow(rows.madeY, count, peak, PlaneView<Out>(args.out[0]).row(y) + firstX);
        if (hasChroma) {
            addToBlocks(rows.madeCb, count, args.chromaShiftX, rows.sumCb);
            addToBlocks(rows.madeCr, count, args.chromaShiftX, rows.sumCr);
        }
    }
    if (hasChroma) {
        storeChroma<IsRgb>(rows.sumCb, count, args.chromaShiftX, endY - firstY, to, peak,
                           PlaneView<Out>(args.out[1]).row(blockY) + firstBlock);
        storeChroma<IsRgb>(rows.sumCr, count, args.chromaShiftX, endY - firstY, to, peak,
                           PlaneView<Out>(args.out[2]).row(blockY) + firstBlock);
    }
}

template <class Kernel, class In, class Out>
void pointRows(const KernelArgs& args, int, int firstRow, int endRow, u64*) {
    const pixel::PointSetting<Kernel> kernel(args);
    const i32 width = args.in[args.current][0].width;
    PointRows rows;
    for (i32 blockY = firstRow; blockY < endRow; ++blockY) {
        for (i32 firstX = 0; firstX < width; firstX += kTile) {
            const i32 count = lesser(kTile, width - firstX);
            if (args.color.isRgb != 0) {
                pointTile<Kernel, In, Out, true>(args, kernel, blockY, firstX, count, rows);
            } else {
                pointTile<Kernel, In, Out, false>(args, kernel, blockY, firstX, count, rows);
            }
        }
    }
}

/// A kernel alone, for runs (engine/device/host_run.h).
template <class Kernel>
void pointRow(const void* params, const void* table, const RowPlace& place, int count, f32* first, f32* second,
              f32* third) {
    const typename Kernel::Params own = *static_cast<const typename Kernel::Params*>(params);
    if constexpr (kHasRow<Kernel>) {
        Kernel::row(own, table, count, first, second, third);
        return;
    }
#pragma GCC ivdep
    for (i32 i = 0; i < count; ++i) {
        const pixel::Moment moment{place.frameIndex, place.timeSeconds, place.x + i, place.y};
        const pixel::Yuv out = pixel::throughKernel<Kernel>({first[i], second[i], third[i]}, own, table, moment);
        first[i] = out.y;
        second[i] = out.cb;
        third[i] = out.cr;
    }
}

template <class Kernel>
constexpr PointRow pointRowOf() {
    if constexpr (Kernel::shape == pixel::Shape::Point) {
        return &pointRow<Kernel>;
    } else {
        return nullptr;
    }
}

template <class Kernel>
constexpr pixel::Domain domainOf() {
    if constexpr (Kernel::shape == pixel::Shape::Point) {
        return Kernel::domain;
    } else {
        return pixel::Domain::Yuv;
    }
}

}  // namespace FOTOGRAMA_ARCH
}  // namespace
}  // namespace fotograma::device
