/// Which fields become frames: by the stream's flags, all, or as the pictures look.
#pragma once

#include <memory>

#include "engine/filter/definition.h"
#include "engine/filter/fields.h"

namespace fotograma::filters::deinterlace {

enum class When { Flagged, Always, Measured };
enum class Parity { Auto, TopFirst, BottomFirst };

struct Settings {
    bool makesFrameOfEachField = false;  ///< Else one of each frame, from its first field.
    When when = When::Flagged;
    Parity parity = Parity::Auto;
    std::array<int, pixel::kMaxPlanes> rows{};  ///< Of each plane.
};

/// The parameters of the kernel for one field.
[[nodiscard]] filter::PlaneParams paramsFor(const Settings& settings, bool isBottom, bool isSecond);

/// With When::Measured it wants the counters of filter::fieldCombs.
[[nodiscard]] std::unique_ptr<filter::Steering> steeringFor(const Settings& settings);

}  // namespace fotograma::filters::deinterlace
