/// Spans of the jobs of a service: one for each that ends, with its stages below it, and how busy stages are meanwhile.
///
/// Shape    "job" from its start to its stored end, under the request that submitted it where that is known; a span for
///          each stage with the seconds it worked as attribute (stages work at the same time).
/// Owner    keeps nothing of a job that has ended. Service, sink and parents outlive it.
/// Thread   construction, finish and the destructor: not the service's threads.
/// Cost     a job's report is fetched once, after its end was stored: nothing that the job waits for.
#pragma once

#include <memory>

#include "engine/api/event_follower.h"
#include "engine/telemetry/span.h"

namespace fotograma::service {

class JobTracer {
public:
    /// `parents` null: every job begins a trace of its own.
    JobTracer(api::Service& service, telemetry::SpanSink& sink, telemetry::TraceParents* parents = nullptr);
    ~JobTracer();

    /// Returns when the spans of all jobs that have ended by now are with the sink, or after five seconds.
    void finish();

private:
    struct State;
    std::shared_ptr<State> m_state;
    api::EventFollower m_follower;
};

}  // namespace fotograma::service
