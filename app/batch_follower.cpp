#include "app/batch_follower.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "app/await.h"

namespace fotograma::app {

using api::JobState;

namespace {

constexpr std::size_t kPage = 1'000;      ///< Items of one submission.
constexpr std::size_t kMostOpen = 4'000;  ///< Jobs that are submitted and have not ended.
constexpr std::size_t kReportsAtOnce = 256;

template <class... Handlers>
struct Overloaded : Handlers... {
    using Handlers::operator()...;
};

}  // namespace

// ---- Hearing ---------------------------------------------------------------------------------------------------

void BatchFollower::Mailbox::post(Notice notice) {
    {
        const std::lock_guard lock(mutex);
        notices.push_back(std::move(notice));
        if (notices.size() > 1) return;  // whoever waits was told by the first
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

/// From now on: what comes later is told, whatever its job.
base::Status BatchFollower::subscribe() {
    api::JobQuery nothing;
    nothing.afterId = std::numeric_limits<std::int64_t>::max();
    FOTOGRAMA_ASSIGN_OR_RETURN(const api::Snapshot now, await<api::Snapshot>([&](auto reply) {
                                   m_service.snapshot(nothing, std::move(reply));
                               }));
    m_isLost = false;
    m_subscription = m_service.subscribe(now.sequence, [mailbox = m_mailbox](base::Result<api::Event> event) {
        if (event)
            mailbox->post(Heard{std::move(*event), std::chrono::steady_clock::now()});
        else
            mailbox->post(Lost{std::move(event).error()});
    });
    return {};
}

/// Where these jobs stand: what was done to them before we listened.
base::Status BatchFollower::catchUp(std::vector<base::JobId> jobs) {
    for (std::size_t begin = 0; begin < jobs.size(); begin += kPage) {
        api::JobQuery query;
        query.ids.assign(jobs.begin() + static_cast<std::ptrdiff_t>(begin),
                         jobs.begin() + static_cast<std::ptrdiff_t>(std::min(begin + kPage, jobs.size())));
        FOTOGRAMA_ASSIGN_OR_RETURN(const api::Snapshot page, await<api::Snapshot>([&](auto reply) {
                                       m_service.snapshot(query, std::move(reply));
                                   }));
        const auto now = std::chrono::steady_clock::now();
        for (const api::JobRecord& record : page.jobs)
            for (const std::size_t index : rowsOf(record.id)) update(m_open.at(index), record, now);
    }
    return {};
}

void BatchFollower::applyEvent(const Heard& heard) {
    const api::Event& event = heard.event;
    const std::vector<std::size_t> rows = rowsOf(event.job);
    const bool mayBeOurs = rows.empty() && m_isPlacing && event.record && event.kind != api::EventKind::JobAdded;
    if (mayBeOurs) m_early.push_back(heard);
    for (const std::size_t index : rows) {
        BatchRow& row = m_open.at(index);
        if (event.record) update(row, *event.record, heard.at);
        if (event.progress) row.record.progress = *event.progress;
        if (event.kind == api::EventKind::JobLog) m_watcher->log(row, event.text);
        if (event.kind == api::EventKind::JobRemoved) {
            row.error = base::Error{base::ErrorCode::Cancelled, "Somebody removed the job from the queue.", {}};
            end(index, std::nullopt);
        }
    }
}

void BatchFollower::update(BatchRow& row, const api::JobRecord& record, Instant at) {
    if (api::isTerminal(row.record.state)) return;  // its report is on the way
    const bool starts = record.state == JobState::Running && row.record.state != JobState::Running;
    api::Progress progress = std::move(row.record.progress);
    row.record = record;
    if (!api::isTerminal(record.state) && record.progress.frames == 0) row.record.progress = std::move(progress);
    if (starts) m_watcher->started(row);
    if (api::isTerminal(record.state)) {
        row.error = record.error;
        if (row.submission != api::Submission::AlreadyDone)
            row.storedSeconds = std::chrono::duration<double>(at - row.submittedAt).count();
        m_finished.push_back(record.id);
        return;
    }
    // We had joined a job of another program, and that program is gone: nobody would run it.
    const bool isOurs = m_batches.contains(record.batch) || m_items.count == 0;
    if (record.interrupted && !isOurs && m_takeovers.insert(row.index).second) takeOver(row);
}

// ---- Submitting ------------------------------------------------------------------------------------------------

/// One page at a time, and not too far ahead.
void BatchFollower::submitMore() {
    if (m_isPlacing || m_submitted == m_items.count || m_interrupted) return;
    const std::size_t left = m_items.count - m_submitted;
    if (!m_items.inPages) return submitPage(m_submitted, left);
    if (m_open.size() + kPage <= kMostOpen) submitPage(m_submitted, std::min(left, kPage));
}

void BatchFollower::submitPage(std::size_t first, std::size_t count) {
    api::SubmitRequest request;
    request.items.reserve(count);
    for (std::size_t i = 0; i < count; ++i) request.items.push_back(m_items.item(first + i));
    request.title = m_items.title;
    request.ownBatch = m_items.ownBatch;
    request.batch = m_batch;
    m_isPlacing = true;
    m_submitted += count;
    m_service.submit(std::move(request), [mailbox = m_mailbox, first,
                                          at = std::chrono::steady_clock::now()](base::Result<api::SubmitReply> reply) {
        mailbox->post(Placed{first, at, std::move(reply)});
    });
}

base::Status BatchFollower::applyPlaced(Placed& placed) {
    m_isPlacing = false;
    m_mustCancel = m_isStopping;
    FOTOGRAMA_RETURN_IF_ERROR(placed.reply);
    api::SubmitReply& reply = *placed.reply;
    if (!m_batch) m_batch = reply.batch;
    m_batches.insert(reply.batch);
    std::vector<base::JobId> unknown;  // their state was not told by our own submission
    for (std::size_t i = 0; i < reply.outcomes.size(); ++i) {
        const std::size_t index = placed.first + i;
        addRow(index, m_items.item(index), reply.outcomes[i], placed.submittedAt, unknown);
    }
    for (const Heard& heard : std::exchange(m_early, {})) applyEvent(heard);
    return catchUp(std::move(unknown));
}

void BatchFollower::addRow(std::size_t index, const api::SubmitItem& item, api::SubmitOutcome& outcome,
                           Instant submittedAt, std::vector<base::JobId>& unknown) {
    BatchRow& row = m_open[index];
    row.index = index;
    row.input = m_items.name ? m_items.name(index) : item.spec.input;
    row.submission = outcome.submission;
    row.error = std::move(outcome.error);
    row.submittedAt = submittedAt;
    row.record.id = outcome.job;
    if (outcome.job) m_rowsOfJob.emplace(outcome.job.value, index);
    m_watcher->submitted(row);
    switch (outcome.submission) {
        case api::Submission::Refused: return end(index, std::nullopt);
        case api::Submission::AlreadyDone: return m_finished.push_back(outcome.job);
        case api::Submission::Adopted: return unknown.push_back(outcome.job);
        case api::Submission::Accepted: return;
    }
}

/// Submitting the same again adopts what is left of the earlier job.
void BatchFollower::takeOver(const BatchRow& row) {
    api::SubmitRequest request;
    request.items.push_back(m_items.item(row.index));
    request.items.front().spec.outputs = row.record.spec.outputs;  // as named among the others of the batch
    request.title = m_items.title;
    request.ownBatch = m_items.ownBatch;
    m_service.submit(std::move(request),
                     [mailbox = m_mailbox, index = row.index](base::Result<api::SubmitReply> reply) {
                         mailbox->post(TakenOver{index, std::move(reply)});
                     });
}

void BatchFollower::applyTakeover(TakenOver& taken) {
    m_takeovers.erase(taken.index);
    const auto found = m_open.find(taken.index);
    if (found == m_open.end()) return;
    BatchRow& row = found->second;
    const auto& reply = taken.reply;
    if (reply) m_batches.insert(reply->batch);
    const bool sameJob = reply && reply->outcomes.size() == 1 && reply->outcomes.front().job == row.record.id;
    if (sameJob) return;  // its events go on
    if (!reply)
        row.error = reply.error();
    else if (reply->outcomes.size() == 1 && reply->outcomes.front().error)
        row.error = reply->outcomes.front().error;
    else
        row.error = base::Error{
            base::ErrorCode::Conflict, "The program that ran this job is gone, and another has it now.", {}};
    end(taken.index, std::nullopt);
}

// ---- Ending ----------------------------------------------------------------------------------------------------

/// All that have ended since the last time, in few questions.
void BatchFollower::askForReports() {
    while (!m_finished.empty()) {
        const std::size_t count = std::min(m_finished.size(), kReportsAtOnce);
        api::JobQuery query;
        query.ids.assign(m_finished.begin(), m_finished.begin() + static_cast<std::ptrdiff_t>(count));
        m_finished.erase(m_finished.begin(), m_finished.begin() + static_cast<std::ptrdiff_t>(count));
        std::vector<base::JobId> asked = query.ids;
        m_service.reports(std::move(query),
                          [mailbox = m_mailbox, asked = std::move(asked)](base::Result<api::ReportPage> page) mutable {
                              mailbox->post(Reported{std::move(asked), std::move(page)});
                          });
    }
}

void BatchFollower::applyReports(Reported& reported) {
    if (reported.page) {
        for (api::JobReport& job : reported.page->jobs) {
            const std::vector<std::size_t> rows = rowsOf(job.record.id);
            for (const std::size_t index : rows) {
                BatchRow& row = m_open.at(index);
                if (!api::isTerminal(row.record.state)) row.record = job.record;
                row.error = row.record.error;
                end(index, index == rows.back() ? std::move(job.report) : job.report);
            }
        }
    }
    // What has no report ends without one.
    for (const base::JobId job : reported.asked) {
        for (const std::size_t index : rowsOf(job)) {
            BatchRow& row = m_open.at(index);
            // Also one that we know only by its number: the job may have been removed since.
            if (!row.error && !api::isTerminal(row.record.state))
                row.error = reported.page ? base::Error{base::ErrorCode::NotFound, "Its report is gone.", {}}
                                          : reported.page.error();
            end(index, std::nullopt);
        }
    }
}

void BatchFollower::end(std::size_t index, std::optional<api::Report> report) {
    const auto found = m_open.find(index);
    if (found == m_open.end()) return;
    BatchRow row = std::move(found->second);
    m_open.erase(found);
    const auto [first, last] = m_rowsOfJob.equal_range(row.record.id.value);
    for (auto entry = first; entry != last; ++entry) {
        if (entry->second != index) continue;
        m_rowsOfJob.erase(entry);
        break;
    }
    row.report = std::move(report);
    row.ended = true;
    ++m_view.ended;
    m_view.failed += row.succeeded() ? 0 : 1;
    m_view.endedBytes += row.record.inputBytes;
    m_watcher->ended(row);
}

std::vector<std::size_t> BatchFollower::rowsOf(base::JobId job) const {
    std::vector<std::size_t> rows;
    const auto [first, last] = m_rowsOfJob.equal_range(job.value);
    for (auto entry = first; entry != last; ++entry) rows.push_back(entry->second);
    std::ranges::sort(rows);
    return rows;
}

std::vector<base::JobId> BatchFollower::openJobs() const {
    std::vector<base::JobId> jobs;
    for (const auto& [index, row] : m_open)
        if (row.record.id) jobs.push_back(row.record.id);
    return jobs;
}

void BatchFollower::cancelOpen() {
    if (!std::exchange(m_isStopping, true)) {
        m_watcher->stopping();
        m_mustCancel = true;
    }
    if (!std::exchange(m_mustCancel, false)) return;
    api::JobQuery query;
    query.ids = openJobs();
    if (query.ids.empty()) return;
    m_service.control(std::move(query), api::JobAction::Cancel, [](base::Result<api::ControlReply>) {});
}

// ---- All together ----------------------------------------------------------------------------------------------

base::Status BatchFollower::follow(BatchItems items, BatchWatcher& watcher) {
    m_items = std::move(items);
    m_watcher = &watcher;
    m_view.items = m_items.count;
    if (m_items.count == 0) return {};
    FOTOGRAMA_RETURN_IF_ERROR(subscribe());
    return followAll();
}

base::Status BatchFollower::follow(const std::vector<api::JobRecord>& jobs, BatchWatcher& watcher) {
    m_watcher = &watcher;
    m_view.items = jobs.size();
    FOTOGRAMA_RETURN_IF_ERROR(subscribe());
    for (std::size_t index = 0; index < jobs.size(); ++index) {
        BatchRow& row = m_open[index];
        row.index = index;
        row.input = jobs[index].spec.input;
        row.submission = api::Submission::Accepted;
        row.submittedAt = std::chrono::steady_clock::now();
        row.record.id = jobs[index].id;
        m_rowsOfJob.emplace(row.record.id.value, index);
        watcher.submitted(row);
    }
    FOTOGRAMA_RETURN_IF_ERROR(catchUp(openJobs()));
    return followAll();
}

bool BatchFollower::isOver() const {
    const bool allSubmitted = m_submitted == m_items.count || m_interrupted;
    return allSubmitted && !m_isPlacing && m_open.empty();
}

base::Status BatchFollower::apply(Notice& notice) {
    const auto handlers = Overloaded{[&](Heard& heard) {
                                         applyEvent(heard);
                                         return base::Status();
                                     },
                                     [&](Placed& placed) { return applyPlaced(placed); },
                                     [&](Reported& reported) {
                                         applyReports(reported);
                                         return base::Status();
                                     },
                                     [&](TakenOver& taken) {
                                         applyTakeover(taken);
                                         return base::Status();
                                     },
                                     [&](Lost&) {
                                         m_isLost = true;
                                         return base::Status();
                                     }};
    return std::visit(handlers, notice);
}

base::Status BatchFollower::followAll() {
    constexpr std::chrono::milliseconds kTick{100};
    auto nextTick = std::chrono::steady_clock::now();
    submitMore();
    askForReports();
    while (!isOver()) {
        for (Notice& notice : m_mailbox->take(kTick)) FOTOGRAMA_RETURN_IF_ERROR(apply(notice));
        if (m_isLost) {
            FOTOGRAMA_RETURN_IF_ERROR(subscribe());
            FOTOGRAMA_RETURN_IF_ERROR(catchUp(openJobs()));
        }
        if (m_interrupted && m_onInterrupt == OnInterrupt::Leave) break;
        if (m_interrupted) cancelOpen();
        submitMore();
        askForReports();
        if (const auto now = std::chrono::steady_clock::now(); now >= nextTick) {
            tick();
            nextTick = now + kTick;
        }
    }
    return {};
}

void BatchFollower::tick() {
    m_view.open.clear();
    for (const auto& [index, row] : m_open) m_view.open.push_back(&row);
    m_watcher->tick(m_view);
}

}  // namespace fotograma::app
