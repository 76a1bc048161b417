/// How alike two pictures are to the eye, by the structural similarity of their luma.
///
/// Shape    windows of 8 by 8 samples, 4 apart, all with the same weight: the numbers of FFmpeg's filter `ssim`. A picture
///          that is deeper, or of the other range of code values, is brought to the same scale first.
/// Source   Wang, Bovik, Sheikh and Simoncelli, Image Quality Assessment: From Error Visibility to Structural
///          Similarity, IEEE Transactions on Image Processing 13(4), 2004.
/// Thread   any; pure.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "engine/frame/frame.h"

namespace fotograma::pipeline {

/// The luma of a picture, by itself.
struct Luma {
    std::vector<std::byte> samples;  ///< Rows without padding.
    int width = 0;
    int height = 0;
    int bits = 8;  ///< Over 8: two bytes a sample.
    bool isFullRange = false;
};

/// Of a picture in host memory; nothing where it has none (R'G'B', floating point).
[[nodiscard]] std::optional<Luma> lumaOf(const frame::Frame& picture);

/// 1: equal. Of the part that both have, where an encoder left out a last column or row. Nothing below 8 by 8 samples.
[[nodiscard]] std::optional<double> similarity(const Luma& one, const Luma& other);

}  // namespace fotograma::pipeline
