#include "engine/service/meters.h"

#include <algorithm>
#include <array>
#include <chrono>

#include "engine/base/process_figures.h"

namespace fotograma::service {

using namespace std::chrono_literals;

namespace {

api::Percentiles percentilesOf(const telemetry::PercentileHistogram& histogram) {
    return {.count = histogram.count(),
            .p50 = histogram.quantile(0.50),
            .p95 = histogram.quantile(0.95),
            .p99 = histogram.quantile(0.99),
            .maximum = histogram.maximum()};
}

/// "encode 2" is "encode".
std::string_view kindOf(std::string_view stage) {
    const std::size_t blank = stage.rfind(' ');
    const bool isNumbered =
        blank != std::string_view::npos && stage.find_first_not_of("0123456789", blank + 1) == std::string_view::npos;
    return isNumbered ? stage.substr(0, blank) : stage;
}

/// Its place in the pipeline; what is not known comes last.
std::ptrdiff_t rankOf(std::string_view kind) {
    constexpr std::array<std::string_view, 8> kOrder{"first pass", "read",   "decode", "filter",
                                                     "tracks",     "encode", "mux",    "check"};
    return std::ranges::find(kOrder, kind) - kOrder.begin();
}

}  // namespace

Meters::Meters(const base::Clock& clock) : m_clock(clock), m_frames(5s, clock), m_jobs(60s, clock), m_sampler(clock) {}

void Meters::progress(base::JobId job, const api::Progress& progress, double seconds) {
    Running& running = m_running[job];
    addFrames(running, progress.frames);
    running.seconds = seconds;
    running.stages = progress.stages;
}

void Meters::submitted(std::span<const base::JobId> jobs, std::chrono::steady_clock::time_point at) {
    for (const base::JobId job : jobs) m_submittedAt[job] = at;
}

void Meters::stored(base::JobId job) {
    const auto found = m_submittedAt.find(job);
    if (found == m_submittedAt.end()) return;
    m_submitToStored.record(std::chrono::duration<double>(m_clock.now() - found->second).count());
    m_submittedAt.erase(found);
}

void Meters::ended(base::JobId job, std::int64_t frames, double jobSeconds, std::span<const api::StageShare> stages) {
    addFrames(m_running[job], frames);
    m_running.erase(job);
    addStages(m_stages, stages, jobSeconds);
    m_jobsFinished += 1;
    m_jobs.add();
    m_jobSeconds.record(jobSeconds);
}

void Meters::addFrames(Running& job, std::int64_t frames) {
    if (frames <= job.frames) return;
    m_frames.add(frames - job.frames);
    m_framesDecoded += frames - job.frames;
    job.frames = frames;
}

/// Encoders of several outputs are one kind of stage.
void Meters::addStages(std::vector<api::StageLoad>& loads, std::span<const api::StageShare> stages, double seconds) {
    for (const api::StageShare& stage : stages) {
        const std::string_view kind = kindOf(stage.stage);
        auto load = std::ranges::find(loads, kind, &api::StageLoad::stage);
        if (load == loads.end()) {
            const auto place = std::ranges::find_if(
                loads, [&](const api::StageLoad& other) { return rankOf(other.stage) > rankOf(kind); });
            load = loads.insert(place, api::StageLoad{.stage = std::string(kind)});
        }
        load->busySeconds += stage.busyShare * seconds;
        load->jobSeconds += seconds;
    }
}

double Meters::sample() {
    m_sample = m_sampler.sample();
    return m_sample.cpuShare;
}

api::Stats Meters::stats() const {
    api::Stats stats;
    stats.framesDecoded = m_framesDecoded;
    stats.jobsFinished = m_jobsFinished;
    stats.framesPerSecond = m_frames.perSecond();
    stats.jobsPerSecond = m_jobs.perSecond();
    stats.jobSeconds = percentilesOf(m_jobSeconds);
    stats.submitToStored = percentilesOf(m_submitToStored);
    stats.residentBytes = m_sample.residentBytes;
    stats.cpuShare = m_sample.cpuShare;
    stats.stages = m_stages;
    for (const auto& [job, running] : m_running) addStages(stats.stages, running.stages, running.seconds);
    const base::ProcessFigures figures = base::processFigures();
    stats.readBytes = std::max<std::int64_t>(figures.readBytes, 0);
    stats.writtenBytes = std::max<std::int64_t>(figures.writtenBytes, 0);
    return stats;
}

}  // namespace fotograma::service
