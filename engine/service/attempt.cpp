#include "engine/service/attempt.h"

#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/job/job.h"
#include "engine/job/placement.h"

namespace fotograma::service {

using api::JobRecord;
using base::concat;
using base::ErrorCode;
using base::Result;
using base::Status;

namespace {

/// True when files lie where the outputs go and all of them were made by the attempt that ended with its program:
/// nothing unknown was there when the job was accepted, and they are younger than that attempt.
bool filesAreOurs(const JobRecord& record, const std::vector<store::AttemptRecord>& attempts) {
    constexpr std::int64_t kNsPerMs = 1'000'000;
    if (attempts.empty() || attempts.back().outcome != "interrupted") return false;
    bool anyThere = false;
    for (const std::string& output : record.spec.outputs) {
        const auto stamp = base::fileStamp(base::pathFromUtf8(output));
        if (!stamp) continue;
        anyThere = true;
        if (stamp->modifiedNs / kNsPerMs < attempts.back().startedAt) return false;
    }
    return anyThere;
}

const char* outcomeText(const JobRecord& record) {
    switch (record.state) {
        case api::JobState::Done: return "done";
        case api::JobState::Failed: return "failed";
        case api::JobState::Cancelled: return "cancelled";
        default: return "interrupted";
    }
}

}  // namespace

Result<JobRecord> startAttempt(store::Transaction& transaction, base::JobId job, const Starter& starter,
                               std::span<const api::DeviceInfo> devices) {
    FOTOGRAMA_ASSIGN_OR_RETURN(auto found, transaction.job(job));
    if (!found) return base::fail(ErrorCode::NotFound, concat("Job ", job.value, " was removed."));
    JobRecord& record = *found;
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto batch, transaction.batch(record.batch));
    const std::string owner = batch ? batch->ownerEngine : std::string();
    if (owner.empty() ? !starter.runsShared : owner != starter.engineId)
        return base::fail(ErrorCode::Conflict, concat("Job ", job.value, " is another program's."));

    const auto device = job::chooseDevice(record.spec.device, devices);
    FOTOGRAMA_RETURN_IF_ERROR(job::start(record, starter.engineId, device.value_or(std::string()), transaction.now()));
    FOTOGRAMA_RETURN_IF_ERROR(transaction.updateJob(record));
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto attempts, transaction.attempts(job));
    FOTOGRAMA_RETURN_IF_ERROR(transaction.beginAttempt(
        {.job = job, .number = record.attempts, .engineId = starter.engineId, .startedAt = record.startedAt}));
    // A program killed between the renaming of its outputs and the writing of that must not stand in its own way.
    if (filesAreOurs(record, attempts)) record.spec.overwrite = api::OverwriteRule::Always;
    return record;
}

Result<std::optional<JobRecord>> endAttempt(store::Transaction& transaction, base::JobId job, int attempt,
                                            const std::string& engineId, const worker::JobOutcome& outcome,
                                            bool isInterrupted) {
    FOTOGRAMA_ASSIGN_OR_RETURN(auto found, transaction.job(job));
    if (!found) return std::nullopt;
    JobRecord& record = *found;
    std::int64_t outputBytes = 0;
    for (const api::Artifact& artifact : outcome.report.artifacts) outputBytes += artifact.sizeBytes;

    const bool isOurs = record.attempts == attempt && record.engineId == engineId && job::isHeld(record);
    const bool wasStopped = outcome.error && outcome.error->code == ErrorCode::Cancelled;
    if (isOurs) {
        if (isInterrupted && wasStopped) {
            FOTOGRAMA_RETURN_IF_ERROR(job::orphan(record));
        } else {
            FOTOGRAMA_RETURN_IF_ERROR(job::finish(record, outcome.error, outputBytes, transaction.now()));
        }
        FOTOGRAMA_RETURN_IF_ERROR(transaction.updateJob(record));
    }
    FOTOGRAMA_RETURN_IF_ERROR(transaction.setReport(job, outcome.report));
    FOTOGRAMA_RETURN_IF_ERROR(transaction.endAttempt({.job = job,
                                                      .number = attempt,
                                                      .finishedAt = transaction.now(),
                                                      .outcome = isOurs ? outcomeText(record) : "cancelled",
                                                      .error = outcome.error}));
    return found;
}

Status abandon(store::Transaction& transaction, const std::string& engineId) {
    FOTOGRAMA_ASSIGN_OR_RETURN(auto jobs, transaction.unfinishedOf(engineId));
    for (JobRecord& record : jobs) {
        if (job::isHeld(record)) {
            FOTOGRAMA_RETURN_IF_ERROR(transaction.endAttempt({.job = record.id,
                                                              .number = record.attempts,
                                                              .finishedAt = transaction.now(),
                                                              .outcome = "interrupted"}));
        }
        if (record.interrupted && !job::isHeld(record)) continue;
        FOTOGRAMA_RETURN_IF_ERROR(job::orphan(record));
        FOTOGRAMA_RETURN_IF_ERROR(transaction.updateJob(record));
    }
    return transaction.removeEngine(engineId);
}

}  // namespace fotograma::service
