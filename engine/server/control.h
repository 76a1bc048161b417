/// One action on jobs that match, as routes answer it.
///
/// Errors   InvalidArgument for what is no action; the first refusal when one job was meant; NotFound when it is not there.
/// Thread   any.
#pragma once

#include "engine/api/types.h"
#include "engine/server/route.h"

namespace fotograma::server {

base::Result<api::JobAction> actionOf(const base::Json& body);
/// Asks the service and answers with what was changed and refused.
void control(Context& context, api::JobQuery query, api::JobAction action, Responder respond);
/// The answer to a change: `did` is for the log; `isOne`: a single job was meant, so its refusal is the answer.
[[nodiscard]] Response controlResponse(const api::ControlReply& reply, bool isOne, std::string_view did);

}  // namespace fotograma::server
