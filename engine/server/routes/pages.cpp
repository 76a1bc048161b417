// What says how the server is, and what it is: health, metrics, documentation, the status page.
#include "engine/api/wire.h"
#include "engine/base/text.h"
#include "engine/server/openapi.h"
#include "engine/server/route.h"
#include "engine/server/status_page.h"
#include "engine/telemetry/prometheus_text.h"

namespace fotograma::server {

using base::concat;
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
        std::vector<std::string> reasons;
        if (!info) reasons.push_back(info.error().message);
        if (info && !info->drainsQueue) reasons.emplace_back("Another program works through the queue.");
        if (context.roots.folders().empty()) reasons.emplace_back("No root is named: nothing can be submitted.");
        respond(health(std::move(reasons)));
    });
}

void setGauges(telemetry::Metrics& metrics, const api::Stats& stats) {
    const auto gauge = [&](std::string_view name, std::string_view help, double value, telemetry::Labels labels = {}) {
        metrics.gauge(name, help, std::move(labels)).set(value);
    };
    for (const auto& [state, count] : stats.jobs)
        gauge("fotograma_jobs", "Jobs in the store, by state.", static_cast<double>(count),
              {{"state", std::string(api::toText(state))}});
    gauge("fotograma_frames_per_second", "Frames decoded, over the last seconds.", stats.framesPerSecond);
    gauge("fotograma_jobs_per_second", "Jobs ended, over the last minute.", stats.jobsPerSecond);
    gauge("fotograma_frames_decoded", "Frames decoded since the engine started.",
          static_cast<double>(stats.framesDecoded));
    gauge("fotograma_jobs_finished", "Jobs ended since the engine started.", static_cast<double>(stats.jobsFinished));
    gauge("fotograma_resident_bytes", "Memory of the process.", static_cast<double>(stats.residentBytes));
    gauge("fotograma_cpu_share", "Cores kept busy.", stats.cpuShare);
    for (const auto& [name, values] : {std::pair("fotograma_job_seconds", &stats.jobSeconds),
                                       std::pair("fotograma_submit_to_stored_seconds", &stats.submitToStored)}) {
        gauge(name, "Seconds, by quantile.", values->p50, {{"quantile", "0.5"}});
        gauge(name, "Seconds, by quantile.", values->p95, {{"quantile", "0.95"}});
        gauge(name, "Seconds, by quantile.", values->p99, {{"quantile", "0.99"}});
    }
    for (const api::CacheLevelStats& level : stats.cache) {
        const telemetry::Labels labels{{"level", level.level}};
        gauge("fotograma_cache_hits", "Answers from the cache since the engine started.",
              static_cast<double>(level.hits), labels);
        gauge("fotograma_cache_misses", "Questions to the cache without answer.", static_cast<double>(level.misses),
              labels);
        gauge("fotograma_cache_bytes", "Held by the cache.", static_cast<double>(level.bytes), labels);
        gauge("fotograma_cache_seconds_saved", "What hits would have taken.", level.secondsSaved, labels);
    }
}

void setDevices(telemetry::Metrics& metrics, const std::vector<api::DeviceInfo>& devices) {
    for (const api::DeviceInfo& device : devices) {
        if (!device.available) continue;
        const telemetry::Labels labels{{"device", device.id}};
        metrics.gauge("fotograma_device_memory_bytes", "Memory of the device.", labels)
            .set(static_cast<double>(device.memoryBytes));
        metrics.gauge("fotograma_device_free_bytes", "Free memory of the device.", labels)
            .set(static_cast<double>(device.freeBytes));
    }
}

void getMetrics(Context& context, Request, Responder respond) {
    context.service->stats([&context, respond = std::move(respond)](base::Result<api::Stats> stats) mutable {
        if (!stats) return respond(stats.error());
        setGauges(*context.metrics, *stats);
        context.service->describe(
            answer<api::ServiceInfo>(std::move(respond), [&context](const api::ServiceInfo& info) {
                setDevices(*context.metrics, info.devices);
                return textResponse(telemetry::prometheusText(context.metrics->snapshot()),
                                    "text/plain; version=0.0.4; charset=utf-8");
            }));
    });
}

void getOpenApi(Context&, Request, Responder respond) { respond(jsonResponse(openApiDocument())); }

Response page(std::string text) {
    Response response = textResponse(std::move(text), kHtml);
    response.with("Content-Security-Policy",
                  "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; connect-src 'self'; "
                  "media-src 'self' blob:; img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'");
    return response;
}

void getDocs(Context&, Request, Responder respond) { respond(page(routesPage())); }
void getStatus(Context&, Request, Responder respond) { respond(page(std::string(statusPage()))); }

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
