/// Whether frames are two fields of different moments, told from how rows of a frame and of the one before fit together.
///
/// Source   in the manner of FFmpeg's idet (single-frame detection).
#pragma once

#include <span>

#include "engine/filter/definition.h"

namespace fotograma::filter {

/// The pass that counts: kernel interlace_Combs of engine/measures/interlace. Equal passes run once.
[[nodiscard]] Pass fieldCombs(const frame::PictureSpec& spec);

/// Absolute second differences down the columns of luma, as that pass counts them.
struct FieldSums {
    double own = 0.0;         ///< Of the frame's rows.
    double within = 0.0;      ///< Of each field's rows.
    double evenBefore = 0.0;  ///< Of the frame before's even rows woven with this one's odd rows.
    double oddBefore = 0.0;   ///< The other weave.
    explicit FieldSums(std::span<const pixel::u64> sums) noexcept;
};

struct FieldThresholds {
    double interlaced = 1.04;  ///< How much worse one weave must be than the other.
    double progressive = 1.5;  ///< How much worse both must be than the frame itself.
};

enum class FieldVerdict { Unknown, Progressive, TopFirst, BottomFirst };  ///< Still frames are Unknown.
[[nodiscard]] FieldVerdict fieldVerdict(const FieldSums& sums, const FieldThresholds& thresholds) noexcept;

}  // namespace fotograma::filter
