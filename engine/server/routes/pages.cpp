// What says how the server is, and what it is: health, metrics, documentation, the status page.
#include "engine/base/text.h"
#include "engine/server/assets.h"
#include "engine/server/exposition.h"
#include "engine/server/health.h"
#include "engine/server/openapi.h"
#include "engine/server/route.h"
#include "engine/telemetry/prometheus_text.h"

namespace fotograma::server {

using base::concat;
using base::ErrorCode;
using base::Json;

namespace {

constexpr const char* kHtml = "text/html; charset=utf-8";

Response health(std::vector<std::string> reasons) {
    Json list = Json::array();
    for (std::string& reason : reasons) list.append(std::move(reason));
    const bool isWell = list.items().empty();
    Json json = Json::object();
    json.set("status", isWell ? "ok" : "unavailable").set("reasons", std::move(list));
    return jsonResponse(json, isWell ? 200 : 503);
}

void isLive(Context&, Request, Responder respond) { respond(health({})); }

void isReady(Context& context, Request, Responder respond) {
    context.service->describe([&context, respond = std::move(respond)](base::Result<api::ServiceInfo> info) mutable {
        context.service->settings({}, [&context, info = std::move(info), respond = std::move(respond)](
                                          base::Result<api::RuntimeSettings> settings) mutable {
            respond.render([&context, engine = EngineState{std::move(info), std::move(settings)}] {
                return health(notReady(engine, context.storeFolder, context.roots));
            });
        });
    });
}

std::string metricsText(const Context& context, const api::Stats& stats, const api::ServiceInfo& info) {
    std::vector<telemetry::MetricFamily> families = context.metrics->snapshot();
    for (auto& more : {familiesOf(stats, info), processFamilies(), diskFamilies(context.storeFolder, context.roots)})
        families.insert(families.end(), more.begin(), more.end());
    return telemetry::prometheusText(families);
}

void getMetrics(Context& context, Request, Responder respond) {
    context.service->stats([&context, respond = std::move(respond)](base::Result<api::Stats> stats) mutable {
        if (!stats) return respond(stats.error());
        context.service->describe(answer<api::ServiceInfo>(
            std::move(respond), [&context, stats = std::move(*stats)](const api::ServiceInfo& info) {
                return textResponse(metricsText(context, stats, info), "text/plain; version=0.0.4; charset=utf-8");
            }));
    });
}

void getOpenApi(Context&, Request, Responder respond) { respond(jsonResponse(openApiDocument())); }

/// Pages run our own files alone, and nothing that stands in the page or comes with data.
Response page(std::string text, std::string_view type) {
    Response response = textResponse(std::move(text), std::string(type));
    return std::move(
        response.with("Cache-Control", "no-cache")
            .with("Content-Security-Policy",
                  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
                  "img-src 'self' data: blob:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"));
}

Response assetPage(std::string_view name) {
    const auto asset = findAsset(name);
    if (!asset) return problem({ErrorCode::NotFound, concat("There is no page ", name, "."), {}});
    return page(std::string(asset->text), asset->contentType);
}

void getDocs(Context&, Request, Responder respond) { respond(page(routesPage(), kHtml)); }
void getStatus(Context&, Request, Responder respond) { respond(assetPage("index.html")); }
void getAsset(Context&, Request request, Responder respond) { respond(assetPage(request.parameter("name"))); }

}  // namespace

std::span<const Route> pagesRoutes() {
    static const Route kRoutes[] = {
        {.path = "/",
         .scope = Scope::None,
         .handler = getStatus,
         .id = "statusPage",
         .tag = "pages",
         .sentence = "The status page. It holds no data: it asks for a token and reads this API with it.",
         .giveType = "text/html"},
        {.path = "/status/{name}",
         .scope = Scope::None,
         .handler = getAsset,
         .id = "statusFile",
         .tag = "pages",
         .sentence = "What the pages are made of: scripts and style sheets.",
         .parameters = {{In::Path, "name", "string", "Of the file: app.js."}},
         .giveType = "text/javascript"},
        {.path = "/api/v1/docs",
         .scope = Scope::None,
         .handler = getDocs,
         .id = "docsPage",
         .tag = "pages",
         .sentence = "These routes as a page for people.",
         .giveType = "text/html"},
        {.path = "/api/v1/openapi.json",
         .scope = Scope::JobsRead,
         .handler = getOpenApi,
         .id = "getOpenApi",
         .tag = "pages",
         .sentence = "This document."},
        {.path = "/health/live",
         .scope = Scope::None,
         .handler = isLive,
         .id = "isLive",
         .tag = "health",
         .sentence = "Whether the program answers.",
         .gives = "Health"},
        {.path = "/health/ready",
         .scope = Scope::JobsRead,
         .handler = isReady,
         .id = "isReady",
         .tag = "health",
         .sentence = "Whether jobs can be submitted and run; 503 with reasons when not.",
         .gives = "Health"},
        {.path = "/metrics",
         .scope = Scope::JobsRead,
         .handler = getMetrics,
         .id = "getMetrics",
         .tag = "health",
         .sentence = "Numbers for Prometheus.",
         .giveType = "text/plain"},
    };
    return kRoutes;
}

}  // namespace fotograma::server
