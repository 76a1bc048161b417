#include "engine/job/job.h"

#include "engine/api/wire.h"
#include "engine/base/text.h"

namespace fotograma::job {

using api::JobAction;
using api::JobRecord;
using api::JobState;
using base::concat;
using base::ErrorCode;
using base::Status;

namespace {

Status move(JobRecord& record, JobState to) {
    if (!api::isLegalMove(record.state, to))
        return base::fail(ErrorCode::Conflict, concat("Job ", record.id.value, " is ", api::toText(record.state),
                                                      " and cannot become ", api::toText(to), "."));
    record.state = to;
    return {};
}

void forgetTheLastRun(JobRecord& record) {
    record.startedAt = 0;
    record.finishedAt = 0;
    record.outputBytes = 0;
    record.error.reset();
    record.progress = {};
}

Status refuse(const JobRecord& record, JobAction action) {
    return base::fail(ErrorCode::Conflict, concat("Job ", record.id.value, " is ", api::toText(record.state), ": ",
                                                  api::toText(action), " is not possible."));
}

Status cancel(JobRecord& record, base::UnixMillis now) {
    FOTOGRAMA_RETURN_IF_ERROR(move(record, JobState::Cancelled));
    record.finishedAt = now;
    record.interrupted = false;
    return {};
}

Status retry(JobRecord& record) {
    if (!api::isTerminal(record.state)) return refuse(record, JobAction::Retry);
    FOTOGRAMA_RETURN_IF_ERROR(move(record, JobState::Queued));
    forgetTheLastRun(record);
    return {};
}

}  // namespace

bool isHeld(const JobRecord& record) noexcept {
    return record.state == JobState::Running || (record.state == JobState::Paused && record.startedAt != 0);
}

Status apply(JobRecord& record, JobAction action, base::UnixMillis now) {
    switch (action) {
        case JobAction::Pause: return move(record, JobState::Paused);
        case JobAction::Resume:
            if (record.state != JobState::Paused) return refuse(record, action);
            return move(record, isHeld(record) ? JobState::Running : JobState::Queued);
        case JobAction::Cancel: return cancel(record, now);
        case JobAction::Retry: return retry(record);
        case JobAction::Remove: break;
    }
    return refuse(record, action);
}

Status checkRemovable(const JobRecord& record) {
    if (!isHeld(record)) return {};
    return base::fail(ErrorCode::Conflict,
                      concat("Job ", record.id.value, " is ", api::toText(record.state), "; cancel it first."));
}

Status start(JobRecord& record, const std::string& engineId, const std::string& device, base::UnixMillis now) {
    if (record.state != JobState::Queued)
        return base::fail(ErrorCode::Conflict,
                          concat("Job ", record.id.value, " is ", api::toText(record.state), " and does not wait."));
    FOTOGRAMA_RETURN_IF_ERROR(move(record, JobState::Running));
    forgetTheLastRun(record);
    record.attempts += 1;
    record.engineId = engineId;
    record.device = device;
    record.interrupted = false;
    record.startedAt = now;
    return {};
}

Status finish(JobRecord& record, const std::optional<base::Error>& error, std::int64_t outputBytes,
              base::UnixMillis now) {
    JobRecord ended = record;
    // A pause that was asked for while the last frame was written.
    if (ended.state == JobState::Paused && isHeld(ended)) ended.state = JobState::Running;
    const bool wasCancelled = error && error->code == ErrorCode::Cancelled;
    FOTOGRAMA_RETURN_IF_ERROR(move(ended, wasCancelled ? JobState::Cancelled
                                          : error      ? JobState::Failed
                                                       : JobState::Done));
    ended.finishedAt = now;
    ended.outputBytes = outputBytes;
    ended.progress = {};
    if (error && !wasCancelled) ended.error = error;
    record = std::move(ended);
    return {};
}

Status giveBack(JobRecord& record) {
    FOTOGRAMA_RETURN_IF_ERROR(move(record, JobState::Queued));
    forgetTheLastRun(record);
    record.attempts -= 1;
    return {};
}

Status orphan(JobRecord& record) {
    if (isHeld(record)) {
        FOTOGRAMA_RETURN_IF_ERROR(move(record, JobState::Queued));
        forgetTheLastRun(record);
    }
    record.interrupted = true;
    return {};
}

}  // namespace fotograma::job
