#include <map>

#include "engine/api/wire.h"
#include "engine/base/text.h"
#include "engine/store/connection.h"
#include "engine/store/event_log.h"
#include "engine/store/job_row.h"
#include "engine/store/session.h"
#include "engine/store/transaction.h"

namespace fotograma::store {

using api::JobRecord;
using base::concat;
using base::Result;

namespace {

const std::string& columnList() {
    static const std::string list = [] {
        JobRow row;
        std::string names;
        eachColumn(row, [&](const char* name, auto&) { names += concat(names.empty() ? "" : ", ", "job.", name); });
        return names;
    }();
    return list;
}

/// What a query asks for, as SQL. Numbers are written into the text (they cannot carry anything else); text is bound.
struct Condition {
    std::string sql;
    std::vector<std::string> values;
};

Condition conditionOf(const api::JobQuery& query) {
    const bool isFromNewest = query.newestFirst && query.afterId == 0;
    Condition condition{
        .sql = concat(" WHERE job.id ", query.newestFirst && !isFromNewest ? "< " : "> ", query.afterId), .values = {}};
    if (query.batch) condition.sql += concat(" AND job.batch_id = ", query.batch->value);
    const auto addList = [&](const char* column, const auto& items, auto text) {
        if (items.empty()) return;
        condition.sql += concat(" AND job.", column, " IN (");
        for (const auto& item : items) condition.sql += text(item);
        condition.sql.back() = ')';
    };
    addList("id", query.ids, [](base::JobId id) { return concat(id.value, ','); });
    addList("state", query.states, [](api::JobState state) { return concat('\'', api::toText(state), "',"); });
    if (!query.text.empty()) {
        // instr, not LIKE: the text has no pattern characters to escape.
        condition.sql += " AND instr(lower(job.input), lower(:text)) > 0";
        condition.values.push_back(query.text);
    }
    if (!query.recipeId.empty()) {
        condition.sql += " AND job.recipe_id = :recipe";
        condition.values.push_back(query.recipeId);
    }
    return condition;
}

std::string orderOf(const api::JobQuery& query) {
    return concat(" ORDER BY job.id", query.newestFirst ? " DESC" : "",
                  query.limit > 0 ? concat(" LIMIT ", query.limit) : "");
}

}  // namespace

// ---- Jobs ------------------------------------------------------------------------------------------------------

/// A question whose text differs each time: prepared anew.
Result<std::vector<JobRecord>> View::jobsWhere(const std::string& condition, const std::vector<std::string>& values) {
    std::vector<JobRow> rows;
    FOTOGRAMA_RETURN_IF_ERROR(guarded([&]() -> base::Status {
        JobRow row;
        soci::statement query(*m_connection.sql);
        eachColumn(row, [&](const char*, auto& member) { query.exchange(soci::into(member)); });
        for (const std::string& value : values) query.exchange(soci::use(value));
        query.alloc();
        query.prepare(concat("SELECT ", columnList(), " FROM job", condition));
        query.define_and_bind();
        query.execute(false);
        while (query.fetch()) rows.push_back(row);
        return {};
    }));
    return recordsOf(std::move(rows));
}

Result<std::vector<JobRecord>> View::recordsOf(std::vector<JobRow> rows) {
    std::vector<JobRecord> records;
    records.reserve(rows.size());
    for (JobRow& row : rows) {
        const std::int64_t documentOfRow = row.documentId;
        FOTOGRAMA_ASSIGN_OR_RETURN(JobRecord record, fromRow(std::move(row)));
        FOTOGRAMA_ASSIGN_OR_RETURN(record.spec.recipe, document(documentOfRow));
        records.push_back(std::move(record));
    }
    return records;
}

Result<base::Json> View::document(std::int64_t id) {
    constexpr std::size_t kMostKept = 256;
    auto& documents = m_connection.documents;
    if (const auto known = documents.find(id); known != documents.end()) return known->second;
    std::string body;
    FOTOGRAMA_RETURN_IF_ERROR(guarded([&]() -> base::Status {
        const auto found =
            m_connection.statements.first<std::tuple<std::string>>("SELECT body FROM document WHERE id = :id", id);
        if (found) body = std::get<0>(*found);
        return {};
    }));
    FOTOGRAMA_ASSIGN_OR_RETURN(base::Json parsed, base::Json::parse(body));
    if (documents.size() >= kMostKept) documents.clear();
    documents.emplace(id, parsed);
    return parsed;
}

Result<std::optional<JobRecord>> View::job(base::JobId id) {
    static const std::string text = concat("SELECT ", columnList(), " FROM job WHERE job.id = :id");
    std::vector<JobRow> rows;
    FOTOGRAMA_RETURN_IF_ERROR(guarded([&]() -> base::Status {
        m_connection.statements.each<JobRow>(
            text, [&](const JobRow& row) { rows.push_back(row); }, id.value);
        return {};
    }));
    FOTOGRAMA_ASSIGN_OR_RETURN(auto records, recordsOf(std::move(rows)));
    if (records.empty()) return std::nullopt;
    return std::move(records.front());
}

Result<bool> View::isStill(const JobRecord& record) {
    return guarded([&]() -> Result<bool> {
        return m_connection.statements
            .first<std::tuple<std::int64_t>>(
                "SELECT id FROM job WHERE id = :id AND state = :state AND attempts = :attempts"
                " AND engine_id = :engine AND batch_id = :batch",
                record.id.value, std::string(api::toText(record.state)), record.attempts, record.engineId,
                record.batch.value)
            .has_value();
    });
}

namespace {

/// One job and nothing else about it: what clients ask most, by a statement that is already there.
bool asksForOne(const api::JobQuery& query) {
    const bool isFiltered = query.batch || !query.states.empty() || !query.text.empty() || !query.recipeId.empty();
    return query.ids.size() == 1 && !isFiltered && query.afterId == 0;
}

}  // namespace

Result<std::vector<JobRecord>> View::jobs(const api::JobQuery& query) {
    if (asksForOne(query)) {
        FOTOGRAMA_ASSIGN_OR_RETURN(auto found, job(query.ids.front()));
        std::vector<JobRecord> records;
        if (found) records.push_back(std::move(*found));
        return records;
    }
    const Condition condition = conditionOf(query);
    return jobsWhere(concat(condition.sql, orderOf(query)), condition.values);
}

Result<std::vector<WaitingJob>> View::startable(const std::string& engineId, bool shared) {
    return guarded([&]() -> Result<std::vector<WaitingJob>> {
        std::vector<WaitingJob> jobs;
        m_connection.statements.each<std::tuple<std::int64_t, int, double, std::int64_t, int, int>>(
            concat("SELECT job.id, job.priority, job.position, job.input_bytes, CASE job.outputs WHEN '[]' THEN 0 ELSE "
                   "1 END,"
                   " job.attempts FROM job JOIN batch ON batch.id = job.batch_id WHERE job.state = 'queued'"
                   " AND (batch.owner_engine = :engine",
                   shared ? " OR batch.owner_engine = '')" : ")", " ORDER BY job.priority DESC, job.position, job.id"),
            [&](const auto& row) {
                const auto& [id, priority, position, bytes, hasOutputs, attempts] = row;
                jobs.push_back({{id}, priority, position, bytes, hasOutputs != 0, attempts});
            },
            engineId);
        return jobs;
    });
}

Result<std::vector<JobRecord>> View::unfinishedOf(const std::string& engineId) {
    return jobsWhere(
        " JOIN batch ON batch.id = job.batch_id"
        " WHERE job.state IN ('queued', 'running', 'paused')"
        " AND ((job.started_at <> 0 AND job.engine_id = :engine) OR batch.owner_engine = :owner) ORDER BY job.id",
        {engineId, engineId});
}

Result<std::optional<JobRecord>> View::sameWork(const std::string& inputIdentity, const std::string& recipeDigest,
                                                const std::vector<std::string>& outputs) {
    std::optional<std::tuple<std::int64_t>> found;
    FOTOGRAMA_RETURN_IF_ERROR(guarded([&]() -> base::Status {
        found = m_connection.statements.first<std::tuple<std::int64_t>>(
            "SELECT id FROM job WHERE input_identity = :identity AND recipe_digest = :digest AND outputs = :outputs"
            " ORDER BY id DESC LIMIT 1",
            inputIdentity, recipeDigest, pathList(outputs));
        return {};
    }));
    if (!found) return std::nullopt;
    return job({std::get<0>(*found)});
}

Result<std::optional<base::JobId>> View::writerOf(const std::string& outputPath) {
    return guarded([&]() -> Result<std::optional<base::JobId>> {
        const auto found = m_connection.statements.first<std::tuple<std::int64_t>>(
            "SELECT job.id FROM output JOIN job ON job.id = output.job_id"
            " WHERE output.path = :path AND job.state IN ('queued', 'running', 'paused') ORDER BY job.id DESC LIMIT 1",
            outputPath);
        if (!found) return std::nullopt;
        return base::JobId{std::get<0>(*found)};
    });
}

// ---- What surrounds jobs ---------------------------------------------------------------------------------------

Result<std::vector<AttemptRecord>> View::attempts(base::JobId id) {
    std::vector<std::pair<AttemptRecord, std::string>> rows;
    FOTOGRAMA_RETURN_IF_ERROR(guarded([&]() -> base::Status {
        m_connection.statements
            .each<std::tuple<int, std::string, std::int64_t, std::int64_t, std::string, std::string>>(
                "SELECT number, engine_id, started_at, finished_at, outcome, error FROM attempt"
                " WHERE job_id = :id ORDER BY number",
                [&](const auto& row) {
                    const auto& [number, engine, startedAt, finishedAt, outcome, error] = row;
                    rows.emplace_back(AttemptRecord{.job = id,
                                                    .number = number,
                                                    .engineId = engine,
                                                    .startedAt = startedAt,
                                                    .finishedAt = finishedAt,
                                                    .outcome = outcome},
                                      error);
                },
                id.value);
        return {};
    }));
    std::vector<AttemptRecord> attempts;
    for (auto& [row, error] : rows) {
        if (!error.empty()) {
            FOTOGRAMA_ASSIGN_OR_RETURN(const base::Json json, base::Json::parse(error));
            FOTOGRAMA_ASSIGN_OR_RETURN(row.error, api::errorFromJson(json));
        }
        attempts.push_back(std::move(row));
    }
    return attempts;
}

Result<std::vector<EngineRecord>> View::engines() {
    return guarded([&]() -> Result<std::vector<EngineRecord>> {
        std::vector<EngineRecord> engines;
        m_connection.statements.each<std::tuple<std::string, std::int64_t>>(
            "SELECT id, started_at FROM engine ORDER BY started_at, id",
            [&](const auto& row) { engines.push_back({.id = std::get<0>(row), .startedAt = std::get<1>(row)}); });
        return engines;
    });
}

Result<std::optional<api::SubmitReply>> View::submission(const std::string& idempotencyKey) {
    std::optional<std::tuple<std::string>> reply;
    FOTOGRAMA_RETURN_IF_ERROR(guarded([&]() -> base::Status {
        reply = m_connection.statements.first<std::tuple<std::string>>(
            "SELECT reply FROM submission WHERE idempotency_key = :key", idempotencyKey);
        return {};
    }));
    if (!reply) return std::nullopt;
    FOTOGRAMA_ASSIGN_OR_RETURN(const base::Json json, base::Json::parse(std::get<0>(*reply)));
    return api::submitReplyFromJson(json);
}

// ---- Reports ---------------------------------------------------------------------------------------------------

namespace {

std::optional<std::string> bodyOf(Statements& statements, base::JobId id) {
    auto row = statements.first<std::tuple<std::string>>("SELECT body FROM report WHERE job_id = :id", id.value);
    if (!row) return std::nullopt;
    return std::move(std::get<0>(*row));
}

}  // namespace

Result<api::Report> reportFromText(const std::string& body) {
    FOTOGRAMA_ASSIGN_OR_RETURN(const base::Json json, base::Json::parse(body));
    return api::reportFromJson(json);
}

Result<std::optional<api::Report>> View::report(base::JobId id) {
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto body, guarded([&]() -> Result<std::optional<std::string>> {
                                   return bodyOf(m_connection.statements, id);
                               }));
    if (!body) return std::nullopt;
    FOTOGRAMA_ASSIGN_OR_RETURN(api::Report report, reportFromText(*body));
    return report;
}

Result<bool> View::hasReport(base::JobId id) {
    return guarded([&]() -> Result<bool> {
        return m_connection.statements
            .first<std::tuple<std::int64_t>>("SELECT job_id FROM report WHERE job_id = :id", id.value)
            .has_value();
    });
}

Result<std::vector<StoredReport>> View::reports(const api::JobQuery& query) {
    Condition condition = conditionOf(query);
    condition.sql +=
        " AND job.state IN ('done', 'failed', 'cancelled')"
        " AND EXISTS (SELECT 1 FROM report WHERE report.job_id = job.id)";
    FOTOGRAMA_ASSIGN_OR_RETURN(auto records, jobsWhere(concat(condition.sql, orderOf(query)), condition.values));
    return guarded([&]() -> Result<std::vector<StoredReport>> {
        std::vector<StoredReport> reports;
        reports.reserve(records.size());
        for (JobRecord& record : records)
            if (auto body = bodyOf(m_connection.statements, record.id))
                reports.push_back({.record = std::move(record), .body = std::move(*body)});
        return reports;
    });
}

// ---- Events ----------------------------------------------------------------------------------------------------

Result<EventRange> View::eventRange() {
    return guarded([&]() -> Result<EventRange> {
        EventRange range;
        const auto newest =
            m_connection.statements.first<std::tuple<std::int64_t>>("SELECT value FROM counter WHERE name = 'event'");
        if (newest) range.newest.value = std::get<0>(*newest);
        const auto oldest =
            m_connection.statements.first<std::tuple<std::int64_t>>("SELECT first FROM event ORDER BY first LIMIT 1");
        range.oldest.value = oldest ? std::get<0>(*oldest) : range.newest.value + 1;
        return range;
    });
}

namespace {

struct EventRow {
    std::int64_t first = 0;
    std::int64_t last = 0;
    std::int64_t at = 0;
    std::string changes;
};

/// Some rows from the one on that holds the number `from`.
std::vector<EventRow> rowsFrom(Statements& statements, std::int64_t from) {
    std::vector<EventRow> rows;
    statements.each<std::tuple<std::int64_t, std::int64_t, std::int64_t, std::string>>(
        "SELECT first, last, at, changes FROM event"
        " WHERE first >= (SELECT coalesce(max(first), 0) FROM event WHERE first <= :from) ORDER BY first LIMIT 32",
        [&](const auto& row) {
            const auto& [first, last, at, changes] = row;
            rows.push_back({first, last, at, changes});
        },
        from);
    std::erase_if(rows, [&](const EventRow& row) { return row.last < from; });
    return rows;
}

/// Adds the events of a row that come after `after`, at most `room` of them.
base::Status addEvents(const EventRow& row, std::int64_t after, std::size_t room, std::vector<api::Event>& events) {
    FOTOGRAMA_ASSIGN_OR_RETURN(const std::vector<JobEvent> changes, parseEvents(row.changes));
    std::int64_t sequence = row.first - 1;
    for (const JobEvent& change : changes) {
        if (++sequence <= after) continue;
        if (room-- == 0) break;
        api::Event& event = events.emplace_back();
        event.sequence.value = sequence;
        event.kind = change.kind;
        event.at = row.at;
        event.job = change.job;
    }
    return {};
}

}  // namespace

Result<std::vector<api::Event>> View::eventsAfter(base::Sequence after, int limit) {
    FOTOGRAMA_ASSIGN_OR_RETURN(const EventRange range, eventRange());
    if (after.value + 1 < range.oldest.value || after > range.newest)
        return base::fail(base::ErrorCode::SequenceTooOld,
                          concat("The events after ", after.value, " are no longer held (there are ",
                                 range.oldest.value, " to ", range.newest.value, "); take a new snapshot."));
    std::vector<api::Event> events;
    const auto wanted = static_cast<std::size_t>(std::min<std::int64_t>(limit, range.newest.value - after.value));
    while (events.size() < wanted) {
        const std::int64_t last = events.empty() ? after.value : events.back().sequence.value;
        std::vector<EventRow> rows;
        FOTOGRAMA_RETURN_IF_ERROR(guarded([&]() -> base::Status {
            rows = rowsFrom(m_connection.statements, last + 1);
            return {};
        }));
        if (rows.empty()) break;
        for (const EventRow& row : rows)
            FOTOGRAMA_RETURN_IF_ERROR(addEvents(row, last, wanted - events.size(), events));
    }
    FOTOGRAMA_RETURN_IF_ERROR(addRecords(events));
    return events;
}

/// What the jobs of events are now. A removed job has no record any more.
base::Status View::addRecords(std::vector<api::Event>& events) {
    api::JobQuery query;
    for (const api::Event& event : events) query.ids.push_back(event.job);
    if (query.ids.empty()) return {};
    FOTOGRAMA_ASSIGN_OR_RETURN(const std::vector<JobRecord> records, jobs(query));
    std::map<base::JobId, const JobRecord*> byId;
    for (const JobRecord& record : records) byId.emplace(record.id, &record);
    for (api::Event& event : events)
        if (const auto found = byId.find(event.job); found != byId.end() && event.kind != api::EventKind::JobRemoved)
            event.record = *found->second;
    return {};
}

}  // namespace fotograma::store
