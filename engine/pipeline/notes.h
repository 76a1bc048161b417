/// What a job kept, changed and lost of its input, in sentences.
///
/// Thread   any; pure.
#pragma once

#include <optional>
#include <vector>

#include "engine/api/types.h"
#include "engine/media/probe.h"
#include "engine/pipeline/plan.h"
#include "engine/recipe/recipe.h"

namespace fotograma::pipeline {

/// What the header and the plan already tell: tracks, orientation, interlacing.
[[nodiscard]] std::vector<api::FateNote> planNotes(const media::MediaInfo& info, const recipe::Recipe& recipe,
                                                   const Plan& plan);

/// What the filters did to size and shape of pixels, for one encoded output. `source` is in display orientation.
[[nodiscard]] std::vector<api::FateNote> pictureNotes(const frame::PictureSpec& source, const frame::PictureSpec& made,
                                                      int output);

/// The notes with this output's index.
[[nodiscard]] std::vector<api::FateNote> ofOutput(std::vector<api::FateNote> notes, std::size_t output);

}  // namespace fotograma::pipeline
