/// What a run of Point kernels is given: as KernelArgs, for several kernels that are one pass.
///
/// Shape    trivially copyable, the same bytes on host and device, under 4 KB (a launch's parameter block).
/// Owner    borrows everything for the call; the pointers are of the memory where the run happens.
#pragma once

#include "engine/pixel/kernel_args.h"

namespace fotograma::pixel {

inline constexpr i32 kMostRunSteps = 16;
inline constexpr i32 kMostRunMatrices = 4;
inline constexpr i32 kRunParamBytes = 2048;

/// What happens to a colour before a kernel sees it.
enum class Turn : i32 { None, ToRgb, ToYuv };

struct RunStep {
    i32 kind = 0;    ///< Which kernel: its place in filter::runKernels().
    i32 params = 0;  ///< Where its Params begin in RunArgs::params.
    Turn turn = Turn::None;
    i32 matrix = 0;  ///< Of the turn, in RunArgs::matrices.
    const void* table = nullptr;
};

/// A launch's arguments, as KernelArgs are for a single kernel.
struct RunArgs {
    PlaneRef in[kMaxPlanes];
    PlaneRef out[kMaxPlanes];
    i32 planes = 1;
    i32 bitsIn = 8;
    i32 bitsOut = 8;
    i32 chromaShiftX = 0;
    i32 chromaShiftY = 0;
    i32 count = 0;       ///< Used entries of `steps`.
    i32 isPerPlane = 0;  ///< 1: each plane of the result follows from the same plane alone.
    i64 frameIndex = 0;
    double timeSeconds = 0.0;
    ColorMath color;     ///< Of the picture read.
    ColorMath colorOut;  ///< Of the picture written; isRgb is that of `color`.
    Turn lastTurn = Turn::None;
    i32 lastMatrix = 0;
    MatrixTerms matrices[kMostRunMatrices] = {};
    RunStep steps[kMostRunSteps];
    alignas(16) u8 params[kRunParamBytes] = {};
};

static_assert(sizeof(RunArgs) <= 4000, "a run's arguments must fit a launch");

}  // namespace fotograma::pixel
