/// Sums of luma over square blocks, of a frame and of the one before: two thumbnails scaled by area.
#pragma once

#include "engine/pixel/shapes.h"
#include "engine/pixel/tally.h"

namespace fotograma::measures::motion {
inline namespace FOTOGRAMA_ARCH {
using namespace pixel;

inline constexpr i32 kMostBlocks = 32768;
inline constexpr i32 kMostShift = 8;  ///< Sums of so large a block still fit 32 bits, and 16 down a column of bytes.

struct Blocks {
    static constexpr Shape shape = Shape::Reduce;
    static constexpr i32 radius = 0;
    static constexpr bool readsPrevious = true;
    static constexpr i32 counters =
        kMostBlocks;  ///< By row and column; this frame below, the one before from bit 32 on.
    struct Params {
        i32 shift;          ///< log2 of a block's side.
        i32 columns, rows;  ///< Of whole blocks; what is left at the right and below does not count.
    };

    template <class C, class W>
    static FOTOGRAMA_FN void map(C& sums, const W& w, const Params& params) {
        const i32 column = w.x >> params.shift;
        const i32 row = w.y >> params.shift;
        if (column >= params.columns || row >= params.rows) return;
        sums.add(row * params.columns + column, packed(static_cast<u32>(w(0, 0)), static_cast<u32>(w.previous(0, 0))));
    }

    /// Sums of columns until a row of blocks ends.
    class Tally {
    public:
        FOTOGRAMA_FN Tally(const Params& params, u64* sums) : m_counters(sums), m_params(params) {}
        template <class Row>
        FOTOGRAMA_FN void add(const Row& row) {
            const i32 blockRow = row.y >> m_params.shift;
            if (blockRow >= m_params.rows) return;
            if (blockRow != m_blockRow) finish();
            m_blockRow = blockRow;
            m_firstX = row.x;
            m_count = row.count;
            const u8* const now = row.at(0);
            const u8* const before = row.previous(0);
            for (i32 i = 0; i < row.count; ++i) m_now[i] = static_cast<u16>(m_now[i] + now[i]);
            for (i32 i = 0; i < row.count; ++i) m_before[i] = static_cast<u16>(m_before[i] + before[i]);
        }
        FOTOGRAMA_FN void finish() {
            for (i32 i = 0; i < m_count; ++i) {
                const i32 column = (m_firstX + i) >> m_params.shift;
                if (column < m_params.columns) {
                    m_counters[m_blockRow * m_params.columns + column] += packed(m_now[i], m_before[i]);
                }
                m_now[i] = m_before[i] = 0;
            }
            m_count = 0;
        }

    private:
        u64* m_counters;
        Params m_params;
        i32 m_blockRow = 0;
        i32 m_firstX = 0;
        i32 m_count = 0;
        u16 m_now[kTallyItems] = {};
        u16 m_before[kTallyItems] = {};
    };

private:
    static FOTOGRAMA_FN u64 packed(u32 now, u32 before) { return now | static_cast<u64>(before) << 32; }
};

}  // namespace FOTOGRAMA_ARCH

FOTOGRAMA_KERNELS(motion, SAME(Blocks))

}  // namespace fotograma::measures::motion
