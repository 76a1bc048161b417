/// A Service that follows a script: jobs move when the test says so, replies can be held back.
///
/// Errors   as the contract of Service: a reply comes exactly once. Submitting and controlling work as in the real one,
///          by the table of legal moves.
/// Thread   any; replies and events come in order on a thread of its own, so that tests see real crossings.
#pragma once

#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "engine/api/service.h"

namespace fotograma::test {

class FakeService : public api::Service {
public:
    FakeService();
    ~FakeService() override;

    // ---- The script ----------------------------------------------------------------------------------------------
    void setRecipes(std::vector<api::RecipeInfo> recipes);
    void setInfo(api::ServiceInfo info);
    void setStats(api::Stats stats);
    /// Entries that the cache lists; the other actions are told to match all of them.
    void setCache(std::vector<api::CacheEntry> entries);
    /// What every preview shows, at the second that was asked for.
    void setPreview(api::Preview preview);
    /// Adds a job as if somebody had submitted it; a missing id is given.
    api::JobId add(api::JobRecord record);
    /// Moves a job and tells of it. Asserts that the move is legal.
    void move(api::JobId job, api::JobState to);
    void progress(api::JobId job, api::Progress progress);
    void log(api::JobId job, std::string line);
    void finish(api::JobId job, api::Report report, std::int64_t outputBytes);
    void fail(api::JobId job, base::Error error);
    /// Ends all subscriptions with this error.
    void endSubscriptions(base::Error error);
    /// Until released, replies and events wait.
    void hold();
    void release();
    /// Returns when all that was asked before has been answered.
    void settle();

    // ---- What was asked ------------------------------------------------------------------------------------------
    [[nodiscard]] std::vector<api::SubmitRequest> submitted() const;
    [[nodiscard]] std::vector<api::JobRecord> jobs() const;
    [[nodiscard]] std::vector<api::PreviewRequest> previewed() const;
    [[nodiscard]] std::vector<std::pair<api::JobQuery, api::JobEdit>> edited() const;
    [[nodiscard]] api::RuntimeSettings settings() const;
    [[nodiscard]] int subscriptions() const;

    // ---- Service -------------------------------------------------------------------------------------------------
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
    [[nodiscard]] api::Subscription subscribe(api::Sequence after, api::EventSink sink) override;
    void report(api::JobId job, api::Reply<api::Report> reply) override;
    void reports(api::JobQuery query, api::Reply<api::ReportPage> reply) override;
    void preview(api::PreviewRequest request, api::Reply<api::Preview> reply) override;
    void stats(api::Reply<api::Stats> reply) override;
    void settings(api::RuntimeSettings change, api::Reply<api::RuntimeSettings> reply) override;
    void cache(api::CacheQuery query, api::CacheAction action, api::Reply<api::CacheReply> reply) override;

private:
    using Task = std::move_only_function<void()>;
    struct Sink;

    void post(Task task);
    void run(const std::stop_token& stop);
    void tell(api::Event event, bool isStored);
    void deliver(const base::Result<api::Event>& event);
    void change(api::JobRecord& record, api::JobState to);
    base::Result<void> act(api::JobRecord& record, api::JobAction action);

    mutable std::mutex m_mutex;  ///< Protects all below.
    std::condition_variable_any m_wake;
    std::deque<Task> m_tasks;
    bool m_isHeld = false;
    bool m_isBusy = false;
    std::map<api::JobId, api::JobRecord> m_jobs;
    std::map<api::JobId, api::Report> m_reports;
    std::vector<api::Event> m_events;
    std::vector<std::shared_ptr<Sink>> m_sinks;
    std::vector<api::SubmitRequest> m_submitted;
    std::vector<std::pair<api::JobQuery, api::JobEdit>> m_edited;
    api::RuntimeSettings m_settings{.jobs = 0, .threads = 0, .memoryBytes = 0, .isHeld = false};
    std::vector<api::RecipeInfo> m_recipes;
    api::ServiceInfo m_info;
    api::Stats m_stats;
    std::vector<api::CacheEntry> m_cache;
    api::Preview m_preview;
    std::vector<api::PreviewRequest> m_previewed;
    std::map<std::string, std::int64_t> m_newest;  ///< By slot: how many were asked for.
    std::int64_t m_lastJob = 0;
    std::int64_t m_lastBatch = 0;
    std::jthread m_thread;
};

}  // namespace fotograma::test
