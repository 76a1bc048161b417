#include "engine/service/meters.h"

#include <chrono>

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

}  // namespace

Meters::Meters(const base::Clock& clock) : m_clock(clock), m_frames(5s, clock), m_jobs(60s, clock), m_sampler(clock) {}

void Meters::progress(base::JobId job, const api::Progress& progress) { addFrames(job, progress.frames); }

void Meters::submitted(std::span<const base::JobId> jobs, std::chrono::steady_clock::time_point at) {
    for (const base::JobId job : jobs) m_submittedAt[job] = at;
}

void Meters::stored(base::JobId job) {
    const auto found = m_submittedAt.find(job);
    if (found == m_submittedAt.end()) return;
    m_submitToStored.record(std::chrono::duration<double>(m_clock.now() - found->second).count());
    m_submittedAt.erase(found);
}

void Meters::ended(base::JobId job, std::int64_t frames, double jobSeconds) {
    addFrames(job, frames);
    m_framesOfRunning.erase(job);
    m_jobsFinished += 1;
    m_jobs.add();
    m_jobSeconds.record(jobSeconds);
}

void Meters::addFrames(base::JobId job, std::int64_t frames) {
    std::int64_t& counted = m_framesOfRunning[job];
    if (frames <= counted) return;
    m_frames.add(frames - counted);
    m_framesDecoded += frames - counted;
    counted = frames;
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
    return stats;
}

}  // namespace fotograma::service
