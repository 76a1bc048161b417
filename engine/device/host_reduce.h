/// Reduce as host row loops: rows are staged as floats and every sample, or every block's colour, goes past the map. Rows
/// of bytes go to the kernel's Tally where it has one (engine/pixel/tally.h).
///
/// Shape    the same operations in the same order as runItem (engine/pixel/shapes.h), hence the same sums.
#pragma once

#include "engine/device/host_staging.h"
#include "engine/pixel/shapes.h"
#include "engine/pixel/tally.h"

namespace fotograma::device {
namespace {
inline namespace FOTOGRAMA_ARCH {

// ---- Sums ------------------------------------------------------------------------------------------------------

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

template <class Kernel, class Window, class Counters>
FOTOGRAMA_FN void mapRow(Window& window, i32 firstX, i32 count, const typename Kernel::Params& params,
                         Counters& counters) {
    for (i32 i = 0; i < count; ++i) {
        window.column = i;
        window.x = firstX + i;
        Kernel::map(counters, window, params);
    }
}

template <class Kernel, class Window>
FOTOGRAMA_FN void reduceRow(Window& window, i32 firstX, i32 count, const typename Kernel::Params& params,
                            u64* counters) {
    if (pixel::skipsRow<Kernel>(window.y, params)) return;
    if constexpr (Kernel::counters <= kRegisterCounters) {
        RegisterCounters<Kernel::counters> sums;
        mapRow<Kernel>(window, firstX, count, params, sums);
        for (i32 c = 0; c < Kernel::counters; ++c) counters[c] += sums.sums[c];
    } else {
        MemoryCounters sums{counters};
        mapRow<Kernel>(window, firstX, count, params, sums);
    }
}

// ---- Samples of one plane --------------------------------------------------------------------------------------

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

template <class Kernel, class In>
void reduceSamples(const KernelArgs& args, int width, int firstRow, int endRow, u64* counters) {
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
            reduceRow<Kernel>(window, firstX, count, params, counters);
        }
    }
}

// ---- Colours: blocks of all planes -----------------------------------------------------------------------------

/// The colours of a row of blocks of one frame.
struct ColorRow {
    alignas(64) f32 y[kTile];
    alignas(64) f32 cb[kTile];
    alignas(64) f32 cr[kTile];
};

struct RowColor {
    const ColorRow* now;
    const ColorRow* before;
    i32 column;
    i32 x, y;
    f32 peak;

    FOTOGRAMA_FN pixel::Yuv color() const { return {now->y[column], now->cb[column], now->cr[column]}; }
    FOTOGRAMA_FN pixel::Yuv previousColor() const {
        return {before->y[column], before->cb[column], before->cr[column]};
    }
};

/// Adds a luma row to the sums of its blocks; `row` starts at the first block and has `samples` of them.
template <class Sample>
FOTOGRAMA_FN void addLuma(const Sample* row, i32 samples, i32 shiftX, f32* sums) {
    if (shiftX == 0) {
#pragma GCC ivdep
        for (i32 i = 0; i < samples; ++i) sums[i] += pixel::load(row[i]);
        return;
    }
    if (shiftX == 1) {
        const i32 whole = samples >> 1;
#pragma GCC ivdep
        for (i32 b = 0; b < whole; ++b) sums[b] += pixel::load(row[2 * b]) + pixel::load(row[2 * b + 1]);
        if ((samples & 1) != 0) sums[whole] += pixel::load(row[samples - 1]);
        return;
    }
    for (i32 i = 0; i < samples; ++i) sums[i >> shiftX] += pixel::load(row[i]);
}

template <class Sample>
FOTOGRAMA_FN void stageRgb(const KernelArgs& args, const PlaneRef* in, i32 y, i32 firstX, i32 count, ColorRow& to) {
    const pixel::CodesOfRgb codes(args);
    const Sample* r = PlaneView<const Sample>(in[0]).row(y) + firstX;
    const Sample* g = PlaneView<const Sample>(in[1]).row(y) + firstX;
    const Sample* b = PlaneView<const Sample>(in[2]).row(y) + firstX;
#pragma GCC ivdep
    for (i32 i = 0; i < count; ++i) {
        const pixel::Yuv color = codes(pixel::load(r[i]), pixel::load(g[i]), pixel::load(b[i]));
        to.y[i] = color.y;
        to.cb[i] = color.cb;
        to.cr[i] = color.cr;
    }
}

/// Blocks firstX to firstX + count - 1 of a row of blocks.
template <class Sample>
FOTOGRAMA_FN void stageColors(const KernelArgs& args, i32 frame, i32 blockY, i32 firstX, i32 count, ColorRow& to) {
    const PlaneRef* in = args.in[frame];
    if (args.color.isRgb != 0) return stageRgb<Sample>(args, in, blockY, firstX, count, to);
    const PlaneView<const Sample> luma(in[0]);
    const i32 shiftX = args.chromaShiftX;
    const i32 firstSample = firstX << shiftX;
    const i32 samples = lesser(count << shiftX, luma.width - firstSample);
    const i32 firstY = blockY << args.chromaShiftY;
    const i32 rows = lesser(1 << args.chromaShiftY, luma.height - firstY);
    for (i32 i = 0; i < count; ++i) to.y[i] = 0.0F;
    for (i32 r = 0; r < rows; ++r) addLuma(luma.row(firstY + r) + firstSample, samples, shiftX, to.y);
    const f32 share = 1.0F / static_cast<f32>((1 << shiftX) * rows);
    const i32 whole = samples >> shiftX;
    for (i32 i = 0; i < whole; ++i) to.y[i] *= share;
    if (whole < count) to.y[whole] *= 1.0F / static_cast<f32>((samples - (whole << shiftX)) * rows);
    if (args.planes == 1) {
        const f32 neutral = static_cast<f32>(1 << (args.bitsIn - 1));
        for (i32 i = 0; i < count; ++i) to.cb[i] = to.cr[i] = neutral;
        return;
    }
    const Sample* cb = PlaneView<const Sample>(in[1]).row(blockY) + firstX;
    const Sample* cr = PlaneView<const Sample>(in[2]).row(blockY) + firstX;
#pragma GCC ivdep
    for (i32 i = 0; i < count; ++i) {
        to.cb[i] = pixel::load(cb[i]);
        to.cr[i] = pixel::load(cr[i]);
    }
}

template <class Kernel, class In>
void reduceColors(const KernelArgs& args, int width, int firstRow, int endRow, u64* counters) {
    const typename Kernel::Params params = pixel::paramsOf<Kernel>(args);
    ColorRow now;
    ColorRow before;
    RowColor window;
    window.now = &now;
    window.before = &before;
    window.peak = pixel::peakOf(args.bitsIn);
    for (i32 y = firstRow; y < endRow; ++y) {
        for (i32 firstX = 0; firstX < width; firstX += kTile) {
            const i32 count = lesser(kTile, width - firstX);
            stageColors<In>(args, args.current, y, firstX, count, now);
            if constexpr (Kernel::readsPrevious) {
                stageColors<In>(args, greater(args.current - 1, 0), y, firstX, count, before);
            }
            window.y = y;
            reduceRow<Kernel>(window, firstX, count, params, counters);
        }
    }
}

// ---- Bytes, a row at a time ------------------------------------------------------------------------------------

/// Items fromX to endX - 1 of a row, one by one.
template <class Kernel>
FOTOGRAMA_FN void mapItems(const KernelArgs& args, i32 y, i32 fromX, i32 endX, u64* counters) {
    MemoryCounters sums{counters};
    for (i32 x = fromX; x < endX; ++x) pixel::runItem<Kernel, pixel::u8>(args, x, y, sums);
}

template <class Kernel>
void tallySamples(const KernelArgs& args, int width, int firstRow, int endRow, u64* counters) {
    constexpr i32 kRadius = Kernel::radius;
    const PlaneView<const pixel::u8> now(args.in[args.current][args.plane]);
    const PlaneView<const pixel::u8> before(args.in[greater(args.current - 1, 0)][args.plane]);
    const typename Kernel::Params params = pixel::paramsOf<Kernel>(args);
    const i32 insideEnd = greater(width - kRadius, kRadius);
    for (i32 firstX = kRadius; firstX < insideEnd; firstX += pixel::kTallyItems) {
        typename Kernel::Tally tally(params, counters);
        pixel::TallyRow<kRadius> row;
        row.x = firstX;
        row.count = lesser(pixel::kTallyItems, insideEnd - firstX);
        for (row.y = firstRow; row.y < endRow; ++row.y) {
            for (i32 r = 0; r < 2 * kRadius + 1; ++r) {
                const i32 y = pixel::clampIndex(row.y + r - kRadius, now.height);
                row.rows[r] = now.row(y) + firstX;
                row.rowsBefore[r] = Kernel::readsPrevious ? before.row(y) + firstX : nullptr;
            }
            tally.add(row);
        }
        tally.finish();
    }
    if constexpr (kRadius > 0) {
        for (i32 y = firstRow; y < endRow; ++y) {
            mapItems<Kernel>(args, y, 0, lesser(kRadius, width), counters);
            mapItems<Kernel>(args, y, insideEnd, width, counters);
        }
    }
}

template <class Kernel>
void tallyColors(const KernelArgs& args, int width, int firstRow, int endRow, u64* counters) {
    const PlaneRef* in = args.in[args.current];
    const PlaneRef* inBefore = args.in[greater(args.current - 1, 0)];
    const typename Kernel::Params params = pixel::paramsOf<Kernel>(args);
    const auto start = [](const PlaneRef& plane, i32 x, i32 y) { return PlaneView<const pixel::u8>(plane).row(y) + x; };
    const i32 wholeWidth = in[0].width >> args.chromaShiftX;
    const i32 wholeEnd = greater(firstRow, lesser(endRow, in[0].height >> args.chromaShiftY));
    for (i32 firstX = 0; firstX < wholeWidth; firstX += pixel::kTallyItems) {
        typename Kernel::Tally tally(params, counters);
        pixel::TallyColors row = {};
        row.x = firstX;
        row.count = lesser(pixel::kTallyItems, wholeWidth - firstX);
        row.shiftX = args.chromaShiftX;
        row.shiftY = args.chromaShiftY;
        row.lumaPitchBytes = in[0].pitchBytes;
        row.lumaBeforePitchBytes = inBefore[0].pitchBytes;
        for (row.y = firstRow; row.y < wholeEnd; ++row.y) {
            row.luma = start(in[0], firstX << row.shiftX, row.y << row.shiftY);
            row.cb = start(in[1], firstX, row.y);
            row.cr = start(in[2], firstX, row.y);
            if constexpr (Kernel::readsPrevious) {
                row.lumaBefore = start(inBefore[0], firstX << row.shiftX, row.y << row.shiftY);
                row.cbBefore = start(inBefore[1], firstX, row.y);
                row.crBefore = start(inBefore[2], firstX, row.y);
            }
            tally.add(row);
        }
        tally.finish();
    }
    for (i32 y = firstRow; y < wholeEnd; ++y) mapItems<Kernel>(args, y, wholeWidth, width, counters);
    for (i32 y = wholeEnd; y < endRow; ++y) mapItems<Kernel>(args, y, 0, width, counters);
}

// ---- Which of them ---------------------------------------------------------------------------------------------

template <class Kernel, class In, class>
void reduceRows(const KernelArgs& args, int width, int firstRow, int endRow, u64* counters) {
    constexpr bool kTallies = pixel::kHasTally<Kernel> && sizeof(In) == 1;
    if constexpr (pixel::kReadsColor<Kernel>) {
        static_assert(Kernel::radius == 0, "a colour has no neighbours");
        if constexpr (kTallies) {
            if (args.planes == 3 && args.color.isRgb == 0) {
                return tallyColors<Kernel>(args, width, firstRow, endRow, counters);
            }
        }
        reduceColors<Kernel, In>(args, width, firstRow, endRow, counters);
    } else if constexpr (kTallies) {
        tallySamples<Kernel>(args, width, firstRow, endRow, counters);
    } else {
        reduceSamples<Kernel, In>(args, width, firstRow, endRow, counters);
    }
}

}  // namespace FOTOGRAMA_ARCH
}  // namespace
}  // namespace fotograma::device
