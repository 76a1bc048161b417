#include "engine/job/scheduler.h"

#include <algorithm>

namespace fotograma::job {

namespace {

/// So often a job may be passed by smaller ones behind it.
constexpr int kPatience = 16;

}  // namespace

std::vector<base::JobId> Scheduler::unknown(std::size_t ahead) {
    std::vector<base::JobId> jobs;
    m_queue.each([&](const Waiting& waiting) {
        if (ahead-- == 0) return false;
        if (!waiting.demand) jobs.push_back(waiting.job);
        return true;
    });
    return jobs;
}

void Scheduler::setDevices(std::vector<DeviceRoom> rooms) {
    m_rooms.clear();
    for (DeviceRoom& room : rooms) m_rooms.push_back({.device = std::move(room)});
}

/// The GPU with most room among those that the job may run on; kNowhere for jobs of the host.
std::size_t Scheduler::roomFor(const Demand& demand) const noexcept {
    const bool isAny = demand.device == "auto" || demand.device == "cuda";
    std::size_t best = kNowhere;
    for (std::size_t i = 0; i < m_rooms.size(); ++i) {
        if (!isAny && m_rooms[i].device.id != demand.device) continue;
        if (best == kNowhere || m_rooms[i].freeBytes() > m_rooms[best].freeBytes()) best = i;
    }
    return best;
}

bool Scheduler::fitsDevice(const Demand& demand) const noexcept {
    const std::size_t room = roomFor(demand);
    return room == kNowhere || m_rooms[room].jobs == 0 || demand.deviceBytes <= m_rooms[room].freeBytes();
}

void Scheduler::take(const Share& share, int sign) noexcept {
    if (share.room != kNowhere) {  // also while it is paused: its frames stay there
        m_rooms[share.room].promisedBytes += sign * share.demand.deviceBytes;
        m_rooms[share.room].jobs += sign;
    }
    if (!share.isSuspended) {
        m_use.threads += sign * share.demand.threads;
        m_use.active += sign;
    }
    if (share.demand.isBrief) {
        m_use.brief += sign;
        m_use.largestBriefBytes = m_use.brief == 0 ? 0 : std::max(m_use.largestBriefBytes, share.demand.memoryBytes);
    } else {
        m_use.memoryBytes += sign * share.demand.memoryBytes;
    }
}

bool Scheduler::mayRunMore(const Demand& demand) const noexcept {
    return m_capacity.jobs <= 0 || m_use.active < m_capacity.jobs + (demand.isBrief ? m_ahead : 0);
}

bool Scheduler::fits(const Demand& demand) const noexcept {
    if (m_shares.empty()) return true;
    const int briefAtOnce = std::min(m_use.brief + (demand.isBrief ? 1 : 0), m_threadLimit);
    const std::int64_t briefBytes =
        briefAtOnce * std::max(m_use.largestBriefBytes, demand.isBrief ? demand.memoryBytes : 0);
    const std::int64_t memoryBytes = m_use.memoryBytes + briefBytes + (demand.isBrief ? 0 : demand.memoryBytes);
    if (memoryBytes > m_capacity.memoryBytes) return false;
    // One thread free is room: a large job among small ones gets what is left rather than waiting for all of it.
    return m_use.active == 0 || m_use.threads < m_threadLimit + (demand.isBrief ? m_ahead : 0);
}

/// What it wants, and more when fewer jobs can start than threads are free.
int Scheduler::threadsFor(const Demand& demand) const noexcept {
    const int free = std::max(m_threadLimit - threadsPromised(), 1);
    int starting = static_cast<int>(std::min<std::size_t>(m_queue.size(), 1 << 20));
    if (m_capacity.jobs > 0) starting = std::min(starting, m_capacity.jobs - static_cast<int>(m_shares.size()));
    const int fairShare = free / std::max(starting, 1);
    return std::max(demand.threads, std::min(fairShare, demand.mostThreads));
}

std::optional<Grant> Scheduler::next() {
    // Looking further than this finds no better fit and would make a long queue slow.
    constexpr int kLookAhead = 64;
    std::optional<Waiting> chosen;
    int seen = 0;
    m_queue.each([&](const Waiting& waiting) {
        const bool isKnown = waiting.demand.has_value();
        if (isKnown && mayRunMore(*waiting.demand) && fits(*waiting.demand) && fitsDevice(*waiting.demand)) {
            chosen = waiting;
            return false;
        }
        return waiting.passedBy < kPatience && ++seen < kLookAhead;
    });
    if (!chosen) return std::nullopt;
    m_queue.each([&](Waiting& waiting) {
        if (waiting.job == chosen->job) return false;
        if (waiting.demand) ++waiting.passedBy;
        return true;
    });
    // The last one in may want more than is left: it gets it, since it will still run when the others have ended.
    Demand share = *chosen->demand;
    share.threads = threadsFor(share);
    m_queue.remove(chosen->job);
    const std::size_t room = roomFor(share);
    take(m_shares[chosen->job] = {.demand = share, .room = room}, 1);
    return Grant{.job = chosen->job,
                 .threads = share.threads,
                 .isBrief = share.isBrief,
                 .device = room == kNowhere ? std::string() : m_rooms[room].device.id};
}

void Scheduler::release(base::JobId job) {
    const auto share = m_shares.find(job);
    if (share == m_shares.end()) return;
    take(share->second, -1);
    m_shares.erase(share);
}

void Scheduler::setSuspended(base::JobId job, bool isSuspended) {
    const auto share = m_shares.find(job);
    if (share == m_shares.end() || share->second.isSuspended == isSuspended) return;
    take(share->second, -1);
    share->second.isSuspended = isSuspended;
    take(share->second, 1);
}

}  // namespace fotograma::job
