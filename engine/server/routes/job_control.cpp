// Changing jobs: paused, resumed, cancelled, tried again, removed; edited while they wait.
#include "engine/api/wire.h"
#include "engine/base/text.h"
#include "engine/server/control.h"
#include "engine/server/job_query.h"
#include "engine/server/submission.h"

namespace fotograma::server {

using base::ErrorCode;
using base::Json;

namespace {

constexpr std::size_t kBulkBytes = std::size_t{512} * 1024;

void controlJob(Context& context, Request request, Responder respond) {
    auto query = oneJob(request);
    if (!query) return respond(query.error());
    const auto body = request.json();
    if (!body) return respond(body.error());
    const auto action = actionOf(*body);
    if (!action) return respond(action.error());
    control(context, std::move(*query), *action, Meant::OneJob, std::move(respond));
}

void removeJob(Context& context, Request request, Responder respond) {
    auto query = oneJob(request);
    if (!query) return respond(query.error());
    control(context, std::move(*query), api::JobAction::Remove, Meant::OneJob, std::move(respond));
}

void controlJobs(Context& context, Request request, Responder respond) {
    const auto body = request.json();
    if (!body) return respond(body.error());
    const auto action = actionOf(*body);
    if (!action) return respond(action.error());
    auto query = jobQueryOf(*body);
    if (!query) return respond(query.error());
    control(context, std::move(*query), *action, Meant::Selection, std::move(respond));
}

// ---- Editing ----

void editComplete(Context& context, api::JobQuery query, api::JobEdit edit, const std::vector<api::RecipeInfo>& recipes,
                  Meant meant, Responder respond) {
    if (auto complete = completeEdit(context, recipes, edit); !complete) return respond(complete.error());
    context.service->edit(std::move(query), std::move(edit),
                          answer<api::ControlReply>(std::move(respond), [meant](api::ControlReply reply) {
                              return controlResponse(reply, meant, "edit");
                          }));
}

void edit(Context& context, api::JobQuery query, const Json& body, Meant meant, Responder respond) {
    auto change = editOf(body);
    if (!change) return respond(change.error());
    if (!change->recipe.isString())
        return editComplete(context, std::move(query), std::move(*change), {}, meant, std::move(respond));
    context.service->recipes(
        [&context, query = std::move(query), change = std::move(*change), meant,
         respond = std::move(respond)](base::Result<std::vector<api::RecipeInfo>> recipes) mutable {
            if (!recipes) return respond(recipes.error());
            editComplete(context, std::move(query), std::move(change), *recipes, meant, std::move(respond));
        });
}

void editJob(Context& context, Request request, Responder respond) {
    auto query = oneJob(request);
    if (!query) return respond(query.error());
    const auto body = request.json();
    if (!body) return respond(body.error());
    edit(context, std::move(*query), *body, Meant::OneJob, std::move(respond));
}

void editJobs(Context& context, Request request, Responder respond) {
    const auto body = request.json();
    if (!body) return respond(body.error());
    auto query = jobQueryOf(*body);
    if (!query) return respond(query.error());
    if (!(*body)["edit"].isObject())
        return respond({ErrorCode::InvalidArgument, "Say what is to change, as the object edit.", "edit"});
    edit(context, std::move(*query), (*body)["edit"], Meant::Selection, std::move(respond));
}

}  // namespace

std::span<const Route> job_controlRoutes() {
    static const ParameterDoc kId{In::Path, "id", "integer", "The number of the job.", kFromOne};
    static const Route kRoutes[] = {
        {.method = Method::Post,
         .path = "/api/v1/jobs/control",
         .scope = Scope::JobsWrite,
         .handler = controlJobs,
         .id = "controlJobs",
         .tag = "jobs",
         .sentence = "One action on all jobs that match; illegal moves are refused job by job.",
         .takes = "BulkControlBody",
         .gives = "ControlReply",
         .bodyBytes = kBulkBytes},
        {.method = Method::Patch,
         .path = "/api/v1/jobs",
         .scope = Scope::JobsWrite,
         .handler = editJobs,
         .id = "editJobs",
         .tag = "jobs",
         .sentence = "Changes all jobs that match and wait: order, priority, device, recipe, output.",
         .takes = "BulkEditBody",
         .gives = "ControlReply",
         .bodyBytes = kBulkBytes,
         .blocks = true},
        {.method = Method::Patch,
         .path = "/api/v1/jobs/{id}",
         .scope = Scope::JobsWrite,
         .handler = editJob,
         .id = "editJob",
         .tag = "jobs",
         .sentence = "Changes a job that waits.",
         .parameters = {kId},
         .takes = "EditBody",
         .gives = "ControlReply",
         .bodyBytes = kBulkBytes,
         .blocks = true},
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
    };
    return kRoutes;
}

}  // namespace fotograma::server
