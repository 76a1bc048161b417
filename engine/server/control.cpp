#include "engine/server/control.h"

#include "engine/api/wire.h"
#include "engine/base/text.h"

namespace fotograma::server {

using base::concat;
using base::ErrorCode;
using base::Json;

Response controlResponse(const api::ControlReply& reply, Meant meant, std::string_view did) {
    Response response;
    if (meant == Meant::OneJob && reply.changed.empty())
        response = reply.refused.empty() ? problem({ErrorCode::NotFound, "There is no such job.", {}})
                                         : problem(reply.refused.front().second);
    else
        response = jsonResponse(api::toJson(reply));
    response.audit = concat(did, ": ", reply.changed.size(), " jobs");
    return response;
}

void control(Context& context, api::JobQuery query, api::JobAction action, Meant meant, Responder respond) {
    context.service->control(std::move(query), action,
                             answer<api::ControlReply>(std::move(respond), [action, meant](api::ControlReply reply) {
                                 return controlResponse(reply, meant, api::toText(action));
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

}  // namespace fotograma::server
