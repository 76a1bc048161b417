/// The five shapes as host row loops: samples are staged as floats, and the loop over a row has nothing but arithmetic
/// in it, so that it vectorises.
///
/// Shape    the same operations in the same order as runItem (engine/pixel/shapes.h), hence the same bits.
#pragma once

#include "engine/device/host_point.h"
#include "engine/device/host_reduce.h"
#include "engine/device/host_staging.h"
#include "engine/pixel/shapes.h"

namespace fotograma::device {
namespace {
inline namespace FOTOGRAMA_ARCH {

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
