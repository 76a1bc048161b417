/// Percentiles of a stream of values in fixed memory: log-linear buckets that can be merged across threads and machines.
///
/// Shape    each power of two is cut into 64 equal buckets; a quantile is the middle of its bucket.
/// Units    whatever is recorded; values of 0 and below count as 0, values outside 2^-30 … 2^40 as the nearest bound.
/// Errors   none; not-a-number is ignored. A quantile is within 1 % of the exact value of that rank (1/128 at most).
/// Thread   one at a time; give each thread its own and merge them.
/// Cost     record: a few nanoseconds. Memory grows with the range seen, at most 36 kB.
/// Source   log-linear buckets as in HdrHistogram and DDSketch; ranks as Hyndman and Fan 1996, definition 1.
#pragma once

#include <cstdint>
#include <vector>

namespace fotograma::telemetry {

class PercentileHistogram {
public:
    void record(double value, std::int64_t times = 1);
    void merge(const PercentileHistogram& other);
    void clear();

    /// The smallest recorded value that at least the share q (0..1) of all values do not exceed; 0 when empty.
    /// q = 0 and q = 1 are exact.
    [[nodiscard]] double quantile(double q) const;

    [[nodiscard]] std::int64_t count() const noexcept { return m_count; }
    [[nodiscard]] double sum() const noexcept { return m_sum; }
    [[nodiscard]] double mean() const noexcept { return m_count == 0 ? 0.0 : m_sum / static_cast<double>(m_count); }
    [[nodiscard]] double minimum() const noexcept { return m_minimum; }  ///< 0 when empty.
    [[nodiscard]] double maximum() const noexcept { return m_maximum; }  ///< 0 when empty.

private:
    void addToBucket(int bucket, std::int64_t times);

    std::vector<std::int64_t> m_buckets;  ///< Counts of the buckets m_firstBucket, m_firstBucket + 1, …
    int m_firstBucket = 0;
    std::int64_t m_zeros = 0;  ///< Values of 0 and below.
    std::int64_t m_count = 0;
    double m_sum = 0.0;
    double m_minimum = 0.0;
    double m_maximum = 0.0;
};

}  // namespace fotograma::telemetry
