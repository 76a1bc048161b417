/// Metrics in Prometheus' text format (0.0.4).
///
/// Shape    counters and gauges as they are; distributions as summaries with the quantiles 0.5, 0.95 and 0.99.
/// Thread   any.
#pragma once

#include <string>
#include <vector>

#include "engine/telemetry/metrics.h"

namespace fotograma::telemetry {

[[nodiscard]] std::string prometheusText(const std::vector<MetricFamily>& families);

}  // namespace fotograma::telemetry
