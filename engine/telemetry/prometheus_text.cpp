#include "engine/telemetry/prometheus_text.h"

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

namespace fotograma::telemetry {
namespace {

prometheus::ClientMetric metricOf(MetricKind kind, const MetricSample& sample) {
    prometheus::ClientMetric metric;
    for (const auto& [name, value] : sample.labels) metric.label.push_back({name, value});
    switch (kind) {
        case MetricKind::Counter: metric.counter.value = sample.value; break;
        case MetricKind::Gauge: metric.gauge.value = sample.value; break;
        case MetricKind::Distribution:
            metric.summary.sample_count = static_cast<std::uint64_t>(sample.histogram.count());
            metric.summary.sample_sum = sample.histogram.sum();
            for (const double quantile : {0.5, 0.95, 0.99})
                metric.summary.quantile.push_back({quantile, sample.histogram.quantile(quantile)});
            break;
    }
    return metric;
}

prometheus::MetricType typeOf(MetricKind kind) {
    if (kind == MetricKind::Counter) return prometheus::MetricType::Counter;
    return kind == MetricKind::Gauge ? prometheus::MetricType::Gauge : prometheus::MetricType::Summary;
}

}  // namespace

std::string prometheusText(const std::vector<MetricFamily>& families) {
    std::vector<prometheus::MetricFamily> converted;
    for (const MetricFamily& family : families) {
        prometheus::MetricFamily& one = converted.emplace_back();
        one.name = family.name;
        one.help = family.help;
        one.type = typeOf(family.kind);
        for (const MetricSample& sample : family.samples) one.metric.push_back(metricOf(family.kind, sample));
    }
    return prometheus::TextSerializer().Serialize(converted);
}

}  // namespace fotograma::telemetry
