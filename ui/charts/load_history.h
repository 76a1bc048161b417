/// How busy the engine was: the figures of each Stats, kept for the charts whether one is shown or not.
///
/// Units    seconds since it was made.
/// Thread   Qt thread.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <array>
#include <deque>
#include <optional>

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
    MachineShare,   ///< Of all cores, by all programs.
    CpuCores,       ///< Busy, by this service.
    ResidentBytes,  ///< Of this service.
    GpuShare,       ///< Mean over the GPUs.
    DecoderShare,
    EncoderShare,
    GpuBytes,  ///< Sum over the GPUs.
    ReadRate,  ///< Bytes a second.
    WriteRate,
    Count
};
constexpr auto kMetrics = static_cast<std::size_t>(Metric::Count);

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
    /// The busy share of each kind of stage over the last seconds; empty while no job has ended in them.
    [[nodiscard]] const std::vector<api::StageShare>& stages() const { return m_stages; }
    [[nodiscard]] bool hasGpu() const { return m_hasGpu; }
    [[nodiscard]] const api::Stats& newest() const { return m_newest; }
    [[nodiscard]] double now() const { return static_cast<double>(m_clock.elapsed()) / 1000.0; }

signals:
    void added(double seconds);

private:
    void append(Metric metric, double seconds, double value);
    void addDevices(const std::vector<api::DeviceLoad>& devices, double seconds);
    void addDisk(const api::Stats& stats, double seconds);
    void addStages(const std::vector<api::StageLoad>& stages, double seconds);

    QElapsedTimer m_clock;
    std::array<History, kMetrics> m_histories;
    CacheHistory m_cache;
    std::vector<api::StageShare> m_stages;
    std::deque<std::pair<double, std::vector<api::StageLoad>>> m_stageLoads;  ///< Of the last seconds.
    std::optional<std::pair<double, api::Stats>> m_disk;                      ///< Bytes when they were last compared.
    bool m_hasGpu = false;
    api::Stats m_newest;
};

}  // namespace fotograma::ui
