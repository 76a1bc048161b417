#include "engine/server/job_watch.h"

#include <array>

#include "engine/api/wire.h"
#include "engine/base/clock.h"

namespace fotograma::server {
namespace {

/// From a clip that was known already to a film: jobs differ by six orders of magnitude.
constexpr std::array kJobSeconds{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1,   0.25,   0.5,    1.0,
                                 2.5,   5.0,    10.0,  30.0, 60.0,  300., 900.0, 3600.0, 14400.0};

double secondsBetween(base::UnixMillis from, base::UnixMillis to) {
    constexpr double kMsInSecond = 1000.0;
    return static_cast<double>(std::max<base::UnixMillis>(to - from, 0)) / kMsInSecond;
}

}  // namespace

JobWatch::JobWatch(api::Service& service, telemetry::Metrics& metrics)
    : m_metrics(metrics),
      m_duration(metrics.histogram("fotograma_job_duration_seconds", "From a job's start to its end.", kJobSeconds)),
      m_submitToStored(metrics.histogram("fotograma_job_submit_to_stored_seconds",
                                         "From a job's submission to its stored end.", kJobSeconds)),
      m_inputBytes(metrics.counter("fotograma_job_input_bytes_total", "Sizes of the inputs of jobs that were done.")),
      m_outputBytes(metrics.counter("fotograma_job_output_bytes_total", "Sizes of the files that jobs made.")),
      m_follower(service, [this](const api::Event& event) { hear(event); }) {
    // There from the start: a rate of what was never 0 begins too late.
    for (const api::JobState state : {api::JobState::Done, api::JobState::Failed, api::JobState::Cancelled})
        endedAs(state).add(0);
}

telemetry::Counter& JobWatch::endedAs(api::JobState state) {
    return m_metrics.counter("fotograma_jobs_ended_total", "Jobs that ended, by state.",
                             {{"state", std::string(api::toText(state))}});
}

void JobWatch::hear(const api::Event& event) {
    m_metrics
        .counter("fotograma_events_total", "Events of jobs, by kind.", {{"kind", std::string(api::toText(event.kind))}})
        .add();
    const bool isEnd = event.kind == api::EventKind::JobChanged && event.record && api::isTerminal(event.record->state);
    if (isEnd) ended(*event.record);
}

void JobWatch::ended(const api::JobRecord& record) {
    endedAs(record.state).add();
    if (record.error)
        m_metrics
            .counter("fotograma_job_failures_total", "Jobs that failed, by the code of the error.",
                     {{"code", std::string(base::traits(record.error->code).name)}})
            .add();
    if (record.startedAt > 0) m_duration.record(secondsBetween(record.startedAt, record.finishedAt));
    m_submitToStored.record(secondsBetween(record.createdAt, base::systemClock().unixNow()));
    if (record.state != api::JobState::Done) return;
    m_inputBytes.add(record.inputBytes);
    m_outputBytes.add(record.outputBytes);
}

}  // namespace fotograma::server
