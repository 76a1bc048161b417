/// Where a rectangle begins in a plane.
#pragma once

#include "engine/pixel/kernel_args.h"

namespace fotograma::pixel {

struct Offset {
    i32 left, top;  ///< In samples of the plane.
};

}  // namespace fotograma::pixel
