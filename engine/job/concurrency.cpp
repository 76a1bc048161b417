#include "engine/job/concurrency.h"

#include <algorithm>

namespace fotograma::job {

namespace {

// Of the cores. We must leave some idle (our threads wait for disks or for each other), and so must everybody else: what
// other programs use is theirs. In a container the machine's idle cores may be out of reach, hence both.
constexpr double kIdleBelow = 0.8;
constexpr double kIdleAbove = 0.2;
constexpr double kScarceMemory = 0.08;  ///< Of the machine's memory, free.
constexpr double kPlentyMemory = 0.20;

}  // namespace

int Concurrency::observe(const Sample& sample) noexcept {
    const double free = sample.memoryBytes > 0
                            ? static_cast<double>(sample.availableBytes) / static_cast<double>(sample.memoryBytes)
                            : 1.0;
    if (free < kScarceMemory) {
        // Quickly down, slowly up: swapping costs more than idle cores.
        m_limit = std::max(m_limit / 2, 1);
    } else if (free > kPlentyMemory) {
        const bool allPromised = sample.threadsPromised >= m_limit;
        const bool coresIdle = sample.cpuShare < kIdleBelow * m_cores && sample.idleShare > kIdleAbove * m_cores;
        if (m_limit < m_cores) {
            ++m_limit;
        } else if (allPromised && coresIdle && m_limit < 2 * m_cores) {
            ++m_limit;
        } else if (!coresIdle && m_limit > m_cores) {
            --m_limit;
        }
    }
    return m_limit;
}

}  // namespace fotograma::job
