/// Which fields were one picture, and which pictures of five are one too many.
///
/// Units    changes as means of absolute differences, in 8-bit code values.
#pragma once

#include <memory>

#include "engine/filter/definition.h"

namespace fotograma::filters::ivtc {

enum class Parity { Auto, TopFirst, BottomFirst };
enum class Leave {
    Repeated,   ///< Out of five frames one, where one is a repetition.
    OneOfFive,  ///< Always the one that changes least: the rate is constant.
};

struct Settings {
    Parity parity = Parity::Auto;
    Leave leave = Leave::Repeated;
    double perCode = 1.0;  ///< From a sum of differences over a field to half their mean.
};

/// It wants the counters of filter::fieldCombs and then those of ivtc_Change.
[[nodiscard]] std::unique_ptr<filter::Steering> steeringFor(const Settings& settings);

}  // namespace fotograma::filters::ivtc
