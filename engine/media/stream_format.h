/// What StreamFormat holds: for engine/media's own sources.
#pragma once

#include <array>
#include <memory>
#include <vector>

#include "engine/base/units.h"
#include "engine/frame/format.h"
#include "engine/media/packet.h"

struct AVCodecContext;

namespace fotograma::media {

struct FreeCodecParameters {
    void operator()(AVCodecParameters* parameters) const noexcept;
};

/// A piece of FFmpeg's stream side data, copied.
struct SideData {
    int type = 0;  ///< AVPacketSideDataType.
    std::vector<unsigned char> bytes;
};

struct StreamFormat::Data {
    std::unique_ptr<AVCodecParameters, FreeCodecParameters> parameters;
    base::Rational timeBase{1, 1000};
    base::Rational frameRate{0, 1};     ///< Video: mean; {0, 1} unknown.
    base::Rational sampleAspect{0, 1};  ///< Video: {0, 1} unknown.
    std::vector<SideData> sideData;
    bool isCopy = false;  ///< Packets come from a file as they are.
};

/// What an opened encoder makes, whose packets count in `timeBase`.
[[nodiscard]] std::shared_ptr<StreamFormat::Data> describeEncoder(const AVCodecContext& encoder,
                                                                  base::Rational timeBase);

}  // namespace fotograma::media
