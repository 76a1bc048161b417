#include "engine/telemetry/prometheus_text.h"

#include <limits>

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
        case MetricKind::Histogram: {
            std::uint64_t upTo = 0;
            metric.histogram.sample_count = static_cast<std::uint64_t>(sample.histogram.count());
            metric.histogram.sample_sum = sample.histogram.sum;
            for (std::size_t i = 0; i < sample.histogram.buckets.size(); ++i) {
                upTo += static_cast<std::uint64_t>(sample.histogram.buckets[i]);
                const bool isLast = i == sample.histogram.bounds.size();
                metric.histogram.bucket.push_back(
                    {upTo, isLast ? std::numeric_limits<double>::infinity() : sample.histogram.bounds[i]});
            }
            break;
        }
    }
    return metric;
}

prometheus::MetricType typeOf(MetricKind kind) {
    if (kind == MetricKind::Counter) return prometheus::MetricType::Counter;
    return kind == MetricKind::Gauge ? prometheus::MetricType::Gauge : prometheus::MetricType::Histogram;
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
