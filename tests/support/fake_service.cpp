#include "tests/support/fake_service.h"

#include <algorithm>
#include <utility>

#include "engine/base/text.h"

namespace fotograma::test {

using api::JobState;

struct FakeService::Sink {
    std::recursive_mutex
        mutex;  ///< Held during a call, so that unsubscribing waits for it; recursive for the sink's own.
    api::EventSink call;
    std::int64_t lastSequence = 0;
    bool isAlive = true;
};

FakeService::FakeService() : m_thread([this](const std::stop_token& stop) { run(stop); }) {}

FakeService::~FakeService() { release(); }

void FakeService::post(Task task) {
    const std::lock_guard lock(m_mutex);
    m_tasks.push_back(std::move(task));
    m_wake.notify_all();
}

void FakeService::run(const std::stop_token& stop) {
    std::unique_lock lock(m_mutex);
    while (true) {
        m_wake.wait(lock, stop, [this] { return !m_isHeld && !m_tasks.empty(); });
        if (m_tasks.empty() || m_isHeld) return;  // asked to stop, with nothing left to answer
        Task task = std::move(m_tasks.front());
        m_tasks.pop_front();
        m_isBusy = true;
        lock.unlock();
        task();
        task = nullptr;
        lock.lock();
        m_isBusy = false;
        m_wake.notify_all();
    }
}

void FakeService::hold() {
    const std::lock_guard lock(m_mutex);
    m_isHeld = true;
}

void FakeService::release() {
    const std::lock_guard lock(m_mutex);
    m_isHeld = false;
    m_wake.notify_all();
}

void FakeService::settle() {
    std::unique_lock lock(m_mutex);
    m_wake.wait(lock, [this] { return m_tasks.empty() && !m_isBusy; });
}

// ---- Events ----------------------------------------------------------------------------------------------------

/// Called with the mutex held.
void FakeService::tell(api::Event event, bool isStored) {
    event.sequence.value = static_cast<std::int64_t>(m_events.size()) + (isStored ? 1 : 0);
    if (isStored) m_events.push_back(event);
    m_tasks.emplace_back([this, event = std::move(event)] { deliver(event); });
    m_wake.notify_all();
}

void FakeService::deliver(const base::Result<api::Event>& event) {
    std::vector<std::shared_ptr<Sink>> sinks;
    {
        const std::lock_guard lock(m_mutex);
        sinks = m_sinks;
    }
    for (const auto& sink : sinks) {
        const std::lock_guard lock(sink->mutex);
        const bool isNews = !event || event->kind == api::EventKind::JobProgress ||
                            event->kind == api::EventKind::JobLog || event->sequence.value > sink->lastSequence;
        if (!sink->isAlive || !isNews) continue;
        if (event) sink->lastSequence = event->sequence.value;
        if (!event) sink->isAlive = false;
        sink->call(event);
    }
}

api::Subscription FakeService::subscribe(api::Sequence after, api::EventSink sink) {
    auto made = std::make_shared<Sink>();
    made->call = std::move(sink);
    made->lastSequence = after.value;
    const std::lock_guard lock(m_mutex);
    m_sinks.push_back(made);
    for (const api::Event& event : m_events)
        if (event.sequence > after) m_tasks.emplace_back([this, event] { deliver(event); });
    m_wake.notify_all();
    return api::Subscription(std::shared_ptr<void>(nullptr, [this, made](void*) {
        {
            const std::lock_guard inner(made->mutex);
            made->isAlive = false;
        }
        const std::lock_guard inner(m_mutex);
        std::erase(m_sinks, made);
    }));
}

void FakeService::endSubscriptions(base::Error error) {
    post([this, error = std::move(error)] { deliver(std::unexpected(error)); });
}

int FakeService::subscriptions() const {
    const std::lock_guard lock(m_mutex);
    return static_cast<int>(m_sinks.size());
}

// ---- The script ------------------------------------------------------------------------------------------------

void FakeService::setRecipes(std::vector<api::RecipeInfo> recipes) {
    const std::lock_guard lock(m_mutex);
    m_recipes = std::move(recipes);
}

void FakeService::setInfo(api::ServiceInfo info) {
    const std::lock_guard lock(m_mutex);
    m_info = std::move(info);
}

void FakeService::setStats(api::Stats stats) {
    const std::lock_guard lock(m_mutex);
    m_stats = std::move(stats);
}

api::JobId FakeService::add(api::JobRecord record) {
    const std::lock_guard lock(m_mutex);
    if (!record.id) record.id.value = ++m_lastJob;
    m_lastJob = std::max(m_lastJob, record.id.value);
    api::Event event{.kind = api::EventKind::JobAdded, .job = record.id, .record = record};
    m_jobs[record.id] = record;
    tell(std::move(event), true);
    return record.id;
}

/// Called with the mutex held.
void FakeService::change(api::JobRecord& record, JobState to) {
    FOTOGRAMA_ASSERT(api::isLegalMove(record.state, to), "the script makes an illegal move");
    record.state = to;
    if (to == JobState::Running && record.startedAt == 0) {
        record.startedAt = 1'700'000'000'000;
        record.attempts += 1;
        record.device = "cpu";
    }
    if (api::isTerminal(to)) record.finishedAt = 1'700'000'060'000;
    tell({.kind = api::EventKind::JobChanged, .job = record.id, .record = record}, true);
}

void FakeService::move(api::JobId job, JobState to) {
    const std::lock_guard lock(m_mutex);
    change(m_jobs.at(job), to);
}

void FakeService::progress(api::JobId job, api::Progress progress) {
    const std::lock_guard lock(m_mutex);
    tell({.kind = api::EventKind::JobProgress, .job = job, .progress = std::move(progress)}, false);
}

void FakeService::log(api::JobId job, std::string line) {
    const std::lock_guard lock(m_mutex);
    tell({.kind = api::EventKind::JobLog, .job = job, .text = std::move(line)}, false);
}

void FakeService::finish(api::JobId job, api::Report report, std::int64_t outputBytes) {
    const std::lock_guard lock(m_mutex);
    m_reports[job] = std::move(report);
    m_jobs.at(job).outputBytes = outputBytes;
    change(m_jobs.at(job), JobState::Done);
}

void FakeService::fail(api::JobId job, base::Error error) {
    const std::lock_guard lock(m_mutex);
    m_jobs.at(job).error = std::move(error);
    change(m_jobs.at(job), JobState::Failed);
}

std::vector<api::SubmitRequest> FakeService::submitted() const {
    const std::lock_guard lock(m_mutex);
    return m_submitted;
}

std::vector<api::JobRecord> FakeService::jobs() const {
    const std::lock_guard lock(m_mutex);
    std::vector<api::JobRecord> all;
    for (const auto& [id, record] : m_jobs) all.push_back(record);
    return all;
}

// ---- Service ---------------------------------------------------------------------------------------------------

void FakeService::describe(api::Reply<api::ServiceInfo> reply) {
    const std::lock_guard lock(m_mutex);
    m_tasks.emplace_back([info = m_info, reply = std::move(reply)]() mutable { reply(std::move(info)); });
    m_wake.notify_all();
}

void FakeService::recipes(api::Reply<std::vector<api::RecipeInfo>> reply) {
    const std::lock_guard lock(m_mutex);
    m_tasks.emplace_back([recipes = m_recipes, reply = std::move(reply)]() mutable { reply(std::move(recipes)); });
    m_wake.notify_all();
}

void FakeService::saveRecipe(api::RecipeDraft draft, api::Reply<api::RecipeInfo> reply) {
    const std::lock_guard lock(m_mutex);
    api::RecipeInfo saved{.id = draft.recipe["id"].asString(),
                          .title = draft.recipe["title"].asString(),
                          .sentence = draft.recipe["description"].asString(),
                          .builtIn = false,
                          .recipe = draft.recipe};
    base::Result<api::RecipeInfo> answer = saved;
    const auto known = std::ranges::find(m_recipes, saved.id, &api::RecipeInfo::id);
    if (known == m_recipes.end()) {
        m_recipes.push_back(saved);
    } else if (draft.mayReplace && !known->builtIn) {
        *known = saved;
    } else {
        answer = base::fail(base::ErrorCode::AlreadyExists, "There is already such a recipe.");
    }
    m_tasks.emplace_back(
        [answer = std::move(answer), reply = std::move(reply)]() mutable { reply(std::move(answer)); });
    m_wake.notify_all();
}

void FakeService::removeRecipe(std::string id, api::Reply<api::RecipeInfo> reply) {
    const std::lock_guard lock(m_mutex);
    base::Result<api::RecipeInfo> answer = base::fail(base::ErrorCode::NotFound, "There is no such recipe.");
    const auto known = std::ranges::find(m_recipes, id, &api::RecipeInfo::id);
    if (known != m_recipes.end() && !known->builtIn) {
        answer = *known;
        m_recipes.erase(known);
    }
    m_tasks.emplace_back(
        [answer = std::move(answer), reply = std::move(reply)]() mutable { reply(std::move(answer)); });
    m_wake.notify_all();
}

void FakeService::check(api::SubmitItem item, api::Reply<api::CheckReply> reply) {
    post([item = std::move(item), reply = std::move(reply)]() mutable {
        reply(api::CheckReply{.outputs = item.spec.outputs});
    });
}

void FakeService::submit(api::SubmitRequest request, api::Reply<api::SubmitReply> reply) {
    api::SubmitReply answer;
    {
        const std::lock_guard lock(m_mutex);
        m_submitted.push_back(request);
        answer.batch.value = ++m_lastBatch;
    }
    for (const api::SubmitItem& item : request.items) {
        api::JobRecord record;
        record.batch = answer.batch;
        record.spec = item.spec;
        record.spec.outputs = {base::concat(item.outputFolder, "/out.mp4")};
        record.recipeId = item.spec.recipe["id"].asString();
        record.recipeTitle = item.spec.recipe["title"].asString();
        record.inputBytes = 1'000'000;
        record.state = request.startPaused ? JobState::Paused : JobState::Queued;
        answer.outcomes.push_back({.job = add(record), .outputs = record.spec.outputs});
    }
    post([answer = std::move(answer), reply = std::move(reply)]() mutable { reply(std::move(answer)); });
}

/// Called with the mutex held.
base::Result<void> FakeService::act(api::JobRecord& record, api::JobAction action) {
    if (action == api::JobAction::Remove) {
        if (record.state == JobState::Running)
            return base::fail(base::ErrorCode::Conflict, "A running job must be cancelled before it is removed.");
        tell({.kind = api::EventKind::JobRemoved, .job = record.id}, true);
        return {};
    }
    const JobState to = action == api::JobAction::Pause    ? JobState::Paused
                        : action == api::JobAction::Cancel ? JobState::Cancelled
                                                           : JobState::Queued;
    if (!api::isLegalMove(record.state, to))
        return base::fail(base::ErrorCode::Conflict, "The job cannot do that now.");
    if (action == api::JobAction::Retry) record.error.reset();
    change(record, to);
    return {};
}

void FakeService::control(api::JobQuery query, api::JobAction action, api::Reply<api::ControlReply> reply) {
    const std::lock_guard lock(m_mutex);
    api::ControlReply answer;
    for (auto& [id, record] : m_jobs) {
        const bool isMeant =
            (query.ids.empty() || std::ranges::find(query.ids, id) != query.ids.end()) &&
            (query.states.empty() || std::ranges::find(query.states, record.state) != query.states.end());
        if (!isMeant) continue;
        if (auto done = act(record, action); done)
            answer.changed.push_back(id);
        else
            answer.refused.emplace_back(id, done.error());
    }
    if (action == api::JobAction::Remove)
        for (const api::JobId id : answer.changed) m_jobs.erase(id);
    m_tasks.emplace_back(
        [answer = std::move(answer), reply = std::move(reply)]() mutable { reply(std::move(answer)); });
    m_wake.notify_all();
}

void FakeService::edit(api::JobQuery query, api::JobEdit edit, api::Reply<api::ControlReply> reply) {
    const std::lock_guard lock(m_mutex);
    m_edited.emplace_back(query, edit);
    api::ControlReply answer;
    for (const api::JobId id : query.ids) {
        api::JobRecord& record = m_jobs.at(id);
        if (record.state != JobState::Queued && record.state != JobState::Paused) {
            answer.refused.emplace_back(id, base::Error{base::ErrorCode::Conflict, "The job has begun.", {}});
            continue;
        }
        if (edit.priority) record.spec.priority = *edit.priority;
        if (edit.device) record.spec.device = *edit.device;
        if (!edit.recipe.isNull()) {
            record.spec.recipe = edit.recipe;
            record.recipeId = edit.recipe["id"].asString();
            record.recipeTitle = edit.recipe["title"].asString();
        }
        if (edit.outputFolder) record.spec.outputs = {base::concat(*edit.outputFolder, "/out.mp4")};
        if (edit.before && m_jobs.contains(*edit.before)) record.position = m_jobs.at(*edit.before).position - 0.5;
        answer.changed.push_back(id);
        tell({.kind = api::EventKind::JobChanged, .job = id, .record = record}, true);
    }
    m_tasks.emplace_back(
        [answer = std::move(answer), reply = std::move(reply)]() mutable { reply(std::move(answer)); });
    m_wake.notify_all();
}

std::vector<std::pair<api::JobQuery, api::JobEdit>> FakeService::edited() const {
    const std::lock_guard lock(m_mutex);
    return m_edited;
}

void FakeService::batches(api::BatchQuery, api::Reply<api::BatchPage> reply) {
    const std::lock_guard lock(m_mutex);
    std::map<api::BatchId, api::BatchInfo> batches;
    for (const auto& [id, record] : m_jobs) {
        batches[record.batch].id = record.batch;
        ++batches[record.batch].jobs[record.state];
    }
    api::BatchPage page;
    for (auto& [id, batch] : batches) page.batches.insert(page.batches.begin(), std::move(batch));
    m_tasks.emplace_back([page = std::move(page), reply = std::move(reply)]() mutable { reply(std::move(page)); });
    m_wake.notify_all();
}

void FakeService::settings(api::RuntimeSettings change, api::Reply<api::RuntimeSettings> reply) {
    const std::lock_guard lock(m_mutex);
    if (change.jobs) m_settings.jobs = change.jobs;
    if (change.threads) m_settings.threads = change.threads;
    if (change.memoryBytes) m_settings.memoryBytes = change.memoryBytes;
    if (change.isHeld) m_settings.isHeld = change.isHeld;
    m_tasks.emplace_back([told = m_settings, reply = std::move(reply)]() mutable { reply(told); });
    m_wake.notify_all();
}

api::RuntimeSettings FakeService::settings() const {
    const std::lock_guard lock(m_mutex);
    return m_settings;
}

void FakeService::snapshot(api::JobQuery, api::Reply<api::Snapshot> reply) {
    const std::lock_guard lock(m_mutex);
    api::Snapshot answer{.sequence = {static_cast<std::int64_t>(m_events.size())}};
    for (const auto& [id, record] : m_jobs) answer.jobs.push_back(record);
    m_tasks.emplace_back(
        [answer = std::move(answer), reply = std::move(reply)]() mutable { reply(std::move(answer)); });
    m_wake.notify_all();
}

void FakeService::report(api::JobId job, api::Reply<api::Report> reply) {
    const std::lock_guard lock(m_mutex);
    base::Result<api::Report> answer = base::fail(base::ErrorCode::NotFound, "The job has no report.");
    if (const auto found = m_reports.find(job); found != m_reports.end()) answer = found->second;
    m_tasks.emplace_back(
        [answer = std::move(answer), reply = std::move(reply)]() mutable { reply(std::move(answer)); });
    m_wake.notify_all();
}

void FakeService::reports(api::JobQuery query, api::Reply<api::ReportPage> reply) {
    const std::lock_guard lock(m_mutex);
    api::ReportPage answer;
    for (const auto& [id, record] : m_jobs) {
        const bool isMeant = query.ids.empty() || std::ranges::find(query.ids, id) != query.ids.end();
        const auto report = m_reports.find(id);
        if (!isMeant || id.value <= query.afterId || report == m_reports.end()) continue;
        answer.jobs.push_back({.record = record, .report = report->second});
        if (query.limit <= 0 || std::cmp_less(answer.jobs.size(), query.limit)) continue;
        answer.nextAfterId = id.value;
        break;
    }
    m_tasks.emplace_back(
        [answer = std::move(answer), reply = std::move(reply)]() mutable { reply(std::move(answer)); });
    m_wake.notify_all();
}

void FakeService::setPreview(api::Preview preview) {
    const std::lock_guard lock(m_mutex);
    m_preview = std::move(preview);
}

std::vector<api::PreviewRequest> FakeService::previewed() const {
    const std::lock_guard lock(m_mutex);
    return m_previewed;
}

void FakeService::preview(api::PreviewRequest request, api::Reply<api::Preview> reply) {
    const std::lock_guard lock(m_mutex);
    m_previewed.push_back(request);
    const std::int64_t number = request.slot.empty() ? 0 : ++m_newest[request.slot];
    m_tasks.emplace_back([this, request = std::move(request), number, reply = std::move(reply)]() mutable {
        base::Result<api::Preview> answer;
        {
            const std::lock_guard inner(m_mutex);
            answer = m_preview;
            answer->seconds = request.seconds;
            if (number != 0 && number != m_newest[request.slot])
                answer = base::fail(base::ErrorCode::Cancelled, "A newer preview was asked for.");
        }
        reply(std::move(answer));
    });
    m_wake.notify_all();
}

void FakeService::stats(api::Reply<api::Stats> reply) {
    const std::lock_guard lock(m_mutex);
    m_tasks.emplace_back([stats = m_stats, reply = std::move(reply)]() mutable { reply(std::move(stats)); });
    m_wake.notify_all();
}

void FakeService::setCache(std::vector<api::CacheEntry> entries) {
    const std::lock_guard lock(m_mutex);
    m_cache = std::move(entries);
}

void FakeService::cache(api::CacheQuery, api::CacheAction action, api::Reply<api::CacheReply> reply) {
    const std::lock_guard lock(m_mutex);
    api::CacheReply told;
    told.levels = m_stats.cache;
    told.matched = static_cast<std::int64_t>(m_cache.size());
    if (action == api::CacheAction::List) told.entries = m_cache;
    m_tasks.emplace_back([told = std::move(told), reply = std::move(reply)]() mutable { reply(std::move(told)); });
    m_wake.notify_all();
}

}  // namespace fotograma::test
