/// Metrics in Prometheus' text format (0.0.4).
///
/// Shape    counters and gauges as they are; a histogram as its buckets, each with all below it, its sum and its count.
/// Thread   any.
#pragma once

#include <string>
#include <vector>

#include "engine/telemetry/metrics.h"

namespace fotograma::telemetry {

[[nodiscard]] std::string prometheusText(const std::vector<MetricFamily>& families);

}  // namespace fotograma::telemetry
