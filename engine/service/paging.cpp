// What LocalService does in pages: taking a submission in, and handing reports out.
#include <algorithm>
#include <iterator>

#include "engine/service/local_service_state.h"

namespace fotograma::service {

using base::Result;

namespace {

/// Items that are prepared and placed together: a tenth of a second of work at most, so that the first jobs run while
/// the others are still coming in, and that other writers get their turn.
constexpr std::size_t kPage = 512;

Page pageOf(std::size_t begin, std::size_t end, std::size_t all) {
    if (begin == 0) return end == all ? Page::Only : Page::First;
    return end == all ? Page::Last : Page::Middle;
}

/// The jobs that wait for a result from now on.
std::vector<base::JobId> expectedOf(std::span<const api::SubmitOutcome> outcomes) {
    std::vector<base::JobId> jobs;
    for (const api::SubmitOutcome& outcome : outcomes)
        if (outcome.submission == api::Submission::Accepted || outcome.submission == api::Submission::Adopted)
            jobs.push_back(outcome.job);
    return jobs;
}

api::ReportPage sorted(api::ReportPage page) {
    std::ranges::sort(page.jobs, {}, [](const api::JobReport& job) { return job.record.id; });
    return page;
}

}  // namespace

// ---- Submissions -----------------------------------------------------------------------------------------------

void LocalService::State::submit(api::SubmitRequest& request, std::shared_ptr<Placement> placement) {
    placement->submission.idempotencyKey = std::move(request.idempotencyKey);
    placement->submission.title = std::move(request.title);
    placement->submission.startPaused = request.startPaused;
    placement->submission.ownBatch = request.ownBatch;
    placement->submission.batch = request.batch;
    const std::span<const api::SubmitItem> items(request.items);
    const DeviceInfos known = devices.known();
    Preparation preparation(items, *known, {dependencies.allowedRoots});
    std::size_t begin = 0;
    do {
        if (isClosing) return;  // unanswered: Cancelled
        const std::size_t end = std::min(begin + kPage, items.size());
        std::vector<PreparedItem> page = preparation.page(items.subspan(begin, end - begin));
        placement->room.acquire();
        submitPage(placement, std::move(page), pageOf(begin, end, items.size()));
        begin = end;
    } while (begin < items.size());
}

void LocalService::State::submitPage(const std::shared_ptr<Placement>& placement, std::vector<PreparedItem> items,
                                     Page page) {
    store->write(
        [this, placement, items = std::move(items), page](store::Transaction& transaction) -> base::Status {
            if (placement->failure) return std::unexpected(*placement->failure);
            return place(transaction, placement->submission, items, page, presence);
        },
        [this, placement, page](base::Status placed) {
            if (!placed && !placement->failure) placement->failure = placed.error();
            auto& outcomes = placement->submission.reply.outcomes;
            if (placed && !placement->submission.isRepeated && dependencies.drains != Drains::Nothing) {
                front.post(
                    [this, at = placement->submittedAt,
                     jobs = expectedOf(std::span(outcomes).subspan(placement->told))] { meters.submitted(jobs, at); });
                placement->told = outcomes.size();
            }
            placement->room.release();
            if (page != Page::Last && page != Page::Only) return;
            if (placement->failure) return placement->once.answer(std::unexpected(*placement->failure));
            placement->once.answer(std::move(placement->submission.reply));
        });
}

// ---- Reports ---------------------------------------------------------------------------------------------------

Result<api::ReportPage> LocalService::State::reports(const api::JobQuery& query) {
    api::ReportPage page;
    api::JobQuery missing = query;
    const bool asksByIdOnly = !query.ids.empty() && query.states.empty() && query.text.empty() && !query.batch &&
                              query.afterId == 0 && query.limit == 0;
    if (asksByIdOnly) {
        std::erase_if(missing.ids, [&](base::JobId id) {
            const auto held = recent.find(id);
            if (held) page.jobs.push_back(*held);
            return held != nullptr;
        });
        if (missing.ids.empty()) return sorted(std::move(page));
    }
    FOTOGRAMA_ASSIGN_OR_RETURN(auto read, store->read([&](store::View& view) { return view.reports(missing); }));
    if (query.limit > 0 && std::cmp_equal(read.size(), query.limit)) page.nextAfterId = read.back().record.id.value;
    for (store::StoredReport& stored : read) {
        FOTOGRAMA_ASSIGN_OR_RETURN(api::Report report, store::reportFromText(stored.body));
        page.jobs.push_back({.record = std::move(stored.record), .report = std::move(report)});
    }
    return sorted(std::move(page));
}

}  // namespace fotograma::service
