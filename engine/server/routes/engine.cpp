// What the engine is and can do: recipes, filters, measures, devices, numbers.
#include <algorithm>

#include "engine/api/wire.h"
#include "engine/base/text.h"
#include "engine/server/route.h"

namespace fotograma::server {

using base::concat;
using base::ErrorCode;
using base::Json;

namespace {

void getService(Context& context, Request, Responder respond) {
    context.service->describe(answer<api::ServiceInfo>(
        std::move(respond), [](api::ServiceInfo info) { return jsonResponse(api::toJson(info)); }));
}

void listRecipes(Context& context, Request, Responder respond) {
    context.service->recipes(
        answer<std::vector<api::RecipeInfo>>(std::move(respond), [](std::vector<api::RecipeInfo> recipes) {
            Json list = Json::array();
            for (const api::RecipeInfo& recipe : recipes) list.append(api::toJson(recipe));
            return jsonResponse(list);
        }));
}

void getRecipe(Context& context, Request request, Responder respond) {
    context.service->recipes(answer<std::vector<api::RecipeInfo>>(
        std::move(respond), [id = request.parameter("id")](std::vector<api::RecipeInfo> recipes) {
            const auto found = std::ranges::find(recipes, id, &api::RecipeInfo::id);
            if (found != recipes.end()) return jsonResponse(api::toJson(*found));
            return problem({ErrorCode::NotFound, concat("There is no recipe \"", id, "\"."), {}});
        }));
}

template <api::OperationKind kKind>
void listOperations(Context& context, Request, Responder respond) {
    context.service->describe(answer<api::ServiceInfo>(std::move(respond), [](api::ServiceInfo info) {
        Json list = Json::array();
        for (const api::OperationInfo& operation : info.operations)
            if (operation.kind == kKind) list.append(api::toJson(operation));
        return jsonResponse(list);
    }));
}

template <api::OperationKind kKind>
void getOperation(Context& context, Request request, Responder respond) {
    context.service->describe(
        answer<api::ServiceInfo>(std::move(respond), [id = request.parameter("id")](api::ServiceInfo info) {
            for (const api::OperationInfo& operation : info.operations)
                if (operation.kind == kKind && operation.id == id) return jsonResponse(api::toJson(operation));
            return problem({ErrorCode::NotFound, concat("There is no ", api::toText(kKind), " \"", id, "\"."), {}});
        }));
}

void listDevices(Context& context, Request, Responder respond) {
    context.service->describe(answer<api::ServiceInfo>(std::move(respond), [](api::ServiceInfo info) {
        Json list = Json::array();
        for (const api::DeviceInfo& device : info.devices) list.append(api::toJson(device));
        return jsonResponse(list);
    }));
}

void getStats(Context& context, Request, Responder respond) {
    context.service->stats(
        answer<api::Stats>(std::move(respond), [](api::Stats stats) { return jsonResponse(api::toJson(stats)); }));
}

}  // namespace

std::span<const Route> engineRoutes() {
    using enum api::OperationKind;
    static const ParameterDoc kId{In::Path, "id", "string", "Its id."};
    static const Route kRoutes[] = {
        {.path = "/api/v1/service",
         .scope = Scope::JobsRead,
         .handler = getService,
         .id = "getService",
         .tag = "engine",
         .sentence = "What this engine is: version, devices, filters, measures.",
         .gives = "Service"},
        {.path = "/api/v1/recipes",
         .scope = Scope::JobsRead,
         .handler = listRecipes,
         .id = "listRecipes",
         .tag = "recipes",
         .sentence = "The recipes that come with the program, then the operator's own.",
         .gives = "Recipe[]"},
        {.path = "/api/v1/recipes/{id}",
         .scope = Scope::JobsRead,
         .handler = getRecipe,
         .id = "getRecipe",
         .tag = "recipes",
         .sentence = "One recipe, whole.",
         .parameters = {kId},
         .gives = "Recipe"},
        {.path = "/api/v1/filters",
         .scope = Scope::JobsRead,
         .handler = listOperations<Filter>,
         .id = "listFilters",
         .tag = "engine",
         .sentence = "The filters, with their parameters.",
         .gives = "Operation[]"},
        {.path = "/api/v1/filters/{id}",
         .scope = Scope::JobsRead,
         .handler = getOperation<Filter>,
         .id = "getFilter",
         .tag = "engine",
         .sentence = "One filter.",
         .parameters = {kId},
         .gives = "Operation"},
        {.path = "/api/v1/measures",
         .scope = Scope::JobsRead,
         .handler = listOperations<Measure>,
         .id = "listMeasures",
         .tag = "engine",
         .sentence = "The measures, with their parameters and values.",
         .gives = "Operation[]"},
        {.path = "/api/v1/measures/{id}",
         .scope = Scope::JobsRead,
         .handler = getOperation<Measure>,
         .id = "getMeasure",
         .tag = "engine",
         .sentence = "One measure.",
         .parameters = {kId},
         .gives = "Operation"},
        {.path = "/api/v1/devices",
         .scope = Scope::JobsRead,
         .handler = listDevices,
         .id = "listDevices",
         .tag = "engine",
         .sentence = "Where filters can run, and why not in more places.",
         .gives = "Device[]"},
        {.path = "/api/v1/stats",
         .scope = Scope::JobsRead,
         .handler = getStats,
         .id = "getStats",
         .tag = "engine",
         .sentence = "Throughput, latency and the cache since the engine started.",
         .gives = "Stats"},
    };
    return kRoutes;
}

}  // namespace fotograma::server
