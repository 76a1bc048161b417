/// One launch, the same for every device: which kernel, over how many samples, with which arguments.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "engine/pixel/run_args.h"

namespace fotograma::device {

struct KernelCall {
    /// Entry name with its sample types: "<filter>_<Kernel>_<in>" or "<filter>_<Kernel>_<in>_<out>" when they differ;
    /// types are u8, u16, f32. Must outlive the call's return only.
    std::string_view kernel;
    pixel::Shape shape = pixel::Shape::Point;
    int width = 0;  ///< Work items across: samples of the output plane; blocks of one chroma sample for Point.
    int height = 0;
    pixel::KernelArgs args;
    /// A run of Point kernels as one: then `kernel` is "run" with its sample types, and `args` says nothing. Neither must
    /// outlive the call's return.
    const pixel::RunArgs* run = nullptr;
    std::span<const std::string> steps;  ///< Of the run: "<filter>_<Kernel>", without sample types.
};

}  // namespace fotograma::device
