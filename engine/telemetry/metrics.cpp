#include "engine/telemetry/metrics.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/base/error.h"

namespace fotograma::telemetry {
namespace {

/// Prometheus, data model: [a-zA-Z_:][a-zA-Z0-9_:]*; labels have no colon.
bool isName(std::string_view text, bool colonAllowed) {
    const auto fits = [&](char c) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        return letter || (c >= '0' && c <= '9') || (colonAllowed && c == ':');
    };
    return !text.empty() && !(text.front() >= '0' && text.front() <= '9') && std::ranges::all_of(text, fits);
}

}  // namespace

struct Metrics::Metric {
    explicit Metric(std::span<const double> bounds) : histogram(bounds) {}

    Counter counter;
    Gauge gauge;
    Histogram histogram;
};

struct Metrics::Family {
    std::string help;
    MetricKind kind = MetricKind::Counter;
    std::map<Labels, std::unique_ptr<Metric>> metrics;
};

std::int64_t Histogram::Counts::count() const noexcept {
    return std::accumulate(buckets.begin(), buckets.end(), std::int64_t{0});
}

void Histogram::record(double value) noexcept {
    if (std::isnan(value)) return;
    const auto bucket = std::ranges::lower_bound(m_bounds, value) - m_bounds.begin();
    m_buckets[static_cast<std::size_t>(bucket)].fetch_add(1, std::memory_order_relaxed);
    m_sum.fetch_add(value, std::memory_order_relaxed);
}

Histogram::Counts Histogram::counts() const {
    Counts counts{.bounds = m_bounds, .buckets = {}, .sum = m_sum.load(std::memory_order_relaxed)};
    for (const auto& bucket : m_buckets) counts.buckets.push_back(bucket.load(std::memory_order_relaxed));
    return counts;
}

Metrics::Metrics() = default;
Metrics::~Metrics() = default;

Metrics::Metric& Metrics::find(MetricKind kind, std::string_view name, std::string_view help, Labels labels,
                               std::span<const double> bounds) {
    FOTOGRAMA_ASSERT(isName(name, true), "a metric's name is made of letters, digits, _ and :");
    for (const auto& label : labels)
        FOTOGRAMA_ASSERT(isName(label.first, false), "a label's name is made of letters, digits and _");
    std::ranges::sort(labels);
    const std::lock_guard lock(m_mutex);
    auto found = m_families.find(name);
    if (found == m_families.end())
        found =
            m_families.emplace(std::string(name), Family{.help = std::string(help), .kind = kind, .metrics = {}}).first;
    FOTOGRAMA_ASSERT(found->second.kind == kind, "one metric's name was used for two kinds of metric");
    std::unique_ptr<Metric>& metric = found->second.metrics[std::move(labels)];
    if (!metric) metric = std::make_unique<Metric>(bounds);
    return *metric;
}

Counter& Metrics::counter(std::string_view name, std::string_view help, Labels labels) {
    return find(MetricKind::Counter, name, help, std::move(labels)).counter;
}

Gauge& Metrics::gauge(std::string_view name, std::string_view help, Labels labels) {
    return find(MetricKind::Gauge, name, help, std::move(labels)).gauge;
}

Histogram& Metrics::histogram(std::string_view name, std::string_view help, std::span<const double> bounds,
                              Labels labels) {
    return find(MetricKind::Histogram, name, help, std::move(labels), bounds).histogram;
}

std::vector<MetricFamily> Metrics::snapshot() const {
    std::vector<MetricFamily> families;
    const std::lock_guard lock(m_mutex);
    for (const auto& [name, family] : m_families) {
        MetricFamily& out =
            families.emplace_back(MetricFamily{.name = name, .help = family.help, .kind = family.kind, .samples = {}});
        for (const auto& [labels, metric] : family.metrics) {
            MetricSample& sample = out.samples.emplace_back();
            sample.labels = labels;
            if (family.kind == MetricKind::Histogram)
                sample.histogram = metric->histogram.counts();
            else
                sample.value = family.kind == MetricKind::Counter ? static_cast<double>(metric->counter.value())
                                                                  : metric->gauge.value();
        }
    }
    return families;
}

}  // namespace fotograma::telemetry
