/// One action on jobs that match, as routes answer it.
///
/// Errors   InvalidArgument for what is no action; the first refusal when one job was meant; NotFound when it is not there.
/// Thread   any.
#pragma once

#include "engine/api/types.h"
#include "engine/server/route.h"

namespace fotograma::server {

base::Result<api::JobAction> actionOf(const base::Json& body);
/// What an address names: of the one job a refusal is the answer, of a selection one of its outcomes.
enum class Meant { OneJob, Selection };
/// Asks the service and answers with what was changed and refused.
void control(Context& context, api::JobQuery query, api::JobAction action, Meant meant, Responder respond);
/// The answer to a change; `did` is for the log.
[[nodiscard]] Response controlResponse(const api::ControlReply& reply, Meant meant, std::string_view did);

}  // namespace fotograma::server
