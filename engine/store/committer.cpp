#include "engine/store/committer.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "engine/base/log.h"
#include "engine/store/session.h"
#include "engine/store/soci.h"

namespace fotograma::store {

using base::Result;
using base::Status;

Committer::Committer(std::unique_ptr<soci::session> sql, const base::Clock& clock, std::int64_t eventLimit)
    : m_sql(std::move(sql)), m_clock(clock), m_eventLimit(std::max<std::int64_t>(eventLimit, 1)) {}

Committer::~Committer() = default;

Result<std::unique_ptr<Committer>> Committer::create(std::unique_ptr<soci::session> sql, const base::Clock& clock,
                                                     std::int64_t eventLimit) {
    std::unique_ptr<Committer> committer(new Committer(std::move(sql), clock, eventLimit));
    FOTOGRAMA_ASSIGN_OR_RETURN(committer->m_dataVersion, dataVersion(*committer->m_sql));
    FOTOGRAMA_RETURN_IF_ERROR(committer->skipToNewest());
    return committer;
}

Status Committer::execute(const char* statement) {
    return guarded([&]() -> Status {
        *m_sql << statement;
        return {};
    });
}

std::vector<Status> Committer::commit(std::span<Change> changes) {
    std::vector<Status> statuses(changes.size());
    if (const Status whole = run(changes, statuses); !whole) {
        base::logError("store", base::Error(whole.error()).detail);
        if (const Status undone = execute("ROLLBACK"); !undone) base::logDebug("store", undone.error().detail);
        std::ranges::fill(statuses, whole);
    }
    return statuses;
}

Status Committer::run(std::span<Change> changes, std::vector<Status>& statuses) {
    // IMMEDIATE: the file is ours from the start, so that what a change reads stays true until its commit.
    FOTOGRAMA_RETURN_IF_ERROR(execute("BEGIN IMMEDIATE"));
    Transaction transaction(*m_sql, m_clock);
    for (std::size_t i = 0; i < changes.size(); ++i)
        FOTOGRAMA_RETURN_IF_ERROR(runOne(transaction, changes[i], statuses[i]));
    if (!transaction.m_events.empty()) FOTOGRAMA_RETURN_IF_ERROR(prune());
    FOTOGRAMA_RETURN_IF_ERROR(execute("COMMIT"));
    std::ranges::move(transaction.m_events, std::back_inserter(m_own));
    return {};
}

/// Fails only when the whole transaction is lost; the change's own failure goes to `status`.
Status Committer::runOne(Transaction& transaction, Change& change, Status& status) {
    const std::size_t eventsBefore = transaction.m_events.size();
    FOTOGRAMA_RETURN_IF_ERROR(execute("SAVEPOINT change"));
    status = change(transaction);
    if (!status) {
        FOTOGRAMA_RETURN_IF_ERROR(execute("ROLLBACK TO change"));
        transaction.m_events.resize(eventsBefore);
        transaction.m_documents.clear();  // they may name rows that are gone again
        transaction.m_documentIds.clear();
    }
    return execute("RELEASE change");
}

Status Committer::prune() {
    return guarded([&]() -> Status {
        *m_sql << "DELETE FROM event WHERE sequence <= (SELECT value FROM counter WHERE name = 'event') - :limit",
            soci::use(m_eventLimit);
        return {};
    });
}

Status Committer::skipToNewest() {
    FOTOGRAMA_ASSIGN_OR_RETURN(const EventRange range, View(*m_sql).eventRange());
    m_lastTold = range.newest;
    return {};
}

Result<std::vector<api::Event>> Committer::news() {
    constexpr int kPage = 512;
    FOTOGRAMA_ASSIGN_OR_RETURN(const int version, dataVersion(*m_sql));
    const bool othersWrote = std::exchange(m_dataVersion, version) != version;
    std::vector<api::Event> events = std::exchange(m_own, {});
    // Somebody else's events came between what was told and our own: all of them are in the store, in order.
    const bool interleaved = !events.empty() && events.front().sequence.value != m_lastTold.value + 1;
    if (interleaved) events.clear();
    if (!events.empty()) m_lastTold = events.back().sequence;
    if (!othersWrote && !interleaved) return events;

    View view(*m_sql);
    while (true) {
        auto page = view.eventsAfter(m_lastTold, kPage);
        if (!page) {
            FOTOGRAMA_RETURN_IF_ERROR(skipToNewest());
            return std::unexpected(page.error());
        }
        if (page->empty()) return events;
        m_lastTold = page->back().sequence;
        std::ranges::move(*page, std::back_inserter(events));
    }
}

}  // namespace fotograma::store
