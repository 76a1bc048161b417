/// Sample tables of an mp4 track as a list of samples; for engine/media's own sources.
///
/// Errors   none: tables that do not fit each other or the file are `nullopt`.
/// Thread   any; pure.
#pragma once

#include <optional>
#include <vector>

#include "engine/media/mp4_index.h"

namespace fotograma::media {

/// In decoding order, as the tables say: times before the edit. `fileBytes` bounds every sample.
std::optional<std::vector<Mp4Sample>> readSamples(const Mp4Tables& tables, std::int64_t fileBytes);

/// What facts tell of a sound track, without its list.
struct Mp4Extent {
    std::int64_t samples = 0;
    std::int64_t bytes = 0;
    std::int64_t duration = 0;  ///< Sum, in the track's time scale.
};
std::optional<Mp4Extent> readExtent(const Mp4Tables& tables);

/// How many samples come before one that is shown earlier, at most: the decoder's delay.
[[nodiscard]] int reorderingOf(const std::vector<Mp4Sample>& samples);

}  // namespace fotograma::media
