#include "engine/service/lanes.h"

#include <algorithm>
#include <utility>

#include "engine/base/log_context.h"
#include "engine/base/platform.h"
#include "engine/media/muxer.h"
#include "engine/store/transaction.h"

namespace fotograma::service {

Lanes::Lanes(const base::Clock& clock, MakeWorker makeWorker, Listener listener, std::vector<std::string> allowedRoots)
    : m_clock(clock),
      m_makeWorker(std::move(makeWorker)),
      m_listener(std::move(listener)),
      m_allowedRoots(std::move(allowedRoots)) {}

Lanes::~Lanes() {
    std::vector<std::unique_ptr<Lane>> lanes;
    {
        const std::lock_guard lock(m_mutex);
        lanes.swap(m_lanes);
    }
    for (const auto& lane : lanes) lane->thread.request_stop();
}

void Lanes::setLimits(int threads, int jobs) {
    const std::lock_guard lock(m_mutex);
    if (threads == m_threadLimit && jobs == m_jobLimit) return;
    m_threadLimit = threads;
    m_jobLimit = jobs;
    openLaneIfNeeded();
}

void Lanes::add(Task task) {
    const std::lock_guard lock(m_mutex);
    auto& waiting = task.isBrief ? m_brief : m_atOnce;
    waiting.push_back(std::move(task));
    openLaneIfNeeded();
}

void Lanes::setSuspended(base::JobId job, bool isSuspended) {
    const std::lock_guard lock(m_mutex);
    const auto share = m_running.find(job);
    if (share == m_running.end()) return;
    share->second.isSuspended = isSuspended;
    openLaneIfNeeded();
}

std::size_t Lanes::waiting() const {
    const std::lock_guard lock(m_mutex);
    return m_brief.size();
}

/// Called with the mutex held, as the next two.
bool Lanes::hasWork() const {
    if (!m_atOnce.empty()) return true;
    if (m_brief.empty()) return false;
    int threads = 0;
    int active = 0;
    for (const auto& [job, share] : m_running) {
        if (share.isSuspended) continue;
        threads += share.threads;
        ++active;
    }
    return active == 0 || (threads < m_threadLimit && (m_jobLimit <= 0 || active < m_jobLimit));
}

void Lanes::openLaneIfNeeded() {
    if (!hasWork()) return;
    if (m_idle > 0) return m_changed.notify_one();
    auto lane = std::make_unique<Lane>();
    lane->worker = m_makeWorker();
    lane->thread =
        std::jthread([this, worker = lane->worker.get()](const std::stop_token& stop) { work(stop, *worker); });
    m_lanes.push_back(std::move(lane));
}

void Lanes::work(const std::stop_token& stop, worker::Worker& worker) {
    base::setThreadName("job");
    base::lowerThreadPriority();
    while (auto task = next(stop)) {
        const base::JobId job = task->record.id;
        const base::LogScope scope({.job = job.value});
        Ended ended = run(worker, std::move(*task));
        leave(job);
        m_listener(std::move(ended));
    }
}

std::optional<Lanes::Task> Lanes::next(const std::stop_token& stop) {
    std::unique_lock lock(m_mutex);
    ++m_idle;
    m_changed.wait(lock, stop, [&] { return hasWork(); });
    --m_idle;
    if (stop.stop_requested()) return std::nullopt;
    auto& waiting = m_atOnce.empty() ? m_brief : m_atOnce;
    Task task = std::move(waiting.front());
    waiting.pop_front();
    m_running[task.record.id] = {.threads = task.threads, .isSuspended = task.events->isPaused()};
    openLaneIfNeeded();  // for the one behind it
    return task;
}

void Lanes::leave(base::JobId job) {
    const std::lock_guard lock(m_mutex);
    m_running.erase(job);
}

Lanes::Ended Lanes::run(worker::Worker& worker, Task task) {
    Ended ended;
    ended.isBrief = task.isBrief;
    if (task.stop.stop_requested()) {
        ended.hasBegun = false;
        ended.outcome.error = base::Error{base::ErrorCode::Cancelled, "It was stopped before its turn came.", {}};
    } else {
        // Nobody else may write this job's outputs now: what lies beside them is left from a program that was killed.
        if (task.record.attempts > 1)
            for (const std::string& output : task.record.spec.outputs)
                media::removeUnfinished(base::pathFromUtf8(output));
        const auto start = m_clock.now();
        ended.outcome = worker.run({.id = task.record.id,
                                    .spec = task.record.spec,
                                    .device = task.record.device,
                                    .threads = task.threads,
                                    .allowedRoots = m_allowedRoots},
                                   *task.events, task.stop);
        ended.seconds = std::chrono::duration<double>(m_clock.now() - start).count();
    }
    // What the cache knew was decoded by somebody else.
    if (ended.outcome.report.cache.empty()) {
        ended.framesDecoded = ended.outcome.report.framesDecoded;
        ended.stages = ended.outcome.report.stages;
    }
    ended.reportText = store::reportText(ended.outcome.report);
    ended.record = std::move(task.record);
    return ended;
}

}  // namespace fotograma::service
