/// How often a key was asked for lately, about: a count-min sketch of small counters that are halved now and then.
///
/// Thread   one at a time.
/// Cost     16 bytes an expected entry; four counters a look.
/// Source   Cormode, Muthukrishnan: An improved data stream summary, J. Algorithms 55(1), 2005; TinyLFU, section 3.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <vector>

#include "engine/cache/cache.h"

namespace fotograma::cache {

class FrequencySketch {
public:
    explicit FrequencySketch(std::size_t expectedEntries)
        : m_counters(std::bit_ceil(std::max<std::size_t>(expectedEntries, 16)) * kRows),
          m_mask(m_counters.size() / kRows - 1),
          m_agingPeriod(10 * (m_mask + 1)) {}

    void add(const Key& key) noexcept {
        for (std::size_t row = 0; row < kRows; ++row) {
            std::uint8_t& counter = m_counters[place(key, row)];
            if (counter < kMost) ++counter;
        }
        if (++m_added >= m_agingPeriod) age();
    }

    [[nodiscard]] int estimate(const Key& key) const noexcept {
        std::uint8_t least = kMost;
        for (std::size_t row = 0; row < kRows; ++row) least = std::min(least, m_counters[place(key, row)]);
        return least;
    }

private:
    static constexpr std::size_t kRows = 4;
    static constexpr std::uint8_t kMost = 15;

    // The key is a digest already: its two halves give all four places (Kirsch and Mitzenmacher's double hashing).
    [[nodiscard]] std::size_t place(const Key& key, std::size_t row) const noexcept {
        const std::uint64_t hash = key.digest.high + row * (key.digest.low | 1U);
        return row * (m_mask + 1) + (static_cast<std::size_t>(hash ^ hash >> 32) & m_mask);
    }

    void age() noexcept {
        for (std::uint8_t& counter : m_counters) counter = static_cast<std::uint8_t>(counter >> 1);
        m_added /= 2;
    }

    std::vector<std::uint8_t> m_counters;
    std::size_t m_mask;
    std::size_t m_agingPeriod;
    std::size_t m_added = 0;
};

}  // namespace fotograma::cache
