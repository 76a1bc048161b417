#include "engine/telemetry/percentiles.h"

#include <algorithm>
#include <cmath>

namespace fotograma::telemetry {
namespace {

constexpr int kBucketsPerOctave = 64;
constexpr int kLowestExponent = -30;
constexpr int kHighestExponent = 40;

/// The bucket of a positive value. Bucket b of octave e holds 2^e · [1 + b/64, 1 + (b+1)/64).
int bucketOf(double value) {
    const double inside = std::clamp(value, std::ldexp(1.0, kLowestExponent), std::ldexp(1.0, kHighestExponent));
    int exponent = 0;
    const double mantissa = std::frexp(inside, &exponent) * 2.0;  // 1 … 2
    const int part = static_cast<int>((mantissa - 1.0) * kBucketsPerOctave);
    return (exponent - 1) * kBucketsPerOctave + part;
}

double middleOf(int bucket) {
    const int exponent = static_cast<int>(std::floor(static_cast<double>(bucket) / kBucketsPerOctave));
    const int part = bucket - exponent * kBucketsPerOctave;
    return std::ldexp(1.0 + (part + 0.5) / kBucketsPerOctave, exponent);
}

}  // namespace

void PercentileHistogram::record(double value, std::int64_t times) {
    if (std::isnan(value) || times <= 0) return;
    if (value > 0.0)
        addToBucket(bucketOf(value), times);
    else
        m_zeros += times;
    m_minimum = m_count == 0 ? value : std::min(m_minimum, value);
    m_maximum = m_count == 0 ? value : std::max(m_maximum, value);
    m_count += times;
    m_sum += value * static_cast<double>(times);
}

void PercentileHistogram::addToBucket(int bucket, std::int64_t times) {
    if (m_buckets.empty()) m_firstBucket = bucket;
    if (bucket < m_firstBucket) {
        m_buckets.insert(m_buckets.begin(), static_cast<std::size_t>(m_firstBucket - bucket), 0);
        m_firstBucket = bucket;
    }
    const auto index = static_cast<std::size_t>(bucket - m_firstBucket);
    if (index >= m_buckets.size()) m_buckets.resize(index + 1, 0);
    m_buckets[index] += times;
}

void PercentileHistogram::merge(const PercentileHistogram& other) {
    if (other.m_count == 0) return;
    if (&other == this) return merge(PercentileHistogram(other));
    for (std::size_t i = 0; i < other.m_buckets.size(); ++i)
        if (other.m_buckets[i] != 0) addToBucket(other.m_firstBucket + static_cast<int>(i), other.m_buckets[i]);
    m_minimum = m_count == 0 ? other.m_minimum : std::min(m_minimum, other.m_minimum);
    m_maximum = m_count == 0 ? other.m_maximum : std::max(m_maximum, other.m_maximum);
    m_zeros += other.m_zeros;
    m_count += other.m_count;
    m_sum += other.m_sum;
}

void PercentileHistogram::clear() { *this = PercentileHistogram(); }

double PercentileHistogram::quantile(double q) const {
    if (m_count == 0) return 0.0;
    if (!(q > 0.0)) return m_minimum;
    if (q >= 1.0) return m_maximum;
    const auto rank = std::max<std::int64_t>(1, static_cast<std::int64_t>(std::ceil(q * static_cast<double>(m_count))));
    std::int64_t passed = m_zeros;
    if (passed >= rank) return std::min(0.0, m_maximum);
    for (std::size_t i = 0; i < m_buckets.size(); ++i) {
        passed += m_buckets[i];
        // The middle of an outermost bucket may lie beyond anything that was recorded.
        if (passed >= rank) return std::clamp(middleOf(m_firstBucket + static_cast<int>(i)), m_minimum, m_maximum);
    }
    return m_maximum;
}

}  // namespace fotograma::telemetry
