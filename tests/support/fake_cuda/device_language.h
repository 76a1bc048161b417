/// CUDA's words for the host compiler: force-included in front of every generated .cu of the emulation.
///
/// Shape    blocks run one after another, threads of a block one after another; where a launch has shared memory each
///          thread is a fibre and __syncthreads is where they change places.
#pragma once

#define __global__ __attribute__((visibility("default"), used))
#define __device__
#define __host__
#define __forceinline__ inline __attribute__((always_inline))
#define __shared__
#define __grid_constant__
#define __launch_bounds__(threads, blocks)

namespace fake_cuda {

struct Index {
    unsigned x = 0;
    unsigned y = 0;
    unsigned z = 0;
};

/// Ends this thread's turn until every thread of its block has come here.
void barrier();

}  // namespace fake_cuda

extern fake_cuda::Index threadIdx;
extern fake_cuda::Index blockIdx;
extern fake_cuda::Index blockDim;
extern fake_cuda::Index gridDim;

inline void __syncthreads() { fake_cuda::barrier(); }

template <class T>
inline T atomicAdd(T* address, T value) {
    const T before = *address;
    *address = before + value;
    return before;
}
