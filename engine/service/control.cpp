#include "engine/service/control.h"

#include <algorithm>

#include "engine/base/text.h"
#include "engine/job/job.h"

namespace fotograma::service {

using api::JobAction;
using api::JobRecord;
using base::Result;
using base::Status;

namespace {

/// Only a program that is gone might have run it.
Result<bool> isStranded(store::Transaction& transaction, const JobRecord& record, const Presence& presence) {
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto batch, transaction.batch(record.batch));
    return batch && !batch->ownerEngine.empty() && !presence.isAlive(batch->ownerEngine);
}

Status moveToSharedQueue(store::Transaction& transaction, JobRecord& record) {
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto old, transaction.batch(record.batch));
    FOTOGRAMA_ASSIGN_OR_RETURN(record.batch, transaction.addBatch(old ? old->title : std::string(), {}));
    return {};
}

Status act(store::Transaction& transaction, JobRecord& record, JobAction action, const Presence& presence) {
    if (action == JobAction::Remove) {
        FOTOGRAMA_RETURN_IF_ERROR(job::checkRemovable(record));
        return transaction.removeJob(record.id);
    }
    // Asked by hand, an interrupted job of a program that is gone may run elsewhere.
    bool changesHands = false;
    if (action == JobAction::Retry || action == JobAction::Resume) {
        FOTOGRAMA_ASSIGN_OR_RETURN(changesHands, isStranded(transaction, record, presence));
    }
    const bool waitsAlready = changesHands && action == JobAction::Retry && record.state == api::JobState::Queued;
    if (!waitsAlready) FOTOGRAMA_RETURN_IF_ERROR(job::apply(record, action, transaction.now()));
    if (changesHands) FOTOGRAMA_RETURN_IF_ERROR(moveToSharedQueue(transaction, record));
    return transaction.updateJob(record);
}

}  // namespace

Result<api::ControlReply> control(store::Transaction& transaction, const api::JobQuery& query, JobAction action,
                                  const Presence& presence) {
    FOTOGRAMA_ASSIGN_OR_RETURN(auto jobs, transaction.jobs(query));
    api::ControlReply reply;
    for (const base::JobId wanted : query.ids) {
        if (std::ranges::find(jobs, wanted, &JobRecord::id) != jobs.end()) continue;
        FOTOGRAMA_ASSIGN_OR_RETURN(const auto exists, transaction.job(wanted));
        if (!exists)
            reply.refused.emplace_back(
                wanted,
                base::Error{base::ErrorCode::NotFound, base::concat("There is no job ", wanted.value, "."), {}});
    }
    for (JobRecord& record : jobs) {
        const base::JobId id = record.id;
        const Status status = act(transaction, record, action, presence);
        if (status) {
            reply.changed.push_back(id);
        } else if (status.error().code == base::ErrorCode::Conflict) {
            reply.refused.emplace_back(id, status.error());
        } else {
            return std::unexpected(status.error());
        }
    }
    return reply;
}

}  // namespace fotograma::service
