/// One action on many jobs, in one transaction.
///
/// Errors   of a job: in the reply. Of the whole: the Result.
/// Thread   the store's writer.
#pragma once

#include "engine/api/types.h"
#include "engine/base/result.h"
#include "engine/service/presence.h"
#include "engine/store/transaction.h"

namespace fotograma::service {

base::Result<api::ControlReply> control(store::Transaction& transaction, const api::JobQuery& query,
                                        api::JobAction action, const Presence& presence);

}  // namespace fotograma::service
