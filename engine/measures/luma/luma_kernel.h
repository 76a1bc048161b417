/// Histogram of luma, from which everything else is read.
#pragma once

#include "engine/pixel/shapes.h"
#include "engine/pixel/tally.h"

namespace fotograma::measures::luma {
inline namespace FOTOGRAMA_ARCH {
using namespace pixel;

struct Histogram {
    static constexpr Shape shape = Shape::Reduce;
    static constexpr i32 radius = 0;
    static constexpr bool readsPrevious = false;
    static constexpr i32 counters = 1024;
    struct Params {
        i32 shift;  ///< Code values over 10 bits are counted in steps of 2^shift.
    };

    template <class C, class W>
    static FOTOGRAMA_FN void map(C& counts, const W& w, const Params& params) {
        // A damaged picture may hold code values over its depth: they must not count outside.
        const i32 step = static_cast<i32>(minimum(w(0, 0), w.peak)) >> params.shift;
        counts.add(step, 1);
    }

    /// Neighbours count in tables of their own: on flat pictures one count would wait for the one before.
    class Tally {
    public:
        FOTOGRAMA_FN Tally(const Params&, u64* sums) : m_counters(sums) {}
        template <class Row>
        FOTOGRAMA_FN void add(const Row& row) {
            const u8* const codes = row.at(0);
            i32 i = 0;
            for (; i + 8 <= row.count; i += 8) {
                u64 eight;
                __builtin_memcpy(&eight, codes + i, 8);
                for (i32 part = 0; part < 8; ++part) ++m_counts[part & 3][eight >> (8 * part) & 255];
            }
            for (; i < row.count; ++i) ++m_counts[0][codes[i]];
        }
        FOTOGRAMA_FN void finish() const {
            for (i32 code = 0; code < 256; ++code) {
                m_counters[code] += m_counts[0][code] + m_counts[1][code] + m_counts[2][code] + m_counts[3][code];
            }
        }

    private:
        u64* m_counters;
        u32 m_counts[4][256] = {};
    };
};

}  // namespace FOTOGRAMA_ARCH

FOTOGRAMA_KERNELS(luma, SAME(Histogram))

}  // namespace fotograma::measures::luma
