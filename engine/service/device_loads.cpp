#include "engine/service/device_loads.h"

#include <algorithm>

#include "engine/base/platform.h"

namespace fotograma::service {

api::DeviceLoad DeviceLoads::host() {
    const base::MachineTimes now = m_hostTimes();
    const base::MachineInfo machine = base::machineInfo();
    api::DeviceLoad load;
    load.id = "cpu";
    load.memoryBytes = machine.memoryBytes;
    load.usedBytes = std::max<std::int64_t>(machine.memoryBytes - machine.availableBytes, 0);
    const double all = now.allSeconds - m_before.allSeconds;
    const bool isKnown = m_before.allSeconds > 0.0 && all > 0.0;
    if (isKnown) load.busyShare = std::clamp((now.busySeconds - m_before.busySeconds) / all, 0.0, 1.0);
    m_before = now;
    return load;
}

void DeviceLoads::look() {
    std::vector<api::DeviceLoad> loads{host()};
    if (m_others)
        for (api::DeviceLoad& load : m_others()) loads.push_back(std::move(load));
    const std::lock_guard lock(m_mutex);
    m_latest = std::move(loads);
}

std::vector<api::DeviceLoad> DeviceLoads::latest() const {
    const std::lock_guard lock(m_mutex);
    return m_latest;
}

}  // namespace fotograma::service
