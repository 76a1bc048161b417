#include "engine/service/attempt.h"

#include <algorithm>
#include <map>

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

constexpr const char* kCrashed = "crashed";
constexpr std::ptrdiff_t kMostCrashes = 3;

/// True when files lie where the outputs go and all of them were made by the attempt that ended with its program:
/// nothing unknown was there when the job was accepted, and they are younger than that attempt.
bool filesAreOurs(const JobRecord& record, const std::vector<store::AttemptRecord>& attempts) {
    constexpr std::int64_t kNsPerMs = 1'000'000;
    if (attempts.empty()) return false;
    const std::string& outcome = attempts.back().outcome;
    if (outcome != "interrupted" && outcome != kCrashed) return false;
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

/// Reads what the jobs of one start share once.
class Starting {
public:
    Starting(store::Transaction& transaction, const Starter& starter, std::span<const api::DeviceInfo> devices) noexcept
        : m_transaction(transaction), m_starter(starter), m_devices(devices) {}

    Result<JobRecord> one(JobRecord record) {
        FOTOGRAMA_ASSIGN_OR_RETURN(const std::string owner, ownerOf(record.batch));
        if (owner.empty() ? !m_starter.runsShared : owner != m_starter.engineId)
            return base::fail(ErrorCode::Conflict, concat("Job ", record.id.value, " is another program's."));
        const bool ranBefore = record.attempts > 0;
        const auto device = deviceFor(record);
        FOTOGRAMA_RETURN_IF_ERROR(
            job::start(record, m_starter.engineId, device.value_or(std::string()), m_transaction.now()));
        FOTOGRAMA_RETURN_IF_ERROR(m_transaction.updateRun(record));
        if (ranBefore && !record.spec.outputs.empty()) {
            // A program killed between the renaming of its outputs and the writing of that must not stand in its own way.
            FOTOGRAMA_ASSIGN_OR_RETURN(const auto attempts, m_transaction.attempts(record.id));
            if (filesAreOurs(record, attempts)) record.spec.overwrite = api::OverwriteRule::Always;
        }
        return record;
    }

private:
    /// The scheduler's choice, as long as the job still asks for such a device.
    Result<std::string> deviceFor(const JobRecord& record) const {
        const std::string& wanted = record.spec.device;
        const auto place = m_starter.places.find(record.id);
        const bool stands = place != m_starter.places.end() && !place->second.empty() &&
                            (wanted == "auto" || wanted == "cuda" || wanted == place->second);
        if (stands) return place->second;
        return job::chooseDevice(wanted, m_devices);
    }
    Result<std::string> ownerOf(base::BatchId id) {
        if (const auto known = m_owners.find(id); known != m_owners.end()) return known->second;
        FOTOGRAMA_ASSIGN_OR_RETURN(const auto batch, m_transaction.batch(id));
        return m_owners.emplace(id, batch ? batch->ownerEngine : std::string()).first->second;
    }

    store::Transaction& m_transaction;
    const Starter& m_starter;
    std::span<const api::DeviceInfo> m_devices;
    std::map<base::BatchId, std::string> m_owners;
};

/// Where the record lets the job go now; the same record when somebody else has ended it.
Status settle(JobRecord& record, const AttemptEnd& end, base::UnixMillis now) {
    const bool wasStopped = end.outcome.error && end.outcome.error->code == ErrorCode::Cancelled;
    if (end.isInterrupted && wasStopped) return end.hasBegun ? job::orphan(record) : job::giveBack(record);
    std::int64_t outputBytes = 0;
    for (const api::Artifact& artifact : end.outcome.report.artifacts) outputBytes += artifact.sizeBytes;
    FOTOGRAMA_RETURN_IF_ERROR(job::finish(record, end.outcome.error, outputBytes, now));
    // A brief job told nothing on its way: who hears of its end hears how fast it was. Not stored, as all progress.
    if (record.state == api::JobState::Done)
        record.progress = {.fraction = 1.0, .frames = end.outcome.report.framesDecoded, .fps = end.outcome.report.fps};
    return {};
}

/// Programs that vanished while they had this job in their hands.
Result<std::ptrdiff_t> crashesOf(store::Transaction& transaction, base::JobId job) {
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto attempts, transaction.attempts(job));
    return std::ranges::count(attempts, kCrashed, &store::AttemptRecord::outcome);
}

/// A job that was held by a program that is gone.
Status recover(store::Transaction& transaction, JobRecord& record) {
    FOTOGRAMA_RETURN_IF_ERROR(transaction.addAttempt({.job = record.id,
                                                      .number = record.attempts,
                                                      .engineId = record.engineId,
                                                      .startedAt = record.startedAt,
                                                      .finishedAt = transaction.now(),
                                                      .outcome = kCrashed}));
    if (record.attempts < kMostCrashes) return job::orphan(record);
    FOTOGRAMA_ASSIGN_OR_RETURN(const std::ptrdiff_t crashes, crashesOf(transaction, record.id));
    if (crashes < kMostCrashes) return job::orphan(record);
    const base::Error error{ErrorCode::Internal,
                            concat("The program ended ", crashes,
                                   " times while it worked on this file. It is left"
                                   " alone now; retry it by hand."),
                            {}};
    return job::finish(record, error, 0, transaction.now());
}

}  // namespace

Result<std::vector<Result<JobRecord>>> startAttempts(store::Transaction& transaction, std::span<const base::JobId> jobs,
                                                     const Starter& starter, std::span<const api::DeviceInfo> devices) {
    api::JobQuery query;
    query.ids.assign(jobs.begin(), jobs.end());
    FOTOGRAMA_ASSIGN_OR_RETURN(std::vector<JobRecord> found, transaction.jobs(query));
    Starting starting(transaction, starter, devices);
    std::vector<Result<JobRecord>> started;
    for (const base::JobId job : jobs) {
        const auto record = std::ranges::lower_bound(found, job, {}, &JobRecord::id);
        if (record == found.end() || record->id != job) {
            started.push_back(base::fail(ErrorCode::NotFound, concat("Job ", job.value, " was removed.")));
            continue;
        }
        started.push_back(starting.one(std::move(*record)));
        const bool isStoreFailure = !started.back() && started.back().error().code != ErrorCode::Conflict;
        if (isStoreFailure) return std::unexpected(started.back().error());
    }
    return started;
}

Result<std::optional<JobRecord>> endAttempt(store::Transaction& transaction, const AttemptEnd& end) {
    const base::JobId job = end.record.id;
    FOTOGRAMA_ASSIGN_OR_RETURN(const bool isUntouched, transaction.isStill(end.record));
    std::optional<JobRecord> found = end.record;
    if (!isUntouched) {
        FOTOGRAMA_ASSIGN_OR_RETURN(found, transaction.job(job));
        if (!found) return std::nullopt;
    }
    const bool isOurs = isUntouched || (found->attempts == end.record.attempts &&
                                        found->engineId == end.record.engineId && job::isHeld(*found));
    if (isOurs) {
        FOTOGRAMA_RETURN_IF_ERROR(settle(*found, end, transaction.now()));
        FOTOGRAMA_RETURN_IF_ERROR(transaction.updateRun(*found));
    }
    if (!end.hasBegun) return found;
    FOTOGRAMA_RETURN_IF_ERROR(transaction.setReport(job, end.reportText));
    if (isOurs && found->state == api::JobState::Done) return found;
    FOTOGRAMA_RETURN_IF_ERROR(transaction.addAttempt({.job = job,
                                                      .number = end.record.attempts,
                                                      .engineId = end.record.engineId,
                                                      .startedAt = end.record.startedAt,
                                                      .finishedAt = transaction.now(),
                                                      .outcome = isOurs ? outcomeText(*found) : "cancelled",
                                                      .error = end.outcome.error}));
    return found;
}

Status abandon(store::Transaction& transaction, const std::string& engineId) {
    FOTOGRAMA_ASSIGN_OR_RETURN(auto jobs, transaction.unfinishedOf(engineId));
    for (JobRecord& record : jobs) {
        if (job::isHeld(record)) {
            FOTOGRAMA_RETURN_IF_ERROR(recover(transaction, record));
        } else {
            if (record.interrupted) continue;
            FOTOGRAMA_RETURN_IF_ERROR(job::orphan(record));
        }
        FOTOGRAMA_RETURN_IF_ERROR(transaction.updateRun(record));
    }
    return transaction.removeEngine(engineId);
}

}  // namespace fotograma::service
