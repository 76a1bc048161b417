#include <memory>

#include "engine/api/wire.h"
#include "engine/base/text.h"
#include "engine/store/job_row.h"
#include "engine/store/session.h"
#include "engine/store/soci.h"
#include "engine/store/transaction.h"

namespace fotograma::store {

using api::JobRecord;
using base::concat;
using base::Result;

namespace {

std::string columnList() {
    JobRow row;
    std::string list;
    eachColumn(row, [&](const char* name, auto&) { list += concat(list.empty() ? "" : ", ", "job.", name); });
    return list;
}

Result<api::Event> toEvent(std::int64_t sequence, const std::string& kind, std::int64_t at, std::int64_t job,
                           const std::string& record) {
    FOTOGRAMA_ASSIGN_OR_RETURN(const base::Json recordJson,
                               record.empty() ? Result<base::Json>(base::Json()) : base::Json::parse(record));
    base::Json json;
    json.set("sequence", sequence).set("kind", kind).set("at", at).set("job", job);
    if (!recordJson.isNull()) json.set("record", recordJson);
    return api::eventFromJson(json);
}

}  // namespace

// ---- Jobs ------------------------------------------------------------------------------------------------------

Result<std::vector<JobRecord>> View::jobsWhere(const std::string& condition, const std::string& order,
                                               const std::vector<std::string>& values) {
    std::vector<JobRow> rows;
    const base::Status status = guarded([&]() -> base::Status {
        JobRow row;
        soci::statement query(m_sql);
        eachColumn(row, [&](const char*, auto& member) { query.exchange(soci::into(member)); });
        for (const std::string& value : values) query.exchange(soci::use(value));
        query.alloc();
        query.prepare(concat("SELECT ", columnList(), " FROM job", condition, order));
        query.define_and_bind();
        query.execute(false);
        while (query.fetch()) rows.push_back(row);
        return {};
    });
    if (!status) return std::unexpected(status.error());

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
    if (const auto known = m_documents.find(id); known != m_documents.end()) return known->second;
    std::string body;
    FOTOGRAMA_RETURN_IF_ERROR(guarded([&]() -> base::Status {
        m_sql << "SELECT body FROM document WHERE id = :id", soci::use(id), soci::into(body);
        return {};
    }));
    FOTOGRAMA_ASSIGN_OR_RETURN(base::Json parsed, base::Json::parse(body));
    m_documents.emplace(id, parsed);
    return parsed;
}

Result<std::optional<JobRecord>> View::job(base::JobId id) {
    FOTOGRAMA_ASSIGN_OR_RETURN(auto found, jobsWhere(concat(" WHERE job.id = ", id.value), "", {}));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

Result<std::vector<JobRecord>> View::jobs(const api::JobQuery& query) {
    // Numbers are written into the text (they cannot carry anything else); text is bound.
    std::string condition = concat(" WHERE job.id > ", query.afterId);
    std::vector<std::string> values;
    if (query.batch) condition += concat(" AND job.batch_id = ", query.batch->value);
    const auto addList = [&](const char* column, const auto& items, auto text) {
        if (items.empty()) return;
        condition += concat(" AND job.", column, " IN (");
        for (const auto& item : items) condition += text(item);
        condition.back() = ')';
    };
    addList("id", query.ids, [](base::JobId id) { return concat(id.value, ','); });
    addList("state", query.states, [](api::JobState state) { return concat('\'', api::toText(state), "',"); });
    if (!query.text.empty()) {
        // instr, not LIKE: the text has no pattern characters to escape.
        condition += " AND instr(lower(job.input), lower(:text)) > 0";
        values.push_back(query.text);
    }
    return jobsWhere(condition, concat(" ORDER BY job.id", query.limit > 0 ? concat(" LIMIT ", query.limit) : ""),
                     values);
}

Result<std::vector<JobRecord>> View::startable(const std::string& engineId, bool shared) {
    return jobsWhere(concat(" JOIN batch ON batch.id = job.batch_id WHERE job.state = 'queued'"
                            " AND (batch.owner_engine = :engine",
                            shared ? " OR batch.owner_engine = '')" : ")"),
                     " ORDER BY job.priority DESC, job.id", {engineId});
}

Result<std::vector<JobRecord>> View::unfinishedOf(const std::string& engineId) {
    return jobsWhere(
        " JOIN batch ON batch.id = job.batch_id"
        " WHERE job.state IN ('queued', 'running', 'paused')"
        " AND ((job.started_at <> 0 AND job.engine_id = :engine) OR batch.owner_engine = :owner)",
        " ORDER BY job.id", {engineId, engineId});
}

Result<std::optional<JobRecord>> View::sameWork(const std::string& inputIdentity, const std::string& recipeDigest,
                                                const std::vector<std::string>& outputs) {
    FOTOGRAMA_ASSIGN_OR_RETURN(
        auto found, jobsWhere(" WHERE job.input_identity = :identity AND job.recipe_digest = :digest"
                              " AND job.outputs = :outputs",
                              " ORDER BY job.id DESC LIMIT 1", {inputIdentity, recipeDigest, pathList(outputs)}));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

Result<std::optional<base::JobId>> View::writerOf(const std::string& outputPath) {
    return guarded([&]() -> Result<std::optional<base::JobId>> {
        std::int64_t id = 0;
        m_sql << "SELECT coalesce(max(job.id), 0) FROM output JOIN job ON job.id = output.job_id"
                 " WHERE output.path = :path AND job.state IN ('queued', 'running', 'paused')",
            soci::use(outputPath), soci::into(id);
        if (id == 0) return std::nullopt;
        return base::JobId{id};
    });
}

Result<std::map<api::JobState, std::int64_t>> View::countByState() {
    std::vector<std::pair<std::string, std::int64_t>> rows;
    FOTOGRAMA_RETURN_IF_ERROR(guarded([&]() -> base::Status {
        std::string state;
        std::int64_t count = 0;
        soci::statement query =
            (m_sql.prepare << "SELECT state, count(*) FROM job GROUP BY state", soci::into(state), soci::into(count));
        query.execute(false);
        while (query.fetch()) rows.emplace_back(state, count);
        return {};
    }));
    std::map<api::JobState, std::int64_t> counts;
    for (const auto& [text, count] : rows) {
        FOTOGRAMA_ASSIGN_OR_RETURN(const api::JobState state, api::jobStateFromText(text));
        counts[state] = count;
    }
    return counts;
}

// ---- What surrounds jobs ---------------------------------------------------------------------------------------

Result<std::optional<BatchRecord>> View::batch(base::BatchId id) {
    return guarded([&]() -> Result<std::optional<BatchRecord>> {
        BatchRecord batch{.id = id};
        m_sql << "SELECT title, owner_engine, created_at FROM batch WHERE id = :id", soci::use(id.value),
            soci::into(batch.title), soci::into(batch.ownerEngine), soci::into(batch.createdAt);
        if (!m_sql.got_data()) return std::nullopt;
        return batch;
    });
}

Result<std::optional<api::Report>> View::report(base::JobId id) {
    std::string body;
    FOTOGRAMA_RETURN_IF_ERROR(guarded([&]() -> base::Status {
        m_sql << "SELECT body FROM report WHERE job_id = :id", soci::use(id.value), soci::into(body);
        return {};
    }));
    if (body.empty()) return std::nullopt;
    FOTOGRAMA_ASSIGN_OR_RETURN(const base::Json json, base::Json::parse(body));
    return api::reportFromJson(json);
}

Result<std::vector<AttemptRecord>> View::attempts(base::JobId id) {
    std::vector<std::pair<AttemptRecord, std::string>> rows;
    FOTOGRAMA_RETURN_IF_ERROR(guarded([&]() -> base::Status {
        AttemptRecord row{.job = id};
        std::string error;
        soci::statement query =
            (m_sql.prepare << "SELECT number, engine_id, started_at, finished_at, outcome, error FROM attempt"
                              " WHERE job_id = :id ORDER BY number",
             soci::use(id.value), soci::into(row.number), soci::into(row.engineId), soci::into(row.startedAt),
             soci::into(row.finishedAt), soci::into(row.outcome), soci::into(error));
        query.execute(false);
        while (query.fetch()) rows.emplace_back(row, error);
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
        EngineRecord row;
        soci::statement query = (m_sql.prepare << "SELECT id, started_at FROM engine ORDER BY started_at, id",
                                 soci::into(row.id), soci::into(row.startedAt));
        query.execute(false);
        while (query.fetch()) engines.push_back(row);
        return engines;
    });
}

Result<std::optional<api::SubmitReply>> View::submission(const std::string& idempotencyKey) {
    std::string reply;
    FOTOGRAMA_RETURN_IF_ERROR(guarded([&]() -> base::Status {
        m_sql << "SELECT reply FROM submission WHERE idempotency_key = :key", soci::use(idempotencyKey),
            soci::into(reply);
        return {};
    }));
    if (reply.empty()) return std::nullopt;
    FOTOGRAMA_ASSIGN_OR_RETURN(const base::Json json, base::Json::parse(reply));
    return api::submitReplyFromJson(json);
}

// ---- Events ----------------------------------------------------------------------------------------------------

Result<EventRange> View::eventRange() {
    return guarded([&]() -> Result<EventRange> {
        EventRange range;
        m_sql << "SELECT value FROM counter WHERE name = 'event'", soci::into(range.newest.value);
        m_sql << "SELECT coalesce(min(sequence), 1) FROM event", soci::into(range.oldest.value);
        return range;
    });
}

Result<std::vector<api::Event>> View::eventsAfter(base::Sequence after, int limit) {
    FOTOGRAMA_ASSIGN_OR_RETURN(const EventRange range, eventRange());
    if (after.value + 1 < range.oldest.value || after > range.newest)
        return base::fail(base::ErrorCode::SequenceTooOld,
                          concat("The events after ", after.value, " are no longer held (there are ",
                                 range.oldest.value, " to ", range.newest.value, "); take a new snapshot."));
    struct Row {
        std::int64_t sequence = 0, at = 0, job = 0, documentId = 0;
        std::string kind, record;
    };
    std::vector<Row> rows;
    FOTOGRAMA_RETURN_IF_ERROR(guarded([&]() -> base::Status {
        Row row;
        soci::statement query =
            (m_sql.prepare << "SELECT sequence, kind, at, job_id, record, document_id FROM event"
                              " WHERE sequence > :after ORDER BY sequence LIMIT :limit",
             soci::use(after.value), soci::use(limit), soci::into(row.sequence), soci::into(row.kind),
             soci::into(row.at), soci::into(row.job), soci::into(row.record), soci::into(row.documentId));
        query.execute(false);
        while (query.fetch()) rows.push_back(row);
        return {};
    }));
    std::vector<api::Event> events;
    events.reserve(rows.size());
    for (const Row& row : rows) {
        FOTOGRAMA_ASSIGN_OR_RETURN(api::Event event, toEvent(row.sequence, row.kind, row.at, row.job, row.record));
        if (event.record) {
            FOTOGRAMA_ASSIGN_OR_RETURN(event.record->spec.recipe, document(row.documentId));
        }
        events.push_back(std::move(event));
    }
    return events;
}

}  // namespace fotograma::store
