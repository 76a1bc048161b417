/// Sums over differences of neighbours: across the borders of an 8 x 8 grid, and inside its blocks.
#pragma once

#include "engine/pixel/shapes.h"
#include "engine/pixel/tally.h"

namespace fotograma::measures::blockiness {
inline namespace FOTOGRAMA_ARCH {
using namespace pixel;

inline constexpr i32 kBlock = 8;

struct Gradients {
    static constexpr Shape shape = Shape::Reduce;
    static constexpr i32 radius = 1;
    static constexpr bool readsPrevious = false;
    static constexpr i32 counters = 2;  ///< Of absolute differences: across borders, inside. In code values.
    struct Params {};

    template <class C, class W>
    static FOTOGRAMA_FN void map(C& sums, const W& w, const Params&) {
        const f32 left = absolute(w(0, 0) - w(-1, 0));
        const f32 above = absolute(w(0, 0) - w(0, -1));
        sums.add(w.x % kBlock == 0 ? 0 : 1, static_cast<u64>(static_cast<i32>(left)));
        sums.add(w.y % kBlock == 0 ? 0 : 1, static_cast<u64>(static_cast<i32>(above)));
    }

    class Tally {
    public:
        FOTOGRAMA_FN Tally(const Params&, u64* sums) : m_counters(sums) {}
        template <class Row>
        FOTOGRAMA_FN void add(const Row& row) {
            const u8* const above = row.at(-1);
            const u8* const here = row.at(0);
            const u8* const left = here - 1;
            i32 horizontal = 0;
            i32 vertical = 0;
            i32 across = 0;
            for (i32 i = 0; i < row.count; ++i) horizontal += distance(here[i], left[i]);
            for (i32 i = 0; i < row.count; ++i) vertical += distance(here[i], above[i]);
            for (i32 i = (kBlock - row.x % kBlock) % kBlock; i < row.count; i += kBlock) {
                across += distance(here[i], left[i]);
            }
            m_counters[0] += static_cast<u32>(across);
            m_counters[1] += static_cast<u32>(horizontal - across);
            m_counters[row.y % kBlock == 0 ? 0 : 1] += static_cast<u32>(vertical);
        }
        FOTOGRAMA_FN void finish() const {}

    private:
        u64* m_counters;
    };
};

}  // namespace FOTOGRAMA_ARCH

FOTOGRAMA_KERNELS(blockiness, SAME(Gradients))

}  // namespace fotograma::measures::blockiness
