#include "engine/pipeline/progress.h"

#include <algorithm>

namespace fotograma::pipeline {

using namespace std::chrono_literals;

Progress::Progress(RunObserver& observer, double durationSeconds, const base::Clock& clock)
    : m_observer(&observer),
      m_clock(&clock),
      m_durationSeconds(durationSeconds),
      m_start(clock.now()),
      m_lastTold(m_start),
      m_stages(clock),
      m_rate(2s, clock) {}

void Progress::frameDecoded() noexcept {
    m_frames.fetch_add(1, std::memory_order_relaxed);
    m_rate.add();
}

std::size_t Progress::addBranch() {
    m_branches.emplace_back(0.0);
    return m_branches.size() - 1;
}

void Progress::reached(std::size_t branch, double mediaSeconds) noexcept {
    std::atomic<double>& known = m_branches[branch];  // one thread a branch, so no exchange is needed
    if (mediaSeconds > known.load(std::memory_order_relaxed)) known.store(mediaSeconds, std::memory_order_relaxed);
}

void Progress::beginLook(double share) noexcept {
    m_lookShare = share * (1.0 - m_looksDone);
    m_lookSeconds = 0.0;
}

void Progress::looked(double mediaSeconds) noexcept { m_lookSeconds = std::max(m_lookSeconds, mediaSeconds); }

void Progress::endLook() noexcept {
    m_looksDone += m_lookShare;
    m_lookShare = 0.0;
}

double Progress::lookFraction() const noexcept {
    return m_looksDone + m_lookShare * std::clamp(m_lookSeconds / m_durationSeconds, 0.0, 1.0);
}

double Progress::mediaSeconds() const noexcept {
    if (m_branches.empty()) return 0.0;
    double last = m_branches.front().load(std::memory_order_relaxed);
    for (const std::atomic<double>& branch : m_branches) last = std::min(last, branch.load(std::memory_order_relaxed));
    return last;
}

void Progress::complete() noexcept {
    for (std::size_t branch = 0; branch < m_branches.size(); ++branch) reached(branch, m_durationSeconds);
}

void Progress::tell(When when) {
    constexpr auto kInterval = 100ms;
    const auto now = m_clock->now();
    if (when == When::IfDue && now - m_lastTold < kInterval) return;
    // What is over before the first word was due has no progress: its end says it all.
    if (m_lastTold == m_start && now - m_start < kInterval) return;
    m_lastTold = now;
    m_observer->progress(current());
}

api::Progress Progress::current() const {
    api::Progress progress;
    const double wall = wallSeconds();
    const double media = mediaSeconds();
    progress.frames = m_frames.load(std::memory_order_relaxed);
    progress.fps = m_rate.perSecond();
    progress.speed = wall > 0.0 ? media / wall : 0.0;
    progress.fraction = -1.0;
    if (m_durationSeconds > 0.0) {
        const double looked = lookFraction();
        progress.fraction = looked + (1.0 - looked) * std::clamp(media / m_durationSeconds, 0.0, 1.0);
    }
    if (progress.fraction > 0.0) progress.etaSeconds = wall * (1.0 - progress.fraction) / progress.fraction;
    for (telemetry::BusyShare& share : m_stages.shares())
        progress.stages.push_back({std::move(share.stage), share.share});
    return progress;
}

double Progress::wallSeconds() const { return std::chrono::duration<double>(m_clock->now() - m_start).count(); }

}  // namespace fotograma::pipeline
