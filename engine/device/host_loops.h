/// The compiled row loops of one build of the host's kernels, found by name.
///
/// Owner    borrows tables that live for the whole program.
/// Thread   any.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>

#include "engine/device/host_kernel.h"

namespace fotograma::device {

class HostLoops {
public:
    using Rows = decltype(HostKernel::run);

    HostLoops(std::span<const HostKernels* const> tables, const HostRuns* runs);

    /// "<filter>_<Kernel>_<in>", as in KernelCall; null where this build has none of that name.
    [[nodiscard]] Rows kernel(std::string_view name) const noexcept;
    /// "<filter>_<Kernel>" of a Point kernel, or null.
    [[nodiscard]] PointRow point(std::string_view name) const noexcept;
    /// The loops around a run's kernels, by the depth of code values read and written.
    [[nodiscard]] RunRows run(int bitsIn, int bitsOut) const noexcept {
        return m_runs->rows[bitsIn > 8 ? 1 : 0][bitsOut > 8 ? 1 : 0];
    }
    /// The loop that maps code values, likewise.
    [[nodiscard]] MapCodes codes(int bitsIn, int bitsOut) const noexcept {
        return m_runs->codes[bitsIn > 8 ? 1 : 0][bitsOut > 8 ? 1 : 0];
    }

private:
    std::map<std::string, Rows, std::less<>> m_kernels;
    std::map<std::string, PointRow, std::less<>> m_points;
    const HostRuns* m_runs;
};

}  // namespace fotograma::device
