/// Encoding by a device's chip, in the words of FFmpeg's NVENC encoders; for engine/media's own sources.
///
/// Thread   any; pure but for createSurfaces().
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/base/result.h"
#include "engine/media/av.h"
#include "engine/media/encoder.h"

namespace fotograma::media {

/// "h264_nvenc"; empty for codecs that the chips' encoders in FFmpeg do not have.
[[nodiscard]] std::string hardwareEncoderName(VideoCodec codec);

/// Why the chip is not even asked for such pictures, as the end of a sentence; empty when it may be.
[[nodiscard]] std::string whyNotOnChip(const VideoEncoderSettings& settings, const EncodePlan& plan,
                                       const frame::FrameInfo& first);

/// Our settings as the encoder's options. Quality is on the codec's scale, as for software, but not the same encoder's:
/// at one number a chip's files are larger.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> hardwareOptions(const VideoEncoderSettings& settings,
                                                                               const EncodePlan& plan);

/// Gives an encoder that is about to be opened the device and surfaces to read from.
base::Status useSurfaces(AVCodecContext& context, HardwareFrames& hardware, const EncodePlan& plan);

}  // namespace fotograma::media
