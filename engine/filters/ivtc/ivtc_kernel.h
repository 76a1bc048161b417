/// Fields put back together that were one picture, and what tells which were.
///
/// Source   SMPTE EG 25 and ITU-R BR.785: 3:2 pulldown.
#pragma once

#include "engine/pixel/shapes.h"
#include "engine/pixel/tally.h"

namespace fotograma::filters::ivtc {
inline namespace FOTOGRAMA_ARCH {
using namespace pixel;

/// The rows of one field from the frame before.
struct Match {
    static constexpr Shape shape = Shape::Temporal;
    static constexpr i32 back = 1;
    static constexpr i32 forward = 0;
    static constexpr i32 radius = 0;
    struct Params {
        i32 earlier;  ///< The rows taken from there: 0 even, 1 odd.
    };

    template <class W>
    static FOTOGRAMA_FN f32 pixel(const W& w, const Params& params) {
        return (w.y & 1) == params.earlier ? w(-1, 0, 0) : w(0, 0, 0);
    }
};

/// How much each field differs from that of the frame before.
struct Change {
    static constexpr Shape shape = Shape::Reduce;
    static constexpr i32 radius = 0;
    static constexpr bool readsPrevious = true;
    static constexpr i32 counters = 2;  ///< Absolute differences, in code values: of even rows, of odd ones.
    struct Params {};

    template <class C, class W>
    static FOTOGRAMA_FN void map(C& sums, const W& w, const Params&) {
        sums.add(w.y & 1, static_cast<u64>(static_cast<i32>(absolute(w(0, 0) - w.previous(0, 0)))));
    }

    class Tally {
    public:
        FOTOGRAMA_FN Tally(const Params&, u64* sums) : m_counters(sums) {}
        template <class Row>
        FOTOGRAMA_FN void add(const Row& row) {
            const u8* const now = row.at(0);
            const u8* const before = row.previous(0);
            i32 sum = 0;
            for (i32 i = 0; i < row.count; ++i) sum += distance(now[i], before[i]);
            m_counters[row.y & 1] += static_cast<u32>(sum);
        }
        FOTOGRAMA_FN void finish() const {}

    private:
        u64* m_counters;
    };
};

}  // namespace FOTOGRAMA_ARCH

FOTOGRAMA_KERNELS(ivtc, SAME(Match) SAME(Change))

}  // namespace fotograma::filters::ivtc
