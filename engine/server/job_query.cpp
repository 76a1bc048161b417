#include "engine/server/job_query.h"

#include <charconv>

#include "engine/api/wire.h"
#include "engine/base/text.h"

namespace fotograma::server {

using base::concat;
using base::ErrorCode;
using base::Json;

namespace {

constexpr std::int64_t kLargestId = std::int64_t{1} << 53;
constexpr std::size_t kMostIds = 10'000;
constexpr std::int64_t kUsualRows = 100;

base::Result<std::int64_t> idOf(std::string_view name, const Json& value) {
    if (value.isInteger() && value.asInteger() > 0 && value.asInteger() <= kLargestId) return value.asInteger();
    return base::fail(ErrorCode::InvalidArgument, concat(name, " must hold numbers from 1 on."), std::string(name));
}

base::Status addState(std::string_view text, std::vector<api::JobState>& states) {
    const auto state = api::jobStateFromText(text);
    if (!state) return base::fail(ErrorCode::InvalidArgument, state.error().message, "states");
    states.push_back(*state);
    return {};
}

template <class Id>
base::Status addId(std::string_view text, std::vector<Id>& ids) {
    std::int64_t id = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
    if (error != std::errc{} || end != text.data() + text.size() || id < 1)
        return base::fail(ErrorCode::InvalidArgument, "id must hold numbers from 1 on.");
    ids.push_back({id});
    return {};
}

}  // namespace

base::Result<api::JobQuery> jobQueryOf(const Request& request) {
    api::JobQuery query;
    for (const std::string& text : request.queryValues("state"))
        FOTOGRAMA_RETURN_IF_ERROR(addState(text, query.states));
    for (const std::string& text : request.queryValues("id")) FOTOGRAMA_RETURN_IF_ERROR(addId(text, query.ids));
    if (request.queryValue("batch")) {
        FOTOGRAMA_ASSIGN_OR_RETURN(const std::int64_t batch, request.queryInteger("batch", 0, 1, kLargestId));
        query.batch = base::BatchId{batch};
    }
    if (const std::string* text = request.queryValue("text")) query.text = *text;
    if (const std::string* recipe = request.queryValue("recipe")) query.recipeId = *recipe;
    if (const std::string* order = request.queryValue("order")) {
        if (*order != "oldest" && *order != "newest")
            return base::fail(ErrorCode::InvalidArgument, "order must be oldest or newest.");
        query.newestFirst = *order == "newest";
    }
    FOTOGRAMA_ASSIGN_OR_RETURN(query.afterId, request.queryInteger("after", 0, 0, kLargestId));
    FOTOGRAMA_ASSIGN_OR_RETURN(const std::int64_t limit, request.queryInteger("limit", kUsualRows, 1, kMostRows));
    query.limit = static_cast<int>(limit);
    return query;
}

base::Result<api::BatchQuery> batchQueryOf(const Request& request) {
    api::BatchQuery query;
    for (const std::string& text : request.queryValues("id")) FOTOGRAMA_RETURN_IF_ERROR(addId(text, query.ids));
    if (const std::string* text = request.queryValue("text")) query.text = *text;
    FOTOGRAMA_ASSIGN_OR_RETURN(query.beforeId, request.queryInteger("before", 0, 0, kLargestId));
    FOTOGRAMA_ASSIGN_OR_RETURN(const std::int64_t limit, request.queryInteger("limit", kUsualRows, 1, kMostRows));
    query.limit = static_cast<int>(limit);
    return query;
}

base::Result<api::JobQuery> jobQueryOf(const Json& body) {
    api::JobQuery query;
    const bool isTyped = (!body.find("ids") || body["ids"].isArray()) &&
                         (!body.find("states") || body["states"].isArray()) &&
                         (!body.find("text") || body["text"].isString());
    if (!isTyped) return base::fail(ErrorCode::InvalidArgument, "ids and states must be lists, and text a text.");
    if (body["ids"].items().size() > kMostIds)
        return base::fail(ErrorCode::InvalidArgument, concat("At most ", kMostIds, " ids at once."), "ids");
    for (const Json& id : body["ids"].items()) {
        FOTOGRAMA_ASSIGN_OR_RETURN(const std::int64_t value, idOf("ids", id));
        query.ids.push_back({value});
    }
    for (const Json& state : body["states"].items())
        FOTOGRAMA_RETURN_IF_ERROR(addState(state.asString(), query.states));
    if (body.find("batch")) {
        FOTOGRAMA_ASSIGN_OR_RETURN(const std::int64_t batch, idOf("batch", body["batch"]));
        query.batch = base::BatchId{batch};
    }
    query.text = body["text"].asString();
    const bool namesSome = !query.ids.empty() || !query.states.empty() || query.batch || !query.text.empty();
    // An empty list of ids is what a client sends whose selection is empty: never all jobs.
    if (!namesSome && !body["all"].asBool())
        return base::fail(ErrorCode::InvalidArgument, "Say which jobs: ids, states, batch or text, or all: true.");
    if (body["ids"].isArray() && query.ids.empty())
        return base::fail(ErrorCode::InvalidArgument, "ids is an empty list: leave it out or name jobs.", "ids");
    return query;
}

base::Result<api::JobQuery> oneJob(const Request& request) {
    FOTOGRAMA_ASSIGN_OR_RETURN(const std::int64_t id, request.parameterId("id"));
    api::JobQuery query;
    query.ids = {{id}};
    return query;
}

}  // namespace fotograma::server
