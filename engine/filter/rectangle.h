/// A rectangle of a picture, cut out by the kernel crop_Cut (engine/filters/crop): whoever found it.
///
/// Units    luma samples.
#pragma once

#include "engine/filter/definition.h"

namespace fotograma::filter {

/// One direction of it.
struct Span {
    int first;
    int length;
};

/// Both spans lie inside the picture and begin on whole chroma samples. Nothing is done where they are all of it.
[[nodiscard]] PreparedFilter cutOut(const frame::PictureSpec& input, Span horizontal, Span vertical);

}  // namespace fotograma::filter
