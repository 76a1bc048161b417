/// Our settings in the words of each encoder; for engine/media's own sources.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/base/result.h"
#include "engine/media/encoder.h"

namespace fotograma::media {

/// FFmpeg's options by name. The encoder's own list ("x265-params") is one of them.
base::Result<std::vector<std::pair<std::string, std::string>>> encoderOptions(const VideoEncoderSettings& settings,
                                                                              const frame::FrameInfo& first,
                                                                              base::Rational rate);

/// prores_ks's number of the profile that the quality asks for: 0 Proxy to 5 4444 XQ.
[[nodiscard]] int proResProfile(const VideoEncoderSettings& settings) noexcept;

}  // namespace fotograma::media
