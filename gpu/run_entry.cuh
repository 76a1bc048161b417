/// Runs of Point kernels as CUDA entries, one thread a block of one chroma sample: by whatever Steps takes a colour
/// through them.
///
/// Source   engine/pixel/point_run.h is the definition; nothing is computed differently here.
#pragma once

#include "engine/pixel/point_run.h"
#include "gpu/launch_shape.h"

#define FOTOGRAMA_RUN_ENTRY(name, Steps, In, Out)                                                                  \
    extern "C" __global__ void __launch_bounds__(::fotograma::gpu::kBlockWidth* ::fotograma::gpu::kBlockHeight, 1) \
        name(const __grid_constant__ ::fotograma::pixel::RunArgs args, ::fotograma::pixel::i32 width,              \
             ::fotograma::pixel::i32 height) {                                                                     \
        ::fotograma::gpu::runBlocks<Steps, ::fotograma::pixel::In, ::fotograma::pixel::Out>(args, width, height);  \
    }

namespace fotograma::gpu {

template <class Steps, class In, class Out>
__device__ __forceinline__ void runBlocks(const pixel::RunArgs& args, pixel::i32 width, pixel::i32 height) {
    const pixel::i32 x = static_cast<pixel::i32>(blockIdx.x * kBlockWidth + threadIdx.x);
    const pixel::i32 y = static_cast<pixel::i32>(blockIdx.y * kBlockHeight + threadIdx.y);
    if (x < width && y < height) pixel::runPoints<Steps, In, Out>(args, x, y);
}

}  // namespace fotograma::gpu
