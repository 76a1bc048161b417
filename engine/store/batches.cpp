#include <limits>
#include <map>

#include "engine/api/wire.h"
#include "engine/base/text.h"
#include "engine/store/connection.h"
#include "engine/store/session.h"
#include "engine/store/transaction.h"

namespace fotograma::store {

using base::concat;
using base::Result;

namespace {

/// Numbers are written into the text (they cannot carry anything else).
std::string conditionOf(const api::BatchQuery& query) {
    std::string condition =
        concat(" WHERE id < ", query.beforeId > 0 ? query.beforeId : std::numeric_limits<std::int64_t>::max(),
               " AND (:text = '' OR instr(lower(title), lower(:same)) > 0)");
    if (query.ids.empty()) return condition;
    condition += " AND id IN (";
    for (const base::BatchId id : query.ids) condition += concat(id.value, ',');
    condition.back() = ')';
    return condition;
}

}  // namespace

Result<std::optional<BatchRecord>> View::batch(base::BatchId id) {
    return guarded([&]() -> Result<std::optional<BatchRecord>> {
        const auto found = m_connection.statements.first<std::tuple<std::string, std::string, std::int64_t>>(
            "SELECT title, owner_engine, created_at FROM batch WHERE id = :id", id.value);
        if (!found) return std::nullopt;
        const auto& [title, owner, createdAt] = *found;
        return BatchRecord{.id = id, .title = title, .ownerEngine = owner, .createdAt = createdAt};
    });
}

Result<std::vector<api::BatchInfo>> View::batches(const api::BatchQuery& query) {
    std::vector<api::BatchInfo> batches;
    std::vector<std::pair<std::size_t, std::pair<std::string, std::int64_t>>> counts;
    const std::string limit = query.limit > 0 ? concat(" LIMIT ", query.limit) : std::string();
    FOTOGRAMA_RETURN_IF_ERROR(guarded([&]() -> base::Status {
        const std::string text = concat("SELECT id, title, owner_engine, created_at FROM batch", conditionOf(query),
                                        " ORDER BY id DESC", limit);
        std::tuple<std::int64_t, std::string, std::string, std::int64_t> row;
        auto& [id, title, owner, createdAt] = row;
        // A question whose text differs each time: prepared anew.
        soci::statement statement =
            (m_connection.sql->prepare << text, soci::into(id), soci::into(title), soci::into(owner),
             soci::into(createdAt), soci::use(query.text), soci::use(query.text));
        statement.execute(false);
        while (statement.fetch())
            batches.push_back({.id = {id}, .title = title, .ownerEngine = owner, .createdAt = createdAt});
        for (std::size_t i = 0; i < batches.size(); ++i)
            m_connection.statements.each<std::tuple<std::string, std::int64_t>>(
                "SELECT state, count(*) FROM job WHERE batch_id = :batch GROUP BY state",
                [&](const auto& count) {
                    counts.push_back({i, {std::get<0>(count), std::get<1>(count)}});
                },
                batches[i].id.value);
        return {};
    }));
    for (const auto& [at, count] : counts) {
        FOTOGRAMA_ASSIGN_OR_RETURN(const api::JobState state, api::jobStateFromText(count.first));
        batches[at].jobs[state] = count.second;
    }
    return batches;
}

// ---- The queue as a whole --------------------------------------------------------------------------------------

Result<std::map<api::JobState, std::int64_t>> View::countByState() {
    std::vector<std::tuple<std::string, std::int64_t>> rows;
    FOTOGRAMA_RETURN_IF_ERROR(guarded([&]() -> base::Status {
        m_connection.statements.each<std::tuple<std::string, std::int64_t>>(
            "SELECT state, count(*) FROM job GROUP BY state", [&](const auto& row) { rows.push_back(row); });
        return {};
    }));
    std::map<api::JobState, std::int64_t> counts;
    for (const auto& [text, count] : rows) {
        FOTOGRAMA_ASSIGN_OR_RETURN(const api::JobState state, api::jobStateFromText(text));
        counts[state] = count;
    }
    return counts;
}

Result<std::vector<QueuePlace>> View::waiting(int priority) {
    return guarded([&]() -> Result<std::vector<QueuePlace>> {
        std::vector<QueuePlace> places;
        m_connection.statements.each<std::tuple<std::int64_t, double>>(
            "SELECT id, position FROM job WHERE state IN ('queued', 'paused') AND priority = :priority"
            " ORDER BY position, id",
            [&](const auto& row) {
                places.push_back({{std::get<0>(row)}, std::get<1>(row)});
            },
            priority);
        return places;
    });
}

}  // namespace fotograma::store
