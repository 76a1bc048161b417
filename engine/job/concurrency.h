/// How many threads may be promised to jobs at once: a little more when cores idle, less when memory runs short.
///
/// Units    threads; shares in cores (1.8: 1.8 cores).
/// Thread   one at a time.
#pragma once

#include <cstdint>

namespace fotograma::job {

class Concurrency {
public:
    /// Starts at `cores` and stays between 1 and twice that.
    explicit Concurrency(int cores) noexcept : m_cores(cores), m_limit(cores) {}

    struct Sample {
        double cpuShare = 0.0;   ///< That this process kept busy.
        double idleShare = 0.0;  ///< That nobody on the machine used.
        int threadsPromised = 0;
        std::int64_t availableBytes = 0;  ///< Of the machine, now.
        std::int64_t memoryBytes = 0;     ///< Of the machine.
    };
    /// One look at the machine, about once a second. Returns the limit from now on.
    int observe(const Sample& sample) noexcept;

    /// Begins anew with so many.
    void setCores(int cores) noexcept { m_cores = m_limit = cores; }
    [[nodiscard]] int limit() const noexcept { return m_limit; }

private:
    int m_cores;
    int m_limit;
};

}  // namespace fotograma::job
