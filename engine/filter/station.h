/// The places of a running chain: frames in, frames out, perhaps later. One kind a file.
///
/// Errors   what the queue says. After an error the station must be dropped.
/// Owner    borrows the queue.
/// Thread   one at a time.
#pragma once

#include <memory>
#include <vector>

#include "engine/device/device.h"
#include "engine/filter/fusion.h"

namespace fotograma::filter {

using Frames = std::vector<frame::Frame>;

class Station {
public:
    virtual ~Station() = default;
    /// The next frame in presentation order. Appends what became ready.
    virtual base::Status push(frame::Frame frame, Frames& out) = 0;
    /// No more frames will come: appends the rest. A new sequence may follow.
    virtual base::Status flush(Frames& out) = 0;
};

/// One pass of kernels, with frames before and after it where it reaches in time. Uploads the tables.
base::Result<std::unique_ptr<Station>> passStation(const Pass& pass, const frame::PictureSpec& input,
                                                   device::Queue& queue);

/// A filter that decides which frames it makes: its passes as its Steering says.
base::Result<std::unique_ptr<Station>> steeredStation(const Step& step, device::Queue& queue);

/// Point passes that are one.
base::Result<std::unique_ptr<Station>> runStation(PointRun run, device::Queue& queue);

/// Passes that the host makes band after band of rows. The queue has row loops.
base::Result<std::unique_ptr<Station>> bandStation(PlannedPass planned, device::Queue& queue);

/// A fast variant that gives rows, and the run that takes them. The queue has row loops.
base::Result<std::unique_ptr<Station>> rowStation(PlannedPass variant, PlannedPass run, device::Queue& queue);

/// A whole filter by its fast variant for the host.
[[nodiscard]] std::unique_ptr<Station> variantStation(std::unique_ptr<HostVariant> variant,
                                                      const frame::PictureSpec& output, device::Queue& queue);

/// A Stage: a host object in the place of passes.
base::Result<std::unique_ptr<Station>> stageStation(const Step& step, device::Queue& queue);

}  // namespace fotograma::filter
