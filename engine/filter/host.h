/// The host device with the kernels of every filter and measure of this build.
#pragma once

#include <span>
#include <string_view>

#include "engine/device/host_device.h"

namespace fotograma::filter {

/// The row loops of all folders. Generated from the folders (engine/filter/filters.cmake).
[[nodiscard]] device::HostKernelSets hostKernels();

/// "<filter>_<Kernel>" of every kernel that could stand in a run of Point kernels; its place is pixel::RunStep::kind.
[[nodiscard]] std::span<const std::string_view> runKernels();

[[nodiscard]] inline std::unique_ptr<device::Device> createHost(device::HostBuild build = device::HostBuild::Best) {
    return device::createHostDevice(hostKernels(), build);
}

}  // namespace fotograma::filter
