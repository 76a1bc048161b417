/// Sums over the differences to the frame before.
#pragma once

#include "engine/pixel/shapes.h"
#include "engine/pixel/tally.h"

namespace fotograma::measures::change {
inline namespace FOTOGRAMA_ARCH {
using namespace pixel;

struct Difference {
    static constexpr Shape shape = Shape::Reduce;
    static constexpr i32 radius = 0;
    static constexpr bool readsPrevious = true;
    static constexpr i32 counters = 2;  ///< Of absolute differences and of their squares, in code values.
    struct Params {};

    template <class C, class W>
    static FOTOGRAMA_FN void map(C& sums, const W& w, const Params&) {
        const i64 difference = static_cast<i32>(absolute(w(0, 0) - w.previous(0, 0)));
        sums.add(0, static_cast<u64>(difference));
        sums.add(1, static_cast<u64>(difference * difference));
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
            alignas(32) short differences[kTallyItems];
            for (i32 i = 0; i < row.count; ++i) differences[i] = static_cast<short>(now[i] - before[i]);
            m_counters[0] += static_cast<u32>(sum);
            m_counters[1] += sumOfProducts(differences, differences, row.count);
        }
        FOTOGRAMA_FN void finish() const {}

    private:
        u64* m_counters;
    };
};

}  // namespace FOTOGRAMA_ARCH

FOTOGRAMA_KERNELS(change, SAME(Difference))

}  // namespace fotograma::measures::change
