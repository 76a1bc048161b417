/// What is done with every picture, in words: for people before a job runs, and for its report.
///
/// Thread   any; pure.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/filter/fusion.h"

namespace fotograma::filter {

/// "cpu", "cuda:0"
[[nodiscard]] std::string deviceText(frame::DeviceId device);
/// The device of such a name; the host for any other.
[[nodiscard]] frame::DeviceId deviceNamed(std::string_view text);

/// One row for each of the passes; `part` is left empty.
[[nodiscard]] std::vector<api::PassInfo> explain(const Chain& chain, std::span<const PlannedPass> plan,
                                                 frame::DeviceId device);
/// The same, planned for that device, with the first passes that its filters need, those before.
[[nodiscard]] std::vector<api::PassInfo> explain(const Chain& chain, frame::DeviceId device);

/// One row for each Reduce of the measures that look at pictures; those that share one are one row.
[[nodiscard]] std::vector<api::PassInfo> explainMeasures(std::span<const Use> measures, const frame::PictureSpec& input,
                                                         frame::DeviceId device);

}  // namespace fotograma::filter
