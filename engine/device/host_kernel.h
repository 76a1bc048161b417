/// How compiled host kernels reach the host device: plain tables of names and row functions.
///
/// Owner    tables are constants that live for the whole program.
/// Thread   any: a row function touches only the rows and counters it is given.
#pragma once

#include "engine/pixel/run_args.h"

namespace fotograma::device {

/// Where a row of colours lies in its picture, and when.
struct RowPlace {
    pixel::i64 frameIndex;
    double timeSeconds;
    pixel::i32 x, y;  ///< Of the first colour, in luma samples.
};

/// A row of colours through a Point kernel, in place: three rows of `count` floats, Y'CbCr or R'G'B' as its domain is.
using PointRow = void (*)(const void* params, const void* table, const RowPlace& place, int count, float* first,
                          float* second, float* third);

struct HostKernel {
    const char* name;    ///< "Unsharp_u8": with the folder's name in front it is KernelCall::kernel.
    const char* kernel;  ///< "Unsharp"
    /// Makes rows firstRow to endRow - 1 of a call's work. `counters` is null but for Reduce.
    void (*run)(const pixel::KernelArgs& args, int width, int firstRow, int endRow, pixel::u64* counters);
    PointRow point;  ///< Null where the shape is not Point.
    pixel::Domain domain;
    bool keepsColors;  ///< Point: gives every colour back as it is, in whichever domain.
    bool perChannel;   ///< Point: each channel follows from itself alone.
};

/// The kernels of one folder in one build.
struct HostKernels {
    const char* folder;  ///< "sharpen"
    const HostKernel* kernels;
    int count;
};

/// Rows of blocks of a run of Point kernels; `steps` are its kernels.
using RunRows = void (*)(const pixel::RunArgs& args, const PointRow* steps, int firstRow, int endRow);

/// What becomes of each code value of a plane that follows from itself alone.
struct CodeMap {
    enum class Form {
        Table,  ///< Looked up.
        Line,   ///< fma(code, slope, offset) held to low..high and cut to a whole number is the entry, for every code.
        Same,   ///< The code itself.
    };
    Form form = Form::Table;
    pixel::i32 last = 0;            ///< The highest code of the table; what is above counts as it.
    const void* table = nullptr;    ///< Samples as they are written.
    const pixel::u8* differences = nullptr;  ///< From bytes to bytes: the table for shuffles (engine/device/host_codes.h).
    float slope = 1.0F, offset = 0.5F;
    float low = 0.0F, high = 0.0F;
};

/// A row of code values through a map.
using MapCodes = void (*)(const CodeMap& map, const void* from, int count, void* to);

/// The loops around the kernels of a run, in one build; by samples read and written: [0] of 8 bits, [1] of 16.
struct HostRuns {
    RunRows rows[2][2];
    MapCodes codes[2][2];
};

}  // namespace fotograma::device
