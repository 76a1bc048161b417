/// The words that let one kernel header be read as host code and as device code. Includes nothing.
#pragma once

#if defined(__CUDACC__) || defined(FOTOGRAMA_FAKE_CUDA)
#define FOTOGRAMA_FN __host__ __device__ __forceinline__
#else
#define FOTOGRAMA_FN inline
#endif

/// Names the reading of a kernel header, so that two builds of one inline function never share a symbol: `base`, `v3`
/// (host row loops compiled twice) or `cuda`. Plain inclusion is `plain`.
#ifndef FOTOGRAMA_ARCH
#define FOTOGRAMA_ARCH plain
#endif

/// The last line of a kernel header lists its kernels: FOTOGRAMA_KERNELS(sharpen, X(Blend)). Plain inclusion reads it
/// as nothing; engine/device/host_entry.h and gpu/cuda_entry.cuh define it before they include the header.
#ifndef FOTOGRAMA_KERNELS
#define FOTOGRAMA_KERNELS(name, list)
#endif
