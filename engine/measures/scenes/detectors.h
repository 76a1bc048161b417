/// From how much the content changes to where the scenes change, as PySceneDetect's detectors decide.
///
/// Shape    frames come in order of time; a cut is the first frame of a new scene and may become known some frames later.
/// Source   PySceneDetect 0.7: ContentDetector with FlashFilter (merge), AdaptiveDetector.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace fotograma::measures::scenes {

/// A frame's place and its content value: the mean difference of H, S and V to the frame before, 0 for the first.
struct Look {
    std::int64_t index = 0;
    double timeSeconds = 0.0;
    double content = 0.0;
};

/// A cut where the content value reaches a threshold. Cuts that follow each other too soon become one, at the last frame
/// over the threshold.
class ContentDetector {
public:
    ContentDetector(double threshold, double minimumSeconds) noexcept
        : m_threshold(threshold), m_minimumSeconds(minimumSeconds) {}

    std::optional<Look> next(const Look& look);

private:
    [[nodiscard]] bool isLongEnough(const Look& from, const Look& to) const;

    double m_threshold;
    double m_minimumSeconds;
    std::optional<Look> m_lastAbove;   ///< Before any: the first frame.
    std::optional<Look> m_mergeStart;  ///< While cuts are being merged.
    bool m_hadCut = false;
};

/// A cut where the content value is so many times the mean of its neighbours, and not small itself.
class AdaptiveDetector {
public:
    static constexpr std::size_t kReach = 2;  ///< Neighbours on either side.

    AdaptiveDetector(double ratio, double leastContent, double minimumSeconds) noexcept
        : m_ratio(ratio), m_leastContent(leastContent), m_minimumSeconds(minimumSeconds) {}

    /// What it says is about the frame kReach before this one.
    std::optional<Look> next(const Look& look);

private:
    [[nodiscard]] bool standsOut() const;

    double m_ratio;
    double m_leastContent;
    double m_minimumSeconds;
    std::array<Look, 2 * kReach + 1> m_window{};  ///< The newest is last.
    std::size_t m_seen = 0;
    double m_lastCutSeconds = 0.0;  ///< Before any: of the first frame.
};

}  // namespace fotograma::measures::scenes
