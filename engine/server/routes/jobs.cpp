// Jobs: submitted and listed, one by one or many at once.
#include <algorithm>

#include "engine/api/wire.h"
#include "engine/base/text.h"
#include "engine/server/fields.h"
#include "engine/server/input_fetch.h"
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

void listJobs(Context& context, Request request, Responder respond) {
    auto query = jobQueryOf(request);
    if (!query) return respond(query.error());
    context.service->snapshot(
        std::move(*query),
        answer<api::Snapshot>(std::move(respond), [fields = request.queryValues("fields")](api::Snapshot page) {
            Json json = api::toJson(page);
            return jsonResponse(fields.empty() ? json : json.set("jobs", listWithFields(json["jobs"], fields)));
        }));
}

void getJob(Context& context, Request request, Responder respond) {
    auto query = oneJob(request);
    if (!query) return respond(query.error());
    const base::JobId id = query->ids.front();
    context.service->snapshot(
        std::move(*query),
        answer<api::Snapshot>(std::move(respond), [id, fields = request.queryValues("fields")](api::Snapshot page) {
            const auto job = std::ranges::find(page.jobs, id, &api::JobRecord::id);
            if (job != page.jobs.end()) return jsonResponse(withFields(api::toJson(*job), fields));
            return problem({ErrorCode::NotFound, concat("There is no job ", id.value, "."), {}});
        }));
}

// ---- Submitting ----

/// Whom the submission wants told when its jobs end; empty: nobody.
base::Result<std::string> webhookOf(const Context& context, const Json& body) {
    const Json& url = body["webhook"];
    if (url.isNull()) return std::string();
    if (!url.isString()) return base::fail(ErrorCode::InvalidArgument, "webhook must be an address.", "webhook");
    if (!context.webhooks)
        return base::fail(ErrorCode::Unsupported, "This server tells no webhooks (setting webhook_hosts).", "webhook");
    FOTOGRAMA_RETURN_IF_ERROR(context.webhooks->allows(url.asString()));
    return url.asString();
}

std::vector<api::JobId> jobsOf(const api::SubmitReply& reply) {
    std::vector<api::JobId> jobs;
    for (const api::SubmitOutcome& outcome : reply.outcomes)
        if (outcome.submission != api::Submission::Refused) jobs.push_back(outcome.job);
    return jobs;
}

/// What a request wants of its jobs beside the work itself.
struct Wishes {
    std::string webhook;                           ///< Told of their ends; empty: nobody is.
    std::optional<telemetry::TraceContext> trace;  ///< That their spans go on.
    Fetched fetched{};                             ///< Inputs that were addresses.
};

/// Before the answer: a brief job may end while that is being sent.
void goOnWith(Context& context, const Wishes& wishes, const base::Result<api::SubmitReply>& reply) {
    if (!reply || !wishes.trace || !context.traceParents) return;
    for (const api::SubmitOutcome& outcome : reply->outcomes)
        if (outcome.submission == api::Submission::Accepted)
            context.traceParents->set(outcome.job.value, *wishes.trace);
}

/// Checks what is complete but for its recipes, and hands it to the service.
void submitComplete(Context& context, const Principal& principal, api::SubmitRequest submission,
                    const std::vector<api::RecipeInfo>& recipes, Wishes wishes, Responder respond) {
    Fetched fetched = std::move(wishes.fetched);
    Refusals refusals = completeEach(context, principal, recipes, submission.items, std::move(fetched.refused));
    // Nothing left to submit: the first reason is the answer.
    if (submission.items.empty()) {
        giveUp(context, fetched);
        return respond(refusals.begin()->second);
    }
    const std::size_t count = submission.items.size();
    auto tell = answer<api::SubmitReply>(
        std::move(respond), [&context, count, fetched, refusals = std::move(refusals)](api::SubmitReply reply) mutable {
            reply = withRefusals(std::move(reply), std::move(refusals));
            giveUpRefused(context, fetched, reply.outcomes);
            Response response = jsonResponse(api::toJson(reply), 201);
            response.with("Location", concat("/api/v1/batches/", reply.batch.value));
            response.audit = concat("submit: ", count, " items, batch ", reply.batch.value);
            return response;
        });
    context.service->submit(std::move(submission),
                            [&context, wishes = std::move(wishes), tell = std::move(tell),
                             fetched = std::move(fetched)](base::Result<api::SubmitReply> reply) mutable {
                                if (!reply) giveUp(context, fetched);
                                if (reply && !wishes.webhook.empty()) {
                                    const auto watched = context.webhooks->watch(jobsOf(*reply), wishes.webhook);
                                    if (!watched) return tell(std::unexpected(watched.error()));
                                }
                                goOnWith(context, wishes, reply);
                                tell(std::move(reply));
                            });
}

/// With every input at hand.
void submitFetched(Context& context, const Principal& principal, api::SubmitRequest submission, Wishes wishes,
                   Responder respond) {
    if (!namesRecipes(submission.items))
        return submitComplete(context, principal, std::move(submission), {}, std::move(wishes), std::move(respond));
    context.service->recipes(
        [&context, principal, submission = std::move(submission), wishes = std::move(wishes),
         respond = std::move(respond)](base::Result<std::vector<api::RecipeInfo>> recipes) mutable {
            if (!recipes) {
                giveUp(context, wishes.fetched);
                return respond(recipes.error());
            }
            submitComplete(context, principal, std::move(submission), *recipes, std::move(wishes), std::move(respond));
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
    auto webhook = webhookOf(context, *body);
    if (!webhook) return respond(webhook.error());
    Wishes wishes{.webhook = std::move(*webhook), .trace = std::move(request.trace)};
    auto items = std::make_shared<std::vector<api::SubmitItem>>(std::move(submission->items));
    const std::string key = submission->idempotencyKey;
    fetchInputs(context, request.principal, items, key,
                [&context, principal = request.principal, items, submission = std::move(*submission),
                 wishes = std::move(wishes), respond = std::move(respond)](Fetched fetched) mutable {
                    submission.items = std::move(*items);
                    wishes.fetched = std::move(fetched);
                    submitFetched(context, principal, std::move(submission), std::move(wishes), std::move(respond));
                });
}

void checkComplete(Context& context, const Principal& principal, api::SubmitRequest submission,
                   const std::vector<api::RecipeInfo>& recipes, Responder respond) {
    if (auto complete = completeItems(context, principal, recipes, submission.items); !complete)
        return respond(complete.error());
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
    if (!namesRecipes(submission->items))
        return checkComplete(context, request.principal, std::move(*submission), {}, std::move(respond));
    context.service->recipes(
        [&context, principal = request.principal, submission = std::move(*submission),
         respond = std::move(respond)](base::Result<std::vector<api::RecipeInfo>> recipes) mutable {
            if (!recipes) return respond(recipes.error());
            checkComplete(context, principal, std::move(submission), *recipes, std::move(respond));
        });
}

}  // namespace

std::span<const Route> jobsRoutes() {
    static const ParameterDoc kId{In::Path, "id", "integer", "The number of the job.", kFromOne};
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
                        {In::Query, "batch", "integer", "Only of this batch.", kFromOne},
                        {In::Query, "id", "string", "Only these, with commas."},
                        {In::Query, "text", "string", "Part of the input's path."},
                        {In::Query, "recipe", "string", "Only those of the recipe with this id."},
                        {In::Query, "order", "string", "oldest (unless told) or newest first.",
                         R"("enum": ["oldest", "newest"])"},
                        {In::Query, "after", "integer", "The cursor next_after_id of the page before.", kFromZero},
                        {In::Query, "limit", "integer", "At most so many, 1 to 1000; 100 unless told.", kRowLimits},
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
         .bodyBytes = kSubmitBytes,
         .blocks = true},
        {.method = Method::Post,
         .path = "/api/v1/check",
         .scope = Scope::JobsRead,
         .handler = checkJob,
         .id = "checkJob",
         .tag = "jobs",
         .sentence = "What a job would make, keep, change and lose; nothing is run or written.",
         .takes = "SubmitItem",
         .gives = "CheckReply",
         .bodyBytes = kSubmitBytes,
         .blocks = true},
        {.method = Method::Get,
         .path = "/api/v1/jobs/{id}",
         .scope = Scope::JobsRead,
         .handler = getJob,
         .id = "getJob",
         .tag = "jobs",
         .sentence = "One job.",
         .parameters = {kId, {In::Query, "fields", "string", "Only these members, with commas."}},
         .gives = "Job"},
    };
    return kRoutes;
}

}  // namespace fotograma::server
