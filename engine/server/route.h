/// What a route is: one row that says how it is reached, who may, what it does, and how it is documented.
///
/// Shape    each file routes/<one>.cpp defines `std::span<const Route> <one>Routes()`; the list of all is generated from
///          the folder. The OpenAPI document, the page of routes and the tests read the same rows.
/// Owner    rows are constants. Context outlives every request.
/// Thread   handlers run on the server's threads and do not block: they ask the service and answer later. Those whose row
///          says `blocks` run on threads for the disk.
#pragma once

#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "engine/api/service.h"
#include "engine/server/event_hub.h"
#include "engine/server/message.h"
#include "engine/server/roots.h"
#include "engine/server/uploads.h"
#include "engine/server/url_inputs.h"
#include "engine/server/webhooks.h"
#include "engine/telemetry/metrics.h"
#include "engine/telemetry/span.h"

namespace fotograma::server {

struct Context;

using Handler = void (*)(Context& context, Request request, Responder respond);

/// Opens the place where a body goes piece by piece, before a byte of it is read; or the refusal.
using Receive = std::expected<std::shared_ptr<BodySink>, Response> (*)(Context& context, const Request& request);

enum class In { Path, Query, Header };

/// A parameter as the documentation tells it.
struct ParameterDoc {
    In in = In::Query;
    std::string_view name;
    std::string_view type;  ///< "string", "integer", "boolean"
    std::string_view sentence;
    std::string_view limits{};  ///< More of its schema: "\"minimum\": 1, \"maximum\": 1000".
    bool isRequired = false;    ///< Those of the path are.
};

// Limits that many parameters have.
inline constexpr std::string_view kFromZero = R"("minimum": 0)";
inline constexpr std::string_view kFromOne = R"("minimum": 1)";
inline constexpr std::string_view kRowLimits = R"("minimum": 1, "maximum": 1000)";

struct Route {
    Method method = Method::Get;
    std::string_view path;  ///< "/api/v1/jobs/{id}"
    Scope scope = Scope::Admin;
    Handler handler = nullptr;
    std::string_view id;        ///< operationId: "getJob"
    std::string_view tag;       ///< "jobs"
    std::string_view sentence;  ///< What it does.
    std::vector<ParameterDoc> parameters{};
    std::string_view takes{};  ///< Schema of the body: "SubmitBody", or its media type; empty: none.
    std::string_view gives{};  ///< Schema of the answer: "Job", "Job[]"; empty: no JSON.
    std::string_view giveType = "application/json";
    std::vector<std::string_view> alsoGives{};  ///< Other media types, when the client asks for them.
    int status = 200;
    std::size_t bodyBytes = 64 * 1024;  ///< The largest body.
    Receive receive = nullptr;          ///< Set: the body goes there and has no other limit than that. May block.
    bool blocks = false;                ///< The handler looks at files: it is called on a thread for the disk.
};

/// How reports become a table: what the program that runs the server can write.
using ReportTable = std::function<base::Result<std::string>(const std::vector<api::JobReport>& reports)>;

/// What handlers work with.
struct Context {
    std::shared_ptr<api::Service> service;
    Roots roots;
    std::filesystem::path storeFolder;   ///< Where jobs are written down; empty: unknown.
    std::shared_ptr<Uploads> uploads;    ///< Null: none are taken.
    std::shared_ptr<UrlInputs> urls;     ///< Null: addresses are no inputs.
    std::shared_ptr<Webhooks> webhooks;  ///< Null: nobody is told of the end of jobs.
    telemetry::Metrics* metrics = nullptr;
    telemetry::SpanSink* spans = nullptr;             ///< Of requests; null: none are made.
    telemetry::TraceParents* traceParents = nullptr;  ///< Of the jobs that requests submit; null: nobody asks.
    ReportTable csvReports;                           ///< Empty: there is no CSV.
    ReportTable parquetReports;                       ///< Empty: there is no Parquet.
    std::function<base::Status(const base::Json& recipe)> validateRecipe;  ///< Empty: all are taken for valid.
    /// A small file of the server's own and what is in it: a client that reads the same there has the same files.
    std::filesystem::path proofFile;
    std::string proof;
    std::vector<api::OperationInfo> operations;        ///< Whose file parameters are held to the roots.
    std::shared_ptr<EventHub> events;                  ///< The server's.
    std::size_t eventBytes = std::size_t{256} * 1024;  ///< That may wait for one client of events.
};

/// Every route, in the order of their files and rows. Generated.
std::span<const std::span<const Route>> routeTables();

struct RouteMatch {
    const Route* route = nullptr;   ///< Null: nothing is there, or not with this method.
    Pairs parameters;               ///< Of the path.
    std::vector<Method> otherwise;  ///< Methods that the path has when this one is not among them.
};

/// HEAD is asked as Get.
[[nodiscard]] RouteMatch findRoute(Method method, std::string_view path);

}  // namespace fotograma::server
