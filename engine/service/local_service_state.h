/// The parts of LocalService and how they are joined; included by its sources only.
///
/// Thread   everything but the reads and the store belongs to `front`; `intake` prepares what is submitted and
///          `looking` opens files and devices, because both may wait for slow folders.
#pragma once

#include <memory>
#include <mutex>
#include <optional>

#include "engine/service/broadcaster.h"
#include "engine/service/local_service.h"
#include "engine/service/meters.h"
#include "engine/service/presence.h"
#include "engine/service/runner.h"
#include "engine/service/task_thread.h"
#include "engine/store/store.h"

namespace fotograma::service {

/// The machine's devices, looked for once and again on request.
class DeviceList {
public:
    explicit DeviceList(const std::function<std::vector<api::DeviceInfo>()>& provider) : m_provider(provider) {}

    std::vector<api::DeviceInfo> known() {
        const std::lock_guard lock(m_mutex);
        if (!m_known) m_known = m_provider();
        return *m_known;
    }
    std::vector<api::DeviceInfo> fresh() {
        const std::lock_guard lock(m_mutex);
        m_known = m_provider();
        return *m_known;
    }

private:
    const std::function<std::vector<api::DeviceInfo>()>& m_provider;
    std::mutex m_mutex;  ///< Protects m_known; the provider is called by one thread at a time.
    std::optional<std::vector<api::DeviceInfo>> m_known;
};

struct LocalService::State {
    State(Dependencies given, Presence joined);

    base::Status open();
    void begin();  // on front
    void tick();   // on front
    void hear(base::Result<std::vector<api::Event>> news);
    std::vector<std::string> theDead();
    void recoverTheDead();
    void recovered(const std::string& engine, const base::Status& status) const;
    void tryTakeQueue();
    void close();

    const Dependencies dependencies;
    Presence presence;
    DeviceList devices;
    Meters meters;
    std::unique_ptr<Broadcaster> broadcaster;
    std::unique_ptr<Runner> runner;
    TaskThread front;  ///< After what its ticks touch.
    TaskThread looking;
    TaskThread intake;
    std::unique_ptr<store::Store> store;  ///< Last: it still completes writes, whose answers may touch the rest.
};

}  // namespace fotograma::service
