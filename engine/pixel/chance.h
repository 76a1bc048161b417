/// Numbers that look like chance, made of a position: no state, hence the same in any order and on every device.
///
/// Source   pcg3d: Jarzynski and Olano, "Hash Functions for GPU Rendering", JCGT 9(3), 2020.
#pragma once

#include "engine/pixel/kernel_args.h"
#include "engine/pixel/qualifiers.h"

namespace fotograma::pixel {
inline namespace FOTOGRAMA_ARCH {

struct Bits3 {
    u32 x, y, z;
};

FOTOGRAMA_FN Bits3 pcg3d(u32 x, u32 y, u32 z) {
    x = x * 1664525U + 1013904223U;
    y = y * 1664525U + 1013904223U;
    z = z * 1664525U + 1013904223U;
    x += y * z;
    y += z * x;
    z += x * y;
    x ^= x >> 16;
    y ^= y >> 16;
    z ^= z >> 16;
    x += y * z;
    y += z * x;
    z += x * y;
    return {x, y, z};
}

}  // namespace FOTOGRAMA_ARCH
}  // namespace fotograma::pixel
