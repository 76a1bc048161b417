/// A whole file through demuxer, decoder, encoder, transforms and muxer, inline: what the pipeline does, without filters.
#pragma once

#include <filesystem>
#include <vector>

#include "engine/api/types.h"
#include "engine/base/result.h"
#include "engine/media/container.h"
#include "engine/media/demuxer.h"
#include "engine/media/encoder.h"
#include "engine/media/track_plan.h"

namespace fotograma::testing {

struct TranscodeOptions {
    media::Container container = media::Container::Mp4;
    media::VideoEncoderSettings video{.preset = "fastest"};
    media::TrackRules rules;  ///< copyVideo: the picture is copied too.
    media::Trim trim;
};

/// The notes of everything that took part.
base::Result<std::vector<api::FateNote>> transcodeFile(const std::filesystem::path& from,
                                                       const std::filesystem::path& to,
                                                       const TranscodeOptions& options);

[[nodiscard]] const api::FateNote* findNote(const std::vector<api::FateNote>& notes, api::Fate fate,
                                            std::string_view subjectStart);

}  // namespace fotograma::testing
