/// Named counters, gauges and latency distributions of a running program, and one snapshot of them all.
///
/// Units    in the name, as Prometheus asks: fotograma_frames_decoded_total, fotograma_job_seconds.
/// Errors   none; one name with two kinds, or a name that Prometheus would refuse, is a bug of ours and asserts.
/// Owner    the registry; references stay valid while it lives.
/// Thread   any. Counters and gauges are lock-free; distributions and the registry have a lock each.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/telemetry/percentiles.h"

namespace fotograma::telemetry {

using Labels = std::vector<std::pair<std::string, std::string>>;  ///< Order does not matter.

/// Only grows.
class Counter {
public:
    void add(std::int64_t amount = 1) noexcept { m_value.fetch_add(amount, std::memory_order_relaxed); }
    [[nodiscard]] std::int64_t value() const noexcept { return m_value.load(std::memory_order_relaxed); }

private:
    std::atomic<std::int64_t> m_value{0};
};

/// Goes up and down.
class Gauge {
public:
    void set(double value) noexcept { m_value.store(value, std::memory_order_relaxed); }
    void add(double amount) noexcept { m_value.fetch_add(amount, std::memory_order_relaxed); }
    [[nodiscard]] double value() const noexcept { return m_value.load(std::memory_order_relaxed); }

private:
    std::atomic<double> m_value{0.0};
};

/// Percentiles that several threads record into.
class Distribution {
public:
    void record(double value);
    [[nodiscard]] PercentileHistogram snapshot() const;

private:
    mutable std::mutex m_mutex;  ///< Protects m_histogram.
    PercentileHistogram m_histogram;
};

enum class MetricKind { Counter, Gauge, Distribution };

struct MetricSample {
    Labels labels;                  ///< Sorted by name.
    double value = 0.0;             ///< Counter and Gauge.
    PercentileHistogram histogram;  ///< Distribution.
};

/// All samples of one name.
struct MetricFamily {
    std::string name;
    std::string help;
    MetricKind kind = MetricKind::Counter;
    std::vector<MetricSample> samples;
};

class Metrics {
public:
    Metrics();
    ~Metrics();

    // The metric of that name and labels; made at the first call. `help` is a sentence and is kept from the first call.
    Counter& counter(std::string_view name, std::string_view help, Labels labels = {});
    Gauge& gauge(std::string_view name, std::string_view help, Labels labels = {});
    Distribution& distribution(std::string_view name, std::string_view help, Labels labels = {});

    /// Everything, sorted by name and then by labels.
    [[nodiscard]] std::vector<MetricFamily> snapshot() const;

private:
    struct Family;
    struct Metric;
    Metric& find(MetricKind kind, std::string_view name, std::string_view help, Labels labels);

    mutable std::mutex m_mutex;  ///< Protects m_families; what they hold protects itself.
    std::map<std::string, Family, std::less<>> m_families;
};

}  // namespace fotograma::telemetry
