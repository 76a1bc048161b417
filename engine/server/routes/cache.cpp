// What is kept from earlier work.
#include "engine/api/wire.h"
#include "engine/base/text.h"
#include "engine/server/job_query.h"
#include "engine/server/route.h"

namespace fotograma::server {

using base::concat;
using base::ErrorCode;

namespace {

constexpr std::int64_t kLargestAge = 100LL * 365 * 24 * 3600;  ///< A hundred years.

auto replyAnswer(Responder respond, std::string did = {}) {
    return answer<api::CacheReply>(std::move(respond), [did = std::move(did)](api::CacheReply reply) {
        Response response = jsonResponse(api::toJson(reply));
        if (!did.empty()) response.audit = concat(did, ": ", reply.matched, " entries");
        return response;
    });
}

void cacheStats(Context& context, Request, Responder respond) {
    context.service->cache({}, api::CacheAction::Stats, replyAnswer(std::move(respond)));
}

void cacheEntries(Context& context, Request request, Responder respond) {
    api::CacheQuery query;
    if (const std::string* text = request.queryValue("text")) query.text = *text;
    if (const std::string* kind = request.queryValue("kind")) query.kind = *kind;
    if (const std::string* after = request.queryValue("after")) query.afterKey = *after;
    query.keys = request.queryValues("key");
    const auto unused = request.queryInteger("unused_seconds", 0, 0, kLargestAge);
    if (!unused) return respond(unused.error());
    query.unusedSeconds = static_cast<double>(*unused);
    constexpr std::int64_t kUsualRows = 100;
    const auto limit = request.queryInteger("limit", kUsualRows, 1, kMostRows);
    if (!limit) return respond(limit.error());
    query.limit = static_cast<int>(*limit);
    context.service->cache(std::move(query), api::CacheAction::List, replyAnswer(std::move(respond)));
}

template <api::CacheAction kAction>
void changeCache(Context& context, Request request, Responder respond) {
    const auto body = request.json();
    if (!body) return respond(body.error());
    auto query = api::cacheQueryFromJson(*body);
    if (!query) return respond(query.error());
    const bool namesSome =
        !query->keys.empty() || !query->text.empty() || !query->kind.empty() || query->unusedSeconds > 0.0;
    if (kAction != api::CacheAction::Verify && !namesSome && !(*body)["all"].asBool())
        return respond(
            {ErrorCode::InvalidArgument, "Say which entries: keys, text, kind, unused_seconds, or all: true.", {}});
    context.service->cache(std::move(*query), kAction,
                           replyAnswer(std::move(respond), concat("cache ", api::toText(kAction))));
}

}  // namespace

std::span<const Route> cacheRoutes() {
    using enum api::CacheAction;
    static const Route kRoutes[] = {
        {.path = "/api/v1/cache",
         .scope = Scope::JobsRead,
         .handler = cacheStats,
         .id = "getCache",
         .tag = "cache",
         .sentence = "The levels of the cache: hits, size, limit.",
         .gives = "CacheReply"},
        {.path = "/api/v1/cache/entries",
         .scope = Scope::JobsRead,
         .handler = cacheEntries,
         .id = "listCache",
         .tag = "cache",
         .sentence = "What is kept on the disk, by key.",
         .parameters = {{In::Query, "text", "string", "Part of the label."},
                        {In::Query, "kind", "string", "report, probe, thumbnail, output, identity."},
                        {In::Query, "key", "string", "Keys or their beginnings, with commas."},
                        {In::Query, "unused_seconds", "integer", "Not used for at least so long."},
                        {In::Query, "after", "string", "The cursor next_after_key of the page before."},
                        {In::Query, "limit", "integer", "At most so many, 1 to 1000; 100 unless told.", kRowLimits}},
         .gives = "CacheReply"},
        {.method = Method::Post,
         .path = "/api/v1/cache/pin",
         .scope = Scope::Admin,
         .handler = changeCache<Pin>,
         .id = "pinCache",
         .tag = "cache",
         .sentence = "Keeps entries whatever else must go.",
         .takes = "CacheQuery",
         .gives = "CacheReply"},
        {.method = Method::Post,
         .path = "/api/v1/cache/unpin",
         .scope = Scope::Admin,
         .handler = changeCache<Unpin>,
         .id = "unpinCache",
         .tag = "cache",
         .sentence = "Lets entries go again.",
         .takes = "CacheQuery",
         .gives = "CacheReply"},
        {.method = Method::Post,
         .path = "/api/v1/cache/clear",
         .scope = Scope::Admin,
         .handler = changeCache<Clear>,
         .id = "clearCache",
         .tag = "cache",
         .sentence = "Removes entries.",
         .takes = "CacheQuery",
         .gives = "CacheReply"},
        {.method = Method::Post,
         .path = "/api/v1/cache/verify",
         .scope = Scope::Admin,
         .handler = changeCache<Verify>,
         .id = "verifyCache",
         .tag = "cache",
         .sentence = "Reads and checks entries; damaged ones are dropped.",
         .takes = "CacheQuery",
         .gives = "CacheReply"},
    };
    return kRoutes;
}

}  // namespace fotograma::server
