/// What a Reduce may say beside its map to be fast on the host: a Tally, which adds whole rows of bytes up in integers.
///
///   struct Tally {
///       Tally(const Params&, u64* counters);
///       template <class Row> void add(const Row& row);      Row is TallyRow<radius>, with readsColor TallyColors
///       void finish();
///   };
///
/// Shape    one Tally sees the rows of a band, top to bottom, always the same columns. After finish the counters have what
///          map would have added for these items. Columns nearer than the radius to the picture's sides, blocks cut
///          by its edges, R'G'B', gray colours and depths over 8 bits go past the map instead.
/// Cost     at most kTallyItems items a row: 31 bits hold the sum of so many squares of a Laplacian. A band is 16,384
///          samples or 8 rows, whichever is more; a Tally lies on the stack.
/// Source   map is the definition; tests/device/tst_host_rows compares sums over adversarial pictures.
///
/// Functions are FOTOGRAMA_FN: an object compiled for x86-64-v3 must not export them. add is a template so that device
/// code never has it.
#pragma once

#include "engine/pixel/kernel_args.h"
#include "engine/pixel/qualifiers.h"

namespace fotograma::pixel {
inline namespace FOTOGRAMA_ARCH {

inline constexpr i32 kTallyItems = 2048;

template <i32 Radius>
struct TallyRow {
    const u8* rows[2 * Radius + 1];
    const u8* rowsBefore[2 * Radius + 1];  ///< Null where the kernel does not read the previous frame.
    i32 count;
    i32 x, y;  ///< Of the first item.

    /// The row dy below, from the first item on; `radius` samples to either side may be read.
    FOTOGRAMA_FN const u8* at(i32 dy) const { return rows[Radius + dy]; }
    FOTOGRAMA_FN const u8* previous(i32 dy) const { return rowsBefore[Radius + dy]; }
};

/// A row of whole blocks.
struct TallyColors {
    const u8* luma;  ///< The first of 1 << shiftY rows with count << shiftX samples each.
    i64 lumaPitchBytes;
    const u8* cb;
    const u8* cr;
    const u8* lumaBefore;  ///< Of the previous frame, as above; null where the kernel does not read it.
    i64 lumaBeforePitchBytes;
    const u8* cbBefore;
    const u8* crBefore;
    i32 count;
    i32 x, y;  ///< Of the first block.
    i32 shiftX, shiftY;
};

/// Whether a kernel has one.
template <class Kernel>
inline constexpr bool kHasTally = false;
#if defined(FOTOGRAMA_HAS_LANES)

template <class Kernel>
requires requires { sizeof(typename Kernel::Tally); }
inline constexpr bool kHasTally<Kernel> = true;

/// |a - b| of two samples, in the words by which compilers know a sum of them as one instruction.
FOTOGRAMA_FN i32 distance(u8 a, u8 b) { return __builtin_abs(a - b); }

// ---- Lanes: as many 16-bit numbers as a register holds ---------------------------------------------------------

#if defined(__AVX2__)
inline constexpr i32 kLanes = 16;
#else
inline constexpr i32 kLanes = 8;
#endif
typedef u8 ByteLanes __attribute__((vector_size(kLanes)));
typedef short Lanes __attribute__((vector_size(2 * kLanes)));
typedef u16 SumLanes __attribute__((vector_size(2 * kLanes)));
typedef u32 WideLanes __attribute__((vector_size(4 * kLanes)));

/// Reads kLanes neighbours at once, from item `i` of a row on. Bytes become shorts.
struct ManyAt {
    using Value = Lanes;
    i32 i;
    FOTOGRAMA_FN Lanes operator()(const u8* row) const {
        ByteLanes bytes;
        __builtin_memcpy(&bytes, row + i, sizeof bytes);
#if defined(__AVX2__) && !defined(__clang__)
        typedef char Chars __attribute__((vector_size(kLanes)));
        return __builtin_ia32_pmovzxbw256(reinterpret_cast<const Chars&>(bytes));  // GCC makes two halves of the other.
#else
        return __builtin_convertvector(bytes, Lanes);
#endif
    }
    FOTOGRAMA_FN Lanes operator()(const short* row) const {
        Lanes lanes;
        __builtin_memcpy(&lanes, row + i, sizeof lanes);
        return lanes;
    }
};

/// Reads one, for the end of a row.
struct OneAt {
    using Value = short;
    i32 i;
    FOTOGRAMA_FN short operator()(const u8* row) const { return row[i]; }
    FOTOGRAMA_FN short operator()(const short* row) const { return row[i]; }
};

FOTOGRAMA_FN Lanes magnitude(const Lanes& value) { return value < 0 ? -value : value; }
FOTOGRAMA_FN short magnitude(i32 value) { return static_cast<short>(value < 0 ? -value : value); }

/// Sums of numbers from 0 to Most over rows.
template <i32 Count, i32 Most>
class LaneSums {
public:
    /// `each(at, values)` sets `Count` values at one place; `at` is ManyAt or OneAt.
    template <class Each>
    FOTOGRAMA_FN void add(i32 items, const Each& each) {
        i32 i = 0;
        while (i + kLanes <= items) {
            SumLanes some[Count] = {};  // Until 16 bits could be full.
            for (i32 round = 0; round < 65535 / Most && i + kLanes <= items; ++round, i += kLanes) {
                Lanes values[Count];
                each(ManyAt{i}, values);
                for (i32 c = 0; c < Count; ++c) some[c] += reinterpret_cast<const SumLanes&>(values[c]);
            }
            for (i32 c = 0; c < Count; ++c) m_lanes[c] += __builtin_convertvector(some[c], WideLanes);
        }
        for (; i < items; ++i) {
            short values[Count];
            each(OneAt{i}, values);
            for (i32 c = 0; c < Count; ++c) m_rest[c] += static_cast<u32>(values[c]);
        }
    }
    [[nodiscard]] FOTOGRAMA_FN u64 operator[](i32 index) const {
        u64 sum = m_rest[index];
        for (i32 lane = 0; lane < kLanes; ++lane) sum += m_lanes[index][lane];
        return sum;
    }

private:
    WideLanes m_lanes[Count] = {};
    u32 m_rest[Count] = {};
};

/// Sum of products of two rows of shorts; 31 bits must hold it.
FOTOGRAMA_FN u32 sumOfProducts(const short* a, const short* b, i32 count) {
    i32 sum = 0;
    for (i32 i = 0; i < count; ++i) sum += a[i] * b[i];
    return static_cast<u32>(sum);
}

#else

/// A Tally is only declared here, and never runs.
template <i32 Count, i32 Most>
class LaneSums {
public:
    [[nodiscard]] FOTOGRAMA_FN u64 operator[](i32) const { return 0; }
};

#endif

}  // namespace FOTOGRAMA_ARCH
}  // namespace fotograma::pixel
