/// A picture as a small file for people: JPEG or PNG, 8 bits, full range.
///
/// Shape    JPEG: JFIF (BT.601, 4:2:0), quality about 85 of 100. PNG: RGB, without loss beyond 8 bits.
/// Errors   Unsupported (this FFmpeg has no such encoder, the layout has no name there), ResourceExhausted.
/// Thread   any.
#pragma once

#include <string>

#include "engine/api/types.h"
#include "engine/base/result.h"
#include "engine/frame/frame.h"

namespace fotograma::media {

/// The bytes of the file. The picture is in host memory.
base::Result<std::string> encodePicture(const frame::Frame& picture, api::PictureFile format);

}  // namespace fotograma::media
