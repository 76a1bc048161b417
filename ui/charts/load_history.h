/// How busy the engine was: the figures of each Stats, kept for the charts whether one is shown or not.
///
/// Units    seconds since it was made.
/// Thread   Qt thread.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <array>

#include "engine/api/types.h"
#include "ui/charts/cache_history.h"
#include "ui/charts/history.h"

namespace fotograma::ui {

enum class Metric {
    VideosPerSecond,
    FramesPerSecond,
    LatencyP50,
    LatencyP95,
    LatencyP99,
    CpuCores,       ///< Busy, of this service.
    ResidentBytes,
};
constexpr std::size_t kMetrics = 7;

class LoadHistory : public QObject {
    Q_OBJECT

public:
    explicit LoadHistory(QObject* parent = nullptr);

    /// At a moment of one's own, for tests and benchmarks; else now.
    void add(const api::Stats& stats, double seconds);
    void add(const api::Stats& stats) { add(stats, now()); }

    [[nodiscard]] const History& of(Metric metric) const { return m_histories[static_cast<std::size_t>(metric)]; }
    /// Made when missing; stays where it is.
    [[nodiscard]] const CacheHistory::Level& ofCache(const std::string& level) { return m_cache.of(level); }
    [[nodiscard]] const api::Stats& newest() const { return m_newest; }
    [[nodiscard]] double now() const { return static_cast<double>(m_clock.elapsed()) / 1000.0; }

signals:
    void added(double seconds);

private:
    void append(Metric metric, double seconds, double value);

    QElapsedTimer m_clock;
    std::array<History, kMetrics> m_histories;
    CacheHistory m_cache;
    api::Stats m_newest;
};

}  // namespace fotograma::ui
