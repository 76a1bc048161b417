/// The kinds of track transforms behind createTransform; for engine/media's own sources.
#pragma once

#include <memory>

#include "engine/media/transform.h"

namespace fotograma::media {

base::Result<std::unique_ptr<TrackTransform>> createCopy(const Demuxer& demuxer, const TrackDecision& decision);
base::Result<std::unique_ptr<TrackTransform>> createAudioTranscoder(const Demuxer& demuxer,
                                                                    const TrackDecision& decision);
base::Result<std::unique_ptr<TrackTransform>> createSubtitleConverter(const Demuxer& demuxer,
                                                                      const TrackDecision& decision);

}  // namespace fotograma::media
