/// The containers we write, and which codecs fit into which.
///
/// Source   MP4RA codec registry; Matroska codec mappings; WebM container guidelines; FFmpeg 5.1's muxers.
#pragma once

#include <string_view>

#include "engine/base/result.h"

namespace fotograma::media {

enum class Container { Mp4, Mov, Mkv, WebM };

[[nodiscard]] std::string_view toText(Container container) noexcept;  ///< "mp4"; also the file name extension.
base::Result<Container> containerFromText(std::string_view text);

/// Whether a stream of the codec (FFmpeg's name: "aac", "subrip", "h264") can be stored as it is and players expect it.
[[nodiscard]] bool canHold(Container container, std::string_view codec) noexcept;

[[nodiscard]] bool holdsAttachments(Container container) noexcept;
[[nodiscard]] bool holdsCovers(Container container) noexcept;
[[nodiscard]] bool holdsChapters(Container container) noexcept;

}  // namespace fotograma::media
