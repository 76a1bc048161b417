/// Sums over Cb and Cr, from which the spread and the mean of every axis of colour follow.
#pragma once

#include "engine/pixel/shapes.h"
#include "engine/pixel/tally.h"

namespace fotograma::measures::colorfulness {
inline namespace FOTOGRAMA_ARCH {
using namespace pixel;

struct Chroma {
    static constexpr Shape shape = Shape::Reduce;
    static constexpr i32 radius = 0;
    static constexpr bool readsPrevious = false;
    static constexpr bool readsColor = true;
    static constexpr i32 counters = 5;  ///< Sums of Cb, Cr, Cb Cb, Cr Cr and Cb Cr, in code values.
    struct Params {};

    template <class C, class W>
    static FOTOGRAMA_FN void map(C& sums, const W& w, const Params&) {
        const Yuv color = w.color();
        const i64 cb = roundToInt(clamp(color.cb, 0.0F, w.peak));
        const i64 cr = roundToInt(clamp(color.cr, 0.0F, w.peak));
        sums.add(0, static_cast<u64>(cb));
        sums.add(1, static_cast<u64>(cr));
        sums.add(2, static_cast<u64>(cb * cb));
        sums.add(3, static_cast<u64>(cr * cr));
        sums.add(4, static_cast<u64>(cb * cr));
    }

    class Tally {
    public:
        FOTOGRAMA_FN Tally(const Params&, u64* sums) : m_counters(sums) {}
        template <class Row>
        FOTOGRAMA_FN void add(const Row& row) {
            m_means.add(row.count, [&](auto at, auto* values) {
                values[0] = at(row.cb);
                values[1] = at(row.cr);
            });
            alignas(32) short cb[kTallyItems];
            alignas(32) short cr[kTallyItems];
            for (i32 i = 0; i < row.count; ++i) cb[i] = row.cb[i];
            for (i32 i = 0; i < row.count; ++i) cr[i] = row.cr[i];
            m_counters[2] += sumOfProducts(cb, cb, row.count);
            m_counters[3] += sumOfProducts(cr, cr, row.count);
            m_counters[4] += sumOfProducts(cb, cr, row.count);
        }
        FOTOGRAMA_FN void finish() const {
            m_counters[0] += m_means[0];
            m_counters[1] += m_means[1];
        }

    private:
        u64* m_counters;
        LaneSums<2, 255> m_means;
    };
};

}  // namespace FOTOGRAMA_ARCH

FOTOGRAMA_KERNELS(colorfulness, SAME(Chroma))

}  // namespace fotograma::measures::colorfulness
