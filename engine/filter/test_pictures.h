/// Pictures that find mistakes: small, odd, extreme and noisy, the same on every machine. For the self check and tests.
///
/// Units    samples in code values.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/frame/frame.h"

namespace fotograma::filter {

enum class Pattern {
    Noise,     ///< Every code value is as likely.
    Quiet,     ///< Noise in the middle half of the code values: nothing rings beyond their range.
    Extremes,  ///< The smallest and the largest code value, as a checkerboard.
    Ramp,      ///< Rising from left to right and from top to bottom, moving with the frames.
};
[[nodiscard]] std::string_view nameOf(Pattern pattern);

/// Every layout and depth that filters must take: 4:2:0, 4:2:2, 4:4:0, 4:4:4, 4:1:1, gray and R'G'B', 8 to 16 bits.
[[nodiscard]] std::vector<frame::PictureFormat> testFormats();

/// A host picture of that pattern; `index` makes the frames of a clip differ.
base::Result<frame::Frame> testPicture(const frame::PictureSpec& spec, Pattern pattern, int index);

/// A host picture with the given samples, plane by plane, row by row.
base::Result<frame::Frame> pictureOf(const frame::PictureSpec& spec, std::span<const std::vector<double>> planes,
                                     int index);

/// One sample of a host picture.
[[nodiscard]] double sampleOf(const frame::Frame& frame, int plane, int x, int y);

/// The largest difference of two host pictures; infinite when they are of different kinds.
[[nodiscard]] double largestDifference(const frame::Frame& a, const frame::Frame& b);

}  // namespace fotograma::filter
