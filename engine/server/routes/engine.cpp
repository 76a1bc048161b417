// What the engine is and can do: filters, measures, devices, numbers, and what may change while it runs.
#include "engine/api/wire.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/server/route.h"

namespace fotograma::server {

using base::concat;
using base::ErrorCode;
using base::Json;

namespace {

void getService(Context& context, Request, Responder respond) {
    context.service->describe(answer<api::ServiceInfo>(std::move(respond), [&context](api::ServiceInfo info) {
        // Whether its files are also the client's, only the client can find out.
        info.sharesFiles = false;
        Json json = api::toJson(info);
        if (!context.proof.empty())
            json.set("proof", Json::object().set("path", base::toUtf8(context.proofFile)).set("text", context.proof));
        return jsonResponse(json);
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

void getSettings(Context& context, Request, Responder respond) {
    context.service->settings({}, answer<api::RuntimeSettings>(std::move(respond), [](api::RuntimeSettings settings) {
                                  return jsonResponse(api::toJson(settings));
                              }));
}

void changeSettings(Context& context, Request request, Responder respond) {
    const auto body = request.json();
    if (!body) return respond(body.error());
    for (const auto& [name, value] : body->members())
        if (name != "jobs" && name != "threads" && name != "memory_bytes" && name != "is_held")
            return respond(
                {ErrorCode::InvalidArgument, "What may change is jobs, threads, memory_bytes and is_held.", name});
    auto change = api::runtimeSettingsFromJson(*body);
    if (!change) return respond(change.error());
    context.service->settings(std::move(*change),
                              answer<api::RuntimeSettings>(std::move(respond), [](api::RuntimeSettings settings) {
                                  const Json json = api::toJson(settings);
                                  Response response = jsonResponse(json);
                                  response.audit = concat("settings: ", json.dump());
                                  return response;
                              }));
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
        {.path = "/api/v1/settings",
         .scope = Scope::JobsRead,
         .handler = getSettings,
         .id = "getSettings",
         .tag = "engine",
         .sentence = "What may change while the engine runs: jobs at once, threads, memory, and whether jobs are held.",
         .gives = "Settings"},
        {.method = Method::Patch,
         .path = "/api/v1/settings",
         .scope = Scope::Admin,
         .handler = changeSettings,
         .id = "changeSettings",
         .tag = "engine",
         .sentence = "Changes what is named, until the program ends.",
         .takes = "Settings",
         .gives = "Settings"},
    };
    return kRoutes;
}

}  // namespace fotograma::server
