/// The words that let one kernel header be read as host code and as device code. Includes nothing.
#pragma once

/// In front of every function that a kernel calls. Always inlined: row loops vectorise only when nothing is called.
#if defined(__CUDACC__)
#define FOTOGRAMA_FN __host__ __device__ __forceinline__
#elif defined(__GNUC__)
#define FOTOGRAMA_FN inline __attribute__((always_inline))
#else
#define FOTOGRAMA_FN inline
#endif

/// Where the host reads a kernel header by a compiler that knows vectors: only there engine/pixel/tally.h counts.
#if defined(__GNUC__) && !defined(__CUDACC__)
#define FOTOGRAMA_HAS_LANES
#endif

/// Names the reading of a kernel header, so that two builds of one inline function never share a symbol: `base`, `v3`
/// (host row loops compiled twice) or `cuda`. Plain inclusion is `plain`.
#ifndef FOTOGRAMA_ARCH
#define FOTOGRAMA_ARCH plain
#endif

/// The last line of a kernel header lists its kernels by the sample types they take and give:
///
///     FOTOGRAMA_KERNELS(resize, TO_F32(Horizontal) FROM_F32(Vertical))
///
/// SAME(K)      u8 to u8 and u16 to u16 (a Reduce only reads)   entries resize_K_u8, resize_K_u16
/// ANY(K)       u8 and u16 to u8 and u16                        entries convert_K_u8, convert_K_u8_u16, and so on
/// TO_F32(K)    u8 and u16 to f32                               entries resize_K_u8_f32, resize_K_u16_f32
/// FROM_F32(K)  f32 to u8 and u16                               entries resize_K_f32_u8, resize_K_f32_u16
///
/// Plain inclusion reads the list as nothing; engine/device/host_entry.h and gpu/cuda_entry.cuh define this macro and
/// the four words before they include the header. It stands inside the namespace of its kernels.
#ifndef FOTOGRAMA_KERNELS
#define FOTOGRAMA_KERNELS(name, list)
#endif
