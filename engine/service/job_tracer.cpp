#include "engine/service/job_tracer.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <future>
#include <map>
#include <mutex>

#include "engine/api/wire.h"
#include "engine/base/text.h"

namespace fotograma::service {

using api::JobRecord;
using base::concat;
using telemetry::Span;

namespace {

constexpr std::int64_t kUsInMs = 1000;
constexpr double kUsInSecond = 1e6;

/// When the job was at work. The record has it in milliseconds and from when its start was written down; the report
/// knows how long the work took.
void setTimes(Span& span, const JobRecord& record, const api::Report* report) {
    span.endUs = record.finishedAt * kUsInMs;
    span.startUs = (record.startedAt > 0 ? record.startedAt : record.finishedAt) * kUsInMs;
    if (!report || !(report->wallSeconds > 0.0)) return;
    span.startUs = std::max(span.startUs, span.endUs - static_cast<std::int64_t>(report->wallSeconds * kUsInSecond));
}

Span jobSpan(const JobRecord& record, const api::Report* report, const std::optional<telemetry::TraceContext>& parent) {
    Span span;
    span.context = telemetry::newSpan(parent);
    if (parent) span.parentSpanId = parent->spanId;
    span.name = concat("job ", record.id.value);
    span.lane = "job";
    setTimes(span, record, report);
    const double queued = static_cast<double>(span.startUs - record.createdAt * kUsInMs) / kUsInSecond;
    span.attributes = {{"fotograma.job.id", record.id.value},
                       {"fotograma.job.batch", record.batch.value},
                       {"fotograma.job.state", std::string(api::toText(record.state))},
                       {"fotograma.job.input", record.spec.input},
                       {"fotograma.job.recipe", record.recipeId},
                       {"fotograma.job.device", record.device},
                       {"fotograma.job.attempts", static_cast<std::int64_t>(record.attempts)},
                       {"fotograma.job.input_bytes", record.inputBytes},
                       {"fotograma.job.queued_seconds", std::max(queued, 0.0)}};
    if (report) {
        span.attributes.emplace_back("fotograma.job.frames", report->framesDecoded);
        span.attributes.emplace_back("fotograma.job.cpu_seconds", report->cpuSeconds);
        if (!report->cache.empty()) span.attributes.emplace_back("fotograma.job.cache", report->cache);
    }
    if (record.error) span.error = record.error->message;
    return span;
}

Span stageSpan(const Span& job, const api::StageShare& stage) {
    Span span;
    span.context = telemetry::newSpan(job.context);
    span.parentSpanId = job.context.spanId;
    span.name = stage.stage;
    span.startUs = job.startUs;
    span.endUs = job.endUs;
    const double seconds = static_cast<double>(job.endUs - job.startUs) / kUsInSecond;
    span.attributes = {{"fotograma.stage.busy_share", stage.busyShare},
                       {"fotograma.stage.busy_seconds", stage.busyShare * seconds}};
    return span;
}

}  // namespace

struct JobTracer::State : std::enable_shared_from_this<State> {
    State(api::Service& served, telemetry::SpanSink& target, telemetry::TraceParents* above)
        : service(served), sink(target), parents(above) {}

    void hear(const api::Event& event);
    void observe(const api::Event& event);
    void forget(base::JobId job);
    void tell(const JobRecord& record, const api::Report* report);
    void tellStages(std::int64_t atUs);

    api::Service& service;
    telemetry::SpanSink& sink;
    telemetry::TraceParents* const parents;
    std::mutex mutex;  ///< Protects pending, isClosed.
    std::condition_variable idle;
    int pending = 0;        ///< Jobs whose report was asked for.
    bool isClosed = false;  ///< The sink may be gone.

    /// Where the stages of a running job stood when it last told. Of the service's thread alone.
    struct Seen {
        base::UnixMillis at = 0;
        std::map<std::string, double> busySeconds;
        std::map<std::string, double> rates;
    };
    std::map<base::JobId, base::UnixMillis> startedAt;
    std::map<base::JobId, Seen> running;
};

void JobTracer::State::hear(const api::Event& event) {
    if (event.kind == api::EventKind::JobProgress) return observe(event);
    if (event.kind != api::EventKind::JobChanged || !event.record) return;
    if (event.record->state == api::JobState::Running) startedAt.try_emplace(event.job, event.record->startedAt);
    if (!api::isTerminal(event.record->state)) return;
    forget(event.job);
    {
        const std::lock_guard lock(mutex);
        ++pending;
    }
    service.report(event.job, [self = shared_from_this(), record = *event.record](base::Result<api::Report> report) {
        {
            const std::lock_guard lock(self->mutex);
            if (!self->isClosed) self->tell(record, report ? &*report : nullptr);
            --self->pending;
        }
        self->idle.notify_all();
    });
}

/// Shares are of the whole time until now; two of them tell what happened in between.
void JobTracer::State::observe(const api::Event& event) {
    const auto start = startedAt.find(event.job);
    if (!event.progress || start == startedAt.end()) return;
    constexpr double kMsInSecond = 1000.0;
    const double elapsed = static_cast<double>(event.at - start->second) / kMsInSecond;
    Seen& seen = running[event.job];
    const double since = static_cast<double>(event.at - seen.at) / kMsInSecond;
    const bool isFirst = seen.at == 0;
    if (elapsed <= 0.0 || (!isFirst && since <= 0.0)) return;
    for (const api::StageShare& stage : event.progress->stages) {
        const double busy = stage.busyShare * elapsed;
        double& before = seen.busySeconds[stage.stage];
        seen.rates[stage.stage] = isFirst ? stage.busyShare : std::max(0.0, (busy - before) / since);
        before = busy;
    }
    seen.at = event.at;
    tellStages(event.at * kUsInMs);
}

void JobTracer::State::forget(base::JobId job) {
    startedAt.erase(job);
    if (const auto found = running.find(job); found != running.end()) {
        // The counters must fall to what the others do.
        for (auto& [stage, rate] : found->second.rates) rate = 0.0;
        tellStages(found->second.at * kUsInMs);
        running.erase(found);
    }
}

void JobTracer::State::tellStages(std::int64_t atUs) {
    std::map<std::string, double> cores;
    for (const auto& [job, seen] : running)
        for (const auto& [stage, rate] : seen.rates) cores[stage] += rate;
    for (const auto& [stage, rate] : cores) sink.count(concat(stage, " busy"), atUs, rate);
}

void JobTracer::State::tell(const JobRecord& record, const api::Report* report) {
    const auto parent = parents ? parents->take(record.id.value) : std::nullopt;
    std::vector<Span> spans{jobSpan(record, report, parent)};
    if (report)
        for (const api::StageShare& stage : report->stages) spans.push_back(stageSpan(spans.front(), stage));
    sink.add(std::move(spans));
}

JobTracer::JobTracer(api::Service& service, telemetry::SpanSink& sink, telemetry::TraceParents* parents)
    : m_state(std::make_shared<State>(service, sink, parents)),
      m_follower(service, [state = m_state](const api::Event& event) { state->hear(event); }) {
    m_follower.waitUntilFollowing();
}

JobTracer::~JobTracer() {
    finish();
    const std::lock_guard lock(m_state->mutex);
    m_state->isClosed = true;
}

void JobTracer::finish() {
    constexpr std::chrono::seconds kPatience{5};
    // What is heard of a job comes before an answer that is asked for after its end was stored.
    auto asked = std::make_shared<std::promise<void>>();
    api::JobQuery query;
    query.limit = 1;
    m_state->service.snapshot(std::move(query), [asked](const base::Result<api::Snapshot>&) { asked->set_value(); });
    asked->get_future().wait_for(kPatience);
    std::unique_lock lock(m_state->mutex);
    m_state->idle.wait_for(lock, kPatience, [&] { return m_state->pending == 0; });
}

}  // namespace fotograma::service
