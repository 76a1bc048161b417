#include "engine/duplicates/signatures.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace fotograma::duplicates {

void Signatures::add(std::span<const std::uint64_t> hashes) {
    const std::size_t kept = std::min(hashes.size(), kMostFrames);
    for (std::size_t i = 0; i < kept; ++i) m_hashes.push_back(hashes[i * hashes.size() / kept]);
    m_ends.push_back(m_hashes.size());
}

void Signatures::reserve(std::size_t clips, std::size_t hashes) {
    m_ends.reserve(clips);
    m_hashes.reserve(hashes);
}

bool isNearDuplicate(std::span<const std::uint64_t> a, std::span<const std::uint64_t> b, const Rules& rules) noexcept {
    const std::size_t shorter = std::min(a.size(), b.size());
    const std::size_t longer = std::max(a.size(), b.size());
    if (shorter == 0) return false;
    const double shares =
        std::max(rules.shorterShare * static_cast<double>(shorter), rules.longerShare * static_cast<double>(longer));
    const int wanted = std::max(1, static_cast<int>(std::ceil(shares - 1e-9)));
    if (wanted > static_cast<int>(shorter)) return false;

    // The longest common subsequence, where frames count as equal when they are alike: bit j of `open` is still set when
    // frame j of b has found no partner. Source: Hyyrö, Bit-Parallel LCS-length Computation Revisited, 2004.
    std::uint64_t open = ~std::uint64_t{0};
    int alike = 0;
    int nearest = 64;
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::uint64_t partners = 0;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const int distance = std::popcount(a[i] ^ b[j]);
            nearest = std::min(nearest, distance);
            partners |= static_cast<std::uint64_t>(distance <= rules.frameBits) << j;
        }
        const std::uint64_t taken = open & partners;
        open = (open + taken) | (open - taken);
        alike = std::popcount(~open);
        const int left = static_cast<int>(a.size() - i - 1);
        if (alike + left < wanted) return false;
    }
    return alike >= wanted && (alike > 1 || nearest <= rules.loneFrameBits);
}

}  // namespace fotograma::duplicates
