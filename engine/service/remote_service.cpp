#include "engine/service/remote_service.h"

#include <charconv>
#include <map>
#include <mutex>
#include <span>
#include <utility>

#include "engine/api/wire.h"
#include "engine/base/file_access.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/net/url.h"
#include "engine/service/remote_feed.h"
#include "engine/service/remote_pages.h"
#include "engine/service/remote_submission.h"
#include "engine/service/reply_once.h"

namespace fotograma::service {

using base::concat;
using base::ErrorCode;
using base::Json;

namespace {

constexpr double kLongSeconds = 600.0;  ///< For what reads much before it answers.

/// A reply whose value is read from JSON by `read`.
template <class T>
api::Reply<Json> readBy(base::Result<T> (*read)(const Json&), api::Reply<T> reply) {
    return [read, reply = std::move(reply)](base::Result<Json> json) mutable {
        if (json)
            reply(read(*json));
        else
            reply(std::unexpected(json.error()));
    };
}

int numberAt(std::string_view& text) {
    int number = 0;
    const auto end = std::from_chars(text.data(), text.data() + text.size(), number).ptr;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (text.starts_with('.')) text.remove_prefix(1);
    return number;
}

/// The server names a small file and says what is in it: who reads the same there has the same files.
bool sharesFilesBy(const Json& proof) {
    constexpr std::int64_t kMostBytes = 256;
    const std::string& text = proof["text"].asString();
    const auto path = base::pathFromUtf8(proof["path"].asString());
    constexpr std::size_t kLeastBytes = 16;  // a guess must not do
    if (text.size() < kLeastBytes || !path.is_absolute()) return false;
    const auto stamp = base::fileStamp(path);
    if (!stamp || stamp->sizeBytes > kMostBytes || std::cmp_not_equal(stamp->sizeBytes, text.size())) return false;
    const auto file = base::ReadableFile::open(path);
    std::string found(text.size(), '\0');
    if (!file) return false;
    const auto got = file->readAt(0, std::as_writable_bytes(std::span(found)));
    return got && *got == found.size() && found == text;
}

base::Result<std::vector<api::RecipeInfo>> recipesFromJson(const Json& json) {
    std::vector<api::RecipeInfo> recipes;
    for (const Json& one : json.items()) {
        FOTOGRAMA_ASSIGN_OR_RETURN(auto recipe, api::recipeInfoFromJson(one));
        recipes.push_back(std::move(recipe));
    }
    return recipes;
}

}  // namespace

bool goesWith(std::string_view serverVersion, std::string_view ownVersion) noexcept {
    const int major = numberAt(ownVersion);
    if (numberAt(serverVersion) != major) return false;
    // Before 1.0 a minor version may change anything.
    return major > 0 || numberAt(serverVersion) == numberAt(ownVersion);
}

// ---- Coming and going ----

base::Result<std::unique_ptr<RemoteService>> RemoteService::create(RemoteOptions options) {
    FOTOGRAMA_ASSIGN_OR_RETURN(auto link, RemoteLink::create(std::move(options)));
    return std::unique_ptr<RemoteService>(new RemoteService(std::move(link)));
}

/// What previews are asked for by slot: one at a time, so that the newest is also the last to reach the server.
struct RemoteService::Slots : std::enable_shared_from_this<Slots> {
    struct Wanted {
        api::PreviewRequest request;
        ReplyOnce<api::Preview> reply;
        int tries = 0;
    };
    struct Slot {
        net::HttpCall call;
        bool isOutdated = false;       ///< The one under way was called back.
        std::optional<Wanted> newest;  ///< Waits until that one has ended.
    };

    Slots(std::shared_ptr<RemoteLink> slotLink, std::string id) : link(std::move(slotLink)), clientId(std::move(id)) {}

    net::HttpCall ask(const api::PreviewRequest& request, api::Reply<api::Preview> reply) const {
        Json body = api::toJson(request);
        if (!request.slot.empty()) body.set("slot", concat(clientId, '/', request.slot));
        return link->ask(
            {.method = "POST", .path = "/preview", .body = std::move(body), .lane = Lane::Slow, .mayRepeat = true},
            readBy(api::previewFromJson, std::move(reply)));
    }
    void want(Wanted wanted);
    void start(const std::string& name, Wanted wanted);
    void ended(const std::string& name, Wanted wanted, base::Result<api::Preview> preview);

    const std::shared_ptr<RemoteLink> link;
    const std::string clientId;
    std::mutex mutex;  ///< Protects slots.
    std::map<std::string, Slot> slots;
};

void RemoteService::Slots::want(Wanted wanted) {
    std::optional<Wanted> passedOver;  // answered with no lock held
    const std::string name = wanted.request.slot;
    bool isFree = false;
    {
        const std::lock_guard lock(mutex);
        const auto [place, isNew] = slots.try_emplace(name);
        isFree = isNew;
        Slot& slot = place->second;
        if (slot.newest) passedOver.emplace(std::move(*slot.newest));
        slot.newest.reset();
        if (!isFree) {
            slot.newest.emplace(std::move(wanted));
            slot.isOutdated = true;
            slot.call.cancel();
        }
    }
    if (isFree) start(name, std::move(wanted));
    if (passedOver) passedOver->reply.answer(base::fail(ErrorCode::Cancelled, "A newer picture was asked for."));
}

void RemoteService::Slots::start(const std::string& name, Wanted wanted) {
    const api::PreviewRequest request = wanted.request;
    net::HttpCall call =
        ask(request, [self = shared_from_this(), name, wanted = std::move(wanted)](auto preview) mutable {
            self->ended(name, std::move(wanted), std::move(preview));
        });
    const std::lock_guard lock(mutex);
    const auto found = slots.find(name);
    if (found == slots.end()) return;  // answered already
    found->second.call = call;
    if (found->second.isOutdated) call.cancel();
}

void RemoteService::Slots::ended(const std::string& name, Wanted wanted, base::Result<api::Preview> preview) {
    std::optional<Wanted> next;
    {
        const std::lock_guard lock(mutex);
        Slot& slot = slots[name];
        // An older one that we called back may reach the server late and call this one back: once more.
        constexpr int kMostTries = 3;
        const bool isCalledBack = !preview && preview.error().code == ErrorCode::Cancelled;
        if (isCalledBack && !slot.isOutdated && ++wanted.tries < kMostTries)
            next.emplace(std::move(wanted));
        else if (slot.newest)
            next.emplace(std::move(*slot.newest));
        slot.isOutdated = false;
        slot.newest.reset();
        if (!next) slots.erase(name);
    }
    if (next) start(name, std::move(*next));
    wanted.reply.answer(std::move(preview));
}

RemoteService::RemoteService(std::shared_ptr<RemoteLink> link)
    : m_link(std::move(link)), m_slots(std::make_shared<Slots>(m_link, freshKey())) {}

RemoteService::~RemoteService() { m_link->stop(); }

// ---- What it is ----

void RemoteService::describe(api::Reply<api::ServiceInfo> reply) {
    m_link->ask({.path = "/service", .mayRepeat = true}, [link = m_link,
                                                          reply = std::move(reply)](base::Result<Json> json) mutable {
        if (!json) return reply(std::unexpected(json.error()));
        auto info = api::serviceInfoFromJson(*json);
        if (!info) return reply(std::move(info));
        if (info->version.empty())
            return reply(base::fail(ErrorCode::InvalidData, concat(link->name(), " is no Fotograma server.")));
        if (!goesWith(info->version, FOTOGRAMA_VERSION))
            return reply(
                base::fail(ErrorCode::Conflict, concat(link->name(), " is Fotograma ", info->version, " and this is ",
                                                       FOTOGRAMA_VERSION, ": the two do not understand each other.")));
        info->name = concat("Fotograma ", info->version, " at ", link->name());
        info->sharesFiles = sharesFilesBy((*json)["proof"]);
        reply(std::move(info));
    });
}

void RemoteService::recipes(api::Reply<std::vector<api::RecipeInfo>> reply) {
    m_link->ask({.path = "/recipes", .mayRepeat = true}, readBy(recipesFromJson, std::move(reply)));
}

void RemoteService::saveRecipe(api::RecipeDraft draft, api::Reply<api::RecipeInfo> reply) {
    const std::string& id = draft.recipe["id"].asString();
    if (id.empty()) return reply(base::fail(ErrorCode::InvalidArgument, "The recipe has no id.", "id"));
    // It becomes a part of the address, where the server would read something else into it.
    if (id.find('/') != std::string::npos)
        return reply(base::fail(ErrorCode::InvalidArgument, concat("'", id, "' is no id of a recipe."), "id"));
    Question question{.method = "PUT", .path = concat("/recipes/", net::percentEncoded(id)), .body = draft.recipe};
    if (!draft.mayReplace) question.headers.emplace_back("If-None-Match", "*");
    m_link->ask(std::move(question), readBy(api::recipeInfoFromJson, std::move(reply)));
}

void RemoteService::removeRecipe(std::string id, api::Reply<api::RecipeInfo> reply) {
    m_link->ask({.method = "DELETE", .path = concat("/recipes/", net::percentEncoded(id))},
                readBy(api::recipeInfoFromJson, std::move(reply)));
}

void RemoteService::stats(api::Reply<api::Stats> reply) {
    m_link->ask({.path = "/stats", .mayRepeat = true}, readBy(api::statsFromJson, std::move(reply)));
}

void RemoteService::settings(api::RuntimeSettings change, api::Reply<api::RuntimeSettings> reply) {
    const bool changes = change.jobs || change.threads || change.memoryBytes || change.isHeld;
    Question question{.path = "/settings", .mayRepeat = true};
    if (changes) {
        question.method = "PATCH";
        question.body = Json::object();
        const Json all = api::toJson(change);
        for (const auto& [name, value] : all.members())
            if (!value.isNull()) question.body.set(name, value);
    }
    m_link->ask(std::move(question), readBy(api::runtimeSettingsFromJson, std::move(reply)));
}

// ---- Jobs ----

void RemoteService::check(api::SubmitItem item, api::Reply<api::CheckReply> reply) {
    m_link->ask({.method = "POST", .path = "/check", .body = itemJson(item), .mayRepeat = true},
                readBy(api::checkReplyFromJson, std::move(reply)));
}

void RemoteService::submit(api::SubmitRequest request, api::Reply<api::SubmitReply> reply) {
    submitInPieces(m_link, std::move(request), std::move(reply));
}

void RemoteService::control(api::JobQuery query, api::JobAction action, api::Reply<api::ControlReply> reply) {
    Json body = Json::object();
    body.set("action", api::toText(action));
    changeInPieces(m_link, {.method = "POST", .path = "/jobs/control", .body = std::move(body)}, std::move(query),
                   std::move(reply));
}

void RemoteService::edit(api::JobQuery query, api::JobEdit edit, api::Reply<api::ControlReply> reply) {
    Json body = Json::object();
    body.set("edit", api::toJson(edit));
    changeInPieces(m_link, {.method = "PATCH", .path = "/jobs", .body = std::move(body), .mayRepeat = true},
                   std::move(query), std::move(reply));
}

void RemoteService::batches(api::BatchQuery query, api::Reply<api::BatchPage> reply) {
    readBatches(m_link, std::move(query), std::move(reply));
}

void RemoteService::snapshot(api::JobQuery query, api::Reply<api::Snapshot> reply) {
    readSnapshot(m_link, std::move(query), std::move(reply));
}

api::Subscription RemoteService::subscribe(base::Sequence after, api::EventSink sink) {
    auto subscriber = std::make_shared<Subscriber>(after, std::move(sink));
    auto feed = std::make_shared<RemoteFeed>(m_link, subscriber);
    feed->start();
    return api::Subscription(std::shared_ptr<void>(subscriber.get(), [subscriber, feed](void*) {
        subscriber->close();
        feed->cancel();
    }));
}

void RemoteService::report(base::JobId job, api::Reply<api::Report> reply) {
    m_link->ask({.path = concat("/jobs/", job.value, "/report"), .mayRepeat = true},
                readBy(api::reportFromJson, std::move(reply)));
}

void RemoteService::reports(api::JobQuery query, api::Reply<api::ReportPage> reply) {
    readReports(m_link, std::move(query), std::move(reply));
}

void RemoteService::preview(api::PreviewRequest request, api::Reply<api::Preview> reply) {
    if (request.slot.empty())
        m_slots->ask(request, std::move(reply));
    else
        m_slots->want({.request = std::move(request), .reply = ReplyOnce<api::Preview>(std::move(reply))});
}

// ---- The cache ----

void RemoteService::cache(api::CacheQuery query, api::CacheAction action, api::Reply<api::CacheReply> reply) {
    if (action == api::CacheAction::List) return readCacheEntries(m_link, std::move(query), std::move(reply));
    if (action == api::CacheAction::Stats)
        return static_cast<void>(
            m_link->ask({.path = "/cache", .mayRepeat = true}, readBy(api::cacheReplyFromJson, std::move(reply))));
    Json body = api::toJson(query);
    const bool namesSome =
        !query.keys.empty() || !query.text.empty() || !query.kind.empty() || query.unusedSeconds > 0.0;
    if (!namesSome) body.set("all", true);
    m_link->ask({.method = "POST",
                 .path = concat("/cache/", api::toText(action)),
                 .body = std::move(body),
                 .seconds = kLongSeconds,
                 .lane = Lane::Slow},
                readBy(api::cacheReplyFromJson, std::move(reply)));
}

}  // namespace fotograma::service
