#include "engine/service/meters.h"

#include <chrono>

namespace fotograma::service {

using namespace std::chrono_literals;

Meters::Meters(const base::Clock& clock) : m_frames(5s, clock), m_jobs(60s, clock), m_sampler(clock) {}

void Meters::progress(base::JobId job, const api::Progress& progress) { addFrames(job, progress.frames); }

void Meters::ended(base::JobId job, const api::Report& report, double jobSeconds) {
    addFrames(job, report.framesDecoded);
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
    stats.jobSeconds = {.count = m_jobSeconds.count(),
                        .p50 = m_jobSeconds.quantile(0.50),
                        .p95 = m_jobSeconds.quantile(0.95),
                        .p99 = m_jobSeconds.quantile(0.99),
                        .maximum = m_jobSeconds.maximum()};
    stats.residentBytes = m_sample.residentBytes;
    stats.cpuShare = m_sample.cpuShare;
    return stats;
}

}  // namespace fotograma::service
