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

int Scheduler::threadsPromised() const noexcept {
    int threads = 0;
    for (const auto& [job, share] : m_shares)
        if (!share.isSuspended) threads += share.demand.threads;
    return threads;
}

bool Scheduler::fits(const Demand& demand) const noexcept {
    if (m_shares.empty()) return true;
    std::int64_t memoryBytes = demand.memoryBytes;
    bool anyRuns = false;
    for (const auto& [job, share] : m_shares) {
        memoryBytes += share.demand.memoryBytes;
        anyRuns = anyRuns || !share.isSuspended;
    }
    if (memoryBytes > m_capacity.memoryBytes) return false;
    // One thread free is room: a large job among small ones gets what is left rather than waiting for all of it.
    return !anyRuns || threadsPromised() < m_threadLimit;
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
    const auto active = std::ranges::count_if(m_shares, [](const auto& share) { return !share.second.isSuspended; });
    if (m_capacity.jobs > 0 && active >= m_capacity.jobs) return std::nullopt;
    // Looking further than this finds no better fit and would make a long queue slow.
    constexpr int kLookAhead = 64;
    std::optional<Waiting> chosen;
    int seen = 0;
    m_queue.each([&](const Waiting& waiting) {
        if (waiting.demand && fits(*waiting.demand)) {
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
    m_shares[chosen->job] = {.demand = share};
    return Grant{.job = chosen->job, .threads = share.threads};
}

void Scheduler::release(base::JobId job) { m_shares.erase(job); }

void Scheduler::setSuspended(base::JobId job, bool isSuspended) {
    if (const auto share = m_shares.find(job); share != m_shares.end()) share->second.isSuspended = isSuspended;
}

}  // namespace fotograma::job
