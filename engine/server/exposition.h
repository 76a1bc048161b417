/// What the engine and the process say of themselves, as families of metrics beside those that are counted here.
///
/// Shape    names by Prometheus' conventions: fotograma_<thing>_<unit>, _total for what only grows, process_* as its own
///          client libraries have them.
/// Thread   any.
#pragma once

#include <vector>

#include "engine/api/types.h"
#include "engine/server/roots.h"
#include "engine/telemetry/metrics.h"

namespace fotograma::server {

/// Jobs by state, frames, stages, cache levels, devices.
[[nodiscard]] std::vector<telemetry::MetricFamily> familiesOf(const api::Stats& stats, const api::ServiceInfo& info);
/// process_*: what the process holds and has moved.
[[nodiscard]] std::vector<telemetry::MetricFamily> processFamilies();
/// Room on the disks of the store and of the roots.
[[nodiscard]] std::vector<telemetry::MetricFamily> diskFamilies(const std::filesystem::path& store, const Roots& roots);

}  // namespace fotograma::server
