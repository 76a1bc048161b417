/// Sum over a mask that structure passes and noise does not: the difference of two Laplacians.
#pragma once

#include "engine/pixel/shapes.h"
#include "engine/pixel/tally.h"

namespace fotograma::measures::noise {
inline namespace FOTOGRAMA_ARCH {
using namespace pixel;

struct Mask {
    static constexpr Shape shape = Shape::Reduce;
    static constexpr i32 radius = 1;
    static constexpr bool readsPrevious = false;
    static constexpr i32 counters = 1;  ///< Of absolute values, in code values.
    struct Params {
        i32 lastX, lastY;  ///< Of the picture: its outermost samples are left out.
    };

    template <class C, class W>
    static FOTOGRAMA_FN void map(C& sums, const W& w, const Params& params) {
        if (w.x < 1 || w.y < 1 || w.x >= params.lastX || w.y >= params.lastY) return;
        // Exact: at most 8 code values of 16 bits.
        const f32 corners = (w(-1, -1) + w(1, -1)) + (w(-1, 1) + w(1, 1));
        const f32 sides = (w(0, -1) + w(0, 1)) + (w(-1, 0) + w(1, 0));
        sums.add(0, static_cast<u64>(static_cast<i32>(absolute(corners - 2.0F * sides + 4.0F * w(0, 0)))));
    }

    class Tally {
    public:
        FOTOGRAMA_FN Tally(const Params& params, u64* sums) : m_counters(sums), m_lastY(params.lastY) {}
        template <class Row>
        FOTOGRAMA_FN void add(const Row& row) {
            if (row.y < 1 || row.y >= m_lastY) return;
            const u8* const above = row.at(-1) - 1;
            const u8* const here = row.at(0) - 1;
            const u8* const below = row.at(1) - 1;
            // The mask is a second difference down the columns, then along the row.
            alignas(32) short down[kTallyItems + 2];
            for (i32 i = 0; i < row.count + 2; ++i) down[i] = static_cast<short>(above[i] + below[i] - 2 * here[i]);
            m_sum.add(row.count, [&](auto at, auto* values) {
                values[0] = magnitude(at(down) + at(down + 2) - 2 * at(down + 1));
            });
        }
        FOTOGRAMA_FN void finish() const { m_counters[0] += m_sum[0]; }

    private:
        u64* m_counters;
        i32 m_lastY;
        LaneSums<1, 8 * 255> m_sum;
    };
};

}  // namespace FOTOGRAMA_ARCH

FOTOGRAMA_KERNELS(noise, SAME(Mask))

}  // namespace fotograma::measures::noise
