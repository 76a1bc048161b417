/// Runs the jobs that this engine may run: keeps the queue, starts what fits, and writes down how each ended.
///
/// The store is the truth: a job is started, paused, resumed and ended by transactions, also by other programs; the
/// runner follows the store's events. Starts are written many at once and a little ahead of the lanes, ends as they
/// come, in groups: a brief job costs its rows and little else.
///
/// Owner    the lanes, and the stop of each started job.
/// Thread   one: the service's `front` thread. Workers run on threads of their own, in the background.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "engine/job/concurrency.h"
#include "engine/job/scheduler.h"
#include "engine/service/lanes.h"
#include "engine/service/live_progress.h"
#include "engine/service/local_service.h"
#include "engine/service/presence.h"
#include "engine/service/recent_reports.h"
#include "engine/service/run_events.h"
#include "engine/service/task_thread.h"
#include "engine/store/store.h"

namespace fotograma::service {

using DeviceInfos = std::shared_ptr<const std::vector<api::DeviceInfo>>;

class Runner {
public:
    struct Surroundings {
        store::Store& store;
        TaskThread& front;
        TaskThread& looking;  ///< For what may take a while: opening files.
        const Dependencies& dependencies;
        const std::string& engineId;
        RecentReports& reports;
        LiveProgress& progress;
    };
    /// What only lives now. Called on the front thread.
    struct Listener {
        std::function<void(base::JobId, const api::Progress&, double seconds)> progress;  ///< Since the job's start.
        std::function<void(base::JobId, std::string)> log;
        std::function<void(const Lanes::Ended&)> ended;
    };

    Runner(Surroundings surroundings, job::Capacity capacity, Listener listener);
    ~Runner();

    /// Nothing starts before the devices are known.
    void setDevices(DeviceInfos devices);
    /// From the next start on; what runs goes on.
    void setCapacity(const job::Capacity& capacity);
    /// While held, nothing starts.
    void setHeld(bool isHeld);
    /// Queues what the store has for this engine; with `shared` also the shared queue.
    void load(bool shared);
    /// Follows what was committed, here or elsewhere.
    void note(std::span<const api::Event> events);
    /// Now and then: adapts to the machine (once a second), writes again what could not be written.
    void tick(double cpuShare);

    /// Stops all jobs; they wait in the store, interrupted. Calls `whenIdle` once the last one has been written.
    void shutDown(std::function<void()> whenIdle);

private:
    struct Run {
        int attempt = 0;  ///< 0 while its start is being written.
        bool isBrief = false;
        std::stop_source stop;
        std::shared_ptr<RunEvents> events;
        std::chrono::steady_clock::time_point launchedAt;
    };
    /// A job whose end was written, as the store's writer tells it.
    struct Written {
        std::shared_ptr<Lanes::Ended> ended;
        base::Result<std::optional<api::JobRecord>> record;
    };
    using Started = std::vector<base::Result<api::JobRecord>>;

    [[nodiscard]] std::optional<job::Demand> demandBySize(std::int64_t inputBytes, bool hasOutputs, int attempts) const;
    bool mayRun(const api::JobRecord& record);
    void enqueue(const api::JobRecord& record);
    void note(const api::Event& event);
    void followRun(Run& run, const api::JobRecord& record);
    void schedule();
    void lookAhead();
    void begin(std::vector<job::Grant> grants);
    void begun(const std::vector<job::Grant>& grants, base::Result<Started> started);
    void notStarted(base::JobId job, const base::Error& error);
    void launch(api::JobRecord record, const job::Grant& grant);
    void adaptAhead(const Lanes::Ended& ended);
    void writeEnd(std::shared_ptr<Lanes::Ended> ended);
    void tellWritten(Written written);
    void takeWritten();
    void finish(Written& written);
    void forget(base::JobId job);
    void checkIdle();
    void observe(double cpuShare, double seconds);
    RunEvents::Listener eventListener();

    Surroundings m_around;
    Listener m_listener;
    job::Scheduler m_scheduler;
    job::Concurrency m_concurrency;
    std::chrono::steady_clock::time_point m_observedAt;
    double m_idleCoreSeconds = -1.0;  ///< Of the machine at that time; -1 unknown.
    double m_briefSeconds;            ///< A brief job's time at work, about.
    DeviceInfos m_devices;            ///< Null before they are known.
    bool m_runsShared = false;
    bool m_isHeld = false;
    bool m_mustReload = false;  ///< A start could not be written: the queue is read again at the next tick.
    std::map<base::BatchId, std::string> m_batchOwners;  ///< Read once each: they never change.
    std::set<base::JobId> m_beingLookedAt;
    std::map<base::JobId, Run> m_runs;
    std::vector<std::shared_ptr<Lanes::Ended>>
        m_unwritten;  ///< The store refused them (disk full); tried at each tick.
    std::atomic<bool> m_isShuttingDown{false};
    std::function<void()> m_whenIdle;
    std::mutex m_writtenMutex;  ///< Protects m_written.
    std::vector<Written> m_written;
    Lanes m_lanes;  ///< Last: its threads end before what they use.
};

}  // namespace fotograma::service
