/// Reads a kernel list as CUDA entries: include it, define FOTOGRAMA_FOLDER, then include the folder's kernel header.
/// Sources that do so are written by gpu/fatbin.cmake; nobody edits them.
///
/// Shape    extern "C" <folder>_<Kernel>_<samples>(args, width, height): one thread a work item, 32 x 8 a block; Reduce:
///          sixteen items a thread, sums in shared memory where they fit.
/// Source   engine/pixel/shapes.h is the definition of every item; nothing is computed differently here.
#pragma once

#define FOTOGRAMA_ARCH cuda
#define FOTOGRAMA_KERNELS(name, list) list
#define SAME(Kernel)                                                                                   \
    FOTOGRAMA_CUDA_ENTRY(FOTOGRAMA_FOLDER, Kernel, u8, ::fotograma::pixel::u8, ::fotograma::pixel::u8) \
    FOTOGRAMA_CUDA_ENTRY(FOTOGRAMA_FOLDER, Kernel, u16, ::fotograma::pixel::u16, ::fotograma::pixel::u16)
#define ANY(Kernel)                                                                                         \
    SAME(Kernel)                                                                                            \
    FOTOGRAMA_CUDA_ENTRY(FOTOGRAMA_FOLDER, Kernel, u8_u16, ::fotograma::pixel::u8, ::fotograma::pixel::u16) \
    FOTOGRAMA_CUDA_ENTRY(FOTOGRAMA_FOLDER, Kernel, u16_u8, ::fotograma::pixel::u16, ::fotograma::pixel::u8)
#define TO_F32(Kernel)                                                                                      \
    FOTOGRAMA_CUDA_ENTRY(FOTOGRAMA_FOLDER, Kernel, u8_f32, ::fotograma::pixel::u8, ::fotograma::pixel::f32) \
    FOTOGRAMA_CUDA_ENTRY(FOTOGRAMA_FOLDER, Kernel, u16_f32, ::fotograma::pixel::u16, ::fotograma::pixel::f32)
#define FROM_F32(Kernel)                                                                                    \
    FOTOGRAMA_CUDA_ENTRY(FOTOGRAMA_FOLDER, Kernel, f32_u8, ::fotograma::pixel::f32, ::fotograma::pixel::u8) \
    FOTOGRAMA_CUDA_ENTRY(FOTOGRAMA_FOLDER, Kernel, f32_u16, ::fotograma::pixel::f32, ::fotograma::pixel::u16)

// Two steps: FOTOGRAMA_FOLDER must be replaced before it is pasted.
#define FOTOGRAMA_CUDA_ENTRY(folder, Kernel, samples, In, Out) \
    FOTOGRAMA_CUDA_ENTRY_NAMED(folder, Kernel, samples, In, Out)
// One block a multiprocessor is enough for us to ask: with more, ptxas would rather spill than use a few more registers.
#define FOTOGRAMA_CUDA_ENTRY_NAMED(folder, Kernel, samples, In, Out)                                               \
    extern "C" __global__ void __launch_bounds__(::fotograma::gpu::kBlockWidth* ::fotograma::gpu::kBlockHeight, 1) \
        folder##_##Kernel##_##samples(const __grid_constant__ ::fotograma::pixel::KernelArgs args,                 \
                                      ::fotograma::pixel::i32 width, ::fotograma::pixel::i32 height) {             \
        ::fotograma::gpu::runEntry<Kernel, In, Out>(args, width, height);                                          \
    }

#include "engine/pixel/shapes.h"
#include "gpu/launch_shape.h"

namespace fotograma::gpu {

extern __shared__ pixel::u64 sharedSums[];

/// What a Reduce adds to: integers, so the order in which threads come does not show.
struct AtomicCounters {
    pixel::u64* sums;
    __device__ void add(pixel::i32 index, pixel::u64 value) { atomicAdd(sums + index, value); }
};

template <class Kernel, class In>
__device__ __forceinline__ void addColumn(const pixel::KernelArgs& args, pixel::i32 width, pixel::i32 height,
                                          AtomicCounters counters) {
    const pixel::i32 x = static_cast<pixel::i32>(blockIdx.x * kBlockWidth + threadIdx.x);
    const pixel::i32 top = static_cast<pixel::i32>(blockIdx.y * (kBlockHeight * kReduceItems) + threadIdx.y);
    if (x >= width) return;
    for (pixel::i32 item = 0; item < kReduceItems; ++item) {
        const pixel::i32 y = top + item * kBlockHeight;  // neighbours in a block stay neighbours in memory
        if (y < height) pixel::runItem<Kernel, In>(args, x, y, counters);
    }
}

template <class Kernel, class In>
__device__ __forceinline__ void runReduce(const pixel::KernelArgs& args, pixel::i32 width, pixel::i32 height) {
    if constexpr (Kernel::counters <= kSharedCounters) {
        const pixel::i32 first = static_cast<pixel::i32>(threadIdx.y * kBlockWidth + threadIdx.x);
        constexpr pixel::i32 step = kBlockWidth * kBlockHeight;
        for (pixel::i32 i = first; i < args.counterCount; i += step) sharedSums[i] = 0;
        __syncthreads();
        addColumn<Kernel, In>(args, width, height, AtomicCounters{sharedSums});
        __syncthreads();
        for (pixel::i32 i = first; i < args.counterCount; i += step) {
            if (sharedSums[i] != 0) atomicAdd(args.counters + i, sharedSums[i]);
        }
    } else {
        addColumn<Kernel, In>(args, width, height, AtomicCounters{args.counters});
    }
}

template <class Kernel, class In, class Out>
__device__ __forceinline__ void runEntry(const pixel::KernelArgs& args, pixel::i32 width, pixel::i32 height) {
    if constexpr (Kernel::shape == pixel::Shape::Reduce) {
        runReduce<Kernel, In>(args, width, height);
    } else {
        const pixel::i32 x = static_cast<pixel::i32>(blockIdx.x * kBlockWidth + threadIdx.x);
        const pixel::i32 y = static_cast<pixel::i32>(blockIdx.y * kBlockHeight + threadIdx.y);
        if (x < width && y < height) pixel::runItem<Kernel, In, Out>(args, x, y);
    }
}

}  // namespace fotograma::gpu
