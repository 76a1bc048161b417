/// The parts of LocalService and how they are joined; included by its sources only.
///
/// Thread   everything but the reads and the store belongs to `front`; `intake` prepares what is submitted and
///          `looking` opens files and devices, because both may wait for slow folders; `reading`, some threads, asks
///          the store for those who want to know, so that nobody's list holds up the jobs; `previews` decodes pictures.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <semaphore>

#include "engine/service/broadcaster.h"
#include "engine/service/device_loads.h"
#include "engine/service/edit.h"
#include "engine/service/live_progress.h"
#include "engine/service/local_service.h"
#include "engine/service/meters.h"
#include "engine/service/presence.h"
#include "engine/service/recent_reports.h"
#include "engine/service/reply_once.h"
#include "engine/service/runner.h"
#include "engine/service/submission.h"
#include "engine/service/task_pool.h"
#include "engine/service/task_thread.h"
#include "engine/store/store.h"

namespace fotograma::service {

/// The machine's devices, looked for once and again on request.
class DeviceList {
public:
    explicit DeviceList(const std::function<std::vector<api::DeviceInfo>()>& provider) : m_provider(provider) {}

    DeviceInfos known() {
        const std::lock_guard lock(m_mutex);
        if (!m_known) m_known = std::make_shared<const std::vector<api::DeviceInfo>>(m_provider());
        return m_known;
    }
    DeviceInfos fresh() {
        const std::lock_guard lock(m_mutex);
        return m_known = std::make_shared<const std::vector<api::DeviceInfo>>(m_provider());
    }

private:
    const std::function<std::vector<api::DeviceInfo>()>& m_provider;
    std::mutex m_mutex;   ///< Protects m_known; the provider is called by one thread at a time.
    DeviceInfos m_known;  ///< Null before the first look.
};

/// One request on its way into the store, page by page. Belongs to the store's writer but for what says otherwise.
struct Placement {
    explicit Placement(api::Reply<api::SubmitReply> reply) : once(std::move(reply)) {}

    Submission submission;
    ReplyOnce<api::SubmitReply> once;
    std::chrono::steady_clock::time_point submittedAt;
    std::size_t told = 0;                ///< Outcomes that the meters know of.
    std::optional<base::Error> failure;  ///< Of the first page that could not be placed: the later ones are not.
    std::counting_semaphore<> room{4};   ///< Pages that may wait for the writer. Any thread.
};

struct LocalService::State {
    State(Dependencies given, Presence joined);

    base::Status open();
    void submit(api::SubmitRequest& request, std::shared_ptr<Placement> placement);  // on intake
    void submitPage(const std::shared_ptr<Placement>& placement, std::vector<PreparedItem> items, Page page);
    base::Result<api::ReportPage> reports(const api::JobQuery& query);
    base::Result<Replanned> replan(const api::JobQuery& query, const api::JobEdit& edit);  // on intake
    base::Result<api::RuntimeSettings> change(const api::RuntimeSettings& wanted);         // on front
    void begin();                                                                          // on front
    void tick();                                                                           // on front
    void hear(base::Result<std::vector<api::Event>> news);
    std::vector<std::string> theDead();
    void recoverTheDead();
    void recovered(const std::string& engine, const base::Status& status) const;
    void tryTakeQueue();
    void lookAtLoads();
    void close();

    const Dependencies dependencies;
    Presence presence;
    DeviceList devices;
    DeviceLoads loads;
    std::atomic<bool> isLookingAtLoads{false};
    std::chrono::steady_clock::time_point lookedAtLoadsAt;
    Meters meters;
    RecentReports recent;
    LiveProgress live;
    api::RuntimeSettings settings;  ///< As they hold, all present.
    std::atomic<bool> isClosing{false};
    std::unique_ptr<Broadcaster> broadcaster;
    std::unique_ptr<Runner> runner;
    TaskThread front;  ///< After what its ticks touch.
    TaskThread looking;
    TaskThread intake;
    TaskPool reading;
    TaskThread caching;  ///< What people ask of the cache: reading all of it may take a while.
    Previews previews;
    std::unique_ptr<store::Store> store;  ///< Last: it still completes writes, whose answers may touch the rest.
};

}  // namespace fotograma::service
