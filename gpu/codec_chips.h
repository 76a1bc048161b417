/// What a device's video chips take: asked of the driver's own libraries, which are opened for the question alone.
///
/// Errors   none: `reason` is one sentence why there is nothing, which is an ordinary answer.
/// Thread   any.
/// Cost     probeDecoding: a library and some thirty questions, about a millisecond once it is open. probeEncoding opens an
///          encoding session: it counts against the limit that the driver puts on them while the call runs.
/// Source   NVIDIA Video Codec SDK 11.1: cuvidGetDecoderCaps, NvEncOpenEncodeSessionEx.
#pragma once

#include <string>
#include <vector>

#include "gpu/handles.h"

namespace fotograma::gpu {

/// One kind of stream that the chip decodes.
struct DecodeRow {
    std::string codec;  ///< "h264", as FFmpeg names it.
    int bits = 8;
    std::string chroma;  ///< "4:2:0"
    int minWidth = 0, minHeight = 0;
    int maxWidth = 0, maxHeight = 0;
    std::int64_t maxPixels = 0;
};
struct DecodeChip {
    std::vector<DecodeRow> rows;
    int engines = 0;     ///< That work side by side; 0 unknown.
    std::string reason;  ///< Why there are no rows.

    [[nodiscard]] const DecodeRow* find(std::string_view codec, int bits, std::string_view chroma) const noexcept;
};
[[nodiscard]] DecodeChip probeDecoding(const PrimaryContext& context);

struct EncodeChip {
    std::vector<std::string> codecs;  ///< "h264", "hevc", "av1".
    std::string reason;               ///< Why there are none.
};
[[nodiscard]] EncodeChip probeEncoding(const PrimaryContext& context);

/// Both in a few words each, for lists of devices: "decodes h264 hevc (10 bit) vp9", "encodes h264 hevc".
struct ChipWords {
    std::vector<std::string> traits;
    std::string missing;  ///< What a person would look for and not find, with the reason; may be empty.
};
[[nodiscard]] ChipWords inWords(const DecodeChip& decode, const EncodeChip& encode);

}  // namespace fotograma::gpu
