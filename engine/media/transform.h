/// Carries one track from the input to an output: copies, re-encodes sound, converts subtitles; one seam for all.
///
/// Errors   create: Unsupported, InvalidArgument. push: ResourceExhausted, Internal; damaged data is skipped and counted.
/// Owner    packets are the caller's; keeps what it delays.
/// Thread   one at a time.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "engine/api/types.h"
#include "engine/base/result.h"
#include "engine/media/demuxer.h"
#include "engine/media/packet.h"
#include "engine/media/track_plan.h"

namespace fotograma::media {

class TrackTransform {
public:
    virtual ~TrackTransform() = default;

    virtual base::Status push(const Packet& packet) = 0;
    virtual base::Status finish() = 0;  ///< No more packets: what was delayed can be pulled.
    /// The next packet; nullopt when more are needed, or after finish() when that was all.
    virtual base::Result<std::optional<Packet>> pull() = 0;

    [[nodiscard]] virtual StreamFormat streamFormat() const = 0;  ///< From creation on.
    /// What turned out while running: gaps filled, damage, a layout that changed.
    [[nodiscard]] virtual std::vector<api::FateNote> notes() const = 0;
};

/// For a decision about a track with packets; covers and attachments go to Muxer::addTrack without one.
base::Result<std::unique_ptr<TrackTransform>> createTransform(const Demuxer& demuxer, const TrackDecision& decision);

}  // namespace fotograma::media
