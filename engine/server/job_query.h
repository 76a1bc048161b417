/// Jobs as requests name them: by query parameters, by a JSON body, by an id in the path.
///
/// Errors   InvalidArgument with what is wrong.
/// Thread   any.
#pragma once

#include "engine/api/types.h"
#include "engine/server/message.h"

namespace fotograma::server {

inline constexpr std::int64_t kMostRows = 1000;  ///< Of one page.

/// state, batch, id, text, recipe, order, after, limit.
base::Result<api::JobQuery> jobQueryOf(const Request& request);
/// id, text, before, limit.
base::Result<api::BatchQuery> batchQueryOf(const Request& request);
/// ids, states, batch, text; InvalidArgument when none of them is there and `all` is not true.
base::Result<api::JobQuery> jobQueryOf(const base::Json& body);
/// The job of the path's {id}.
base::Result<api::JobQuery> oneJob(const Request& request);

}  // namespace fotograma::server
