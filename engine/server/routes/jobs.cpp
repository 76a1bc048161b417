// Jobs: submitted, listed, controlled, one by one or many at once.
#include <algorithm>

#include "engine/api/wire.h"
#include "engine/base/text.h"
#include "engine/server/job_query.h"
#include "engine/server/route.h"
#include "engine/server/submission.h"

namespace fotograma::server {

using base::concat;
using base::ErrorCode;
using base::Json;

namespace {

constexpr std::size_t kSubmitBytes = std::size_t{16} * 1024 * 1024;

// ---- Reading ----

Json withFields(const Json& whole, const std::vector<std::string>& fields) {
    if (fields.empty()) return whole;
    Json part = Json::object().set("id", whole["id"]);
    for (const std::string& field : fields)
        if (const Json* value = whole.find(field)) part.set(field, *value);
    return part;
}

void listJobs(Context& context, Request request, Responder respond) {
    auto query = jobQueryOf(request);
    if (!query) return respond(query.error());
    context.service->snapshot(
        std::move(*query),
        answer<api::Snapshot>(std::move(respond), [fields = request.queryValues("fields")](api::Snapshot page) {
            Json json = api::toJson(page);
            if (fields.empty()) return jsonResponse(json);
            Json jobs = Json::array();
            for (const Json& job : json["jobs"].items()) jobs.append(withFields(job, fields));
            return jsonResponse(json.set("jobs", std::move(jobs)));
        }));
}

void getJob(Context& context, Request request, Responder respond) {
    auto query = oneJob(request);
    if (!query) return respond(query.error());
    const base::JobId id = query->ids.front();
    context.service->snapshot(std::move(*query), answer<api::Snapshot>(std::move(respond), [id](api::Snapshot page) {
                                  const auto job = std::ranges::find(page.jobs, id, &api::JobRecord::id);
                                  if (job != page.jobs.end()) return jsonResponse(api::toJson(*job));
                                  return problem({ErrorCode::NotFound, concat("There is no job ", id.value, "."), {}});
                              }));
}

// ---- Submitting ----

/// Checks what is complete but for its recipes, and hands it to the service.
void submitComplete(Context& context, api::SubmitRequest submission, const std::vector<api::RecipeInfo>& recipes,
                    std::optional<telemetry::TraceContext> trace, Responder respond) {
    if (auto complete = completeItems(context, recipes, submission.items); !complete) return respond(complete.error());
    const std::size_t count = submission.items.size();
    auto tell = answer<api::SubmitReply>(std::move(respond), [count](api::SubmitReply reply) {
        Response response = jsonResponse(api::toJson(reply), 201);
        response.with("Location", concat("/api/v1/batches/", reply.batch.value));
        response.audit = concat("submit: ", count, " items, batch ", reply.batch.value);
        return response;
    });
    context.service->submit(std::move(submission), [&context, trace = std::move(trace), tell = std::move(tell)](
                                                       base::Result<api::SubmitReply> reply) mutable {
        // Before the answer: a brief job may end while that is being sent.
        if (reply && trace && context.traceParents)
            for (const api::SubmitOutcome& outcome : reply->outcomes)
                if (outcome.submission == api::Submission::Accepted)
                    context.traceParents->set(outcome.job.value, *trace);
        tell(std::move(reply));
    });
}

void submitJobs(Context& context, Request request, Responder respond) {
    const auto body = request.json();
    if (!body) return respond(body.error());
    auto submission = submitRequestOf(*body);
    if (!submission) return respond(submission.error());
    constexpr std::size_t kLongestKey = 200;
    if (const std::string* key = request.header("idempotency-key")) {
        if (key->empty() || key->size() > kLongestKey)
            return respond({ErrorCode::InvalidArgument, "An Idempotency-Key has 1 to 200 characters.", {}});
        // Keys of different tokens are different keys.
        submission->idempotencyKey = concat(request.principal.id, ' ', *key);
    }
    if (!namesRecipes(submission->items))
        return submitComplete(context, std::move(*submission), {}, std::move(request.trace), std::move(respond));
    context.service->recipes(
        [&context, submission = std::move(*submission), trace = std::move(request.trace),
         respond = std::move(respond)](base::Result<std::vector<api::RecipeInfo>> recipes) mutable {
            if (!recipes) return respond(recipes.error());
            submitComplete(context, std::move(submission), *recipes, std::move(trace), std::move(respond));
        });
}

void checkComplete(Context& context, api::SubmitRequest submission, const std::vector<api::RecipeInfo>& recipes,
                   Responder respond) {
    if (auto complete = completeItems(context, recipes, submission.items); !complete) return respond(complete.error());
    context.service->check(std::move(submission.items.front()),
                           answer<api::CheckReply>(std::move(respond), [](api::CheckReply reply) {
                               return jsonResponse(api::toJson(reply));
                           }));
}

void checkJob(Context& context, Request request, Responder respond) {
    const auto body = request.json();
    if (!body) return respond(body.error());
    auto submission = submitRequestOf(Json::object().set("items", Json::array().append(*body)));
    if (!submission) return respond(submission.error());
    if (!namesRecipes(submission->items)) return checkComplete(context, std::move(*submission), {}, std::move(respond));
    context.service->recipes([&context, submission = std::move(*submission), respond = std::move(respond)](
                                 base::Result<std::vector<api::RecipeInfo>> recipes) mutable {
        if (!recipes) return respond(recipes.error());
        checkComplete(context, std::move(submission), *recipes, std::move(respond));
    });
}

// ---- Control ----

void control(Context& context, api::JobQuery query, api::JobAction action, Responder respond) {
    const bool isOne = query.ids.size() == 1;
    context.service->control(std::move(query), action,
                             answer<api::ControlReply>(std::move(respond), [action, isOne](api::ControlReply reply) {
                                 Response response;
                                 if (isOne && reply.changed.empty())
                                     response = reply.refused.empty()
                                                    ? problem({ErrorCode::NotFound, "There is no such job.", {}})
                                                    : problem(reply.refused.front().second);
                                 else
                                     response = jsonResponse(api::toJson(reply));
                                 response.audit = concat(api::toText(action), ": ", reply.changed.size(), " jobs");
                                 return response;
                             }));
}

base::Result<api::JobAction> actionOf(const Json& body) {
    if (!body["action"].isString())
        return base::fail(ErrorCode::InvalidArgument, "Say the action: pause, resume, cancel, retry or remove.",
                          "action");
    auto action = api::jobActionFromText(body["action"].asString());
    if (!action) return base::fail(ErrorCode::InvalidArgument, action.error().message, "action");
    return action;
}

void controlJob(Context& context, Request request, Responder respond) {
    auto query = oneJob(request);
    if (!query) return respond(query.error());
    const auto body = request.json();
    if (!body) return respond(body.error());
    const auto action = actionOf(*body);
    if (!action) return respond(action.error());
    control(context, std::move(*query), *action, std::move(respond));
}

void removeJob(Context& context, Request request, Responder respond) {
    auto query = oneJob(request);
    if (!query) return respond(query.error());
    control(context, std::move(*query), api::JobAction::Remove, std::move(respond));
}

void controlJobs(Context& context, Request request, Responder respond) {
    const auto body = request.json();
    if (!body) return respond(body.error());
    const auto action = actionOf(*body);
    if (!action) return respond(action.error());
    auto query = jobQueryOf(*body);
    if (!query) return respond(query.error());
    control(context, std::move(*query), *action, std::move(respond));
}

// ---- Batches ----

void getBatch(Context& context, Request request, Responder respond) {
    const auto id = request.parameterId("id");
    if (!id) return respond(id.error());
    api::JobQuery query;
    query.batch = base::BatchId{*id};
    context.service->snapshot(
        std::move(query), answer<api::Snapshot>(std::move(respond), [id = *id](api::Snapshot page) {
            std::map<std::string, std::int64_t> states;
            std::int64_t jobs = 0;
            std::int64_t ended = 0;
            for (const api::JobRecord& job : page.jobs) {
                if (job.batch.value != id) continue;
                ++states[std::string(api::toText(job.state))];
                ++jobs;
                ended += api::isTerminal(job.state) ? 1 : 0;
            }
            if (jobs == 0) return problem({ErrorCode::NotFound, concat("There is no batch ", id, "."), {}});
            Json counts = Json::object();
            for (const auto& [state, count] : states) counts.set(state, count);
            Json json = Json::object();
            return jsonResponse(
                json.set("id", id).set("jobs", jobs).set("ended", ended).set("states", std::move(counts)));
        }));
}

void controlBatch(Context& context, Request request, Responder respond) {
    const auto id = request.parameterId("id");
    if (!id) return respond(id.error());
    const auto body = request.json();
    if (!body) return respond(body.error());
    const auto action = actionOf(*body);
    if (!action) return respond(action.error());
    api::JobQuery query;
    query.batch = base::BatchId{*id};
    control(context, std::move(query), *action, std::move(respond));
}

}  // namespace

std::span<const Route> jobsRoutes() {
    static const ParameterDoc kId{In::Path, "id", "integer", "The number of the job or batch."};
    static const Route kRoutes[] = {
        {.method = Method::Get,
         .path = "/api/v1/jobs",
         .scope = Scope::JobsRead,
         .handler = listJobs,
         .id = "listJobs",
         .tag = "jobs",
         .sentence = "The jobs that match, by id, a page at a time; sequence is where events go on.",
         .parameters = {{In::Query, "state", "string",
                         "queued, running, paused, done, failed, cancelled; several with commas."},
                        {In::Query, "batch", "integer", "Only of this batch."},
                        {In::Query, "id", "string", "Only these, with commas."},
                        {In::Query, "text", "string", "Part of the input's path."},
                        {In::Query, "after", "integer", "The cursor next_after_id of the page before."},
                        {In::Query, "limit", "integer", "At most so many, 1 to 1000; 100 unless told."},
                        {In::Query, "fields", "string", "Only these members of each job, with commas."}},
         .gives = "JobPage"},
        {.method = Method::Post,
         .path = "/api/v1/jobs",
         .scope = Scope::JobsWrite,
         .handler = submitJobs,
         .id = "submitJobs",
         .tag = "jobs",
         .sentence = "Submits one job or thousands, as one batch. Bad items are refused in their outcome.",
         .parameters = {{In::Header, "Idempotency-Key", "string",
                         "The same key again gives the first answer and no new jobs."}},
         .takes = "SubmitBody",
         .gives = "SubmitReply",
         .status = 201,
         .bodyBytes = kSubmitBytes},
        {.method = Method::Post,
         .path = "/api/v1/check",
         .scope = Scope::JobsRead,
         .handler = checkJob,
         .id = "checkJob",
         .tag = "jobs",
         .sentence = "What a job would make, keep, change and lose; nothing is run or written.",
         .takes = "SubmitItem",
         .gives = "CheckReply",
         .bodyBytes = kSubmitBytes},
        {.method = Method::Post,
         .path = "/api/v1/jobs/control",
         .scope = Scope::JobsWrite,
         .handler = controlJobs,
         .id = "controlJobs",
         .tag = "jobs",
         .sentence = "One action on all jobs that match; illegal moves are refused job by job.",
         .takes = "BulkControlBody",
         .gives = "ControlReply",
         .bodyBytes = std::size_t{512} * 1024},
        {.method = Method::Get,
         .path = "/api/v1/jobs/{id}",
         .scope = Scope::JobsRead,
         .handler = getJob,
         .id = "getJob",
         .tag = "jobs",
         .sentence = "One job.",
         .parameters = {kId},
         .gives = "Job"},
        {.method = Method::Delete,
         .path = "/api/v1/jobs/{id}",
         .scope = Scope::JobsWrite,
         .handler = removeJob,
         .id = "removeJob",
         .tag = "jobs",
         .sentence = "Forgets a job that does not run; its files stay.",
         .parameters = {kId},
         .gives = "ControlReply"},
        {.method = Method::Post,
         .path = "/api/v1/jobs/{id}/control",
         .scope = Scope::JobsWrite,
         .handler = controlJob,
         .id = "controlJob",
         .tag = "jobs",
         .sentence = "Pauses, resumes, cancels, retries or removes a job.",
         .parameters = {kId},
         .takes = "ControlBody",
         .gives = "ControlReply"},
        {.method = Method::Get,
         .path = "/api/v1/batches/{id}",
         .scope = Scope::JobsRead,
         .handler = getBatch,
         .id = "getBatch",
         .tag = "batches",
         .sentence = "How far a batch is.",
         .parameters = {kId},
         .gives = "Batch"},
        {.method = Method::Post,
         .path = "/api/v1/batches/{id}/control",
         .scope = Scope::JobsWrite,
         .handler = controlBatch,
         .id = "controlBatch",
         .tag = "batches",
         .sentence = "One action on every job of a batch.",
         .parameters = {kId},
         .takes = "ControlBody",
         .gives = "ControlReply"},
    };
    return kRoutes;
}

}  // namespace fotograma::server
