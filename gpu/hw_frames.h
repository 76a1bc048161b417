/// FFmpeg's hardware frames on our CUDA contexts and streams.
#pragma once

#include "engine/media/hardware.h"

namespace fotograma::gpu {

/// For a queue of a CudaDevice: FFmpeg is given the device's primary context and the queue's stream.
/// Errors   Unsupported for other queues; NoDevice when FFmpeg cannot use the driver.
base::Result<std::unique_ptr<media::HardwareFrames>> createHardwareFrames(device::Queue& queue);

}  // namespace fotograma::gpu
