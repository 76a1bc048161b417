#include "ui/charts/load_history.h"

#include <algorithm>
#include <limits>

namespace fotograma::ui {

namespace {
constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
constexpr double kRateSeconds = 0.5;    // between two looks at a counter, or single reads would show as spikes
constexpr double kStageSeconds = 15.0;  // that the bars look back
}  // namespace

LoadHistory::LoadHistory(QObject* parent) : QObject(parent) { m_clock.start(); }

void LoadHistory::append(Metric metric, double seconds, double value) {
    m_histories[static_cast<std::size_t>(metric)].append(seconds, value);
}

void LoadHistory::add(const api::Stats& stats, double seconds) {
    m_newest = stats;
    append(Metric::VideosPerSecond, seconds, stats.jobsPerSecond);
    append(Metric::FramesPerSecond, seconds, stats.framesPerSecond);
    const bool hasJobs = stats.jobSeconds.count > 0;
    append(Metric::LatencyP50, seconds, hasJobs ? stats.jobSeconds.p50 : kUnknown);
    append(Metric::LatencyP95, seconds, hasJobs ? stats.jobSeconds.p95 : kUnknown);
    append(Metric::LatencyP99, seconds, hasJobs ? stats.jobSeconds.p99 : kUnknown);
    append(Metric::CpuCores, seconds, stats.cpuShare);
    append(Metric::ResidentBytes, seconds,
           stats.residentBytes > 0 ? static_cast<double>(stats.residentBytes) : kUnknown);
    addDevices(stats.devices, seconds);
    addDisk(stats, seconds);
    addStages(stats.stages, seconds);
    m_cache.add(stats.cache, seconds);
    emit added(seconds);
}

void LoadHistory::addDevices(const std::vector<api::DeviceLoad>& devices, double seconds) {
    /// The mean of what is known.
    struct Mean {
        double sum = 0.0;
        int count = 0;
        void take(double share) {
            if (share < 0.0) return;
            sum += share;
            ++count;
        }
        [[nodiscard]] double value() const { return count > 0 ? sum / count : kUnknown; }
    };
    Mean busy, decoder, encoder;
    double bytes = 0.0;
    m_hasGpu = false;
    for (const api::DeviceLoad& device : devices) {
        if (device.id == "cpu") {
            append(Metric::MachineShare, seconds, device.busyShare >= 0.0 ? device.busyShare : kUnknown);
            continue;
        }
        m_hasGpu = true;
        busy.take(device.busyShare);
        decoder.take(device.decoderShare);
        encoder.take(device.encoderShare);
        bytes += static_cast<double>(device.usedBytes);
    }
    append(Metric::GpuShare, seconds, busy.value());
    append(Metric::DecoderShare, seconds, decoder.value());
    append(Metric::EncoderShare, seconds, encoder.value());
    append(Metric::GpuBytes, seconds, m_hasGpu ? bytes : kUnknown);
}

void LoadHistory::addDisk(const api::Stats& stats, double seconds) {
    if (m_disk && seconds - m_disk->first < kRateSeconds) return;
    if (m_disk && stats.readBytes >= m_disk->second.readBytes && stats.writtenBytes >= m_disk->second.writtenBytes &&
        stats.readBytes + stats.writtenBytes > 0) {
        const double span = seconds - m_disk->first;
        append(Metric::ReadRate, seconds, static_cast<double>(stats.readBytes - m_disk->second.readBytes) / span);
        append(Metric::WriteRate, seconds,
               static_cast<double>(stats.writtenBytes - m_disk->second.writtenBytes) / span);
    }
    m_disk = {seconds, stats};
}

void LoadHistory::addStages(const std::vector<api::StageLoad>& stages, double seconds) {
    while (!m_stageLoads.empty() && m_stageLoads.front().first < seconds - kStageSeconds) m_stageLoads.pop_front();
    m_stages.clear();
    if (!m_stageLoads.empty()) {
        const std::vector<api::StageLoad>& before = m_stageLoads.front().second;
        for (std::size_t i = 0; i < stages.size(); ++i) {
            const auto same = std::ranges::find(before, stages[i].stage, &api::StageLoad::stage);
            const api::StageLoad past = same != before.end() ? *same : api::StageLoad{};
            const double span = stages[i].jobSeconds - past.jobSeconds;
            if (span > 0.0) m_stages.push_back({stages[i].stage, (stages[i].busySeconds - past.busySeconds) / span});
        }
    }
    // One look a second is enough to compare with.
    if (m_stageLoads.empty() || seconds - m_stageLoads.back().first >= 1.0) m_stageLoads.emplace_back(seconds, stages);
}

}  // namespace fotograma::ui
