/// Sets that only grow together, over the numbers 0 to n - 1. Every set is known by its smallest number.
///
/// Thread   any: find and unite may be called from several threads at once.
/// Source   Anderson and Woll, Wait-free Parallel Algorithms for the Union-Find Problem, 1991.
#pragma once

#include <atomic>
#include <cstdint>
#include <vector>

namespace fotograma::duplicates {

class DisjointSets {
public:
    explicit DisjointSets(std::size_t count) : m_parents(count) {
        for (std::size_t i = 0; i < count; ++i) m_parents[i].store(static_cast<std::uint32_t>(i), kRelaxed);
    }

    [[nodiscard]] std::uint32_t find(std::uint32_t x) const noexcept {
        while (true) {
            std::uint32_t parent = m_parents[x].load(kRelaxed);
            if (parent == x) return x;
            const std::uint32_t above = m_parents[parent].load(kRelaxed);
            // Half the path on the way; whoever loses the race has a good path already.
            if (above != parent) m_parents[x].compare_exchange_weak(parent, above, kRelaxed);
            x = above;
        }
    }

    void unite(std::uint32_t a, std::uint32_t b) noexcept {
        while (true) {
            a = find(a);
            b = find(b);
            if (a == b) return;
            if (a > b) std::swap(a, b);
            std::uint32_t expected = b;
            if (m_parents[b].compare_exchange_strong(expected, a, kRelaxed)) return;
        }
    }

private:
    // Parents only ever become smaller, and nothing else is published through them.
    static constexpr auto kRelaxed = std::memory_order_relaxed;
    mutable std::vector<std::atomic<std::uint32_t>> m_parents;
};

}  // namespace fotograma::duplicates
