/// Runs groups of changes, each group in one transaction of the database, and follows what was committed.
///
/// Errors   of one change: that change is undone, the others stand. Of the commit: all of them fail alike.
/// Owner    the writing connection.
/// Thread   one: the store's writer.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "engine/base/clock.h"
#include "engine/base/result.h"
#include "engine/store/transaction.h"

namespace fotograma::store {

class Committer {
public:
    using Change = std::move_only_function<base::Status(Transaction&)>;

    /// Events of before are not news.
    static base::Result<std::unique_ptr<Committer>> create(std::unique_ptr<Connection> connection,
                                                           const base::Clock& clock, std::int64_t eventLimit);
    ~Committer();

    /// One status for each change, in order.
    std::vector<base::Status> commit(std::span<Change> changes);

    /// What anybody committed since the last call, in order without gaps. SequenceTooOld when others wrote more than
    /// is kept; the next call goes on from the newest. Costs one small query when nothing happened.
    base::Result<std::vector<api::Event>> news();

private:
    Committer(std::unique_ptr<Connection> connection, const base::Clock& clock, std::int64_t eventLimit);

    base::Status run(std::span<Change> changes, std::vector<base::Status>& statuses);
    base::Status runOne(Transaction& transaction, Change& change, base::Status& status);
    base::Status execute(const char* statement);
    base::Status prune(std::int64_t newest);
    base::Status skipToNewest();

    std::unique_ptr<Connection> m_connection;
    const base::Clock& m_clock;
    const std::int64_t m_eventLimit;
    std::vector<api::Event> m_own;  ///< Committed here since the last call of news().
    base::Sequence m_lastTold{0};
    int m_dataVersion = -1;  ///< SQLite's number differs from it once another connection has committed.
};

}  // namespace fotograma::store
