/// Which device a job runs on.
///
/// Errors   NoDevice with the reason; InvalidArgument for what names no device.
/// Thread   any.
#pragma once

#include <span>
#include <string>

#include "engine/api/types.h"
#include "engine/base/result.h"

namespace fotograma::job {

/// From "auto", "cpu", "cuda" or "cuda:N" to the id of an available device. "auto" takes the device with most free memory
/// that is not the host, else the host; "cuda" the CUDA device with most.
base::Result<std::string> chooseDevice(const std::string& wanted, std::span<const api::DeviceInfo> devices);

}  // namespace fotograma::job
