/// Cuts, told from how much frames differ from the one before: for filters that must not mix scenes.
///
/// Units    mean absolute differences of luma in 8-bit code values.
#pragma once

#include <deque>
#include <span>

#include "engine/filter/definition.h"

namespace fotograma::filter {

/// The pass that counts: kernel change_Difference of engine/measures/change. Equal passes run once.
[[nodiscard]] Pass lumaChange(const frame::PictureSpec& spec);

/// Says of frame after frame whether a scene begins with it. One cut too many only costs its filter a little effect, so
/// a strong flash counts as well.
class CutFinder {
public:
    explicit CutFinder(const frame::PictureSpec& spec);
    /// The next frame's counters. The first frame begins a scene.
    [[nodiscard]] bool next(std::span<const pixel::u64> counters);

private:
    double m_perCode;  ///< From a sum to a mean.
    bool m_isFirst = true;
    std::deque<double> m_usual;  ///< Of the last frames of this scene.
};

}  // namespace fotograma::filter
