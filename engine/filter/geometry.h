/// Sizes as people see them and as samples lie in memory: display pixels are square, samples need not be.
///
/// Units    display pixels keep the height in samples; the width is samples across times the sample aspect.
#pragma once

#include "engine/frame/format.h"

namespace fotograma::filter {

/// Width of one sample by its height; 1 where it is not known.
[[nodiscard]] double sampleAspect(const frame::PictureSpec& spec) noexcept;

/// How wide the picture is shown, not rounded.
[[nodiscard]] double displayWidth(const frame::PictureSpec& spec) noexcept;

/// Samples across for a width in display pixels, rounded.
[[nodiscard]] int samplesAcross(const frame::PictureSpec& spec, double displayPixels) noexcept;

/// Luma samples that share a chroma sample, across and down: 2 and 2 for 4:2:0, 1 and 1 without chroma.
[[nodiscard]] int blockWidth(const frame::PictureFormat& format) noexcept;
[[nodiscard]] int blockHeight(const frame::PictureFormat& format) noexcept;

[[nodiscard]] constexpr int roundedDown(int value, int multiple) noexcept { return value - value % multiple; }

/// log2 of luma samples a sample of that plane.
[[nodiscard]] int shiftX(const frame::PictureFormat& format, int plane) noexcept;
[[nodiscard]] int shiftY(const frame::PictureFormat& format, int plane) noexcept;

/// The plane that stands for luma: the only one of gray, Y', and of R'G'B' the green one, which weighs most.
[[nodiscard]] int lumaPlane(const frame::PictureFormat& format) noexcept;

}  // namespace fotograma::filter
