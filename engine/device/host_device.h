/// The host as a device: kernels are row loops of this program, memory is the host's, a queue runs what it is given at
/// once.
///
/// Errors   launch: NotFound for a kernel that no folder has. allocate: ResourceExhausted.
/// Owner    borrows the tables.
#pragma once

#include <memory>
#include <span>

#include "engine/device/device.h"
#include "engine/device/host_kernel.h"

namespace fotograma::device {

/// Which of the two builds of the row loops runs.
enum class HostBuild {
    Best,  ///< x86-64-v3 where the processor and this program have it, else the baseline.
    Baseline,
    V3,  ///< Falls back to the baseline where it cannot run; facts().traits tell.
};

/// Every folder's tables in both builds; `v3` is empty on other processors.
struct HostKernelSets {
    std::span<const HostKernels* const> baseline;
    std::span<const HostKernels* const> v3;
    const HostRuns* baselineRuns = nullptr;
    const HostRuns* v3Runs = nullptr;  ///< Null where `v3` is empty.
};

[[nodiscard]] std::unique_ptr<Device> createHostDevice(const HostKernelSets& sets, HostBuild build = HostBuild::Best);

}  // namespace fotograma::device
