/// Runs in which every plane follows from itself alone, as tables of code values: what the kernels are is then all one.
///
/// Shape    the tables are made by the run's own row loops, over pictures of all code values: the same bits.
#pragma once

#include "engine/device/host_kernel.h"

namespace fotograma::device {

/// True for such a run over a picture that has many times more samples than there are code values.
[[nodiscard]] bool isWorthTables(const pixel::RunArgs& args);

/// Does the whole run. `rowsAPart` are rows of blocks.
void runByTables(const pixel::RunArgs& args, RunRows rows, const PointRow* steps, int rowsAPart);

}  // namespace fotograma::device
