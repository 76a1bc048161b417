/// FFmpeg's hardware frames on our CUDA contexts and streams.
#pragma once

#include "engine/media/hardware.h"
#include "gpu/codec_chips.h"

namespace fotograma::gpu {

/// For a queue of a CudaDevice: FFmpeg is given the device's primary context and the queue's stream.
/// Errors   Unsupported for other queues; NoDevice when FFmpeg cannot use the driver.
base::Result<std::unique_ptr<media::HardwareFrames>> createHardwareFrames(device::Queue& queue);

/// What a device's video chips decode and encode. Empty for devices that are not CUDA's.
[[nodiscard]] ChipWords describeChips(const device::Device& device);

}  // namespace fotograma::gpu
