#include <algorithm>

#include "engine/base/text.h"
#include "engine/job/job.h"
#include "engine/service/submission.h"

namespace fotograma::service {

using api::JobRecord;
using api::JobState;
using api::SubmitOutcome;
using base::concat;
using base::ErrorCode;
using base::Result;
using base::Status;

namespace {

SubmitOutcome refused(base::Error error) {
    return {.submission = api::Submission::Refused, .job = {}, .outputs = {}, .error = std::move(error)};
}

SubmitOutcome outcome(api::Submission submission, const JobRecord& record) {
    return {.submission = submission, .job = record.id, .outputs = record.spec.outputs, .error = {}};
}

/// Decides about the items of one request, one after another, inside its transaction.
class Placing {
public:
    Placing(store::Transaction& transaction, const Submission& submission, const Presence& presence,
            base::BatchId batch) noexcept
        : m_transaction(transaction), m_submission(submission), m_presence(presence), m_batch(batch) {}

    Result<SubmitOutcome> one(const PreparedItem& item) {
        if (item.error) return refused(*item.error);
        FOTOGRAMA_ASSIGN_OR_RETURN(
            auto earlier,
            m_transaction.sameWork(item.record.inputIdentity, item.record.recipeDigest, item.record.spec.outputs));
        const bool wantsAnew = item.record.spec.cache != api::CacheRule::Use;
        if (earlier && wantsAnew && api::isTerminal(earlier->state)) return acceptAnew(*earlier, item);
        if (earlier) {
            FOTOGRAMA_ASSIGN_OR_RETURN(auto adopted, adopt(std::move(*earlier), item));
            if (adopted) return std::move(*adopted);
        }
        return accept(item);
    }

private:
    Result<SubmitOutcome> accept(const PreparedItem& item) {
        FOTOGRAMA_ASSIGN_OR_RETURN(const auto obstacle, findObstacle(item));
        if (obstacle) return refused(*obstacle);
        JobRecord record = item.record;
        record.batch = m_batch;
        record.state = m_submission.startPaused ? JobState::Paused : JobState::Queued;
        FOTOGRAMA_ASSIGN_OR_RETURN(record, m_transaction.addJob(std::move(record)));
        return outcome(api::Submission::Accepted, record);
    }

    /// Done before, and to be done again: what that job made may be replaced.
    Result<SubmitOutcome> acceptAnew(const JobRecord& earlier, const PreparedItem& item) {
        FOTOGRAMA_ASSIGN_OR_RETURN(const bool isOurs, hasWholeReport(earlier, item));
        if (!isOurs) return accept(item);
        PreparedItem again = item;
        again.record.spec.overwrite = api::OverwriteRule::Always;
        return accept(again);
    }

    /// What becomes of the job that did, or will do, the same; nothing when a new one must do it again.
    Result<std::optional<SubmitOutcome>> adopt(JobRecord earlier, const PreparedItem& item) {
        if (api::isTerminal(earlier.state)) {
            FOTOGRAMA_ASSIGN_OR_RETURN(const bool isDone, hasWholeReport(earlier, item));
            if (isDone) return outcome(api::Submission::AlreadyDone, earlier);
            if (earlier.state == JobState::Done) return std::nullopt;
            FOTOGRAMA_ASSIGN_OR_RETURN(const auto obstacle, findObstacle(item));
            if (obstacle) return refused(*obstacle);
            FOTOGRAMA_RETURN_IF_ERROR(job::apply(earlier, api::JobAction::Retry, m_transaction.now()));
        } else {
            FOTOGRAMA_ASSIGN_OR_RETURN(const bool others, belongsToOthers(earlier));
            if (others) return outcome(api::Submission::Adopted, earlier);
            if (job::isHeld(earlier)) FOTOGRAMA_RETURN_IF_ERROR(takeFromTheDead(earlier));
        }
        if (earlier.state == JobState::Paused && !m_submission.startPaused)
            FOTOGRAMA_RETURN_IF_ERROR(job::apply(earlier, api::JobAction::Resume, m_transaction.now()));
        earlier.batch = m_batch;
        earlier.spec.device = item.record.spec.device;
        earlier.spec.overwrite = item.record.spec.overwrite;
        earlier.spec.priority = item.record.spec.priority;
        earlier.spec.cache = item.record.spec.cache;
        FOTOGRAMA_RETURN_IF_ERROR(m_transaction.updateJob(earlier));
        return outcome(api::Submission::Adopted, earlier);
    }

    /// Its report is there, and with it every file it tells of.
    Result<bool> hasWholeReport(const JobRecord& earlier, const PreparedItem& item) {
        if (earlier.state == JobState::Failed) return false;
        if (item.record.spec.outputs.empty()) return m_transaction.hasReport(earlier.id);
        FOTOGRAMA_ASSIGN_OR_RETURN(const auto report, m_transaction.report(earlier.id));
        return report && isWhole(*report, item);
    }

    /// Somebody alive runs it, or is the only one who may.
    Result<bool> belongsToOthers(const JobRecord& record) {
        if (job::isHeld(record)) return m_presence.isAlive(record.engineId);
        FOTOGRAMA_ASSIGN_OR_RETURN(const auto batch, m_transaction.batch(record.batch));
        return batch && !batch->ownerEngine.empty() && batch->ownerEngine != m_presence.id() &&
               m_presence.isAlive(batch->ownerEngine);
    }

    Status takeFromTheDead(JobRecord& record) {
        FOTOGRAMA_RETURN_IF_ERROR(m_transaction.addAttempt({.job = record.id,
                                                            .number = record.attempts,
                                                            .engineId = record.engineId,
                                                            .startedAt = record.startedAt,
                                                            .finishedAt = m_transaction.now(),
                                                            .outcome = "crashed"}));
        return job::orphan(record);
    }

    /// A job that will write the same file, or a file that may not be replaced.
    Result<std::optional<base::Error>> findObstacle(const PreparedItem& item) {
        for (const std::string& output : item.record.spec.outputs) {
            FOTOGRAMA_ASSIGN_OR_RETURN(const auto writer, m_transaction.writerOf(output));
            if (writer)
                return base::Error{
                    ErrorCode::AlreadyExists, concat("Job ", writer->value, " is going to write ", output, "."), {}};
        }
        return fileInTheWay(item);
    }

    store::Transaction& m_transaction;
    const Submission& m_submission;
    const Presence& m_presence;
    const base::BatchId m_batch;
};

}  // namespace

std::optional<base::Error> fileInTheWay(const PreparedItem& item) {
    if (item.record.spec.overwrite == api::OverwriteRule::Always) return std::nullopt;
    for (std::size_t i = 0; i < item.bytesInTheWay.size(); ++i) {
        if (item.bytesInTheWay[i] < 0) continue;
        return base::Error{ErrorCode::AlreadyExists,
                           concat(item.record.spec.outputs[i],
                                  " exists and was not made by this job; allow overwriting"
                                  " or choose another name."),
                           {}};
    }
    return std::nullopt;
}

bool isWhole(const api::Report& report, const PreparedItem& item) {
    const auto& outputs = item.record.spec.outputs;
    for (std::size_t i = 0; i < outputs.size(); ++i) {
        const auto made = std::ranges::find(report.artifacts, outputs[i], &api::Artifact::path);
        if (made == report.artifacts.end() || made->sizeBytes != item.bytesInTheWay[i]) return false;
    }
    return true;
}

namespace {

/// A new batch, or the one that the request wants to join.
Result<base::BatchId> batchFor(store::Transaction& transaction, const Submission& submission,
                               const Presence& presence) {
    const std::string owner = submission.ownBatch ? presence.id() : std::string();
    if (!submission.batch) return transaction.addBatch(submission.title, owner);
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto known, transaction.batch(submission.batch));
    if (!known) return base::fail(ErrorCode::NotFound, concat("There is no batch ", submission.batch.value, "."));
    if (known->ownerEngine != owner)
        return base::fail(ErrorCode::Conflict,
                          concat("Batch ", submission.batch.value, " is not in the hands that the request asks for."));
    return submission.batch;
}

}  // namespace

Status place(store::Transaction& transaction, Submission& submission, std::span<const PreparedItem> items, Page page,
             const Presence& presence) {
    const bool isFirst = page == Page::First || page == Page::Only;
    const bool isLast = page == Page::Last || page == Page::Only;
    if (isFirst && !submission.idempotencyKey.empty()) {
        FOTOGRAMA_ASSIGN_OR_RETURN(auto first, transaction.submission(submission.idempotencyKey));
        submission.isRepeated = first.has_value();
        if (first) submission.reply = std::move(*first);
    }
    if (submission.isRepeated) return {};
    if (isFirst) {
        FOTOGRAMA_ASSIGN_OR_RETURN(submission.reply.batch, batchFor(transaction, submission, presence));
    }
    Placing placing(transaction, submission, presence, submission.reply.batch);
    for (const PreparedItem& item : items) {
        FOTOGRAMA_ASSIGN_OR_RETURN(SubmitOutcome decided, placing.one(item));
        submission.reply.outcomes.push_back(std::move(decided));
    }
    if (isLast && !submission.idempotencyKey.empty())
        FOTOGRAMA_RETURN_IF_ERROR(transaction.rememberSubmission(submission.idempotencyKey, submission.reply));
    return {};
}

}  // namespace fotograma::service
