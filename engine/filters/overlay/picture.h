/// The picture of an overlay, in the size and the colours of the video it is laid over.
///
/// Thread   any; pure.
#pragma once

#include <cstddef>
#include <vector>

#include "engine/filter/definition.h"

namespace fotograma::filters::overlay {

/// Red, green, blue and opacity of each sample, 0..1, colours multiplied by opacity, row by row.
struct Layer {
    int width = 0;
    int height = 0;
    std::vector<float> samples;
};

[[nodiscard]] Layer layerOf(const filter::Asset& asset);

/// Another size by a triangle as wide as what is left out: smooth upwards, without steps downwards.
[[nodiscard]] Layer resized(const Layer& layer, int width, int height);

/// sRGB as the video codes colours: its primaries, and of HDR its transfer with white at the reference of ITU-R BT.2408,
/// 203 cd/m2 in PQ and 75 % in HLG.
void takeColors(const frame::ColorInfo& color, Layer& layer);

/// What the kernel reads: see overlay_kernel.h. The matrix is the video's.
[[nodiscard]] std::vector<std::byte> kernelTable(const Layer& layer, const frame::PictureSpec& video);

}  // namespace fotograma::filters::overlay
