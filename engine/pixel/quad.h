/// Four numbers side by side, as a register holds them everywhere: an entry of a table of colours and one that nobody asks
/// for. Only where the host reads a kernel (FOTOGRAMA_HAS_LANES).
#pragma once

#include "engine/pixel/lookup.h"

#if defined(FOTOGRAMA_HAS_LANES)

namespace fotograma::pixel {
inline namespace FOTOGRAMA_ARCH {

typedef f32 Quad __attribute__((vector_size(16)));

/// Anywhere in memory.
FOTOGRAMA_FN Quad quadAt(const f32* from) {
    Quad quad;
    __builtin_memcpy(&quad, from, sizeof quad);
    return quad;
}
FOTOGRAMA_FN Quad quadOf(f32 value) { return Quad{value, value, value, value}; }

/// As that of single numbers: the same bits in each.
FOTOGRAMA_FN Quad fma(const Quad& a, const Quad& b, const Quad& c) {
#if defined(__FMA__) && defined(__clang__)
    return __builtin_elementwise_fma(a, b, c);
#elif defined(__FMA__)
    return __builtin_ia32_vfmaddps(a, b, c);
#else
    return a * b + c;
#endif
}

/// Entries of a table and those after them, for some positions: what interpolated (engine/pixel/lookup.h) reads. Rows of
/// look-ups go in three steps, since a compiler that meets them inside a loop takes all its vectors apart: the places, by
/// vectors; the entries, two at a load; the lines between, by vectors.
template <i32 Most>
struct Entries {
    static_assert(Most % 4 == 0, "entries are taken four at a time");
    alignas(64) i32 first[Most];
    alignas(64) f32 share[Most];
    alignas(64) f32 low[Most];
    alignas(64) f32 high[Most];

    FOTOGRAMA_FN void place(i32 i, i32 count, f32 position) {
        first[i] = static_cast<i32>(clamp(position, 0.0F, static_cast<f32>(count - 1)));
        share[i] = clamp(position - static_cast<f32>(first[i]), 0.0F, 1.0F);
    }
    /// Those of 0 to count - 1, and up to three more.
    FOTOGRAMA_FN void take(const f32* table, i32 count) {
        for (i32 i = count; i < ((count + 3) & ~3); ++i) first[i] = 0;
        for (i32 i = 0; i < count; i += 4) {
            const Quad before = twoPairs(table + first[i], table + first[i + 1]);
            const Quad after = twoPairs(table + first[i + 2], table + first[i + 3]);
            const Quad lows = __builtin_shufflevector(before, after, 0, 2, 4, 6);
            const Quad highs = __builtin_shufflevector(before, after, 1, 3, 5, 7);
            __builtin_memcpy(low + i, &lows, sizeof lows);
            __builtin_memcpy(high + i, &highs, sizeof highs);
        }
    }
    [[nodiscard]] FOTOGRAMA_FN f32 at(i32 i) const { return fma(share[i], high[i] - low[i], low[i]); }

private:
    static FOTOGRAMA_FN Quad twoPairs(const f32* one, const f32* other) {
        // By way of whole registers: what is written in halves cannot be read at once.
        typedef i64 Words __attribute__((vector_size(16)));
        i64 words[2];
        __builtin_memcpy(&words[0], one, 8);
        __builtin_memcpy(&words[1], other, 8);
        return reinterpret_cast<Quad>(Words{words[0], words[1]});
    }
};

}  // namespace FOTOGRAMA_ARCH
}  // namespace fotograma::pixel

#endif
