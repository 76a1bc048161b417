/// Counts what becomes of jobs, from the service's events: how long they took, how they ended, what they moved.
///
/// Owner    service and metrics outlive it.
/// Thread   any.
/// Cost     a few atomic additions an event.
#pragma once

#include "engine/api/event_follower.h"
#include "engine/telemetry/metrics.h"

namespace fotograma::server {

class JobWatch {
public:
    JobWatch(api::Service& service, telemetry::Metrics& metrics);

private:
    void hear(const api::Event& event);
    void ended(const api::JobRecord& record);
    telemetry::Counter& endedAs(api::JobState state);

    telemetry::Metrics& m_metrics;
    telemetry::Histogram& m_duration;
    telemetry::Histogram& m_submitToStored;
    telemetry::Counter& m_inputBytes;
    telemetry::Counter& m_outputBytes;
    api::EventFollower m_follower;  ///< Last: it stops first.
};

}  // namespace fotograma::server
