/// Named counters, gauges and histograms of a running program, and one snapshot of them all.
///
/// Units    in the name, as Prometheus asks: fotograma_frames_decoded_total, fotograma_job_duration_seconds.
/// Errors   none; one name with two kinds, or a name that Prometheus would refuse, is a bug of ours and asserts.
/// Owner    the registry; references stay valid while it lives.
/// Thread   any. Counters, gauges and histograms are lock-free; the registry has a lock.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

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

/// Values counted by how large they are: such counts of many machines may be added, which percentiles may not.
class Histogram {
public:
    /// What of it is counted: values up to each bound, and those above the last.
    struct Counts {
        std::vector<double> bounds;         ///< Rising.
        std::vector<std::int64_t> buckets;  ///< One more than bounds; each value is in one.
        double sum = 0.0;

        [[nodiscard]] std::int64_t count() const noexcept;
    };

    explicit Histogram(std::span<const double> bounds)
        : m_bounds(bounds.begin(), bounds.end()), m_buckets(bounds.size() + 1) {}

    void record(double value) noexcept;
    [[nodiscard]] Counts counts() const;

private:
    const std::vector<double> m_bounds;
    std::vector<std::atomic<std::int64_t>> m_buckets;
    std::atomic<double> m_sum{0.0};
};

enum class MetricKind { Counter, Gauge, Histogram };

struct MetricSample {
    Labels labels;                ///< Sorted by name.
    double value = 0.0;           ///< Counter and Gauge.
    Histogram::Counts histogram;  ///< Histogram.
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
    Histogram& histogram(std::string_view name, std::string_view help, std::span<const double> bounds,
                         Labels labels = {});

    /// Everything, sorted by name and then by labels.
    [[nodiscard]] std::vector<MetricFamily> snapshot() const;

private:
    struct Family;
    struct Metric;
    Metric& find(MetricKind kind, std::string_view name, std::string_view help, Labels labels,
                 std::span<const double> bounds = {});

    mutable std::mutex m_mutex;  ///< Protects m_families; what they hold protects itself.
    std::map<std::string, Family, std::less<>> m_families;
};

}  // namespace fotograma::telemetry
