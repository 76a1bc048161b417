#include "engine/service/local_service.h"

#include <algorithm>

#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/cache/manage.h"
#include "engine/job/placement.h"
#include "engine/recipe/presets.h"
#include "engine/service/control.h"
#include "engine/service/edit.h"
#include "engine/service/local_service_state.h"
#include "engine/service/reply_once.h"
#include "engine/service/submission.h"

namespace fotograma::service {

using base::concat;
using base::ErrorCode;
using base::Result;

namespace {

/// What lies in the way, unless it is what the same job made before.
std::optional<base::Error> obstacleTo(const PreparedItem& item, store::Store& store) {
    std::optional<base::Error> obstacle = fileInTheWay(item);
    if (!obstacle) return std::nullopt;
    const auto madeBefore = store.read([&](store::View& view) -> Result<bool> {
        FOTOGRAMA_ASSIGN_OR_RETURN(
            const auto earlier,
            view.sameWork(item.record.inputIdentity, item.record.recipeDigest, item.record.spec.outputs));
        if (!earlier) return false;
        FOTOGRAMA_ASSIGN_OR_RETURN(const auto report, view.report(earlier->id));
        return report && isWhole(*report, item);
    });
    if (madeBefore && *madeBefore) return std::nullopt;
    return obstacle;
}

}  // namespace

Result<std::unique_ptr<LocalService>> LocalService::create(Dependencies dependencies) {
    FOTOGRAMA_ASSERT(dependencies.devices && dependencies.operations && dependencies.makeWorker &&
                         dependencies.forecast && dependencies.lookAtClip && dependencies.preview && dependencies.clock,
                     "every dependency of the local service must be given");
    // The presence first: who has a row in the store's table of engines holds its lock.
    FOTOGRAMA_ASSIGN_OR_RETURN(Presence presence, Presence::join(dependencies.storePath));
    auto state = std::make_unique<State>(std::move(dependencies), std::move(presence));
    FOTOGRAMA_RETURN_IF_ERROR(state->open());
    return std::unique_ptr<LocalService>(new LocalService(std::move(state)));
}

LocalService::LocalService(std::unique_ptr<State> state) : m_state(std::move(state)) {}

LocalService::~LocalService() { m_state->close(); }

// ---- What the engine can do ------------------------------------------------------------------------------------

void LocalService::describe(api::Reply<api::ServiceInfo> reply) {
    m_state->looking.post([state = m_state.get(), once = ReplyOnce(std::move(reply))]() mutable {
        api::ServiceInfo info;
        info.name = concat("Fotograma ", FOTOGRAMA_VERSION, " (local)");
        info.version = FOTOGRAMA_VERSION;
        info.engineId = state->presence.id();
        info.devices = *state->devices.fresh();
        info.operations = state->dependencies.operations();
        state->front.post([state, info = std::move(info), once = std::move(once)]() mutable {
            info.drainsQueue = state->presence.hasQueue();
            once.answer(std::move(info));
        });
    });
}

void LocalService::recipes(api::Reply<std::vector<api::RecipeInfo>> reply) {
    m_state->looking.post([state = m_state.get(), once = ReplyOnce(std::move(reply))]() mutable {
        std::vector<api::RecipeInfo> recipes;
        for (const recipe::Recipe& preset : recipe::presets()) recipes.push_back(recipe::describe(preset, true));
        const recipe::Library own = recipe::loadFolder(state->dependencies.recipesFolder);
        for (const recipe::Recipe& saved : own.recipes) recipes.push_back(recipe::describe(saved, false));
        once.answer(std::move(recipes));
    });
}

void LocalService::saveRecipe(api::RecipeDraft draft, api::Reply<api::RecipeInfo> reply) {
    m_state->looking.post(
        [state = m_state.get(), draft = std::move(draft), once = ReplyOnce(std::move(reply))]() mutable {
            const auto saved = recipe::saveToFolder(draft.recipe, state->dependencies.recipesFolder,
                                                    draft.mayReplace ? recipe::Replace::Own : recipe::Replace::Nothing);
            if (!saved) return once.answer(std::unexpected(saved.error()));
            once.answer(recipe::describe(*saved, false));
        });
}

void LocalService::removeRecipe(std::string id, api::Reply<api::RecipeInfo> reply) {
    m_state->looking.post([state = m_state.get(), id = std::move(id), once = ReplyOnce(std::move(reply))]() mutable {
        const auto removed = recipe::removeFromFolder(id, state->dependencies.recipesFolder);
        if (!removed) return once.answer(std::unexpected(removed.error()));
        once.answer(recipe::describe(*removed, false));
    });
}

void LocalService::check(api::SubmitItem item, api::Reply<api::CheckReply> reply) {
    m_state->looking.post(
        [state = m_state.get(), item = std::move(item), once = ReplyOnce(std::move(reply))]() mutable {
            const auto devices = state->devices.known();
            const PreparedItem prepared =
                std::move(prepare({&item, 1}, *devices, {state->dependencies.allowedRoots}).front());
            api::CheckReply found;
            found.error = prepared.error;
            if (!found.error) {
                found.outputs = prepared.record.spec.outputs;
                const auto device = job::chooseDevice(prepared.record.spec.device, *devices);
                auto forecast = state->dependencies.forecast(base::pathFromUtf8(prepared.record.spec.input),
                                                             *prepared.recipe, device.value_or("cpu"));
                if (forecast) {
                    found.input = std::move(forecast->input);
                    found.plan = std::move(forecast->plan);
                    found.passes = std::move(forecast->passes);
                    found.error = obstacleTo(prepared, *state->store);
                } else {
                    found.error = std::move(forecast).error();
                }
            }
            once.answer(std::move(found));
        });
}

// ---- Jobs ------------------------------------------------------------------------------------------------------

void LocalService::submit(api::SubmitRequest request, api::Reply<api::SubmitReply> reply) {
    auto placement = std::make_shared<Placement>(std::move(reply));
    placement->submittedAt = m_state->dependencies.clock->now();
    m_state->intake.post(
        [state = m_state.get(), request = std::move(request), placement = std::move(placement)]() mutable {
            state->submit(request, std::move(placement));
        });
}

void LocalService::control(api::JobQuery query, api::JobAction action, api::Reply<api::ControlReply> reply) {
    m_state->store->write(
        [state = m_state.get(), query = std::move(query), action](store::Transaction& transaction) {
            return service::control(transaction, query, action, state->presence);
        },
        [once = ReplyOnce(std::move(reply))](Result<api::ControlReply> done) mutable { once.answer(std::move(done)); });
}

void LocalService::edit(api::JobQuery query, api::JobEdit edit, api::Reply<api::ControlReply> reply) {
    m_state->intake.post([state = m_state.get(), query = std::move(query), edit = std::move(edit),
                          once = ReplyOnce(std::move(reply))]() mutable {
        // What needs the file system before the transaction: it may be slow.
        auto replanned = state->replan(query, edit);
        if (!replanned) return once.answer(std::unexpected(replanned.error()));
        state->store->write(
            [query = std::move(query), edit = std::move(edit), work = std::move(*replanned)](
                store::Transaction& transaction) { return service::edit(transaction, query, edit, work); },
            [once = std::move(once)](Result<api::ControlReply> done) mutable { once.answer(std::move(done)); });
    });
}

void LocalService::batches(api::BatchQuery query, api::Reply<api::BatchPage> reply) {
    m_state->reading.post(
        [state = m_state.get(), query = std::move(query), once = ReplyOnce(std::move(reply))]() mutable {
            auto found = state->store->read([&](store::View& view) { return view.batches(query); });
            if (!found) return once.answer(std::unexpected(found.error()));
            api::BatchPage page{.batches = std::move(*found)};
            const bool isFull = query.limit > 0 && std::cmp_equal(page.batches.size(), query.limit);
            if (isFull) page.nextBeforeId = page.batches.back().id.value;
            once.answer(std::move(page));
        });
}

void LocalService::snapshot(api::JobQuery query, api::Reply<api::Snapshot> reply) {
    m_state->reading.post(
        [state = m_state.get(), query = std::move(query), once = ReplyOnce(std::move(reply))]() mutable {
            auto taken = state->store->read([&](store::View& view) -> Result<api::Snapshot> {
                api::Snapshot snapshot;
                FOTOGRAMA_ASSIGN_OR_RETURN(snapshot.jobs, view.jobs(query));
                FOTOGRAMA_ASSIGN_OR_RETURN(const store::EventRange range, view.eventRange());
                snapshot.sequence = range.newest;
                return snapshot;
            });
            if (taken) {
                const bool isFull = query.limit > 0 && std::cmp_equal(taken->jobs.size(), query.limit);
                if (isFull) taken->nextAfterId = taken->jobs.back().id.value;
                for (api::JobRecord& record : taken->jobs)
                    if (auto progress = state->live.find(record.id)) record.progress = std::move(*progress);
            }
            once.answer(std::move(taken));
        });
}

api::Subscription LocalService::subscribe(base::Sequence after, api::EventSink sink) {
    auto subscriber = Broadcaster::makeSubscriber(after, std::move(sink));
    api::Subscription subscription = Broadcaster::keep(subscriber);
    m_state->front.post([state = m_state.get(), subscriber = std::move(subscriber)]() mutable {
        state->broadcaster->add(std::move(subscriber));
    });
    return subscription;
}

void LocalService::report(base::JobId job, api::Reply<api::Report> reply) {
    m_state->reading.post([state = m_state.get(), job, once = ReplyOnce(std::move(reply))]() mutable {
        if (const auto recent = state->recent.find(job)) return once.answer(recent->report);
        once.answer(state->store->read([&](store::View& view) -> Result<api::Report> {
            FOTOGRAMA_ASSIGN_OR_RETURN(const auto record, view.job(job));
            if (!record) return base::fail(ErrorCode::NotFound, concat("There is no job ", job.value, "."));
            FOTOGRAMA_ASSIGN_OR_RETURN(auto report, view.report(job));
            if (!api::isTerminal(record->state) || !report)
                return base::fail(ErrorCode::NotFound, concat("Job ", job.value, " has no report yet."));
            return std::move(*report);
        }));
    });
}

void LocalService::reports(api::JobQuery query, api::Reply<api::ReportPage> reply) {
    m_state->reading.post([state = m_state.get(), query = std::move(query),
                           once = ReplyOnce(std::move(reply))]() mutable { once.answer(state->reports(query)); });
}

void LocalService::preview(api::PreviewRequest request, api::Reply<api::Preview> reply) {
    m_state->previews.ask(std::move(request), std::move(reply));
}

void LocalService::stats(api::Reply<api::Stats> reply) {
    m_state->reading.post([state = m_state.get(), once = ReplyOnce(std::move(reply))]() mutable {
        auto counted = state->store->read([](store::View& view) { return view.countByState(); });
        if (!counted) return once.answer(std::unexpected(counted.error()));
        state->front.post([state, jobs = std::move(*counted), once = std::move(once)]() mutable {
            api::Stats stats = state->meters.stats();
            stats.jobs = std::move(jobs);
            stats.devices = state->loads.latest();
            if (state->dependencies.cache) stats.cache = state->dependencies.cache->stats();
            once.answer(std::move(stats));
        });
    });
}

void LocalService::settings(api::RuntimeSettings change, api::Reply<api::RuntimeSettings> reply) {
    m_state->front.post([state = m_state.get(), change, once = ReplyOnce(std::move(reply))]() mutable {
        once.answer(state->change(change));
    });
}

void LocalService::cache(api::CacheQuery query, api::CacheAction action, api::Reply<api::CacheReply> reply) {
    m_state->caching.post(
        [state = m_state.get(), query = std::move(query), action, once = ReplyOnce(std::move(reply))]() mutable {
            if (!state->dependencies.cache)
                return once.answer(base::fail(ErrorCode::Unavailable, "This service keeps no cache."));
            once.answer(cache::manage(*state->dependencies.cache, query, action, state->dependencies.clock->unixNow()));
        });
}

}  // namespace fotograma::service
