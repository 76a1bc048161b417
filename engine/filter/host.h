/// The host device with the kernels of every filter and measure of this build.
#pragma once

#include "engine/device/host_device.h"

namespace fotograma::filter {

/// The row loops of all folders. Generated from the folders (engine/filter/filters.cmake).
[[nodiscard]] device::HostKernelSets hostKernels();

[[nodiscard]] inline std::unique_ptr<device::Device> createHost(device::HostBuild build = device::HostBuild::Best) {
    return device::createHostDevice(hostKernels(), build);
}

}  // namespace fotograma::filter
