/// Runs in which every plane follows from itself alone, as tables of code values: what the kernels are is then all one.
///
/// Shape    the tables are made by the run's own row loops, over pictures of all code values: the same bits. A table that a
///          straight line gives, entry for entry, is computed by that line: most contrasts and saturations are one.
/// Thread   rows of one object may be made from several threads.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "engine/device/host_kernel.h"

namespace fotograma::device {

/// A table with the form in which it is applied.
class MappedCodes {
public:
    MappedCodes() = default;
    /// `table` holds a sample for each of `codes` code values.
    MappedCodes(std::vector<std::byte> table, int codes, int bitsIn, int bitsOut, MapCodes loop);
    MappedCodes(MappedCodes&&) noexcept = default;
    MappedCodes& operator=(MappedCodes&&) noexcept = default;

    [[nodiscard]] const CodeMap& map() const noexcept { return m_map; }
    [[nodiscard]] const std::vector<std::byte>& table() const noexcept { return m_table; }

private:
    std::vector<std::byte> m_table;
    std::vector<pixel::u8> m_differences;
    CodeMap m_map;
};

class CodeTables {
public:
    /// True for such a run over a picture that has many times more samples than there are code values.
    [[nodiscard]] static bool isWorth(const pixel::RunArgs& args);

    /// Makes the tables of this moment. Where they are those of the last one, nothing else is done.
    void make(const pixel::RunArgs& args, RunRows loops, MapCodes codes, const PointRow* steps);

    /// Rows of blocks of all planes, which may stand elsewhere than when the tables were made.
    void rows(const pixel::RunArgs& args, int firstBlock, int endBlock) const;
    /// Rows of one plane, counted in its own samples.
    void planeRows(const pixel::RunArgs& args, int plane, int firstRow, int endRow) const;

private:
    std::array<MappedCodes, pixel::kMaxPlanes> m_single;  ///< By plane.
    std::array<MappedCodes, pixel::kMaxPlanes> m_whole;   ///< The same for chroma of whole blocks.
    MapCodes m_codes = nullptr;
};

}  // namespace fotograma::device
