/// The brightest of a picture, measured frame by frame: slow within a scene, at once at a cut.
///
/// Units    PQ values 0..1 (SMPTE ST 2084).
#pragma once

#include <memory>

#include "engine/filter/definition.h"
#include "engine/filters/tonemap/tonemap_kernel.h"

namespace fotograma::filters::tonemap {

/// Light of the peaks that the table of gains has a row for, evenly in PQ from the display's white to the stated peak.
struct PeakScale {
    double lowest = 0.0;
    double highest = 1.0;

    PeakScale(double white, double peak);
    [[nodiscard]] double valueOf(int row) const;    ///< PQ.
    [[nodiscard]] float rowOf(double value) const;  ///< Between rows; held to the ends.
};

/// The pass that counts colours by their brightest channel.
[[nodiscard]] filter::Pass brightness(const frame::PictureSpec& input);

/// `params` but for the row, which follows what that pass counts.
[[nodiscard]] std::unique_ptr<filter::Steering> peakSteering(const PeakScale& scale, const ToneParams& params);

}  // namespace fotograma::filters::tonemap
