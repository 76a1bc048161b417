/// How compiled host kernels reach the host device: plain tables of names and row functions.
///
/// Owner    tables are constants that live for the whole program.
/// Thread   any: a row function touches only the rows and counters it is given.
#pragma once

#include "engine/pixel/kernel_args.h"

namespace fotograma::device {

struct HostKernel {
    const char* name;  ///< "Unsharp_u8": with the folder's name in front it is KernelCall::kernel.
    /// Makes rows firstRow to endRow - 1 of a call's work. `counters` is null but for Reduce.
    void (*run)(const pixel::KernelArgs& args, int width, int firstRow, int endRow, pixel::u64* counters);
};

/// The kernels of one folder in one build.
struct HostKernels {
    const char* folder;  ///< "sharpen"
    const HostKernel* kernels;
    int count;
};

}  // namespace fotograma::device
