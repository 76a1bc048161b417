/// Runs in which every plane follows from itself alone, as tables of code values: what the kernels are is then all one.
///
/// Shape    the tables are made by the run's own row loops, over pictures of all code values: the same bits.
/// Thread   rows of one object may be made from several threads.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "engine/device/host_kernel.h"

namespace fotograma::device {

class CodeTables {
public:
    /// True for such a run over a picture that has many times more samples than there are code values.
    [[nodiscard]] static bool isWorth(const pixel::RunArgs& args);

    CodeTables(const pixel::RunArgs& args, RunRows loops, const PointRow* steps);

    /// Rows of blocks of all planes, which may stand elsewhere than when the tables were made.
    void rows(const pixel::RunArgs& args, int firstBlock, int endBlock) const;
    /// Rows of one plane, counted in its own samples.
    void planeRows(const pixel::RunArgs& args, int plane, int firstRow, int endRow) const;

private:
    using Planes = std::array<std::vector<std::byte>, pixel::kMaxPlanes>;
    Planes m_single;  ///< By plane: samples as they are written, one for each code value.
    Planes m_whole;   ///< The same for chroma of whole blocks.
};

}  // namespace fotograma::device
