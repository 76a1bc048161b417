/// Frame rates as people write them, and which frames a new rate is made of.
///
/// Units    frames a second.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "engine/filter/definition.h"

namespace fotograma::filters::fps {

/// "25", "30000/1001", "29.97": what is written with decimals and near a rate of NTSC's is that. 1 to 1000.
[[nodiscard]] std::optional<base::Rational> parseRate(std::string_view text);

struct Settings {
    base::Rational rate;
    bool blends = false;  ///< It then wants the counters of filter::lumaChange.
    frame::PictureSpec input;
};
[[nodiscard]] std::unique_ptr<filter::Steering> steeringFor(const Settings& settings);

}  // namespace fotograma::filters::fps
