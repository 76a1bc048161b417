/// Which kinds of files are opened at all, told by their content; for engine/media's own sources.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/result.h"

namespace fotograma::media {

/// Ok for a kind that holds its media itself; Unsupported with a sentence for lists of other files and for the rest.
/// `format`: FFmpeg's name of the demuxer; `name`: the file's, for the sentence.
base::Status checkFileKind(std::string_view format, std::string_view name);

/// The sentence for content that FFmpeg does not know, from its first bytes.
base::Error unknownKind(std::string_view head, std::string_view name);

}  // namespace fotograma::media
