/// Rows of code values through a map of them: what is left of a run of Point kernels whose planes stand alone.
///
/// Shape    bytes by 32 at once where there is AVX2; elsewhere as the compiler makes it. Which form a map takes, and that
///          its line is exact, is found beforehand (engine/device/host_tables.cpp).
/// Cost     a 1080p plane of bytes, first-level cache: by a line 0.25 cycles a sample, by shuffles 0.5, by one look-up
///          after another 1.2.
#pragma once

#include "engine/device/host_staging.h"

#if defined(__AVX2__) && defined(__GNUC__)
#include <immintrin.h>
#define FOTOGRAMA_CODES_BY_32
#endif

namespace fotograma::device {
namespace {
inline namespace FOTOGRAMA_ARCH {

template <class In, class Out>
FOTOGRAMA_FN void lookUp(const CodeMap& map, const In* from, i32 count, Out* to) {
    const Out* const values = static_cast<const Out*>(map.table);
    for (i32 i = 0; i < count; ++i) to[i] = values[lesser(from[i], map.last)];
}

template <class In, class Out>
FOTOGRAMA_FN void alongLine(const CodeMap& map, const In* from, i32 count, Out* to) {
#pragma GCC ivdep
    for (i32 i = 0; i < count; ++i) {
        const f32 code = static_cast<f32>(lesser(from[i], map.last));
        const f32 made = pixel::fma(code, map.slope, map.offset);
        to[i] = static_cast<Out>(static_cast<i32>(pixel::clamp(made, map.low, map.high)));
    }
}

#ifdef FOTOGRAMA_CODES_BY_32

constexpr i32 kBytesAtOnce = 32;

FOTOGRAMA_FN __m256i eightAlong(const pixel::u8* from, __m256 slope, __m256 offset) {
    const __m256i codes = _mm256_cvtepu8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(from)));
    return _mm256_cvttps_epi32(_mm256_fmadd_ps(_mm256_cvtepi32_ps(codes), slope, offset));
}

/// The packs hold numbers to a byte by themselves, and smaller ends are those of bytes: a compiler makes two thirds more
/// of the plain loop.
FOTOGRAMA_FN i32 manyAlongLine(const CodeMap& map, const pixel::u8* from, i32 count, pixel::u8* to) {
    const __m256 slope = _mm256_set1_ps(map.slope);
    const __m256 offset = _mm256_set1_ps(map.offset);
    const __m256i low = _mm256_set1_epi8(static_cast<char>(static_cast<i32>(map.low)));
    const __m256i high = _mm256_set1_epi8(static_cast<char>(static_cast<i32>(map.high)));
    const __m256i order = _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7);  // Packs work in halves of a register.
    i32 i = 0;
    for (; i + kBytesAtOnce <= count; i += kBytesAtOnce) {
        const __m256i first = _mm256_packs_epi32(eightAlong(from + i, slope, offset), eightAlong(from + i + 8, slope, offset));
        const __m256i second =
            _mm256_packs_epi32(eightAlong(from + i + 16, slope, offset), eightAlong(from + i + 24, slope, offset));
        const __m256i bytes = _mm256_permutevar8x32_epi32(_mm256_packus_epi16(first, second), order);
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(to + i), _mm256_min_epu8(_mm256_max_epu8(bytes, low), high));
    }
    return i;
}

/// A shuffle looks 16 entries up and gives 0 for a negative index. So the index goes down by 16 a step, and each step adds
/// (by exclusive or) the difference of its entries from those before, until the index is negative: what stands then is the
/// entry. Codes from 128 on, negative from the start, are taken by the second half of the steps, with the sign turned.
FOTOGRAMA_FN i32 manyLookedUp(const CodeMap& map, const pixel::u8* from, i32 count, pixel::u8* to) {
    const __m256i sixteen = _mm256_set1_epi8(16);
    const __m256i sign = _mm256_set1_epi8(-128);
    const auto* steps = reinterpret_cast<const __m128i*>(map.differences);
    i32 i = 0;
    for (; i + 2 * kBytesAtOnce <= count; i += 2 * kBytesAtOnce) {
        __m256i at[2], made[2];
        for (i32 k = 0; k < 2; ++k) {
            at[k] = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from + i + k * kBytesAtOnce));
            made[k] = _mm256_setzero_si256();
        }
        for (i32 half = 0; half < 2; ++half) {
            __m256i index[2] = {at[0], at[1]};
#pragma GCC unroll 8
            for (i32 step = 0; step < 8; ++step) {
                const __m256i entries = _mm256_broadcastsi128_si256(_mm_loadu_si128(steps + 8 * half + step));
                for (i32 k = 0; k < 2; ++k) {
                    made[k] = _mm256_xor_si256(made[k], _mm256_shuffle_epi8(entries, index[k]));
                    index[k] = _mm256_subs_epi8(index[k], sixteen);  // Held: what is negative stays so.
                }
            }
            for (i32 k = 0; k < 2; ++k) at[k] = _mm256_xor_si256(at[k], sign);
        }
        for (i32 k = 0; k < 2; ++k)
            _mm256_storeu_si256(reinterpret_cast<__m256i*>(to + i + k * kBytesAtOnce), made[k]);
    }
    return i;
}

#else

FOTOGRAMA_FN i32 manyAlongLine(const CodeMap&, const pixel::u8*, i32, pixel::u8*) { return 0; }
FOTOGRAMA_FN i32 manyLookedUp(const CodeMap&, const pixel::u8*, i32, pixel::u8*) { return 0; }

#endif

template <class In, class Out>
void mapCodes(const CodeMap& map, const void* from, int count, void* to) {
    const In* in = static_cast<const In*>(from);
    Out* out = static_cast<Out*>(to);
    if constexpr (sizeof(In) == sizeof(Out)) {
        if (map.form == CodeMap::Form::Same) {
            __builtin_memcpy(to, from, sizeof(In) * static_cast<unsigned>(count));
            return;
        }
    }
    i32 done = 0;
    if (map.form == CodeMap::Form::Line) {
        if constexpr (sizeof(In) + sizeof(Out) == 2) done = manyAlongLine(map, in, count, out);
        alongLine(map, in + done, count - done, out + done);
    } else {
        if constexpr (sizeof(In) + sizeof(Out) == 2) done = manyLookedUp(map, in, count, out);
        lookUp(map, in + done, count - done, out + done);
    }
}

}  // namespace FOTOGRAMA_ARCH
}  // namespace
}  // namespace fotograma::device
