/// Samples in memory to numbers and back: kernels only ever see floats that hold code values.
///
/// Units    code values, 0..2^bits - 1; f32 samples hold the same values between passes, unclamped and unrounded.
#pragma once

#include "engine/pixel/math.h"

namespace fotograma::pixel {
inline namespace FOTOGRAMA_ARCH {

/// The largest code value of a depth.
FOTOGRAMA_FN f32 peakOf(i32 bits) { return static_cast<f32>((1 << (bits < 16 ? bits : 16)) - 1); }

template <class Sample>
FOTOGRAMA_FN f32 load(Sample sample) {
    return static_cast<f32>(sample);
}

/// Held to 0..peak and rounded; f32 is kept as it is. Not-a-number becomes 0.
template <class Sample>
FOTOGRAMA_FN Sample toSample(f32 value, f32 peak) {
    return static_cast<Sample>(roundToInt(clamp(value, 0.0F, peak)));
}
template <>
FOTOGRAMA_FN f32 toSample<f32>(f32 value, f32) {
    return value;
}

}  // namespace FOTOGRAMA_ARCH
}  // namespace fotograma::pixel
