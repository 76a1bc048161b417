/// A file of subtitles as text, in the form that draws: ASS (Advanced SubStation Alpha).
///
/// Units    seconds; what ends before the start is left out.
/// Errors   InvalidData for what is no file of that kind or holds no subtitles; the sentence does not name the file.
/// Thread   any; pure. Opens nothing: the kind is told by the caller and not guessed, so that a file of another kind
///          cannot lead to further files.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "engine/base/result.h"

namespace fotograma::media {

/// `kind` is "srt", "ass", "ssa" or "vtt"; times are moved so that `startSeconds` becomes 0.
base::Result<std::string> subtitlesAsAss(std::span<const std::byte> file, std::string_view kind, double startSeconds);

}  // namespace fotograma::media
