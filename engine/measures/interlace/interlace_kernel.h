/// Sums over second differences down the columns: of the frame, of its fields, and of frames woven with the one before.
#pragma once

#include "engine/pixel/shapes.h"
#include "engine/pixel/tally.h"

namespace fotograma::measures::interlace {
inline namespace FOTOGRAMA_ARCH {
using namespace pixel;

struct Combs {
    static constexpr Shape shape = Shape::Reduce;
    static constexpr i32 radius = 2;
    static constexpr bool readsPrevious = true;
    /// Absolute second differences, in code values: of the frame's rows; of each field's rows; of the weave of the
    /// previous frame's even rows with this one's odd rows; of the other weave.
    static constexpr i32 counters = 4;
    struct Params {
        i32 endY;  ///< Rows 2 to endY - 1 count.
    };

    template <class C, class W>
    static FOTOGRAMA_FN void map(C& sums, const W& w, const Params& params) {
        if (w.y < 2 || w.y >= params.endY) return;
        const f32 now = 2.0F * w(0, 0);
        const f32 aside = w(0, -1) + w(0, 1);
        add(sums, 0, aside - now);
        add(sums, 1, (w(0, -2) + w(0, 2)) - now);
        const i32 isOdd = w.y & 1;
        add(sums, 2 + isOdd, aside - 2.0F * w.previous(0, 0));
        add(sums, 3 - isOdd, (w.previous(0, -1) + w.previous(0, 1)) - now);
    }

    class Tally {
    public:
        FOTOGRAMA_FN Tally(const Params& params, u64* sums) : m_counters(sums), m_endY(params.endY) {}
        template <class Row>
        FOTOGRAMA_FN void add(const Row& row) {
            if (row.y < 2 || row.y >= m_endY) return;
            Sums& sums = (row.y & 1) != 0 ? m_odd : m_even;
            sums.add(row.count, [row](auto at, auto* values) {
                const auto now = at(row.at(0)) + at(row.at(0));
                const auto woven = at(row.previous(0)) + at(row.previous(0));
                const auto aside = at(row.at(-1)) + at(row.at(1));
                values[0] = magnitude(aside - now);
                values[1] = magnitude(at(row.at(-2)) + at(row.at(2)) - now);
                values[2] = magnitude(aside - woven);
                values[3] = magnitude(at(row.previous(-1)) + at(row.previous(1)) - now);
            });
        }
        FOTOGRAMA_FN void finish() const {
            m_counters[0] += m_even[0] + m_odd[0];
            m_counters[1] += m_even[1] + m_odd[1];
            m_counters[2] += m_even[2] + m_odd[3];
            m_counters[3] += m_even[3] + m_odd[2];
        }

    private:
        using Sums = LaneSums<4, 2 * 255>;
        u64* m_counters;
        i32 m_endY;
        Sums m_even;
        Sums m_odd;
    };

private:
    template <class C>
    static FOTOGRAMA_FN void add(C& sums, i32 index, f32 value) {
        sums.add(index, static_cast<u64>(static_cast<i32>(absolute(value))));
    }
};

}  // namespace FOTOGRAMA_ARCH

FOTOGRAMA_KERNELS(interlace, SAME(Combs))

}  // namespace fotograma::measures::interlace
