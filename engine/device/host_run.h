/// A run of Point kernels as host row loops: a tile of a row is read into floats, goes through one kernel after another
/// in the first-level cache, and is stored. (Measured: as fast as one loop over all kernels, and it needs no compiler.)
///
/// Shape    the same operations in the same order as runPoints (engine/pixel/point_run.h), hence the same bits.
/// Cost     a kernel that follows another costs a call for each 512 colours.
#pragma once

#include "engine/device/host_point.h"
#include "engine/pixel/point_run.h"

namespace fotograma::device {
namespace {
inline namespace FOTOGRAMA_ARCH {

using pixel::MatrixTerms;
using pixel::RunArgs;
using pixel::Turn;

/// The float rows of one tile. `made` are the colours on their way; the others are read or summed for a block.
struct RunTile {
    alignas(64) f32 made[3][kTile];
    alignas(64) f32 cb[kTile];
    alignas(64) f32 cr[kTile];
    alignas(64) f32 sumCb[kTile];
    alignas(64) f32 sumCr[kTile];
};

FOTOGRAMA_FN void turnRow(Turn turn, const MatrixTerms& terms, i32 count, f32* a, f32* b, f32* c) {
    if (turn == Turn::None) return;
    if (turn == Turn::ToRgb) {
#pragma GCC ivdep
        for (i32 i = 0; i < count; ++i) {
            const pixel::Rgb out = pixel::toRgb({a[i], b[i], c[i]}, terms);
            a[i] = out.r;
            b[i] = out.g;
            c[i] = out.b;
        }
        return;
    }
#pragma GCC ivdep
    for (i32 i = 0; i < count; ++i) {
        const pixel::Yuv out = pixel::toYuv({a[i], b[i], c[i]}, terms);
        a[i] = out.y;
        b[i] = out.cb;
        c[i] = out.cr;
    }
}

/// A row of code values with the chroma of its blocks, as the first kernel wants it.
template <class In>
FOTOGRAMA_FN void loadColors(const In* codes, i32 count, const pixel::ColorTerms& from, Turn turn,
                             const MatrixTerms& terms, RunTile& tile) {
    f32* const a = tile.made[0];
    f32* const b = tile.made[1];
    f32* const c = tile.made[2];
    if (turn == Turn::ToRgb) {
#pragma GCC ivdep
        for (i32 i = 0; i < count; ++i) {
            const pixel::Rgb out = pixel::toRgb({from.luma(pixel::load(codes[i])), tile.cb[i], tile.cr[i]}, terms);
            a[i] = out.r;
            b[i] = out.g;
            c[i] = out.b;
        }
        return;
    }
#pragma GCC ivdep
    for (i32 i = 0; i < count; ++i) {
        a[i] = from.luma(pixel::load(codes[i]));
        b[i] = tile.cb[i];
        c[i] = tile.cr[i];
    }
    turnRow(turn, terms, count, a, b, c);
}

/// Turns a row for the last time, and its first component to code values.
FOTOGRAMA_FN void finishColors(const pixel::ColorTerms& to, Turn turn, const MatrixTerms& terms, i32 count,
                               RunTile& tile) {
    f32* const a = tile.made[0];
    f32* const b = tile.made[1];
    f32* const c = tile.made[2];
    if (turn == Turn::ToYuv) {
#pragma GCC ivdep
        for (i32 i = 0; i < count; ++i) {
            const pixel::Yuv out = pixel::toYuv({a[i], b[i], c[i]}, terms);
            a[i] = to.lumaCode(out.y);
            b[i] = out.cb;
            c[i] = out.cr;
        }
        return;
    }
    turnRow(turn, terms, count, a, b, c);
#pragma GCC ivdep
    for (i32 i = 0; i < count; ++i) a[i] = to.lumaCode(a[i]);
}

/// One row of blocks, one tile of it.
template <class In, class Out, bool IsRgb>
FOTOGRAMA_FN void runTile(const RunArgs& args, const PointRow* steps, const pixel::ColorTerms& from,
                          const pixel::ColorTerms& to, i32 blockY, i32 firstX, i32 count, RunTile& tile) {
    const bool hasChroma = args.planes == 3;
    const i32 firstBlock = firstX >> args.chromaShiftX;
    const f32 peak = pixel::peakOf(args.bitsOut);
    if (hasChroma) {
        stageChroma<IsRgb>(PlaneView<const In>(args.in[1]).row(blockY) + firstBlock, count, args.chromaShiftX, from,
                           tile.cb);
        stageChroma<IsRgb>(PlaneView<const In>(args.in[2]).row(blockY) + firstBlock, count, args.chromaShiftX, from,
                           tile.cr);
    } else {
        for (i32 i = 0; i < count; ++i) tile.cb[i] = tile.cr[i] = 0.0F;
    }
    for (i32 i = 0; i < count; ++i) tile.sumCb[i] = tile.sumCr[i] = 0.0F;

    const PlaneView<const In> inY(args.in[0]);
    const i32 firstY = blockY << args.chromaShiftY;
    const i32 endY = lesser(firstY + (1 << args.chromaShiftY), inY.height);
    f32* const a = tile.made[0];
    f32* const b = tile.made[1];
    f32* const c = tile.made[2];
    for (i32 y = firstY; y < endY; ++y) {
        const RowPlace place{args.frameIndex, args.timeSeconds, firstX, y};
        for (i32 k = 0; k < args.count; ++k) {
            const pixel::RunStep& step = args.steps[k];
            const MatrixTerms& terms = args.matrices[step.matrix];
            if (k == 0) {
                loadColors(inY.row(y) + firstX, count, from, step.turn, terms, tile);
            } else {
                turnRow(step.turn, terms, count, a, b, c);
            }
            steps[k](args.params + step.params, step.table, place, count, a, b, c);
        }
        finishColors(to, args.lastTurn, args.matrices[args.lastMatrix], count, tile);
        storeRow(a, count, peak, PlaneView<Out>(args.out[0]).row(y) + firstX);
        if (hasChroma) {
            addToBlocks(b, count, args.chromaShiftX, tile.sumCb);
            addToBlocks(c, count, args.chromaShiftX, tile.sumCr);
        }
    }
    if (hasChroma) {
        storeChroma<IsRgb>(tile.sumCb, count, args.chromaShiftX, endY - firstY, to, peak,
                           PlaneView<Out>(args.out[1]).row(blockY) + firstBlock);
        storeChroma<IsRgb>(tile.sumCr, count, args.chromaShiftX, endY - firstY, to, peak,
                           PlaneView<Out>(args.out[2]).row(blockY) + firstBlock);
    }
}

template <class In, class Out>
void runRows(const RunArgs& args, const PointRow* steps, int firstRow, int endRow) {
    const pixel::ColorTerms from(args.color);
    const pixel::ColorTerms to(args.colorOut);
    const i32 width = args.in[0].width;
    RunTile tile;
    for (i32 blockY = firstRow; blockY < endRow; ++blockY) {
        for (i32 firstX = 0; firstX < width; firstX += kTile) {
            const i32 count = lesser(kTile, width - firstX);
            if (args.color.isRgb != 0) {
                runTile<In, Out, true>(args, steps, from, to, blockY, firstX, count, tile);
            } else {
                runTile<In, Out, false>(args, steps, from, to, blockY, firstX, count, tile);
            }
        }
    }
}

}  // namespace FOTOGRAMA_ARCH
}  // namespace
}  // namespace fotograma::device
