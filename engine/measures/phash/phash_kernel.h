/// Sums of luma over a grid of 32 x 32 blocks: a thumbnail scaled by area.
#pragma once

#include "engine/pixel/shapes.h"
#include "engine/pixel/tally.h"

namespace fotograma::measures::phash {
inline namespace FOTOGRAMA_ARCH {
using namespace pixel;

inline constexpr i32 kSide = 32;
/// Neighbouring samples add to different counters: additions to the same one would wait for each other.
inline constexpr i32 kWays = 4;
inline constexpr i32 kStepBits = 26;
inline constexpr f32 kParts = 4.0F;  ///< Of a code value: the mean of 2 x 2 samples is whole in it.

/// The block of a row or column of samples of chroma. `step`: 32 blocks over the picture's side, rounded up, in units of 2^-26 block; the
/// product stays below 2^31 for sides up to 46340.
FOTOGRAMA_FN i32 blockOf(i32 at, i32 step) { return at * step >> kStepBits; }

struct Blocks {
    static constexpr Shape shape = Shape::Reduce;
    static constexpr i32 radius = 0;
    static constexpr bool readsPrevious = false;
    static constexpr bool readsColor = true;  ///< For its luma at the resolution of chroma: a quarter of the samples.
    static constexpr i32 counters = kSide * kSide * kWays;
    struct Params {
        i32 stepX;
        i32 stepY;
        i32 rowMask;  ///< Rows whose number has one of these bits are left out: blocks of tall pictures have plenty.
    };

    static FOTOGRAMA_FN bool skipsRow(i32 y, const Params& params) { return (y & params.rowMask) != 0; }

    template <class C, class W>
    static FOTOGRAMA_FN void map(C& sums, const W& w, const Params& params) {
        const i32 block = blockOf(w.y, params.stepY) * kSide + blockOf(w.x, params.stepX);
        const i32 luma = roundToInt(clamp(w.color().y, 0.0F, w.peak) * kParts);
        sums.add(block * kWays + (w.x & (kWays - 1)), static_cast<u64>(luma));
    }

    /// Sums of columns until a row of blocks ends, so that few additions go to a block.
    class Tally {
    public:
        FOTOGRAMA_FN Tally(const Params& params, u64* sums) : m_counters(sums), m_params(params) {}
        template <class Row>
        FOTOGRAMA_FN void add(const Row& row) {
            if (skipsRow(row.y, m_params)) return;
            const i32 blockY = blockOf(row.y, m_params.stepY);
            if (blockY != m_blockY) finish();
            m_blockY = blockY;
            m_firstX = row.x;
            m_count = row.count;
            if (row.shiftX == 1 && row.shiftY == 1) {
                const u8* const upper = row.luma;
                const u8* const lower = row.luma + row.lumaPitchBytes;
                for (i32 i = 0; i < row.count; ++i) {
                    m_columns[i] += static_cast<u32>(upper[2 * i] + upper[2 * i + 1] + lower[2 * i] + lower[2 * i + 1]);
                }
                return;
            }
            for (i32 i = 0; i < row.count; ++i) m_columns[i] += parts(row, i);
        }
        FOTOGRAMA_FN void finish() {
            for (i32 i = 0; i < m_count; ++i) {
                const i32 x = m_firstX + i;
                const i32 block = m_blockY * kSide + blockOf(x, m_params.stepX);
                m_counters[block * kWays + (x & (kWays - 1))] += m_columns[i];
                m_columns[i] = 0;
            }
            m_count = 0;
        }

    private:
        /// The mean of a block's luma in quarters, halves upwards.
        template <class Row>
        static FOTOGRAMA_FN u32 parts(const Row& row, i32 i) {
            u32 sum = 0;
            for (i32 y = 0; y < 1 << row.shiftY; ++y) {
                for (i32 x = 0; x < 1 << row.shiftX; ++x) {
                    sum += row.luma[y * row.lumaPitchBytes + (i << row.shiftX) + x];
                }
            }
            const i32 shift = row.shiftX + row.shiftY;
            return (4 * sum + (1U << shift >> 1)) >> shift;
        }
        u64* m_counters;
        Params m_params;
        i32 m_blockY = 0;
        i32 m_firstX = 0;
        i32 m_count = 0;
        u32 m_columns[kTallyItems] = {};
    };
};

}  // namespace FOTOGRAMA_ARCH

FOTOGRAMA_KERNELS(phash, SAME(Blocks))

}  // namespace fotograma::measures::phash
