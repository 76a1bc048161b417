/// The life of a job: what each verb does to its record, on the one table api::isLegalMove.
///
/// Units    times as base::UnixMillis.
/// Errors   Conflict with a sentence when the state does not allow it; the record is then unchanged.
/// Thread   any; functions of their arguments.
#pragma once

#include <optional>
#include <string>

#include "engine/api/types.h"
#include "engine/base/result.h"

namespace fotograma::job {

/// True while some engine has the job in its hands: running, or paused in the middle.
[[nodiscard]] bool isHeld(const api::JobRecord& record) noexcept;

/// Pause, Resume, Cancel or Retry. A job paused in the middle resumes where it was; a retry starts anew.
base::Status apply(api::JobRecord& record, api::JobAction action, base::UnixMillis now);

/// Remove: Conflict while an engine holds the job.
base::Status checkRemovable(const api::JobRecord& record);

/// An engine takes the job: an attempt more, running, no longer interrupted.
base::Status start(api::JobRecord& record, const std::string& engineId, const std::string& device,
                   base::UnixMillis now);

/// The engine that held it gives it back: done, failed, or cancelled (by the error's code).
base::Status finish(api::JobRecord& record, const std::optional<base::Error>& error, std::int64_t outputBytes,
                    base::UnixMillis now);

/// An engine that had started it, but had not begun, gives it back: as if it had not been started.
base::Status giveBack(api::JobRecord& record);

/// Its engine is gone: waiting again if it was held, and shown as interrupted. The attempt stays counted.
base::Status orphan(api::JobRecord& record);

}  // namespace fotograma::job
