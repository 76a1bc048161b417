/// Submissions and changes of many jobs, cut into the pieces that a server takes at once.
///
/// Errors   of the piece that fails; pieces before it are done.
/// Owner    keep themselves until they have answered.
/// Thread   any to start; the link's.
#pragma once

#include "engine/api/service.h"
#include "engine/service/remote_link.h"

namespace fotograma::service {

void submitInPieces(std::shared_ptr<RemoteLink> link, api::SubmitRequest request, api::Reply<api::SubmitReply> reply);

/// `question` with the jobs of the query added to its body: once, or several times when there are many ids.
void changeInPieces(std::shared_ptr<RemoteLink> link, Question question, api::JobQuery query,
                    api::Reply<api::ControlReply> reply);

/// An item as the server takes it.
[[nodiscard]] base::Json itemJson(const api::SubmitItem& item);

}  // namespace fotograma::service
