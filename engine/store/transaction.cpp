#include "engine/store/transaction.h"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/api/wire.h"
#include "engine/base/hash.h"
#include "engine/base/text.h"
#include "engine/store/connection.h"
#include "engine/store/event_log.h"
#include "engine/store/job_row.h"
#include "engine/store/session.h"

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

base::Error noSuchJob(base::JobId id) { return {ErrorCode::NotFound, concat("There is no job ", id.value, "."), {}}; }

const std::string& insertJobText() {
    static const std::string text = [] {
        JobRow row;
        std::string names, places;
        eachColumn(row, [&](const char* name, auto&) {
            names += concat(names.empty() ? "" : ", ", name);
            places += concat(places.empty() ? ":" : ", :", name);
        });
        return concat("INSERT INTO job (", names, ") VALUES (", places, ")");
    }();
    return text;
}

}  // namespace

std::string reportText(const api::Report& report) { return api::toJson(report).dump(); }

// ---- Numbers ---------------------------------------------------------------------------------------------------

Status Transaction::readCounters() {
    if (m_counters) return {};
    return guarded([&]() -> Status {
        Counters found;
        m_connection.statements.each<std::tuple<std::string, std::int64_t>>("SELECT name, value FROM counter",
                                                                            [&](const auto& row) {
                                                                                const auto& [name, value] = row;
                                                                                if (name == "batch")
                                                                                    found.batch = value;
                                                                                if (name == "job") found.job = value;
                                                                                if (name == "document")
                                                                                    found.document = value;
                                                                                if (name == "event")
                                                                                    found.event = value;
                                                                            });
        m_counters = m_stored = found;
        return {};
    });
}

Result<std::int64_t> Transaction::nextId(std::int64_t Counters::*counter) {
    FOTOGRAMA_RETURN_IF_ERROR(readCounters());
    return ++((*m_counters).*counter);
}

Result<std::int64_t> Transaction::documentId(const base::Json& recipe) {
    // The recipe of the job before: compared by identity first, so that thousands of jobs in a row ask nothing.
    if (m_connection.lastDocumentId != 0 && m_connection.lastDocument == recipe) return m_connection.lastDocumentId;
    const std::string body = recipe.dump();
    const std::string digest = base::hashText(body).hex();
    std::int64_t id = 0;
    FOTOGRAMA_RETURN_IF_ERROR(guarded([&]() -> Status {
        const auto known = m_connection.statements.first<std::tuple<std::int64_t>>(
            "SELECT id FROM document WHERE digest = :digest", digest);
        if (known) id = std::get<0>(*known);
        return {};
    }));
    if (id == 0) {
        FOTOGRAMA_ASSIGN_OR_RETURN(id, nextId(&Counters::document));
        FOTOGRAMA_RETURN_IF_ERROR(guarded([&]() -> Status {
            m_connection.statements.run("INSERT INTO document (id, digest, body) VALUES (:id, :digest, :body)", id,
                                        digest, body);
            return {};
        }));
    }
    m_connection.lastDocument = recipe;
    m_connection.lastDocumentId = id;
    return id;
}

// ---- Events ----------------------------------------------------------------------------------------------------

void Transaction::addEvent(api::EventKind kind, base::JobId job, const JobRecord* record) {
    api::Event& event = m_events.emplace_back();
    event.kind = kind;
    event.job = job;
    if (record) event.record = *record;
}

Status Transaction::finish() {
    if (!m_events.empty()) FOTOGRAMA_RETURN_IF_ERROR(writeEvents());
    if (!m_counters || *m_counters == m_stored) return {};
    const std::array<std::pair<const char*, std::int64_t Counters::*>, 4> counters{{{"batch", &Counters::batch},
                                                                                    {"job", &Counters::job},
                                                                                    {"document", &Counters::document},
                                                                                    {"event", &Counters::event}}};
    return guarded([&]() -> Status {
        for (const auto& [name, counter] : counters) {
            if ((*m_counters).*counter == m_stored.*counter) continue;
            m_connection.statements.run("UPDATE counter SET value = :value WHERE name = :name", (*m_counters).*counter,
                                        std::string(name));
        }
        return {};
    });
}

Status Transaction::writeEvents() {
    constexpr std::size_t kMostInARow = 512;
    FOTOGRAMA_RETURN_IF_ERROR(readCounters());
    const base::UnixMillis at = now();
    return guarded([&]() -> Status {
        for (std::size_t begin = 0; begin < m_events.size(); begin += kMostInARow) {
            const std::size_t end = std::min(begin + kMostInARow, m_events.size());
            const std::int64_t first = m_counters->event + 1;
            std::string changes;
            for (std::size_t i = begin; i < end; ++i) {
                m_events[i].sequence.value = ++m_counters->event;
                m_events[i].at = at;
                appendEvent(changes, {m_events[i].kind, m_events[i].job});
            }
            m_connection.statements.run(
                "INSERT INTO event (first, last, at, changes) VALUES (:first, :last, :at, :changes)", first,
                m_counters->event, at, changes);
        }
        return {};
    });
}

// ---- Jobs ------------------------------------------------------------------------------------------------------

Result<base::BatchId> Transaction::addBatch(const std::string& title, const std::string& ownerEngine) {
    FOTOGRAMA_ASSIGN_OR_RETURN(const std::int64_t id, nextId(&Counters::batch));
    return guarded([&]() -> Result<base::BatchId> {
        m_connection.statements.run(
            "INSERT INTO batch (id, title, owner_engine, created_at) VALUES (:id, :title, :owner, :at)", id, title,
            ownerEngine, now());
        return base::BatchId{id};
    });
}

Result<JobRecord> Transaction::addJob(JobRecord record) {
    FOTOGRAMA_ASSIGN_OR_RETURN(record.id.value, nextId(&Counters::job));
    FOTOGRAMA_ASSIGN_OR_RETURN(const std::int64_t document, documentId(record.spec.recipe));
    record.createdAt = now();
    record.position = static_cast<double>(record.id.value);
    FOTOGRAMA_RETURN_IF_ERROR(guarded([&]() -> Status {
        m_connection.statements.run(insertJobText(), toRow(record, document));
        return {};
    }));
    FOTOGRAMA_RETURN_IF_ERROR(addOutputs(record));
    addEvent(api::EventKind::JobAdded, record.id, &record);
    return record;
}

Status Transaction::addOutputs(const JobRecord& record) {
    return guarded([&]() -> Status {
        for (const std::string& path : record.spec.outputs)
            m_connection.statements.run("INSERT INTO output (path, job_id) VALUES (:path, :job)", path,
                                        record.id.value);
        return {};
    });
}

Status Transaction::replaceWork(const JobRecord& record) {
    FOTOGRAMA_ASSIGN_OR_RETURN(const std::int64_t document, documentId(record.spec.recipe));
    FOTOGRAMA_RETURN_IF_ERROR(guarded([&]() -> Status {
        m_connection.statements.run(
            "UPDATE job SET document_id = :document, recipe_id = :recipe, recipe_title = :title,"
            " recipe_digest = :digest, input_identity = :identity, input_bytes = :bytes, outputs = :outputs"
            " WHERE id = :id",
            document, record.recipeId, record.recipeTitle, record.recipeDigest, record.inputIdentity, record.inputBytes,
            pathList(record.spec.outputs), record.id.value);
        m_connection.statements.run("DELETE FROM output WHERE job_id = :id", record.id.value);
        return {};
    }));
    FOTOGRAMA_RETURN_IF_ERROR(addOutputs(record));
    return updateJob(record);
}

Status Transaction::updateJob(const JobRecord& record) {
    FOTOGRAMA_RETURN_IF_ERROR(guarded([&]() -> Status {
        const long long changed = m_connection.statements.run(
            "UPDATE job SET batch_id = :batch, priority = :priority, position = :position, wanted_device = :wanted,"
            " overwrite_rule = :overwrite, cache_rule = :cache WHERE id = :id",
            record.batch.value, record.spec.priority, record.position, record.spec.device,
            static_cast<int>(record.spec.overwrite), static_cast<int>(record.spec.cache), record.id.value);
        if (changed == 0) return std::unexpected(noSuchJob(record.id));
        return {};
    }));
    return updateRun(record);
}

Status Transaction::updateRun(const JobRecord& record) {
    FOTOGRAMA_RETURN_IF_ERROR(guarded([&]() -> Status {
        const long long changed = m_connection.statements.run(
            "UPDATE job SET state = :state, attempts = :attempts, engine_id = :engine, interrupted = :interrupted,"
            " started_at = :started, finished_at = :finished, output_bytes = :bytes, error = :error,"
            " device = :device WHERE id = :id",
            std::string(api::toText(record.state)), record.attempts, record.engineId, record.interrupted ? 1 : 0,
            record.startedAt, record.finishedAt, record.outputBytes, errorText(record.error), record.device,
            record.id.value);
        if (changed == 0) return std::unexpected(noSuchJob(record.id));
        return {};
    }));
    addEvent(api::EventKind::JobChanged, record.id, &record);
    return {};
}

Status Transaction::removeJob(base::JobId id) {
    FOTOGRAMA_RETURN_IF_ERROR(guarded([&]() -> Status {
        Statements& statements = m_connection.statements;
        if (statements.run("DELETE FROM job WHERE id = :id", id.value) == 0) return std::unexpected(noSuchJob(id));
        statements.run("DELETE FROM output WHERE job_id = :id", id.value);
        statements.run("DELETE FROM attempt WHERE job_id = :id", id.value);
        statements.run("DELETE FROM report WHERE job_id = :id", id.value);
        return {};
    }));
    addEvent(api::EventKind::JobRemoved, id, nullptr);
    return {};
}

Status Transaction::setReport(base::JobId id, const api::Report& report) { return setReport(id, reportText(report)); }

Status Transaction::setReport(base::JobId id, const std::string& body) {
    return guarded([&]() -> Status {
        m_connection.statements.run(
            "INSERT INTO report (job_id, body) VALUES (:id, :body)"
            " ON CONFLICT (job_id) DO UPDATE SET body = excluded.body",
            id.value, body);
        return {};
    });
}

// ---- What surrounds jobs ---------------------------------------------------------------------------------------

Status Transaction::addAttempt(const AttemptRecord& attempt) {
    return guarded([&]() -> Status {
        m_connection.statements.run(
            "INSERT INTO attempt (job_id, number, engine_id, started_at, finished_at, outcome, error)"
            " VALUES (:job, :number, :engine, :started, :finished, :outcome, :error)"
            " ON CONFLICT (job_id, number) DO UPDATE SET finished_at = excluded.finished_at,"
            " outcome = excluded.outcome, error = excluded.error",
            attempt.job.value, attempt.number, attempt.engineId, attempt.startedAt, attempt.finishedAt, attempt.outcome,
            errorText(attempt.error));
        return {};
    });
}

Status Transaction::addEngine(const std::string& id) {
    return guarded([&]() -> Status {
        m_connection.statements.run("INSERT INTO engine (id, started_at) VALUES (:id, :at)", id, now());
        return {};
    });
}

Status Transaction::removeEngine(const std::string& id) {
    return guarded([&]() -> Status {
        m_connection.statements.run("DELETE FROM engine WHERE id = :id", id);
        return {};
    });
}

Status Transaction::rememberSubmission(const std::string& idempotencyKey, const api::SubmitReply& reply) {
    const std::string body = api::toJson(reply).dump();
    return guarded([&]() -> Status {
        m_connection.statements.run(
            "INSERT INTO submission (idempotency_key, reply, created_at) VALUES (:key, :reply, :at)", idempotencyKey,
            body, now());
        return {};
    });
}

}  // namespace fotograma::store
