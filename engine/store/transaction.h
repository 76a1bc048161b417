/// What can be asked of the store, and what can be changed in one transaction.
///
/// Errors   as store.h says; NotFound when the thing to change does not exist; SequenceTooOld from eventsAfter.
/// Owner    borrows a connection for the call of Store::read or Store::write; never kept.
/// Thread   the thread of that call.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/api/types.h"
#include "engine/base/clock.h"
#include "engine/base/result.h"

namespace soci {
class session;
}

namespace fotograma::store {

/// Jobs submitted together, and the engine that alone may run them, if there is one.
struct BatchRecord {
    base::BatchId id;
    std::string title{};
    std::string ownerEngine{};  ///< Empty: the shared queue.
    base::UnixMillis createdAt = 0;
};

/// One start of a job.
struct AttemptRecord {
    base::JobId job;
    int number = 0;  ///< From 1.
    std::string engineId{};
    base::UnixMillis startedAt = 0;
    base::UnixMillis finishedAt = 0;  ///< 0 while it runs.
    std::string outcome{};            ///< "done", "failed", "cancelled", "interrupted"; empty while it runs.
    std::optional<base::Error> error{};
};

/// A program that opened the store and has not said goodbye: alive, or gone by accident.
struct EngineRecord {
    std::string id;
    base::UnixMillis startedAt = 0;
};

/// The events that are held. Empty when newest < oldest.
struct EventRange {
    base::Sequence oldest{1};
    base::Sequence newest{0};
};

/// Questions over one consistent state.
class View {
public:
    explicit View(soci::session& sql) noexcept : m_sql(sql) {}

    base::Result<std::optional<api::JobRecord>> job(base::JobId id);
    /// By id.
    base::Result<std::vector<api::JobRecord>> jobs(const api::JobQuery& query);
    /// Queued jobs that this engine may start: those of its own batches, and with `shared` those of the shared queue.
    base::Result<std::vector<api::JobRecord>> startable(const std::string& engineId, bool shared);
    /// Unfinished jobs in the hands of that engine: those it started, and those of batches that only it may run.
    base::Result<std::vector<api::JobRecord>> unfinishedOf(const std::string& engineId);
    /// The newest job with this input, recipe and outputs.
    base::Result<std::optional<api::JobRecord>> sameWork(const std::string& inputIdentity,
                                                         const std::string& recipeDigest,
                                                         const std::vector<std::string>& outputs);
    /// The unfinished job that will write this file, if there is one.
    base::Result<std::optional<base::JobId>> writerOf(const std::string& outputPath);
    base::Result<std::map<api::JobState, std::int64_t>> countByState();

    base::Result<std::optional<BatchRecord>> batch(base::BatchId id);
    base::Result<std::optional<api::Report>> report(base::JobId id);
    base::Result<std::vector<AttemptRecord>> attempts(base::JobId id);
    base::Result<std::vector<EngineRecord>> engines();
    /// What was replied to the request with this idempotency key.
    base::Result<std::optional<api::SubmitReply>> submission(const std::string& idempotencyKey);

    base::Result<EventRange> eventRange();
    /// At most `limit` events after `after`, in order. SequenceTooOld when some were pruned, or `after` is unknown here.
    base::Result<std::vector<api::Event>> eventsAfter(base::Sequence after, int limit);

protected:
    base::Result<base::Json> document(std::int64_t id);

    soci::session& m_sql;
    std::map<std::int64_t, base::Json> m_documents;  ///< Recipes read so far: thousands of jobs share one.

private:
    base::Result<std::vector<api::JobRecord>> jobsWhere(const std::string& condition, const std::string& order,
                                                        const std::vector<std::string>& values);
};

/// A View that may change things. Every change of a job makes an event; all of it becomes visible with the commit.
class Transaction : public View {
public:
    Transaction(soci::session& sql, const base::Clock& clock) noexcept : View(sql), m_clock(clock) {}

    base::Result<base::BatchId> addBatch(const std::string& title, const std::string& ownerEngine);

    /// Stores the job under a new id, with the record's createdAt set to now; makes JobAdded.
    base::Result<api::JobRecord> addJob(api::JobRecord record);
    /// Replaces all that can change of a job; makes JobChanged.
    base::Status updateJob(const api::JobRecord& record);
    /// Forgets a job with its report and attempts; makes JobRemoved.
    base::Status removeJob(base::JobId id);
    base::Status setReport(base::JobId id, const api::Report& report);

    base::Status beginAttempt(const AttemptRecord& attempt);
    /// Ends the attempt of that job and number.
    base::Status endAttempt(const AttemptRecord& attempt);

    base::Status addEngine(const std::string& id);
    base::Status removeEngine(const std::string& id);
    base::Status rememberSubmission(const std::string& idempotencyKey, const api::SubmitReply& reply);

    [[nodiscard]] base::UnixMillis now() const { return m_clock.unixNow(); }

private:
    friend class Committer;  // takes the events, undoes failed changes

    base::Result<std::int64_t> nextId(const char* counter);
    base::Result<std::int64_t> documentId(const base::Json& recipe);
    base::Status addEvent(api::EventKind kind, base::JobId job, const api::JobRecord* record, std::int64_t documentId);

    const base::Clock& m_clock;
    std::vector<api::Event> m_events;                   ///< Made so far, not yet committed.
    std::map<std::string, std::int64_t> m_documentIds;  ///< Recipe documents met in this transaction, by digest.
};

}  // namespace fotograma::store
