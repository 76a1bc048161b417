#include "engine/service/runner.h"

#include <algorithm>
#include <utility>

#include "engine/base/log.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/job/job.h"
#include "engine/job/placement.h"
#include "engine/service/attempt.h"

namespace fotograma::service {

using api::JobRecord;
using api::JobState;
using base::concat;
using base::JobId;
using base::Result;

namespace {

/// Of brief jobs as much is started ahead as is over in this time.
constexpr double kSecondsAhead = 0.1;
constexpr int kMostAhead = 256;
/// Before any has ended.
constexpr double kFirstGuessSeconds = 0.05;

std::vector<std::string> rootsOf(const Dependencies& dependencies) {
    std::vector<std::string> roots;
    for (const std::filesystem::path& root : dependencies.allowedRoots) roots.push_back(base::toUtf8(root));
    return roots;
}

}  // namespace

Runner::Runner(Surroundings surroundings, job::Capacity capacity, Listener listener)
    : m_around(surroundings),
      m_listener(std::move(listener)),
      m_scheduler(capacity),
      m_concurrency(capacity.threads),
      m_observedAt(surroundings.dependencies.clock->now()),
      m_briefSeconds(kFirstGuessSeconds),
      m_lanes(
          *surroundings.dependencies.clock, surroundings.dependencies.makeWorker,
          [this](Lanes::Ended ended) { writeEnd(std::make_shared<Lanes::Ended>(std::move(ended))); },
          rootsOf(surroundings.dependencies)) {}

Runner::~Runner() = default;

void Runner::setDevices(DeviceInfos devices) {
    m_devices = std::move(devices);
    std::vector<job::DeviceRoom> rooms;
    for (const api::DeviceInfo& device : *m_devices)
        if (device.available && device.id != "cpu") rooms.push_back({device.id, device.freeBytes / 10 * 9});
    m_scheduler.setDevices(std::move(rooms));
    schedule();
}

void Runner::setCapacity(const job::Capacity& capacity) {
    if (capacity.threads != m_scheduler.capacity().threads) m_concurrency.setCores(capacity.threads);
    m_scheduler.setCapacity(capacity);
    schedule();
}

void Runner::setHeld(bool isHeld) {
    m_isHeld = isHeld;
    schedule();
}

// ---- The queue -------------------------------------------------------------------------------------------------

void Runner::load(bool shared) {
    m_runsShared = shared;
    const auto jobs =
        m_around.store.read([&](store::View& view) { return view.startable(m_around.engineId, m_runsShared); });
    if (!jobs) return base::logError("service", jobs.error().message);
    for (const store::WaitingJob& job : *jobs) {
        if (m_runs.contains(job.id)) continue;
        m_scheduler.queue().add(job.id, {job.priority, job.position},
                                demandBySize(job.inputBytes, job.hasOutputs, job.attempts));
    }
    // What was done to started jobs may have gone unnoticed.
    for (auto& [job, run] : m_runs) {
        const auto now = m_around.store.read([&](store::View& view) { return view.job(job); });
        if (now && *now && run.attempt > 0) followRun(run, **now);
    }
    schedule();
}

/// A job that was interrupted before starts by itself: should it take the program down, then nobody else with it.
std::optional<job::Demand> Runner::demandBySize(std::int64_t inputBytes, bool hasOutputs, int attempts) const {
    auto demand = job::estimateBySize(inputBytes, hasOutputs, m_scheduler.capacity().threads);
    if (demand) demand->isBrief = attempts == 0;
    return demand;
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

void Runner::enqueue(const JobRecord& record) {
    auto demand = demandBySize(record.inputBytes, !record.spec.outputs.empty(), record.attempts);
    if (demand) demand->device = record.spec.device;
    m_scheduler.queue().remove(record.id);  // what it demands may have been edited
    m_scheduler.queue().add(record.id, {record.spec.priority, record.position}, std::move(demand));
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
        enqueue(*event.record);
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
    if (!run.events || run.events->isPaused() == isPaused) return;
    run.events->setPaused(isPaused);
    m_lanes.setSuspended(record.id, isPaused);
    m_scheduler.setSuspended(record.id, isPaused);
}

/// Opens the inputs of the next jobs whose size does not tell enough, so that their demand is known in time.
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
                               device = (*record)->spec.device,
                               outputs = static_cast<int>((*record)->spec.outputs.size())] {
            // What cannot be opened has no demand: it starts at once and fails with its own sentence.
            auto facts = m_around.dependencies.lookAtClip(input);
            job::Demand demand;
            if (facts) {
                facts->outputs = outputs;
                demand = job::estimate(*facts, m_scheduler.capacity().threads);
                demand.device = device;
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
    if (m_isShuttingDown || m_isHeld || !m_devices) return;
    m_scheduler.setThreadLimit(m_concurrency.limit());
    m_scheduler.setAhead(
        std::min(kMostAhead, static_cast<int>(kSecondsAhead / m_briefSeconds * m_concurrency.limit())));
    m_lanes.setLimits(m_concurrency.limit(), m_scheduler.capacity().jobs);
    std::vector<job::Grant> grants;
    while (const auto grant = m_scheduler.next()) grants.push_back(*grant);
    if (!grants.empty()) begin(std::move(grants));
    lookAhead();
}

// ---- Starting --------------------------------------------------------------------------------------------------

/// Writes the starts; what comes of them is known after their commit.
void Runner::begin(std::vector<job::Grant> grants) {
    std::vector<JobId> jobs;
    std::map<JobId, std::string> places;
    for (const job::Grant& grant : grants) {
        m_runs[grant.job].isBrief = grant.isBrief;
        jobs.push_back(grant.job);
        if (!grant.device.empty()) places.emplace(grant.job, grant.device);
    }
    // While the lanes have their next jobs at hand, starts share the commits of the ends.
    const bool isHurried = m_lanes.waiting() < static_cast<std::size_t>(m_concurrency.limit());
    m_around.store.write(
        [jobs = std::move(jobs), devices = m_devices,
         starter = Starter{.engineId = m_around.engineId, .runsShared = m_runsShared, .places = std::move(places)}](
            store::Transaction& transaction) { return startAttempts(transaction, jobs, starter, *devices); },
        [this, grants = std::move(grants)](Result<Started> started) mutable {
            m_around.front.post([this, grants = std::move(grants), started = std::move(started)]() mutable {
                begun(grants, std::move(started));
            });
        },
        isHurried ? store::Urgency::Now : store::Urgency::Soon);
}

void Runner::begun(const std::vector<job::Grant>& grants, Result<Started> started) {
    bool anyFailed = false;
    for (std::size_t i = 0; i < grants.size(); ++i) {
        const bool isStarted = started && (*started)[i];
        if (isStarted) {
            launch(std::move(*(*started)[i]), grants[i]);
        } else {
            notStarted(grants[i].job, started ? (*started)[i].error() : started.error());
            anyFailed = true;
        }
    }
    if (!anyFailed) return;
    schedule();
    checkIdle();
}

void Runner::notStarted(JobId job, const base::Error& error) {
    forget(job);
    const bool wasTooLate = error.code == base::ErrorCode::Conflict || error.code == base::ErrorCode::NotFound;
    if (wasTooLate) {
        // Somebody paused, removed or took it; what was done to it since then went unnoticed.
        base::logDebug("service", error.message);
        const auto now = m_around.store.read([&](store::View& view) { return view.job(job); });
        if (now && *now && mayRun(**now)) enqueue(**now);
    } else {
        base::logError("service", error.message);
        m_mustReload = true;
    }
}

void Runner::launch(JobRecord record, const job::Grant& grant) {
    Run& run = m_runs.at(record.id);
    run.attempt = record.attempts;
    run.launchedAt = m_around.dependencies.clock->now();
    if (record.device.empty()) {
        auto ended = std::make_shared<Lanes::Ended>();
        ended->outcome.error = job::chooseDevice(record.spec.device, *m_devices).error();
        ended->reportText = store::reportText(ended->outcome.report);
        ended->record = std::move(record);
        return writeEnd(std::move(ended));
    }
    if (m_isShuttingDown) run.stop.request_stop();
    run.events = std::make_shared<RunEvents>(record.id, m_around.front, eventListener(), run.stop.get_token());
    m_lanes.add({.record = std::move(record),
                 .threads = grant.threads,
                 .isBrief = grant.isBrief,
                 .events = run.events,
                 .stop = run.stop.get_token()});
}

RunEvents::Listener Runner::eventListener() {
    return {.progress =
                [this](JobId job, api::Progress progress) {
                    const auto run = m_runs.find(job);
                    if (run == m_runs.end()) return;
                    m_around.progress.set(job, progress);
                    const std::chrono::duration<double> since =
                        m_around.dependencies.clock->now() - run->second.launchedAt;
                    m_listener.progress(job, progress, since.count());
                },
            .log = [this](JobId job, std::string line) { m_listener.log(job, std::move(line)); }};
}

// ---- Ending ----------------------------------------------------------------------------------------------------

/// On any thread.
void Runner::writeEnd(std::shared_ptr<Lanes::Ended> ended) {
    const bool mayWait = ended->isBrief && !m_isShuttingDown;
    m_around.store.write(
        [this, ended, isShuttingDown = m_isShuttingDown.load()](store::Transaction& transaction) {
            return endAttempt(transaction, {.record = ended->record,
                                            .outcome = ended->outcome,
                                            .reportText = ended->reportText,
                                            .hasBegun = ended->hasBegun,
                                            .isInterrupted = isShuttingDown});
        },
        [this, ended](Result<std::optional<JobRecord>> written) {
            tellWritten({.ended = ended, .record = std::move(written)});
        },
        mayWait ? store::Urgency::Soon : store::Urgency::Now);
}

/// On the store's writer: the ends of one commit come one after another and cross to the front together.
void Runner::tellWritten(Written written) {
    if (written.record && *written.record && api::isTerminal((*written.record)->state))
        m_around.reports.keep(**written.record, std::move(written.ended->outcome.report),
                              written.ended->reportText.size());
    {
        const std::lock_guard lock(m_writtenMutex);
        m_written.push_back(std::move(written));
        if (m_written.size() > 1) return;  // the first one has posted
    }
    m_around.front.post([this] { takeWritten(); });
}

void Runner::takeWritten() {
    std::vector<Written> all;
    {
        const std::lock_guard lock(m_writtenMutex);
        all.swap(m_written);
    }
    for (Written& written : all) finish(written);
    schedule();
    checkIdle();
}

void Runner::finish(Written& written) {
    const JobId job = written.ended->record.id;
    if (!written.record) {
        base::logError("service", written.record.error().message);
        if (!m_isShuttingDown) {
            m_unwritten.push_back(std::move(written.ended));  // the room is kept: starting more would fail alike
            return;
        }
    }
    adaptAhead(*written.ended);
    m_listener.ended(*written.ended);
    forget(job);
    // Retried while it was still ending: its turn comes again.
    if (written.record && *written.record && mayRun(**written.record)) enqueue(**written.record);
}

void Runner::adaptAhead(const Lanes::Ended& ended) {
    constexpr double kWeight = 0.125;
    if (ended.isBrief && ended.hasBegun) m_briefSeconds += kWeight * (std::max(ended.seconds, 1e-4) - m_briefSeconds);
}

void Runner::forget(JobId job) {
    m_runs.erase(job);
    m_around.progress.drop(job);
    m_scheduler.release(job);
}

// ---- All together ----------------------------------------------------------------------------------------------

void Runner::tick(double cpuShare) {
    const std::chrono::duration<double> since = m_around.dependencies.clock->now() - m_observedAt;
    if (since >= std::chrono::seconds(1)) observe(cpuShare, since.count());
    for (auto& ended : std::exchange(m_unwritten, {})) writeEnd(std::move(ended));
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
    for (auto& ended : std::exchange(m_unwritten, {})) writeEnd(std::move(ended));
    checkIdle();
}

void Runner::checkIdle() {
    if (m_isShuttingDown && m_runs.empty() && m_whenIdle) std::exchange(m_whenIdle, {})();
}

}  // namespace fotograma::service
