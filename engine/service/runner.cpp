#include "engine/service/runner.h"

#include <algorithm>

#include "engine/base/log.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/job/job.h"
#include "engine/job/placement.h"
#include "engine/media/muxer.h"
#include "engine/service/attempt.h"

namespace fotograma::service {

using api::JobRecord;
using api::JobState;
using base::concat;
using base::JobId;
using base::Result;

Runner::Runner(Surroundings surroundings, job::Capacity capacity, Listener listener)
    : m_around(surroundings),
      m_listener(std::move(listener)),
      m_scheduler(capacity),
      m_concurrency(capacity.threads),
      m_observedAt(surroundings.dependencies.clock->now()) {}

Runner::~Runner() = default;

void Runner::setDevices(std::vector<api::DeviceInfo> devices) {
    m_devices = std::move(devices);
    schedule();
}

// ---- The queue -------------------------------------------------------------------------------------------------

void Runner::load(bool shared) {
    m_runsShared = shared;
    const auto jobs =
        m_around.store.read([&](store::View& view) { return view.startable(m_around.engineId, m_runsShared); });
    if (!jobs) return base::logError("service", jobs.error().message);
    for (const JobRecord& record : *jobs)
        if (!m_runs.contains(record.id)) m_scheduler.queue().add(record.id, record.spec.priority);
    schedule();
}

bool Runner::mayRun(const JobRecord& record) {
    if (record.state != JobState::Queued) return false;
    auto known = m_batchOwners.find(record.batch);
    if (known == m_batchOwners.end()) {
        const auto batch = m_around.store.read([&](store::View& view) { return view.batch(record.batch); });
        if (!batch || !*batch) return false;
        known = m_batchOwners.emplace(record.batch, (*batch)->ownerEngine).first;
    }
    return known->second.empty() ? m_runsShared : known->second == m_around.engineId;
}

void Runner::note(std::span<const api::Event> events) {
    for (const api::Event& event : events) note(event);
    schedule();
}

void Runner::note(const api::Event& event) {
    const auto run = m_runs.find(event.job);
    if (run != m_runs.end()) {
        if (event.record) followRun(run->second, *event.record);
        return;  // when the run has ended its job is looked at again
    }
    if (event.record && mayRun(*event.record)) {
        m_scheduler.queue().add(event.job, event.record->spec.priority);
    } else {
        m_scheduler.queue().remove(event.job);
    }
}

/// Somebody paused, resumed or cancelled a job that runs here.
void Runner::followRun(Run& run, const JobRecord& record) {
    if (record.attempts != run.attempt || record.engineId != m_around.engineId) return;
    if (!job::isHeld(record)) {
        run.stop.request_stop();
        return;
    }
    const bool isPaused = record.state == JobState::Paused;
    if (run.events) run.events->setPaused(isPaused);
    m_scheduler.setSuspended(record.id, isPaused);
}

/// Opens the inputs of the next jobs, so that their demand is known when their turn comes.
void Runner::lookAhead() {
    const auto ahead = static_cast<std::size_t>(m_scheduler.capacity().threads) + 2;
    for (const JobId id : m_scheduler.unknown(ahead)) {
        if (!m_beingLookedAt.insert(id).second) continue;
        const auto record = m_around.store.read([&](store::View& view) { return view.job(id); });
        if (!record || !*record) {
            m_scheduler.queue().remove(id);
            m_beingLookedAt.erase(id);
            continue;
        }
        m_around.looking.post([this, id, input = base::pathFromUtf8((*record)->spec.input),
                               outputs = static_cast<int>((*record)->spec.outputs.size())] {
            // What cannot be opened has no demand: it starts at once and fails with its own sentence.
            auto facts = m_around.dependencies.lookAtClip(input);
            job::Demand demand;
            if (facts) {
                facts->outputs = outputs;
                demand = job::estimate(*facts, m_scheduler.capacity().threads);
            }
            m_around.front.post([this, id, demand] {
                m_beingLookedAt.erase(id);
                m_scheduler.queue().setDemand(id, demand);
                schedule();
            });
        });
    }
}

void Runner::schedule() {
    if (m_isShuttingDown || !m_devices) return;
    m_scheduler.setThreadLimit(m_concurrency.limit());
    while (const auto grant = m_scheduler.next()) begin(*grant);
    lookAhead();
}

// ---- One job ---------------------------------------------------------------------------------------------------

/// Writes the start; what comes of it is known after its commit.
void Runner::begin(const job::Grant& grant) {
    m_runs[grant.job];
    m_around.store.write(
        [id = grant.job, engineId = m_around.engineId, runsShared = m_runsShared,
         devices = *m_devices](store::Transaction& transaction) {
            return startAttempt(transaction, id, {.engineId = engineId, .runsShared = runsShared}, devices);
        },
        [this, grant](Result<JobRecord> started) {
            m_around.front.post([this, grant, started = std::move(started)] {
                if (started) return launch(*started, grant.threads);
                notStarted(grant.job, started.error());
            });
        });
}

void Runner::notStarted(JobId job, const base::Error& error) {
    forget(job);
    const bool wasTooLate = error.code == base::ErrorCode::Conflict || error.code == base::ErrorCode::NotFound;
    if (wasTooLate) {
        // Somebody paused, removed or took it; what was done to it since then went unnoticed.
        base::logDebug("service", error.message);
        const auto now = m_around.store.read([&](store::View& view) { return view.job(job); });
        if (now && *now && mayRun(**now)) m_scheduler.queue().add(job, (*now)->spec.priority);
    } else {
        base::logError("service", error.message);
        m_mustReload = true;
    }
    schedule();
    checkIdle();
}

void Runner::launch(const JobRecord& record, int threads) {
    Run& run = m_runs.at(record.id);
    run.attempt = record.attempts;
    run.startedAt = m_around.dependencies.clock->now();
    if (record.device.empty()) {
        const auto device = job::chooseDevice(record.spec.device, *m_devices);
        return ended({record.id, record.attempts, {.report = {}, .error = device.error()}});
    }
    if (m_isShuttingDown) run.stop.request_stop();
    run.events = std::make_unique<RunEvents>(record.id, m_around.front, eventListener(), run.stop.get_token());
    run.slot = &freeSlot();
    run.slot->isBusy = true;
    worker::JobOrder order{.id = record.id, .spec = record.spec, .device = record.device, .threads = threads};
    run.slot->thread->post([this, order = std::move(order), attempt = record.attempts, slot = run.slot,
                            events = run.events.get(), stop = run.stop.get_token()] {
        // Nobody else may write this job's outputs now: what lies beside them is left from a program that was killed.
        if (attempt > 1)
            for (const std::string& output : order.spec.outputs) media::removeUnfinished(base::pathFromUtf8(output));
        worker::JobOutcome outcome = slot->worker->run(order, *events, stop);
        m_around.front.post(
            [this, end = Ended{order.id, attempt, std::move(outcome)}]() mutable { ended(std::move(end)); });
    });
    // What happened between the commit of the start and now.
    const auto now = m_around.store.read([&](store::View& view) { return view.job(record.id); });
    if (now && *now) followRun(run, **now);
}

RunEvents::Listener Runner::eventListener() {
    return {.progress =
                [this](JobId job, api::Progress progress) {
                    const auto run = m_runs.find(job);
                    if (run == m_runs.end()) return;
                    run->second.progress = progress;
                    m_listener.progress(job, progress);
                },
            .log = [this](JobId job, std::string line) { m_listener.log(job, std::move(line)); }};
}

Runner::Slot& Runner::freeSlot() {
    for (const auto& slot : m_slots)
        if (!slot->isBusy) return *slot;
    auto slot = std::make_unique<Slot>();
    slot->worker = m_around.dependencies.makeWorker();
    slot->thread = std::make_unique<TaskThread>("job", ThreadRank::Background);
    m_slots.push_back(std::move(slot));
    return *m_slots.back();
}

void Runner::ended(Ended ended) {
    Run& run = m_runs.at(ended.job);
    if (run.slot) run.slot->isBusy = false;
    const std::chrono::duration<double> seconds = m_around.dependencies.clock->now() - run.startedAt;
    m_listener.ended(ended.job, ended.outcome.report, seconds.count());
    writeEnd(std::move(ended));
}

void Runner::writeEnd(Ended ended) {
    auto shared = std::make_shared<Ended>(std::move(ended));
    m_around.store.write(
        [shared, engineId = m_around.engineId, isShuttingDown = m_isShuttingDown](store::Transaction& transaction) {
            return endAttempt(transaction, shared->job, shared->attempt, engineId, shared->outcome, isShuttingDown);
        },
        [this, shared](Result<std::optional<JobRecord>> written) {
            m_around.front.post([this, shared, written = std::move(written)] {
                if (!written) base::logError("service", written.error().message);
                if (!written && !m_isShuttingDown) {
                    m_unwritten.push_back(std::move(*shared));  // the room is kept: starting more would fail alike
                    return;
                }
                forget(shared->job);
                // Retried while it was still ending: its turn comes again.
                if (written && *written && mayRun(**written))
                    m_scheduler.queue().add(shared->job, (*written)->spec.priority);
                schedule();
                checkIdle();
            });
        });
}

void Runner::forget(JobId job) {
    m_runs.erase(job);
    m_scheduler.release(job);
}

// ---- All together ----------------------------------------------------------------------------------------------

void Runner::tick(double cpuShare) {
    const std::chrono::duration<double> since = m_around.dependencies.clock->now() - m_observedAt;
    if (since >= std::chrono::seconds(1)) observe(cpuShare, since.count());
    for (Ended& ended : std::exchange(m_unwritten, {})) writeEnd(std::move(ended));
    if (std::exchange(m_mustReload, false)) load(m_runsShared);
    schedule();
}

void Runner::observe(double cpuShare, double seconds) {
    const base::MachineInfo machine = base::machineInfo();
    const bool isKnown = m_idleCoreSeconds >= 0.0 && machine.idleCoreSeconds >= 0.0;
    m_concurrency.observe({.cpuShare = cpuShare,
                           .idleShare = isKnown ? (machine.idleCoreSeconds - m_idleCoreSeconds) / seconds : 0.0,
                           .threadsPromised = m_scheduler.threadsPromised(),
                           .availableBytes = machine.availableBytes,
                           .memoryBytes = machine.memoryBytes});
    m_idleCoreSeconds = machine.idleCoreSeconds;
    m_observedAt = m_around.dependencies.clock->now();
}

void Runner::shutDown(std::function<void()> whenIdle) {
    m_isShuttingDown = true;
    m_whenIdle = std::move(whenIdle);
    for (auto& [job, run] : m_runs) run.stop.request_stop();
    for (Ended& ended : std::exchange(m_unwritten, {})) writeEnd(std::move(ended));
    checkIdle();
}

void Runner::checkIdle() {
    if (m_isShuttingDown && m_runs.empty() && m_whenIdle) std::exchange(m_whenIdle, {})();
}

std::optional<api::Progress> Runner::progressOf(JobId job) const {
    const auto run = m_runs.find(job);
    if (run == m_runs.end()) return std::nullopt;
    return run->second.progress;
}

}  // namespace fotograma::service
