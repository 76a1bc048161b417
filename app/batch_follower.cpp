#include "app/batch_follower.h"

#include <algorithm>

#include "app/await.h"

namespace fotograma::app {

using api::JobState;

void BatchFollower::Mailbox::post(Notice notice) {
    {
        const std::lock_guard lock(mutex);
        notices.push_back(std::move(notice));
    }
    arrived.notify_one();
}

std::vector<BatchFollower::Notice> BatchFollower::Mailbox::take(std::chrono::milliseconds patience) {
    std::unique_lock lock(mutex);
    arrived.wait_for(lock, patience, [&] { return !notices.empty(); });
    return std::exchange(notices, {});
}

void BatchFollower::interrupt() {
    m_interrupted = true;
    m_mailbox->arrived.notify_one();
}

base::Status BatchFollower::submit(api::SubmitRequest request) {
    m_request = request;
    FOTOGRAMA_ASSIGN_OR_RETURN(api::SubmitReply reply, await<api::SubmitReply>([&](auto answer) {
                                   m_service.submit(std::move(request), std::move(answer));
                               }));
    FOTOGRAMA_ASSERT(reply.outcomes.size() == m_request.items.size(),
                     "a submission has one outcome for each of its items");
    m_batches.insert(reply.batch);
    for (std::size_t i = 0; i < reply.outcomes.size(); ++i) {
        api::SubmitOutcome& outcome = reply.outcomes[i];
        BatchRow& row = m_rows.emplace_back();
        row.input = m_request.items[i].spec.input;
        row.submission = outcome.submission;
        row.error = std::move(outcome.error);
        row.record.id = outcome.job;
        row.ended = outcome.submission == api::Submission::Refused;
        if (outcome.job) m_rowsOfJob.emplace(outcome.job, i);
    }
    return {};
}

/// Reads where all jobs stand and subscribes to what happens from there on.
base::Status BatchFollower::catchUp(BatchWatcher& watcher) {
    api::JobQuery query;
    query.ids = openJobs();
    if (query.ids.empty()) return {};
    FOTOGRAMA_ASSIGN_OR_RETURN(api::Snapshot snapshot,
                               await<api::Snapshot>([&](auto reply) { m_service.snapshot(query, std::move(reply)); }));
    m_subscription = m_service.subscribe(snapshot.sequence, [mailbox = m_mailbox](base::Result<api::Event> event) {
        if (event)
            mailbox->post({.event = std::move(*event)});
        else
            mailbox->post({.lost = std::move(event).error()});
    });
    for (api::JobRecord& record : snapshot.jobs) {
        const auto [first, last] = m_rowsOfJob.equal_range(record.id);
        for (auto row = first; row != last; ++row) update(row->second, record, watcher);
    }
    return {};
}

void BatchFollower::update(std::size_t index, api::JobRecord record, BatchWatcher& watcher) {
    BatchRow& row = m_rows[index];
    if (row.ended) return;
    const bool starts = record.state == JobState::Running && row.record.state != JobState::Running;
    const bool ends = api::isTerminal(record.state) && !api::isTerminal(row.record.state);
    row.record = std::move(record);
    if (starts) watcher.started(row);
    // We had joined a job of another program, and that program is gone: nobody would run it.
    const bool isOurs = m_batches.contains(row.record.batch) || m_request.items.empty();
    if (row.record.interrupted && !ends && !isOurs && m_takeovers.insert(index).second) takeOver(index);
    if (!ends) return;
    row.error = row.record.error;
    // The row has ended once its report is here, or once it is known that there is none.
    m_service.report(row.record.id, [mailbox = m_mailbox, index](base::Result<api::Report> report) {
        mailbox->post({.report = std::pair(index, std::move(report))});
    });
}

/// Submitting the same again adopts what is left of the earlier job.
void BatchFollower::takeOver(std::size_t index) {
    api::SubmitRequest request;
    request.items.push_back(m_request.items[index]);
    request.items.front().spec.outputs = m_rows[index].record.spec.outputs;  // as named among the others of the batch
    request.title = m_request.title;
    request.ownBatch = m_request.ownBatch;
    m_service.submit(std::move(request), [mailbox = m_mailbox, index](base::Result<api::SubmitReply> reply) {
        mailbox->post({.takeover = std::pair(index, std::move(reply))});
    });
}

void BatchFollower::applyTakeover(std::size_t index, base::Result<api::SubmitReply> reply, BatchWatcher& watcher) {
    m_takeovers.erase(index);
    BatchRow& row = m_rows[index];
    if (row.ended) return;
    if (reply) m_batches.insert(reply->batch);
    const bool sameJob = reply && reply->outcomes.size() == 1 && reply->outcomes.front().job == row.record.id;
    if (sameJob) return;  // its events go on
    row.ended = true;
    if (!reply)
        row.error = std::move(reply).error();
    else if (reply->outcomes.size() == 1 && reply->outcomes.front().error)
        row.error = reply->outcomes.front().error;
    else
        row.error = base::Error{
            base::ErrorCode::Conflict, "The program that ran this job is gone, and another has it now.", {}};
    watcher.ended(row);
}

void BatchFollower::apply(Notice& notice, BatchWatcher& watcher, bool& lost) {
    if (notice.lost) {
        lost = true;
        return;
    }
    if (notice.takeover) return applyTakeover(notice.takeover->first, std::move(notice.takeover->second), watcher);
    if (notice.report) {
        auto& [index, report] = *notice.report;
        BatchRow& row = m_rows[index];
        if (row.ended) return;
        if (report) row.report = std::move(*report);
        row.ended = true;
        watcher.ended(row);
        return;
    }
    api::Event& event = *notice.event;
    const auto [first, last] = m_rowsOfJob.equal_range(event.job);
    for (auto found = first; found != last; ++found) {
        BatchRow& row = m_rows[found->second];
        if (event.record) update(found->second, *event.record, watcher);
        if (event.progress && !row.ended) row.record.progress = *event.progress;
        if (event.kind == api::EventKind::JobLog) watcher.log(row, event.text);
        if (event.kind == api::EventKind::JobRemoved && !row.ended) {
            row.ended = true;
            row.error = base::Error{base::ErrorCode::Cancelled, "Somebody removed the job from the queue.", {}};
            watcher.ended(row);
        }
    }
}

std::vector<base::JobId> BatchFollower::openJobs() const {
    std::vector<base::JobId> jobs;
    for (const BatchRow& row : m_rows)
        if (!row.ended && row.record.id) jobs.push_back(row.record.id);
    return jobs;
}

void BatchFollower::cancelOpen(BatchWatcher& watcher) {
    if (m_cancelSent) return;
    m_cancelSent = true;
    watcher.stopping();
    api::JobQuery query;
    query.ids = openJobs();
    if (query.ids.empty()) return;
    m_service.control(std::move(query), api::JobAction::Cancel, [](base::Result<api::ControlReply>) {});
}

base::Result<std::vector<BatchRow>> BatchFollower::follow(api::SubmitRequest request, BatchWatcher& watcher) {
    FOTOGRAMA_RETURN_IF_ERROR(submit(std::move(request)));
    return followRows(watcher);
}

base::Result<std::vector<BatchRow>> BatchFollower::follow(const std::vector<api::JobRecord>& jobs,
                                                          BatchWatcher& watcher) {
    for (const api::JobRecord& job : jobs) {
        m_rowsOfJob.emplace(job.id, m_rows.size());
        BatchRow& row = m_rows.emplace_back();
        row.input = job.spec.input;
        row.submission = api::Submission::Accepted;
        row.record.id = job.id;
    }
    return followRows(watcher);
}

base::Result<std::vector<BatchRow>> BatchFollower::followRows(BatchWatcher& watcher) {
    constexpr std::chrono::milliseconds kTick{100};
    watcher.submitted(m_rows);
    FOTOGRAMA_RETURN_IF_ERROR(catchUp(watcher));
    auto nextTick = std::chrono::steady_clock::now();
    while (!std::ranges::all_of(m_rows, &BatchRow::ended)) {
        bool lost = false;
        for (Notice& notice : m_mailbox->take(kTick)) apply(notice, watcher, lost);
        if (lost) FOTOGRAMA_RETURN_IF_ERROR(catchUp(watcher));
        if (m_interrupted && m_onInterrupt == OnInterrupt::Leave) break;
        if (m_interrupted) cancelOpen(watcher);
        if (const auto now = std::chrono::steady_clock::now(); now >= nextTick) {
            watcher.tick(m_rows);
            nextTick = now + kTick;
        }
    }
    return std::move(m_rows);
}

}  // namespace fotograma::app
