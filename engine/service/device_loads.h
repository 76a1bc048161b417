/// How busy the machine's devices are, from one look to the next.
///
/// Owner    the answer of the last look.
/// Thread   look: one at a time, not where something waits for it (drivers may take their time). latest: any.
#pragma once

#include <functional>
#include <mutex>
#include <vector>

#include "engine/api/types.h"
#include "engine/base/process_figures.h"

namespace fotograma::service {

class DeviceLoads {
public:
    /// Of the devices beside the host.
    using Others = std::function<std::vector<api::DeviceLoad>()>;
    using HostTimes = std::function<base::MachineTimes()>;

    explicit DeviceLoads(Others others, HostTimes hostTimes = base::machineTimes)
        : m_others(std::move(others)), m_hostTimes(std::move(hostTimes)) {}

    void look();
    /// The host first; empty before the first look.
    [[nodiscard]] std::vector<api::DeviceLoad> latest() const;

private:
    api::DeviceLoad host();

    const Others m_others;
    const HostTimes m_hostTimes;
    base::MachineTimes m_before;
    mutable std::mutex m_mutex;  ///< Protects m_latest.
    std::vector<api::DeviceLoad> m_latest;
};

}  // namespace fotograma::service
