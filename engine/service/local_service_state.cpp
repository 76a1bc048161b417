#include "engine/service/local_service_state.h"

#include <algorithm>
#include <future>

#include "engine/base/log.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/service/attempt.h"

namespace fotograma::service {

using base::Result;
using base::Status;

namespace {

/// The rest belongs to the system's own caches and to the person at the machine.
constexpr double kShareOfMemory = 0.7;

job::Capacity capacityOf(const api::RuntimeSettings& settings) {
    const base::MachineInfo machine = base::machineInfo();
    return {.threads = std::max(*settings.threads > 0 ? *settings.threads : machine.logicalCores, 1),
            .memoryBytes = *settings.memoryBytes > 0
                               ? *settings.memoryBytes
                               : static_cast<std::int64_t>(kShareOfMemory * static_cast<double>(machine.memoryBytes)),
            .jobs = *settings.jobs};
}

Status checkSettings(const api::RuntimeSettings& wanted) {
    constexpr int kMost = 4096;
    constexpr std::int64_t kLeastMemory = 64 << 20;
    const auto fail = [](std::string sentence) {
        return base::fail(base::ErrorCode::InvalidArgument, std::move(sentence));
    };
    if (wanted.jobs.value_or(0) < 0 || wanted.jobs.value_or(0) > kMost)
        return fail(base::concat("Jobs at once must be 0 to ", kMost, '.'));
    if (wanted.threads.value_or(0) < 0 || wanted.threads.value_or(0) > kMost)
        return fail(base::concat("Threads must be 0 to ", kMost, '.'));
    const std::int64_t memory = wanted.memoryBytes.value_or(0);
    if (memory != 0 && memory < kLeastMemory) return fail("Memory for jobs must be 0 (automatic) or at least 64 MiB.");
    return {};
}

/// Runs a write and waits for its commit. Not on the store's writer.
Status writeAndWait(store::Store& store, std::move_only_function<Status(store::Transaction&)> change) {
    std::promise<Status> promise;
    std::future<Status> written = promise.get_future();
    store.write(std::move(change), [&promise](Status status) { promise.set_value(std::move(status)); });
    return written.get();
}

}  // namespace

LocalService::State::State(Dependencies given, Presence joined)
    : dependencies(std::move(given)),
      presence(std::move(joined)),
      devices(dependencies.devices),
      loads(dependencies.deviceLoads),
      meters(*dependencies.clock),
      settings{.jobs = dependencies.jobs,
               .threads = dependencies.threads,
               .memoryBytes = dependencies.memoryBytes,
               .isHeld = false},
      front("service", ThreadRank::Normal, {.interval = dependencies.watchInterval * 5, .run = [this] { tick(); }}),
      looking("looking"),
      intake("intake"),
      reading("reading", store::kReaders),
      caching("caching"),
      previews(dependencies.preview, dependencies.restPreviews) {}

Status LocalService::State::open() {
    FOTOGRAMA_ASSIGN_OR_RETURN(
        auto opened,
        store::Store::open({.path = dependencies.storePath,
                            .eventLimit = dependencies.eventLimit,
                            .watchInterval = dependencies.watchInterval,
                            .clock = dependencies.clock,
                            .feed = [this](Result<std::vector<api::Event>> news) {
                                front.post([this, news = std::move(news)]() mutable { hear(std::move(news)); });
                            }}));
    FOTOGRAMA_RETURN_IF_ERROR(writeAndWait(
        *opened, [this](store::Transaction& transaction) { return transaction.addEngine(presence.id()); }));
    // Only now do tasks on the front thread find the store.
    std::promise<std::vector<std::string>> begun;
    front.post([&] {
        store = std::move(opened);
        begun.set_value(theDead());
    });
    // Before anybody reads: what the dead ran is shown as interrupted from the first answer on.
    for (const std::string& engine : begun.get_future().get()) {
        const auto change = [&](store::Transaction& transaction) { return abandon(transaction, engine); };
        recovered(engine, writeAndWait(*store, change));
    }
    front.post([this] { begin(); });
    return {};
}

void LocalService::State::begin() {
    broadcaster = std::make_unique<Broadcaster>(*store, front);
    runner = std::make_unique<Runner>(
        Runner::Surroundings{.store = *store,
                             .front = front,
                             .looking = looking,
                             .dependencies = dependencies,
                             .engineId = presence.id(),
                             .reports = recent,
                             .progress = live},
        capacityOf(settings),
        Runner::Listener{.progress =
                             [this](base::JobId job, const api::Progress& progress, double seconds) {
                                 meters.progress(job, progress, seconds);
                                 api::Event event;
                                 event.kind = api::EventKind::JobProgress;
                                 event.at = dependencies.clock->unixNow();
                                 event.job = job;
                                 event.progress = progress;
                                 broadcaster->deliverLive(std::move(event));
                             },
                         .log =
                             [this](base::JobId job, std::string line) {
                                 api::Event event;
                                 event.kind = api::EventKind::JobLog;
                                 event.at = dependencies.clock->unixNow();
                                 event.job = job;
                                 event.text = std::move(line);
                                 broadcaster->deliverLive(std::move(event));
                             },
                         .ended =
                             [this](const Lanes::Ended& ended) {
                                 meters.ended(ended.record.id, ended.framesDecoded, ended.seconds, ended.stages);
                             }});
    if (dependencies.drains == Drains::Nothing) return;
    runner->load(false);
    tryTakeQueue();
    looking.post([this] { front.post([this, list = devices.known()] { runner->setDevices(list); }); });
}

void LocalService::State::hear(Result<std::vector<api::Event>> news) {
    if (!broadcaster) return;  // what happened before begin() is read from the store
    if (!news) {
        broadcaster->end(news.error());
        if (dependencies.drains != Drains::Nothing) runner->load(presence.hasQueue());
        return;
    }
    for (const api::Event& event : *news) {
        if (event.record && api::isTerminal(event.record->state)) {
            meters.stored(event.job);
        } else if (event.kind != api::EventKind::JobAdded) {
            recent.drop(event.job);
        }
    }
    // The runner first: who sees that a job is paused may rely on it.
    if (dependencies.drains != Drains::Nothing) runner->note(*news);
    broadcaster->deliver(*news);
}

void LocalService::State::tick() {
    if (!runner) return;
    const double cpuShare = meters.sample();
    lookAtLoads();
    recoverTheDead();
    if (dependencies.drains == Drains::Nothing) return;
    tryTakeQueue();
    runner->tick(cpuShare);
}

Result<api::RuntimeSettings> LocalService::State::change(const api::RuntimeSettings& wanted) {
    FOTOGRAMA_RETURN_IF_ERROR(checkSettings(wanted));
    if (wanted.jobs) settings.jobs = wanted.jobs;
    if (wanted.threads) settings.threads = wanted.threads;
    if (wanted.memoryBytes) settings.memoryBytes = wanted.memoryBytes;
    if (wanted.isHeld) settings.isHeld = wanted.isHeld;
    runner->setCapacity(capacityOf(settings));
    runner->setHeld(*settings.isHeld);
    return settings;
}

/// Once a second at most, beside the front: a driver may be slow to answer.
void LocalService::State::lookAtLoads() {
    constexpr std::chrono::seconds kApart{1};
    const auto now = dependencies.clock->now();
    const bool isFirst = lookedAtLoadsAt == std::chrono::steady_clock::time_point();
    if ((!isFirst && now - lookedAtLoadsAt < kApart) || isLookingAtLoads.exchange(true)) return;
    lookedAtLoadsAt = now;
    looking.post([this] {
        loads.look();
        isLookingAtLoads = false;
    });
}

/// The queue may have become free: its program ended.
void LocalService::State::tryTakeQueue() {
    if (dependencies.drains != Drains::SharedQueue || presence.hasQueue()) return;
    if (presence.takeQueue()) runner->load(true);
}

std::vector<std::string> LocalService::State::theDead() {
    const auto engines = store->read([](store::View& view) { return view.engines(); });
    if (!engines) {
        base::logWarning("service", engines.error().message);
        return {};
    }
    std::vector<std::string> dead;
    for (const store::EngineRecord& engine : *engines)
        if (!presence.isAlive(engine.id)) dead.push_back(engine.id);
    return dead;
}

void LocalService::State::recoverTheDead() {
    for (const std::string& engine : theDead())
        store->write([engine](store::Transaction& transaction) { return abandon(transaction, engine); },
                     [this, engine](Status status) { recovered(engine, status); });
}

void LocalService::State::recovered(const std::string& engine, const Status& status) const {
    if (!status) return base::logWarning("service", status.error().message);
    presence.forget(engine);
    base::logInfo("service", base::concat("recovered the jobs of engine ", engine));
}

void LocalService::State::close() {
    isClosing = true;
    if (store) {
        std::promise<void> idle;
        front.post([&] { runner->shutDown([&idle] { idle.set_value(); }); });
        idle.get_future().wait();
        const Status left = writeAndWait(
            *store, [this](store::Transaction& transaction) { return abandon(transaction, presence.id()); });
        if (!left) base::logWarning("service", left.error().message);
    }
    intake.stop();
    looking.stop();
    caching.stop();
    previews.stop();
    reading.stop();
    front.stop();
    if (broadcaster) broadcaster->end({base::ErrorCode::Cancelled, "The service was shut down.", {}});
}

}  // namespace fotograma::service
