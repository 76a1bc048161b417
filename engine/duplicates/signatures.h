/// Clips as the hashes of their frames, and the rule by which two of them are the same clip.
///
/// Units    hashes are 64 bits; their distance is the number of bits that differ.
/// Owner    Signatures holds all hashes in one array; spans of it live until the next add.
/// Thread   any for reading.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace fotograma::duplicates {

/// When clips are near duplicates: enough frames of each have a partner in the other, in the same order.
///
/// A trimmed copy has fewer frames, so the share of the shorter clip is what counts; that of the longer one only keeps a
/// shared title or a lone still from joining clips that have nothing else in common.
struct Rules {
    int frameBits = 10;         ///< 0..31. Frames are alike when at most so many bits differ.
    double shorterShare = 0.5;  ///< 0..1. Of the frames of the shorter signature, those that must be alike.
    double longerShare = 0.2;   ///< 0..1. Of the longer one.
    int loneFrameBits = 5;      ///< Where one alike frame is all there is, at most so many bits.
};

/// More frames a clip are thinned evenly.
inline constexpr std::size_t kMostFrames = 64;

class Signatures {
public:
    /// Hashes in order of time; none: the clip is a near duplicate of nothing.
    void add(std::span<const std::uint64_t> hashes);
    void reserve(std::size_t clips, std::size_t hashes);

    [[nodiscard]] std::size_t size() const noexcept { return m_ends.size(); }
    [[nodiscard]] std::size_t hashCount() const noexcept { return m_hashes.size(); }
    [[nodiscard]] std::span<const std::uint64_t> operator[](std::size_t clip) const noexcept {
        const std::size_t begin = clip == 0 ? 0 : m_ends[clip - 1];
        return std::span(m_hashes).subspan(begin, m_ends[clip] - begin);
    }

private:
    std::vector<std::uint64_t> m_hashes;
    std::vector<std::size_t> m_ends;  ///< By clip.
};

/// Symmetric. At most kMostFrames each.
///
/// Cost     about 0.2 µs for 16 frames each.
[[nodiscard]] bool isNearDuplicate(std::span<const std::uint64_t> a, std::span<const std::uint64_t> b,
                                   const Rules& rules) noexcept;

}  // namespace fotograma::duplicates
