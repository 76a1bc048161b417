/// A run of Point kernels on the host, rows at a time: by its row loops, or by tables of code values where these pay.
///
/// Errors   NotFound: this build lacks a kernel.
/// Thread   start: one; rows and planeRows after it from several.
#pragma once

#include <array>
#include <span>
#include <string>
#include <utility>

#include "engine/base/result.h"
#include "engine/device/host_loops.h"
#include "engine/device/host_tables.h"

namespace fotograma::device {

class HostRunRows {
public:
    /// `args` complete but for planes and the moment; `steps` name its kernels.
    static base::Result<HostRunRows> create(const HostLoops& loops, const pixel::RunArgs& args,
                                            std::span<const std::string> steps);

    /// The planes of a whole picture and its moment; tables are made here, unless they are those of the start before.
    void start(const pixel::RunArgs& args);
    /// Rows of blocks of all planes. `args` are those of start, but planes may stand elsewhere.
    void rows(const pixel::RunArgs& args, int firstBlock, int endBlock) const;
    /// True after a start that made tables: planes can be made one by one.
    [[nodiscard]] bool hasTables() const noexcept { return m_hasTables; }
    /// Rows of one plane, counted in its own samples.
    void planeRows(const pixel::RunArgs& args, int plane, int firstRow, int endRow) const {
        m_tables.planeRows(args, plane, firstRow, endRow);
    }

    /// Tables that an earlier run left, in case this one's are the same; and back.
    void swapTables(CodeTables& other) noexcept { std::swap(m_tables, other); }

private:
    std::array<PointRow, pixel::kMostRunSteps> m_steps{};
    RunRows m_rows = nullptr;
    MapCodes m_codes = nullptr;
    CodeTables m_tables;
    bool m_hasTables = false;
};

}  // namespace fotograma::device
