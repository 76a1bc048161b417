#include "ui/charts/load_history.h"

#include <limits>

namespace fotograma::ui {

LoadHistory::LoadHistory(QObject* parent) : QObject(parent) { m_clock.start(); }

void LoadHistory::append(Metric metric, double seconds, double value) {
    m_histories[static_cast<std::size_t>(metric)].append(seconds, value);
}

void LoadHistory::add(const api::Stats& stats, double seconds) {
    constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
    m_newest = stats;
    append(Metric::VideosPerSecond, seconds, stats.jobsPerSecond);
    append(Metric::FramesPerSecond, seconds, stats.framesPerSecond);
    const bool hasJobs = stats.jobSeconds.count > 0;
    append(Metric::LatencyP50, seconds, hasJobs ? stats.jobSeconds.p50 : kUnknown);
    append(Metric::LatencyP95, seconds, hasJobs ? stats.jobSeconds.p95 : kUnknown);
    append(Metric::LatencyP99, seconds, hasJobs ? stats.jobSeconds.p99 : kUnknown);
    append(Metric::CpuCores, seconds, stats.cpuShare);
    append(Metric::ResidentBytes, seconds, stats.residentBytes > 0 ? static_cast<double>(stats.residentBytes) : kUnknown);
    m_cache.add(stats.cache, seconds);
    emit added(seconds);
}

}  // namespace fotograma::ui
