/// Changes jobs that wait: what they do, where they write, when their turn is.
///
/// Errors   of a job: in the reply. Of the whole: the Result (the place to move to is not there).
/// Thread   plan: any, may be slow (network folders). edit: the store's writer.
#pragma once

#include <map>
#include <span>

#include "engine/api/types.h"
#include "engine/base/result.h"
#include "engine/pipeline/pipeline.h"
#include "engine/service/submission.h"
#include "engine/store/transaction.h"

namespace fotograma::service {

/// What jobs will do after an edit, prepared as for a submission; empty when the edit leaves that as it is.
using Replanned = std::map<base::JobId, PreparedItem>;

[[nodiscard]] Replanned replan(std::span<const api::JobRecord> jobs, const api::JobEdit& edit,
                               std::span<const api::DeviceInfo> devices, const pipeline::FileRules& files);

base::Result<api::ControlReply> edit(store::Transaction& transaction, const api::JobQuery& query,
                                     const api::JobEdit& edit, const Replanned& replanned);

}  // namespace fotograma::service
