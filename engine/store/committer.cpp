#include "engine/store/committer.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "engine/base/log.h"
#include "engine/store/connection.h"
#include "engine/store/session.h"

namespace fotograma::store {

using base::Result;
using base::Status;

Committer::Committer(std::unique_ptr<Connection> connection, const base::Clock& clock, std::int64_t eventLimit)
    : m_connection(std::move(connection)), m_clock(clock), m_eventLimit(std::max<std::int64_t>(eventLimit, 1)) {}

Committer::~Committer() = default;

Result<std::unique_ptr<Committer>> Committer::create(std::unique_ptr<Connection> connection, const base::Clock& clock,
                                                     std::int64_t eventLimit) {
    std::unique_ptr<Committer> committer(new Committer(std::move(connection), clock, eventLimit));
    FOTOGRAMA_ASSIGN_OR_RETURN(committer->m_dataVersion, dataVersion(*committer->m_connection));
    FOTOGRAMA_RETURN_IF_ERROR(committer->skipToNewest());
    return committer;
}

Status Committer::execute(const char* statement) {
    return guarded([&]() -> Status {
        m_connection->statements.run(statement);
        return {};
    });
}

std::vector<Status> Committer::commit(std::span<Change> changes) {
    std::vector<Status> statuses(changes.size());
    if (const Status whole = run(changes, statuses); !whole) {
        base::logError("store", base::Error(whole.error()).detail);
        if (const Status undone = execute("ROLLBACK"); !undone) base::logDebug("store", undone.error().detail);
        m_connection->forgetDocuments();
        std::ranges::fill(statuses, whole);
    }
    return statuses;
}

Status Committer::run(std::span<Change> changes, std::vector<Status>& statuses) {
    // IMMEDIATE: the file is ours from the start, so that what a change reads stays true until its commit.
    FOTOGRAMA_RETURN_IF_ERROR(execute("BEGIN IMMEDIATE"));
    Transaction transaction(*m_connection, m_clock);
    for (std::size_t i = 0; i < changes.size(); ++i)
        FOTOGRAMA_RETURN_IF_ERROR(runOne(transaction, changes[i], statuses[i]));
    FOTOGRAMA_RETURN_IF_ERROR(transaction.finish());
    if (!transaction.m_events.empty()) FOTOGRAMA_RETURN_IF_ERROR(prune(transaction.m_counters->event));
    FOTOGRAMA_RETURN_IF_ERROR(execute("COMMIT"));
    std::ranges::move(transaction.m_events, std::back_inserter(m_own));
    return {};
}

/// Fails only when the whole transaction is lost; the change's own failure goes to `status`.
Status Committer::runOne(Transaction& transaction, Change& change, Status& status) {
    const std::size_t eventsBefore = transaction.m_events.size();
    const auto countersBefore = transaction.m_counters;
    FOTOGRAMA_RETURN_IF_ERROR(execute("SAVEPOINT change"));
    status = change(transaction);
    if (!status) {
        FOTOGRAMA_RETURN_IF_ERROR(execute("ROLLBACK TO change"));
        transaction.m_events.resize(eventsBefore);
        if (countersBefore) transaction.m_counters = countersBefore;
        if (!countersBefore && transaction.m_counters) transaction.m_counters = transaction.m_stored;
        m_connection->forgetDocuments();  // they may name rows that are gone again
    }
    return execute("RELEASE change");
}

/// Rows that end before the oldest event to keep.
Status Committer::prune(std::int64_t newest) {
    const std::int64_t oldest = newest - m_eventLimit + 1;
    if (oldest <= 1) return {};
    return guarded([&]() -> Status {
        m_connection->statements.run(
            "DELETE FROM event WHERE first < (SELECT coalesce(max(first), 0) FROM event WHERE first <= :oldest)",
            oldest);
        return {};
    });
}

Status Committer::skipToNewest() {
    FOTOGRAMA_ASSIGN_OR_RETURN(const EventRange range, View(*m_connection).eventRange());
    m_lastTold = range.newest;
    return {};
}

Result<std::vector<api::Event>> Committer::news() {
    constexpr int kPage = 512;
    FOTOGRAMA_ASSIGN_OR_RETURN(const int version, dataVersion(*m_connection));
    const bool othersWrote = std::exchange(m_dataVersion, version) != version;
    std::vector<api::Event> events = std::exchange(m_own, {});
    // Somebody else's events came between what was told and our own: all of them are in the store, in order.
    const bool interleaved = !events.empty() && events.front().sequence.value != m_lastTold.value + 1;
    if (interleaved) events.clear();
    if (!events.empty()) m_lastTold = events.back().sequence;
    if (!othersWrote && !interleaved) return events;

    View view(*m_connection);
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
