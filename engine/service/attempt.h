/// The transactions around one run of a job, and around engines that are gone.
///
/// Errors   Conflict when somebody else was quicker; what the store says.
/// Thread   the store's writer.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "engine/api/types.h"
#include "engine/base/result.h"
#include "engine/store/transaction.h"
#include "engine/worker/worker.h"

namespace fotograma::service {

struct Starter {
    std::string engineId;
    bool runsShared = false;  ///< It has the shared queue in its hands.
};

/// Queued to Running, if this engine may. The record tells the device; it is empty when the one asked for is not there.
base::Result<api::JobRecord> startAttempt(store::Transaction& transaction, base::JobId job, const Starter& starter,
                                          std::span<const api::DeviceInfo> devices);

/// How it ended, unless somebody ended or removed the job before: then only the report is kept. With `isInterrupted`
/// (the program ends) a stopped job waits again. The job as it is now; nothing when it was removed.
base::Result<std::optional<api::JobRecord>> endAttempt(store::Transaction& transaction, base::JobId job, int attempt,
                                                       const std::string& engineId, const worker::JobOutcome& outcome,
                                                       bool isInterrupted);

/// Everything that was in the hands of this engine waits again, shown as interrupted; the engine is forgotten.
base::Status abandon(store::Transaction& transaction, const std::string& engineId);

}  // namespace fotograma::service
