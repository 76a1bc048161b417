#include "engine/device/host_loops.h"

#include "engine/base/text.h"

namespace fotograma::device {

HostLoops::HostLoops(std::span<const HostKernels* const> tables, const HostRuns* runs) : m_runs(runs) {
    for (const HostKernels* table : tables) {
        for (int i = 0; i < table->count; ++i) {
            const HostKernel& kernel = table->kernels[i];
            m_kernels.emplace(base::concat(table->folder, "_", kernel.name), kernel.run);
            if (kernel.point != nullptr)
                m_points.emplace(base::concat(table->folder, "_", kernel.kernel), kernel.point);
        }
    }
}

HostLoops::Rows HostLoops::kernel(std::string_view name) const noexcept {
    const auto found = m_kernels.find(name);
    return found == m_kernels.end() ? nullptr : found->second;
}

PointRow HostLoops::point(std::string_view name) const noexcept {
    const auto found = m_points.find(name);
    return found == m_points.end() ? nullptr : found->second;
}

}  // namespace fotograma::device
