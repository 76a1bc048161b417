/// The transactions around one run of a job, and around engines that are gone.
///
/// Errors   Conflict when somebody else was quicker; what the store says.
/// Thread   the store's writer.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/api/types.h"
#include "engine/base/result.h"
#include "engine/store/transaction.h"
#include "engine/worker/worker.h"

namespace fotograma::service {

struct Starter {
    std::string engineId;
    bool runsShared = false;                         ///< It has the shared queue in its hands.
    std::map<base::JobId, std::string> places = {};  ///< Devices that the scheduler has chosen.
};

/// Queued to Running, each job that this engine may start; Conflict or NotFound in the place of the others. A record
/// tells the device; it is empty when the one asked for is not there.
base::Result<std::vector<base::Result<api::JobRecord>>> startAttempts(store::Transaction& transaction,
                                                                      std::span<const base::JobId> jobs,
                                                                      const Starter& starter,
                                                                      std::span<const api::DeviceInfo> devices);

struct AttemptEnd {
    const api::JobRecord& record;  ///< As the start left it.
    const worker::JobOutcome& outcome;
    const std::string& reportText;
    bool hasBegun = true;        ///< False: it was only about to.
    bool isInterrupted = false;  ///< The program ends: a stopped job waits again.
};

/// Writes down how a job ended, unless somebody ended or removed it before: then only the report is kept. The job as it
/// is now; nothing when it was removed.
base::Result<std::optional<api::JobRecord>> endAttempt(store::Transaction& transaction, const AttemptEnd& end);

/// Everything that was in the hands of this engine waits again, shown as interrupted; the engine is forgotten. A job
/// that several programs in a row did not survive fails instead: it would take down the next one too.
base::Status abandon(store::Transaction& transaction, const std::string& engineId);

}  // namespace fotograma::service
