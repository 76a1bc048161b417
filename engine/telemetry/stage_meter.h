/// How busy each stage of a pipeline is: nanoseconds at work against nanoseconds on the wall.
///
/// Units    shares are 0..1 of the wall time since start; a stage with several threads may pass 1.
/// Owner    StageMeters owns its stages; a StageMeter& stays valid while it lives.
/// Thread   add() before the threads start; BusyScope, busy() and shares() from any thread.
/// Cost     two readings of the clock and one atomic addition a scope.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "engine/base/clock.h"

namespace fotograma::telemetry {

class StageMeter {
public:
    StageMeter(std::string name, const base::Clock& clock) : m_name(std::move(name)), m_clock(&clock) {}

    void addBusy(std::chrono::nanoseconds time) noexcept {
        m_busyNs.fetch_add(time.count(), std::memory_order_relaxed);
    }
    [[nodiscard]] std::chrono::nanoseconds busy() const noexcept {
        return std::chrono::nanoseconds(m_busyNs.load(std::memory_order_relaxed));
    }
    [[nodiscard]] const std::string& name() const noexcept { return m_name; }
    [[nodiscard]] const base::Clock& clock() const noexcept { return *m_clock; }

private:
    std::string m_name;
    const base::Clock* m_clock;
    std::atomic<std::int64_t> m_busyNs{0};
};

/// Counts its own life as work of a stage. Waiting for input or room belongs outside.
class BusyScope {
public:
    explicit BusyScope(StageMeter& meter) noexcept : m_meter(meter), m_start(meter.clock().now()) {}
    ~BusyScope() { m_meter.addBusy(m_meter.clock().now() - m_start); }
    BusyScope(const BusyScope&) = delete;
    BusyScope& operator=(const BusyScope&) = delete;

private:
    StageMeter& m_meter;
    std::chrono::steady_clock::time_point m_start;
};

struct BusyShare {
    std::string stage;
    double share = 0.0;
};

/// The stages of one pipeline, with the wall time they share.
class StageMeters {
public:
    explicit StageMeters(const base::Clock& clock = base::systemClock()) : m_clock(&clock), m_start(clock.now()) {}

    StageMeter& add(std::string name) { return m_stages.emplace_back(std::move(name), *m_clock); }

    [[nodiscard]] std::chrono::nanoseconds wall() const { return m_clock->now() - m_start; }
    [[nodiscard]] std::vector<BusyShare> shares() const;  ///< In the order of add().

private:
    const base::Clock* m_clock;
    std::chrono::steady_clock::time_point m_start;
    std::deque<StageMeter> m_stages;  ///< A deque, so that references survive add().
};

}  // namespace fotograma::telemetry
