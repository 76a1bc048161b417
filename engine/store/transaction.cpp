#include "engine/store/transaction.h"

#include "engine/api/wire.h"
#include "engine/base/hash.h"
#include "engine/base/text.h"
#include "engine/store/job_row.h"
#include "engine/store/session.h"
#include "engine/store/soci.h"

namespace fotograma::store {

using api::JobRecord;
using base::concat;
using base::ErrorCode;
using base::Result;
using base::Status;

namespace {

std::string errorText(const std::optional<base::Error>& error) {
    return error ? api::toJson(*error).dump() : std::string();
}

/// The record as an event keeps it: without the recipe, which is a document.
std::string withoutRecipe(const JobRecord& record) {
    JobRecord light = record;
    light.spec.recipe = {};
    return api::toJson(light).dump();
}

base::Error noSuchJob(base::JobId id) { return {ErrorCode::NotFound, concat("There is no job ", id.value, "."), {}}; }

}  // namespace

Result<std::int64_t> Transaction::nextId(const char* counter) {
    return guarded([&]() -> Result<std::int64_t> {
        const std::string name = counter;
        std::int64_t value = 0;
        m_sql << "UPDATE counter SET value = value + 1 WHERE name = :name", soci::use(name);
        m_sql << "SELECT value FROM counter WHERE name = :name", soci::use(name), soci::into(value);
        return value;
    });
}

Result<std::int64_t> Transaction::documentId(const base::Json& recipe) {
    const std::string body = recipe.dump();
    const std::string digest = base::hashText(body).hex();
    if (const auto known = m_documentIds.find(digest); known != m_documentIds.end()) return known->second;
    std::int64_t id = 0;
    FOTOGRAMA_RETURN_IF_ERROR(guarded([&]() -> Status {
        m_sql << "SELECT id FROM document WHERE digest = :digest", soci::use(digest), soci::into(id);
        return {};
    }));
    if (id == 0) {
        FOTOGRAMA_ASSIGN_OR_RETURN(id, nextId("document"));
        FOTOGRAMA_RETURN_IF_ERROR(guarded([&]() -> Status {
            m_sql << "INSERT INTO document (id, digest, body) VALUES (:id, :digest, :body)", soci::use(id),
                soci::use(digest), soci::use(body);
            return {};
        }));
    }
    m_documentIds.emplace(digest, id);
    return id;
}

Status Transaction::addEvent(api::EventKind kind, base::JobId job, const JobRecord* record, std::int64_t document) {
    api::Event event;
    FOTOGRAMA_ASSIGN_OR_RETURN(event.sequence.value, nextId("event"));
    event.kind = kind;
    event.at = now();
    event.job = job;
    if (record) event.record = *record;
    const std::string kindText(api::toText(kind));
    const std::string recordText = record ? withoutRecipe(*record) : std::string();
    FOTOGRAMA_RETURN_IF_ERROR(guarded([&]() -> Status {
        m_sql << "INSERT INTO event (sequence, kind, at, job_id, record, document_id)"
                 " VALUES (:sequence, :kind, :at, :job, :record, :document)",
            soci::use(event.sequence.value), soci::use(kindText), soci::use(event.at), soci::use(job.value),
            soci::use(recordText), soci::use(document);
        return {};
    }));
    m_events.push_back(std::move(event));
    return {};
}

// ---- Jobs ------------------------------------------------------------------------------------------------------

Result<base::BatchId> Transaction::addBatch(const std::string& title, const std::string& ownerEngine) {
    FOTOGRAMA_ASSIGN_OR_RETURN(const std::int64_t id, nextId("batch"));
    return guarded([&]() -> Result<base::BatchId> {
        const base::UnixMillis at = now();
        m_sql << "INSERT INTO batch (id, title, owner_engine, created_at) VALUES (:id, :title, :owner, :at)",
            soci::use(id), soci::use(title), soci::use(ownerEngine), soci::use(at);
        return base::BatchId{id};
    });
}

Result<JobRecord> Transaction::addJob(JobRecord record) {
    FOTOGRAMA_ASSIGN_OR_RETURN(record.id.value, nextId("job"));
    FOTOGRAMA_ASSIGN_OR_RETURN(const std::int64_t document, documentId(record.spec.recipe));
    record.createdAt = now();
    JobRow row = toRow(record, document);
    FOTOGRAMA_RETURN_IF_ERROR(guarded([&]() -> Status {
        std::string names, places;
        soci::statement insert(m_sql);
        eachColumn(row, [&](const char* name, auto& member) {
            names += concat(names.empty() ? "" : ", ", name);
            places += concat(places.empty() ? ":" : ", :", name);
            insert.exchange(soci::use(member));
        });
        insert.alloc();
        insert.prepare(concat("INSERT INTO job (", names, ") VALUES (", places, ")"));
        insert.define_and_bind();
        insert.execute(true);
        for (const std::string& path : record.spec.outputs)
            m_sql << "INSERT INTO output (path, job_id) VALUES (:path, :job)", soci::use(path), soci::use(row.id);
        return {};
    }));
    FOTOGRAMA_RETURN_IF_ERROR(addEvent(api::EventKind::JobAdded, record.id, &record, document));
    return record;
}

Status Transaction::updateJob(const JobRecord& record) {
    FOTOGRAMA_ASSIGN_OR_RETURN(const std::int64_t document, documentId(record.spec.recipe));
    JobRow row = toRow(record, document);
    FOTOGRAMA_RETURN_IF_ERROR(guarded([&]() -> Status {
        std::string assignments;
        soci::statement update(m_sql);
        eachColumn(row, [&](const char* name, auto& member) {
            assignments += concat(assignments.empty() ? "" : ", ", name, " = :", name);
            update.exchange(soci::use(member));
        });
        update.exchange(soci::use(row.id));
        update.alloc();
        update.prepare(concat("UPDATE job SET ", assignments, " WHERE id = :which"));
        update.define_and_bind();
        update.execute(true);
        if (update.get_affected_rows() == 0) return std::unexpected(noSuchJob(record.id));
        return {};
    }));
    return addEvent(api::EventKind::JobChanged, record.id, &record, document);
}

Status Transaction::removeJob(base::JobId id) {
    FOTOGRAMA_RETURN_IF_ERROR(guarded([&]() -> Status {
        soci::statement remove = (m_sql.prepare << "DELETE FROM job WHERE id = :id", soci::use(id.value));
        remove.execute(true);
        if (remove.get_affected_rows() == 0) return std::unexpected(noSuchJob(id));
        m_sql << "DELETE FROM output WHERE job_id = :id", soci::use(id.value);
        m_sql << "DELETE FROM attempt WHERE job_id = :id", soci::use(id.value);
        m_sql << "DELETE FROM report WHERE job_id = :id", soci::use(id.value);
        return {};
    }));
    return addEvent(api::EventKind::JobRemoved, id, nullptr, 0);
}

Status Transaction::setReport(base::JobId id, const api::Report& report) {
    const std::string body = api::toJson(report).dump();
    return guarded([&]() -> Status {
        m_sql << "INSERT INTO report (job_id, body) VALUES (:id, :body)"
                 " ON CONFLICT (job_id) DO UPDATE SET body = excluded.body",
            soci::use(id.value), soci::use(body);
        return {};
    });
}

// ---- What surrounds jobs ---------------------------------------------------------------------------------------

Status Transaction::beginAttempt(const AttemptRecord& attempt) {
    return guarded([&]() -> Status {
        const std::string error = errorText(attempt.error);
        m_sql << "INSERT INTO attempt (job_id, number, engine_id, started_at, finished_at, outcome, error)"
                 " VALUES (:job, :number, :engine, :started, :finished, :outcome, :error)",
            soci::use(attempt.job.value), soci::use(attempt.number), soci::use(attempt.engineId),
            soci::use(attempt.startedAt), soci::use(attempt.finishedAt), soci::use(attempt.outcome), soci::use(error);
        return {};
    });
}

Status Transaction::endAttempt(const AttemptRecord& attempt) {
    return guarded([&]() -> Status {
        const std::string error = errorText(attempt.error);
        m_sql << "UPDATE attempt SET finished_at = :finished, outcome = :outcome, error = :error"
                 " WHERE job_id = :job AND number = :number",
            soci::use(attempt.finishedAt), soci::use(attempt.outcome), soci::use(error), soci::use(attempt.job.value),
            soci::use(attempt.number);
        return {};
    });
}

Status Transaction::addEngine(const std::string& id) {
    return guarded([&]() -> Status {
        const base::UnixMillis at = now();
        m_sql << "INSERT INTO engine (id, started_at) VALUES (:id, :at)", soci::use(id), soci::use(at);
        return {};
    });
}

Status Transaction::removeEngine(const std::string& id) {
    return guarded([&]() -> Status {
        m_sql << "DELETE FROM engine WHERE id = :id", soci::use(id);
        return {};
    });
}

Status Transaction::rememberSubmission(const std::string& idempotencyKey, const api::SubmitReply& reply) {
    const std::string body = api::toJson(reply).dump();
    return guarded([&]() -> Status {
        const base::UnixMillis at = now();
        m_sql << "INSERT INTO submission (idempotency_key, reply, created_at) VALUES (:key, :reply, :at)",
            soci::use(idempotencyKey), soci::use(body), soci::use(at);
        return {};
    });
}

}  // namespace fotograma::store
