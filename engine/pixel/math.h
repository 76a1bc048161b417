/// Arithmetic that gives the same bits on every device: no libm, no fast math, selects instead of branches.
///
/// Units    angles do not occur; logarithms are to base 2.
/// Source   log2 by the series of artanh, exp2 by that of exp. Largest errors, held by tests/pixel/tst_math: log2 2e-7
///          (relative from 2 up), exp2 3e-7 relative, pow 3e-6 relative for exponents 1/3 to 3 on 1e-4..16.
#pragma once

#include "engine/pixel/kernel_args.h"
#include "engine/pixel/qualifiers.h"

namespace fotograma::pixel {
inline namespace FOTOGRAMA_ARCH {

/// a * b + c: rounded once on CUDA and x86-64-v3, twice where the processor has no such instruction (a call into the
/// C library would be 26 times slower there).
FOTOGRAMA_FN f32 fma(f32 a, f32 b, f32 c) {
#if defined(__CUDA_ARCH__)
    return __fmaf_rn(a, b, c);
#elif defined(__FMA__) || defined(FOTOGRAMA_FAKE_CUDA)
    return __builtin_fmaf(a, b, c);
#else
    return a * b + c;
#endif
}

FOTOGRAMA_FN i32 bitsOf(f32 value) {
#if defined(__CUDA_ARCH__)
    return __float_as_int(value);
#else
    return __builtin_bit_cast(i32, value);
#endif
}
FOTOGRAMA_FN f32 floatOf(i32 bits) {
#if defined(__CUDA_ARCH__)
    return __int_as_float(bits);
#else
    return __builtin_bit_cast(f32, bits);
#endif
}

/// Where a is not a number, b.
FOTOGRAMA_FN f32 minimum(f32 a, f32 b) { return a < b ? a : b; }
FOTOGRAMA_FN f32 maximum(f32 a, f32 b) { return a > b ? a : b; }
/// Not-a-number becomes `low`.
FOTOGRAMA_FN f32 clamp(f32 value, f32 low, f32 high) { return minimum(maximum(value, low), high); }
FOTOGRAMA_FN f32 absolute(f32 value) { return floatOf(bitsOf(value) & 0x7fffffff); }

/// Rounded to the nearest, as IEEE 754 has it, everywhere; of values of 0 and more.
FOTOGRAMA_FN f32 squareRoot(f32 value) {
#if defined(__CUDA_ARCH__)
    return __fsqrt_rn(value);
#else
    return __builtin_sqrtf(value);
#endif
}

/// The one rounding: to the nearest integer, halves upwards, for values of 0 and more.
FOTOGRAMA_FN i32 roundToInt(f32 value) { return static_cast<i32>(value + 0.5F); }

/// The largest integer not above the value. |value| < 2^31.
FOTOGRAMA_FN f32 floorOf(f32 value) {
    const f32 truncated = static_cast<f32>(static_cast<i32>(value));
    return truncated > value ? truncated - 1.0F : truncated;
}

/// Logarithm to base 2 of a normal positive number; what is smaller counts as the smallest normal one.
FOTOGRAMA_FN f32 log2(f32 value) {
    const i32 bits = bitsOf(maximum(value, 1.17549435e-38F));
    // The mantissa m in sqrt(1/2)..sqrt(2), so that values near 1 lose nothing to cancellation.
    const i32 exponent = (bits - 0x3f3504f3) >> 23;
    const f32 m = floatOf(bits - exponent * 0x00800000);
    const f32 t = (m - 1.0F) / (m + 1.0F);
    const f32 s = t * t;
    f32 sum = fma(s, 0.32059889F, 0.41219858F);  // 2/(9 ln 2), 2/(7 ln 2)
    sum = fma(s, sum, 0.57707802F);              // 2/(5 ln 2)
    sum = fma(s, sum, 0.96179669F);              // 2/(3 ln 2)
    sum = fma(s, sum, 2.88539008F);              // 2/ln 2
    return fma(t, sum, static_cast<f32>(exponent));
}

/// 2 to the power of a value; held to 2^-126..2^127.
FOTOGRAMA_FN f32 exp2(f32 value) {
    const f32 held = clamp(value, -126.0F, 127.0F);
    // Rounded to a whole number, which is then in the lowest bits: a float this large has no others.
    constexpr f32 kLarge = 12582912.0F;  // 1.5 * 2^23
    const f32 shifted = held + kLarge;
    const f32 f = held - (shifted - kLarge);
    f32 sum = fma(f, 0.0001540353F, 0.0013333558F);  // ln(2)^k / k!
    sum = fma(f, sum, 0.0096181291F);
    sum = fma(f, sum, 0.0555041087F);
    sum = fma(f, sum, 0.2402265070F);
    sum = fma(f, sum, 0.6931471806F);
    sum = fma(f, sum, 1.0F);
    return sum * floatOf(static_cast<i32>((static_cast<u32>(bitsOf(shifted)) + 127U) << 23));
}

/// Power of a base of 0 and more; 0 for what is not positive.
FOTOGRAMA_FN f32 pow(f32 base, f32 exponent) {
    const f32 power = exp2(exponent * log2(base));
    return base > 0.0F ? power : 0.0F;
}

}  // namespace FOTOGRAMA_ARCH
}  // namespace fotograma::pixel
