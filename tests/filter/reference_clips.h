/// Figures of filters that must know the whole clip, beside those of libavfilter's filters of the same kind.
#pragma once

#include <QString>

#include "tests/filter/reference_video.h"

namespace fotograma::tests {

/// The picture between black bars with noise: the rectangle that is there, what autocrop finds and what cropdetect does.
[[nodiscard]] QString autocropFigure(const Video& picture, int width, int height, int x, int y);

/// A picture filmed by a shaky hand, how steady it is, and how steady stabilise, vidstab and deshake make it.
[[nodiscard]] QString stabiliseFigure(const frame::Frame& picture);

}  // namespace fotograma::tests
