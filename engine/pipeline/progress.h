/// How far a job is, counted by its stages and told at most ten times a second; not at all of one shorter than that.
///
/// Units    media time in seconds on the trimmed timeline.
/// Thread   frameDecoded, reached, waitWhilePaused: any. The rest: the thread that runs the job.
#pragma once

#include <atomic>
#include <chrono>
#include <deque>

#include "engine/api/types.h"
#include "engine/base/clock.h"
#include "engine/pipeline/pipeline.h"
#include "engine/telemetry/rate_meter.h"
#include "engine/telemetry/stage_meter.h"

namespace fotograma::pipeline {

class Progress {
public:
    /// `durationSeconds` is 0 when unknown.
    Progress(RunObserver& observer, double durationSeconds, const base::Clock& clock = base::systemClock());

    /// Add all stages before threads start.
    [[nodiscard]] telemetry::StageMeters& stages() noexcept { return m_stages; }

    /// A branch of the job that goes through the whole length: an output, or the measuring. The job is as far as the
    /// last of them. Add all before threads start; returns the number for reached().
    std::size_t addBranch();

    void frameDecoded() noexcept;
    void reached(std::size_t branch, double mediaSeconds) noexcept;

    /// A first pass over the input takes this share of the work that is left; frames of it were looked at up to a time.
    void beginLook(double share) noexcept;
    void looked(double mediaSeconds) noexcept;
    void endLook() noexcept;

    /// The job is done: whatever the header had promised, the last word is 1.
    void complete() noexcept;

    enum class When { IfDue, Now };
    void tell(When when);

    /// Called where input is read.
    void waitWhilePaused() { m_observer->waitWhilePaused(); }

    [[nodiscard]] api::Progress current() const;
    [[nodiscard]] double wallSeconds() const;

private:
    [[nodiscard]] double mediaSeconds() const noexcept;
    [[nodiscard]] double lookFraction() const noexcept;

    RunObserver* m_observer;
    const base::Clock* m_clock;
    double m_durationSeconds;
    std::chrono::steady_clock::time_point m_start;
    std::chrono::steady_clock::time_point m_lastTold;  ///< The start, before the first time.
    telemetry::StageMeters m_stages;
    telemetry::RateMeter m_rate;
    std::atomic<std::int64_t> m_frames{0};
    std::deque<std::atomic<double>> m_branches;  ///< Media time reached; a deque, since atomics cannot move.
    double m_looksDone = 0.0;                    ///< Of the whole work.
    double m_lookShare = 0.0;                    ///< Of the one that runs; 0 none.
    double m_lookSeconds = 0.0;
};

}  // namespace fotograma::pipeline
