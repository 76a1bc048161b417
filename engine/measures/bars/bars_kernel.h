/// How many samples brighter than black every row and every column has.
#pragma once

#include "engine/pixel/shapes.h"
#include "engine/pixel/tally.h"

namespace fotograma::measures::bars {
inline namespace FOTOGRAMA_ARCH {
using namespace pixel;

inline constexpr i32 kBins = 1024;  ///< For rows, and as many for columns.

struct Projections {
    static constexpr Shape shape = Shape::Reduce;
    static constexpr i32 radius = 0;
    static constexpr bool readsPrevious = false;
    static constexpr i32 counters = 2 * kBins;  ///< Rows from the top, then columns from the left.
    struct Params {
        i32 limit;           ///< The brightest code value that still is black.
        i32 shiftX, shiftY;  ///< log2 of columns and rows a bin.
        i32 rowBins;         ///< Counters used for rows; those of the columns come right behind.
    };

    template <class C, class W>
    static FOTOGRAMA_FN void map(C& counts, const W& w, const Params& params) {
        if (!(w(0, 0) > static_cast<f32>(params.limit))) return;
        counts.add(w.y >> params.shiftY, 1);
        counts.add(params.rowBins + (w.x >> params.shiftX), 1);
    }

    class Tally {
    public:
        FOTOGRAMA_FN Tally(const Params& params, u64* sums) : m_counters(sums), m_params(params) {}
        template <class Row>
        FOTOGRAMA_FN void add(const Row& row) {
            const u8* const codes = row.at(0);
            const short limit = static_cast<short>(m_params.limit < 255 ? m_params.limit : 255);
            m_firstX = row.x;
            m_count = row.count;
            LaneSums<1, 1> bright;
            bright.add(row.count, [&](auto at, auto* values) {
                // A comparison of lanes gives -1 where it holds.
                if constexpr (sizeof *values == sizeof(short)) {
                    values[0] = at(codes) > limit ? 1 : 0;
                } else {
                    values[0] = -(at(codes) > limit);
                }
                const auto columns = static_cast<decltype(values[0] + 0)>(at(m_columns) + values[0]);
                __builtin_memcpy(m_columns + at.i, &columns, sizeof *values);
            });
            m_counters[row.y >> m_params.shiftY] += bright[0];
        }
        FOTOGRAMA_FN void finish() const {
            for (i32 i = 0; i < m_count; ++i) {
                m_counters[m_params.rowBins + ((m_firstX + i) >> m_params.shiftX)] += static_cast<u16>(m_columns[i]);
            }
        }

    private:
        u64* m_counters;
        Params m_params;
        i32 m_firstX = 0;
        i32 m_count = 0;
        short m_columns[kTallyItems] = {};  ///< A band has fewer rows than they count.
    };
};

}  // namespace FOTOGRAMA_ARCH

FOTOGRAMA_KERNELS(bars, SAME(Projections))

}  // namespace fotograma::measures::bars
