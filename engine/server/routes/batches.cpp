// Batches: jobs that were submitted together.
#include "engine/api/wire.h"
#include "engine/base/text.h"
#include "engine/server/control.h"
#include "engine/server/fields.h"
#include "engine/server/job_query.h"

namespace fotograma::server {

using base::concat;
using base::ErrorCode;
using base::Json;

namespace {

void listBatches(Context& context, Request request, Responder respond) {
    auto query = batchQueryOf(request);
    if (!query) return respond(query.error());
    context.service->batches(
        std::move(*query),
        answer<api::BatchPage>(std::move(respond), [fields = request.queryValues("fields")](api::BatchPage page) {
            Json json = api::toJson(page);
            return jsonResponse(fields.empty() ? json : json.set("batches", listWithFields(json["batches"], fields)));
        }));
}

void getBatch(Context& context, Request request, Responder respond) {
    const auto id = request.parameterId("id");
    if (!id) return respond(id.error());
    api::BatchQuery query;
    query.ids = {{*id}};
    context.service->batches(std::move(query),
                             answer<api::BatchPage>(std::move(respond), [id = *id](api::BatchPage page) {
                                 if (!page.batches.empty()) return jsonResponse(api::toJson(page.batches.front()));
                                 return problem({ErrorCode::NotFound, concat("There is no batch ", id, "."), {}});
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
    control(context, std::move(query), *action, Meant::Selection, std::move(respond));
}

}  // namespace

std::span<const Route> batchesRoutes() {
    static const ParameterDoc kId{In::Path, "id", "integer", "The number of the batch.", kFromOne};
    static const Route kRoutes[] = {
        {.path = "/api/v1/batches",
         .scope = Scope::JobsRead,
         .handler = listBatches,
         .id = "listBatches",
         .tag = "batches",
         .sentence = "The batches that match, the newest first, with how far their jobs are.",
         .parameters = {{In::Query, "id", "string", "Only these, with commas."},
                        {In::Query, "text", "string", "Part of the title."},
                        {In::Query, "before", "integer", "The cursor next_before_id of the page before.", kFromZero},
                        {In::Query, "limit", "integer", "At most so many, 1 to 1000; 100 unless told.", kRowLimits},
                        {In::Query, "fields", "string", "Only these members of each batch, with commas."}},
         .gives = "BatchPage"},
        {.path = "/api/v1/batches/{id}",
         .scope = Scope::JobsRead,
         .handler = getBatch,
         .id = "getBatch",
         .tag = "batches",
         .sentence = "How far a batch is.",
         .parameters = {kId},
         .gives = "BatchInfo"},
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
