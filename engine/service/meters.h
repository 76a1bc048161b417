/// What this service has done since it started: throughput, latencies, and how busy the stages of its jobs were.
///
/// Units    seconds; frames and jobs a second.
/// Thread   one: the service's `front` thread.
#pragma once

#include <chrono>
#include <map>
#include <span>

#include "engine/api/types.h"
#include "engine/base/clock.h"
#include "engine/telemetry/percentiles.h"
#include "engine/telemetry/rate_meter.h"
#include "engine/telemetry/resource_sampler.h"

namespace fotograma::service {

class Meters {
public:
    explicit Meters(const base::Clock& clock);

    /// `seconds` since the job's start, of which its stages tell their shares.
    void progress(base::JobId job, const api::Progress& progress, double seconds);
    void ended(base::JobId job, std::int64_t frames, double jobSeconds, std::span<const api::StageShare> stages);
    /// From here to stored() is a job's latency.
    void submitted(std::span<const base::JobId> jobs, std::chrono::steady_clock::time_point at);
    void stored(base::JobId job);
    /// Looks at the process. Returns the share of cores it keeps busy.
    double sample();

    /// All but the counts by state, which the store knows.
    [[nodiscard]] api::Stats stats() const;

private:
    struct Running {
        std::int64_t frames = 0;  ///< Counted so far.
        double seconds = 0.0;     ///< When it last told,
        std::vector<api::StageShare> stages;
    };
    static void addStages(std::vector<api::StageLoad>& loads, std::span<const api::StageShare> stages, double seconds);
    void addFrames(Running& job, std::int64_t frames);

    const base::Clock& m_clock;
    std::map<base::JobId, Running> m_running;
    std::vector<api::StageLoad> m_stages;  ///< Of jobs that have ended.
    std::int64_t m_framesDecoded = 0;
    std::int64_t m_jobsFinished = 0;
    telemetry::RateMeter m_frames;
    telemetry::RateMeter m_jobs;
    telemetry::PercentileHistogram m_jobSeconds;
    std::map<base::JobId, std::chrono::steady_clock::time_point> m_submittedAt;  ///< Of those not yet stored.
    telemetry::PercentileHistogram m_submitToStored;
    telemetry::ResourceSampler m_sampler;
    telemetry::ResourceSample m_sample;
};

}  // namespace fotograma::service
