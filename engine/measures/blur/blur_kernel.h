/// Sums over the Laplacian of luma.
#pragma once

#include "engine/pixel/shapes.h"
#include "engine/pixel/tally.h"

namespace fotograma::measures::blur {
inline namespace FOTOGRAMA_ARCH {
using namespace pixel;

struct Laplacian {
    static constexpr Shape shape = Shape::Reduce;
    static constexpr i32 radius = 1;
    static constexpr bool readsPrevious = false;
    static constexpr i32 counters = 2;  ///< The sum, in two's complement, and the sum of squares.
    struct Params {};

    template <class C, class W>
    static FOTOGRAMA_FN void map(C& sums, const W& w, const Params&) {
        // Exact: code values are whole and a float holds them up to 2^24.
        const f32 difference = 4.0F * w(0, 0) - (w(-1, 0) + w(1, 0)) - (w(0, -1) + w(0, 1));
        const i64 whole = static_cast<i32>(difference);
        sums.add(0, static_cast<u64>(whole));
        sums.add(1, static_cast<u64>(whole * whole));
    }

    class Tally {
    public:
        FOTOGRAMA_FN Tally(const Params&, u64* sums) : m_counters(sums) {}
        template <class Row>
        FOTOGRAMA_FN void add(const Row& row) {
            const u8* const above = row.at(-1);
            const u8* const here = row.at(0);
            const u8* const below = row.at(1);
            alignas(32) short differences[kTallyItems];
            i32 sum = 0;
            for (i32 i = 0; i < row.count; ++i) {
                differences[i] = static_cast<short>(4 * here[i] - (here[i - 1] + here[i + 1]) - (above[i] + below[i]));
            }
            for (i32 i = 0; i < row.count; ++i) sum += differences[i];
            m_sum += sum;
            m_squares += sumOfProducts(differences, differences, row.count);
        }
        FOTOGRAMA_FN void finish() const {
            m_counters[0] += static_cast<u64>(m_sum);
            m_counters[1] += m_squares;
        }

    private:
        u64* m_counters;
        i64 m_sum = 0;
        u64 m_squares = 0;
    };
};

}  // namespace FOTOGRAMA_ARCH

FOTOGRAMA_KERNELS(blur, SAME(Laplacian))

}  // namespace fotograma::measures::blur
