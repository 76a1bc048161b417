/// The service of this program: its own engine on a store that other programs may share.
///
/// Errors   create: what Store::open says. The verbs as api::Service.
/// Owner    the store's connections, its threads and its workers; the destructor stops running jobs (they are shown as
///          interrupted and can go on later) and answers what waits with Cancelled. Not to be destroyed from inside a
///          reply or an event of its own.
/// Thread   any.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

#include "engine/api/service.h"
#include "engine/base/clock.h"
#include "engine/cache/tiered_cache.h"
#include "engine/job/demand.h"
#include "engine/pipeline/pipeline.h"
#include "engine/service/previews.h"
#include "engine/worker/worker.h"

namespace fotograma::service {

/// Which jobs this program runs. It reads, submits and controls in any case.
enum class Drains {
    SharedQueue,  ///< Its own batches, and the shared queue as long as no other program has that in its hands.
    OwnBatches,   ///< Only what it submitted with ownBatch.
    Nothing,
};

struct Dependencies {
    std::filesystem::path storePath;
    std::filesystem::path recipesFolder;  ///< The user's own recipes; need not exist.
    Drains drains = Drains::SharedQueue;

    /// The devices of the machine, the host among them, and why there are not more. May take a while; called from one
    /// thread at a time, never from the caller's.
    std::function<std::vector<api::DeviceInfo>()> devices;
    /// What the devices beside the host do now; may take a while. Null: there are none.
    std::function<std::vector<api::DeviceLoad>()> deviceLoads;
    /// Every filter and measure: filters first, each sorted by id.
    std::function<std::vector<api::OperationInfo>()> operations;
    /// A worker for one job at a time; it is kept for the next ones.
    std::function<std::unique_ptr<worker::Worker>()> makeWorker;
    /// What a job would keep, change and lose, and do on the device of that name: pipeline::forecast, or a test's own.
    std::function<base::Result<pipeline::Forecast>(const std::filesystem::path&, const recipe::Recipe&,
                                                   std::string_view device)>
        forecast;
    /// How much work an input is: service::lookAtClip (clip_facts.h), or a test's own.
    std::function<base::Result<job::ClipFacts>(const std::filesystem::path&)> lookAtClip;

    /// The picture of a preview: worker::Previewer, or a test's own. Called from one thread at a time.
    Previews::Maker preview;
    Previews::Rest restPreviews;  ///< worker::Previewer::rest; may be empty.

    /// What the workers ask before they compute (worker::CachingWorker); must outlive the service. Null: no cache.
    cache::TieredCache* cache = nullptr;

    /// Folders whose files recipes may name (a look, an overlay); empty: whatever the user can read. Servers set it.
    std::vector<std::filesystem::path> allowedRoots;

    int jobs = 0;                                  ///< At once at most; 0: as many as there is room for.
    int threads = 0;                               ///< That jobs may keep busy together; 0: all cores.
    std::int64_t memoryBytes = 0;                  ///< That jobs may use together; 0: 70 % of the machine's.
    std::int64_t eventLimit = 50'000;              ///< Newest events kept.
    std::chrono::milliseconds watchInterval{100};  ///< How often to look for what other programs did.
    const base::Clock* clock = &base::systemClock();
};

class LocalService final : public api::Service {
public:
    static base::Result<std::unique_ptr<LocalService>> create(Dependencies dependencies);
    ~LocalService() override;

    void describe(api::Reply<api::ServiceInfo> reply) override;
    void recipes(api::Reply<std::vector<api::RecipeInfo>> reply) override;
    void saveRecipe(api::RecipeDraft draft, api::Reply<api::RecipeInfo> reply) override;
    void removeRecipe(std::string id, api::Reply<api::RecipeInfo> reply) override;
    void check(api::SubmitItem item, api::Reply<api::CheckReply> reply) override;
    void submit(api::SubmitRequest request, api::Reply<api::SubmitReply> reply) override;
    void control(api::JobQuery query, api::JobAction action, api::Reply<api::ControlReply> reply) override;
    void edit(api::JobQuery query, api::JobEdit edit, api::Reply<api::ControlReply> reply) override;
    void batches(api::BatchQuery query, api::Reply<api::BatchPage> reply) override;
    void snapshot(api::JobQuery query, api::Reply<api::Snapshot> reply) override;
    [[nodiscard]] api::Subscription subscribe(base::Sequence after, api::EventSink sink) override;
    void report(base::JobId job, api::Reply<api::Report> reply) override;
    void reports(api::JobQuery query, api::Reply<api::ReportPage> reply) override;
    void preview(api::PreviewRequest request, api::Reply<api::Preview> reply) override;
    void stats(api::Reply<api::Stats> reply) override;
    void settings(api::RuntimeSettings change, api::Reply<api::RuntimeSettings> reply) override;
    void cache(api::CacheQuery query, api::CacheAction action, api::Reply<api::CacheReply> reply) override;

private:
    struct State;
    explicit LocalService(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

}  // namespace fotograma::service
