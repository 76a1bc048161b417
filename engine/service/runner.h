/// Runs the jobs that this engine may run: keeps the queue, starts what fits, and writes down how each ended.
///
/// The store is the truth: a job is started, paused, resumed and ended by transactions, also by other programs; the
/// runner follows the store's events.
///
/// Owner    its workers and their threads, and the stop of each running job.
/// Thread   one: the service's `front` thread. Workers run on threads of their own, in the background.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "engine/job/concurrency.h"
#include "engine/job/scheduler.h"
#include "engine/service/local_service.h"
#include "engine/service/presence.h"
#include "engine/service/run_events.h"
#include "engine/service/task_thread.h"
#include "engine/store/store.h"

namespace fotograma::service {

class Runner {
public:
    struct Surroundings {
        store::Store& store;
        TaskThread& front;
        TaskThread& looking;  ///< For what may take a while: opening files.
        const Dependencies& dependencies;
        const std::string& engineId;
    };
    /// What only lives now. Called on the front thread.
    struct Listener {
        std::function<void(base::JobId, const api::Progress&)> progress;
        std::function<void(base::JobId, std::string)> log;
        std::function<void(base::JobId, const api::Report&, double jobSeconds)> ended;
    };

    Runner(Surroundings surroundings, job::Capacity capacity, Listener listener);
    ~Runner();

    /// Nothing starts before the devices are known.
    void setDevices(std::vector<api::DeviceInfo> devices);
    /// Queues what the store has for this engine; with `shared` also the shared queue.
    void load(bool shared);
    /// Follows what was committed, here or elsewhere.
    void note(std::span<const api::Event> events);
    /// Now and then: adapts to the machine (once a second), writes again what could not be written.
    void tick(double cpuShare);

    /// Stops all jobs; they wait in the store, interrupted. Calls `whenIdle` once the last one has been written.
    void shutDown(std::function<void()> whenIdle);

    [[nodiscard]] std::optional<api::Progress> progressOf(base::JobId job) const;

private:
    struct Slot {
        std::unique_ptr<worker::Worker> worker;
        std::unique_ptr<TaskThread> thread;
        bool isBusy = false;
    };
    struct Run {
        int attempt = 0;
        Slot* slot = nullptr;  ///< Null while its start is being written, and without a device.
        std::stop_source stop;
        std::unique_ptr<RunEvents> events;
        api::Progress progress;
        std::chrono::steady_clock::time_point startedAt;
    };
    struct Ended {
        base::JobId job;
        int attempt = 0;
        worker::JobOutcome outcome;
    };

    bool mayRun(const api::JobRecord& record);
    void note(const api::Event& event);
    void schedule();
    void lookAhead();
    void begin(const job::Grant& grant);
    void notStarted(base::JobId job, const base::Error& error);
    void launch(const api::JobRecord& record, int threads);
    void followRun(Run& run, const api::JobRecord& record);
    void ended(Ended ended);
    void writeEnd(Ended ended);
    void forget(base::JobId job);
    void checkIdle();
    void observe(double cpuShare, double seconds);
    Slot& freeSlot();
    RunEvents::Listener eventListener();

    Surroundings m_around;
    Listener m_listener;
    job::Scheduler m_scheduler;
    job::Concurrency m_concurrency;
    std::chrono::steady_clock::time_point m_observedAt;
    double m_idleCoreSeconds = -1.0;  ///< Of the machine at that time; -1 unknown.
    std::optional<std::vector<api::DeviceInfo>> m_devices;
    bool m_runsShared = false;
    bool m_mustReload = false;  ///< A start could not be written: the queue is read again at the next tick.
    std::map<base::BatchId, std::string> m_batchOwners;  ///< Read once each: they never change.
    std::set<base::JobId> m_beingLookedAt;
    std::map<base::JobId, Run> m_runs;
    std::vector<Ended> m_unwritten;  ///< The store refused them (disk full); tried again at each tick.
    bool m_isShuttingDown = false;
    std::function<void()> m_whenIdle;
    std::vector<std::unique_ptr<Slot>> m_slots;  ///< Last: their threads end before what they use.
};

}  // namespace fotograma::service
