/// A run of Point kernels on the host, rows at a time: by its row loops, or by tables of code values where these pay.
///
/// Errors   NotFound: this build lacks a kernel.
/// Thread   start: one; rows and planeRows after it from several.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>

#include "engine/base/result.h"
#include "engine/device/host_loops.h"
#include "engine/device/host_tables.h"

namespace fotograma::device {

class HostRunRows {
public:
    /// `args` complete but for planes and the moment; `steps` name its kernels.
    static base::Result<HostRunRows> create(const HostLoops& loops, const pixel::RunArgs& args,
                                            std::span<const std::string> steps);

    /// The planes of a whole picture and its moment; tables are made here.
    void start(const pixel::RunArgs& args);
    /// Rows of blocks of all planes. `args` are those of start, but planes may stand elsewhere.
    void rows(const pixel::RunArgs& args, int firstBlock, int endBlock) const;
    /// True after a start that made tables: planes can be made one by one.
    [[nodiscard]] bool hasTables() const noexcept { return m_tables.has_value(); }
    /// Rows of one plane, counted in its own samples.
    void planeRows(const pixel::RunArgs& args, int plane, int firstRow, int endRow) const {
        m_tables->planeRows(args, plane, firstRow, endRow);
    }

private:
    std::array<PointRow, pixel::kMostRunSteps> m_steps{};
    RunRows m_rows = nullptr;
    std::optional<CodeTables> m_tables;
};

}  // namespace fotograma::device
