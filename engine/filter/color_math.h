/// From a picture's colour tags to the numbers kernels compute with.
///
/// Source   ITU-T H.273, 8.3 (VideoFullRangeFlag, MatrixCoefficients: Kr and Kb of table 4).
#pragma once

#include "engine/frame/format.h"
#include "engine/pixel/kernel_args.h"

namespace fotograma::filter {

[[nodiscard]] pixel::ColorMath colorMath(const frame::PictureSpec& spec);

/// The code value of a plane that means Y' (or R', G', B') 0, or no chroma.
[[nodiscard]] double blackCode(const frame::PictureSpec& spec, int plane);

/// The code value of Y' (or R', G', B') 1; of the largest chroma.
[[nodiscard]] double whiteCode(const frame::PictureSpec& spec, int plane);

/// The largest code value of a depth.
[[nodiscard]] constexpr int peakCode(int bits) noexcept { return (1 << bits) - 1; }

}  // namespace fotograma::filter
