/// A picture file read whole: what an overlay shows.
///
/// Shape    R'G'B', full range, of 8 or 16 bits; its opacity apart, as a gray picture of the same size and depth.
/// Errors   Unsupported for what is no picture of the known kinds, InvalidData for a damaged one, InvalidArgument for one
///          that is too large. The sentence does not name the file: the caller knows how it is called.
/// Thread   any; pure.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "engine/base/result.h"
#include "engine/frame/frame.h"

namespace fotograma::media {

struct Still {
    frame::Frame picture;
    std::optional<frame::Frame> alpha;  ///< None: every sample is opaque.
};

/// PNG, JPEG, WebP, BMP or TIFF by their first bytes; of several pictures the first.
base::Result<Still> readStill(std::span<const std::byte> file);

}  // namespace fotograma::media
