/// How long filters, measures and chains take for a picture on a device, compared with the reference before they are
/// timed. Shared by `fotograma bench` and fotograma-filter-bench.
///
/// Shape    the engine's bare subset alone, so that it also builds where only nvcc, CMake and a compiler are.
/// Units    milliseconds of wall time a frame; bytes.
/// Errors   what chains and devices say.
/// Owner    borrows devices.
/// Thread   one at a time.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/base/result.h"
#include "engine/device/device.h"
#include "engine/filter/execute.h"

namespace fotograma::bench {

struct Timing {
    double medianMs = 0.0;
    double bestMs = 0.0;  ///< What the machine can do when nothing else runs on it.
    double spread = 0.0;  ///< Interquartile range by median.
    int repeats = 0;
};

struct PictureCost {
    Timing timing;
    double difference = 0.0;  ///< The largest to the reference, in code values.
    std::int64_t bytes = 0;   ///< Read and written for a frame, each once.

    [[nodiscard]] double bytesPerSecond() const {
        return timing.medianMs > 0.0 ? static_cast<double>(bytes) / (timing.medianMs * 1e-3) : 0.0;
    }
};

struct TimingOptions {
    double seconds = 0.3;  ///< For each case.
    int framesAtOnce = 1;  ///< Enqueued before the device is waited for; more hides what waiting costs.
};

class PictureTimer {
public:
    /// `reference` runs the plain kernels that everything is compared with: a host.
    PictureTimer(device::Device& reference, TimingOptions options) : m_reference(reference), m_options(options) {}

    /// A filter or measure with its typical parameters.
    base::Result<PictureCost> time(const filter::Definition& definition, const frame::PictureSpec& spec,
                                   device::Device& device, filter::Reading reading) const;
    base::Result<PictureCost> timeChain(std::span<const filter::Use> filters, const frame::PictureSpec& spec,
                                        device::Device& device, filter::Reading reading) const;

private:
    device::Device& m_reference;
    TimingOptions m_options;
};

/// A filter or measure as its definition says it is typically used.
base::Result<filter::Use> typicalUse(const filter::Definition& definition);

/// Bytes a second, read and written, of a kernel that only copies, over pictures that no cache holds (200 MB).
base::Result<double> copyRate(device::Device& device, double seconds);

}  // namespace fotograma::bench
