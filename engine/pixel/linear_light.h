/// A matrix of linear light between two powers: other primaries, another white.
///
/// Units    R'G'B' 0..1 nominal in and out; negative values count as 0.
#pragma once

#include "engine/pixel/color.h"
#include "engine/pixel/math.h"

namespace fotograma::pixel {
inline namespace FOTOGRAMA_ARCH {

struct LinearLight {
    f32 matrix[9];  ///< Of linear R, G, B; rows.
    f32 gamma;      ///< Light is a value to this power.
    f32 inverseGamma;
};

FOTOGRAMA_FN f32 fromLinearLight(const Rgb& light, const f32* row, f32 inverseGamma) {
    return pow(fma(light.r, row[0], fma(light.g, row[1], light.b * row[2])), inverseGamma);
}

FOTOGRAMA_FN Rgb throughLinearLight(const Rgb& in, const LinearLight& way) {
    const Rgb light{pow(in.r, way.gamma), pow(in.g, way.gamma), pow(in.b, way.gamma)};
    return {fromLinearLight(light, way.matrix, way.inverseGamma),
            fromLinearLight(light, way.matrix + 3, way.inverseGamma),
            fromLinearLight(light, way.matrix + 6, way.inverseGamma)};
}

}  // namespace FOTOGRAMA_ARCH
}  // namespace fotograma::pixel
