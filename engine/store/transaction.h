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

namespace fotograma::store {

struct Connection;
struct JobRow;

/// Jobs submitted together, and the engine that alone may run them, if there is one.
struct BatchRecord {
    base::BatchId id;
    std::string title{};
    std::string ownerEngine{};  ///< Empty: the shared queue.
    base::UnixMillis createdAt = 0;
};

/// A queued job as far as its place in the queue depends on it.
struct WaitingJob {
    base::JobId id;
    int priority = 0;
    double position = 0.0;
    std::int64_t inputBytes = 0;
    bool hasOutputs = false;
    int attempts = 0;
};

/// A job of a queue, and where it stands there.
struct QueuePlace {
    base::JobId job;
    double position = 0.0;
};

/// One start of a job that did not end well, or has not ended. What went well is told by the job's own record.
struct AttemptRecord {
    base::JobId job;
    int number = 0;  ///< From 1.
    std::string engineId{};
    base::UnixMillis startedAt = 0;
    base::UnixMillis finishedAt = 0;
    std::string outcome{};  ///< "failed", "cancelled", "interrupted" (its program ended), "crashed" (it vanished).
    std::optional<base::Error> error{};
};

/// A program that opened the store and has not said goodbye: alive, or gone by accident.
struct EngineRecord {
    std::string id;
    base::UnixMillis startedAt = 0;
};

/// The report of a job that has ended, as it lies in the store: reading it takes longer than fetching it.
struct StoredReport {
    api::JobRecord record;
    std::string body;  ///< For reportFromText().
};

/// The events that are held. Empty when newest < oldest.
struct EventRange {
    base::Sequence oldest{1};
    base::Sequence newest{0};
};

/// Questions over one consistent state.
class View {
public:
    explicit View(Connection& connection) noexcept : m_connection(connection) {}

    base::Result<std::optional<api::JobRecord>> job(base::JobId id);
    /// True while the job is as its start left it: nobody paused, ended, took or removed it.
    base::Result<bool> isStill(const api::JobRecord& record);
    /// By id, as the query says.
    base::Result<std::vector<api::JobRecord>> jobs(const api::JobQuery& query);
    /// Queued and paused jobs of this priority, in the order in which they run.
    base::Result<std::vector<QueuePlace>> waiting(int priority);
    /// Queued jobs that this engine may start: those of its own batches, and with `shared` those of the shared queue.
    base::Result<std::vector<WaitingJob>> startable(const std::string& engineId, bool shared);
    /// Unfinished jobs in the hands of that engine: those it started, and those of batches that only it may run.
    base::Result<std::vector<api::JobRecord>> unfinishedOf(const std::string& engineId);
    /// The newest job with this input, recipe and outputs. Quick where there is none.
    base::Result<std::optional<api::JobRecord>> sameWork(const std::string& inputIdentity,
                                                         const std::string& recipeDigest,
                                                         const std::vector<std::string>& outputs);
    /// The unfinished job that will write this file, if there is one.
    base::Result<std::optional<base::JobId>> writerOf(const std::string& outputPath);
    base::Result<std::map<api::JobState, std::int64_t>> countByState();

    base::Result<std::optional<BatchRecord>> batch(base::BatchId id);
    /// The newest first.
    base::Result<std::vector<api::BatchInfo>> batches(const api::BatchQuery& query);
    base::Result<std::optional<api::Report>> report(base::JobId id);
    base::Result<bool> hasReport(base::JobId id);
    /// Of the jobs that match and have ended, by id; those without a report are left out.
    base::Result<std::vector<StoredReport>> reports(const api::JobQuery& query);
    base::Result<std::vector<AttemptRecord>> attempts(base::JobId id);
    base::Result<std::vector<EngineRecord>> engines();
    /// What was replied to the request with this idempotency key.
    base::Result<std::optional<api::SubmitReply>> submission(const std::string& idempotencyKey);

    base::Result<EventRange> eventRange();
    /// At most `limit` events after `after`, in order, with the records as they are now. SequenceTooOld when some were pruned, or `after` is unknown here.
    base::Result<std::vector<api::Event>> eventsAfter(base::Sequence after, int limit);

protected:
    base::Result<base::Json> document(std::int64_t id);

    Connection& m_connection;

private:
    base::Result<std::vector<api::JobRecord>> jobsWhere(const std::string& condition,
                                                        const std::vector<std::string>& values);
    base::Result<std::vector<api::JobRecord>> recordsOf(std::vector<JobRow> rows);
    base::Status addRecords(std::vector<api::Event>& events);
};

/// A View that may change things. Every change of a job makes an event; all of it becomes visible with the commit.
class Transaction : public View {
public:
    Transaction(Connection& connection, const base::Clock& clock) noexcept : View(connection), m_clock(clock) {}

    base::Result<base::BatchId> addBatch(const std::string& title, const std::string& ownerEngine);

    /// Stores the job under a new id, with the record's createdAt set to now, behind all others; makes JobAdded.
    base::Result<api::JobRecord> addJob(api::JobRecord record);
    /// Replaces what submitting again or a verb can change of a job; makes JobChanged.
    base::Status updateJob(const api::JobRecord& record);
    /// Replaces also what a job does: recipe, outputs, and the input's identity. Makes JobChanged.
    base::Status replaceWork(const api::JobRecord& record);
    /// Replaces what starting and ending changes of a job, and nothing else; makes JobChanged.
    base::Status updateRun(const api::JobRecord& record);
    /// Forgets a job with its report and attempts; makes JobRemoved.
    base::Status removeJob(base::JobId id);
    base::Status setReport(base::JobId id, const api::Report& report);
    base::Status setReport(base::JobId id, const std::string& body);  ///< As reportText() made it, on any thread.

    base::Status addAttempt(const AttemptRecord& attempt);

    base::Status addEngine(const std::string& id);
    base::Status removeEngine(const std::string& id);
    base::Status rememberSubmission(const std::string& idempotencyKey, const api::SubmitReply& reply);

    [[nodiscard]] base::UnixMillis now() const { return m_clock.unixNow(); }

private:
    friend class Committer;  // takes the events, undoes failed changes

    /// The last ids and numbers given out.
    struct Counters {
        std::int64_t batch = 0;
        std::int64_t job = 0;
        std::int64_t document = 0;
        std::int64_t event = 0;
        friend bool operator==(const Counters&, const Counters&) = default;
    };

    base::Result<std::int64_t> nextId(std::int64_t Counters::*counter);
    base::Status readCounters();
    base::Result<std::int64_t> documentId(const base::Json& recipe);
    base::Status addOutputs(const api::JobRecord& record);
    void addEvent(api::EventKind kind, base::JobId job, const api::JobRecord* record);
    /// Numbers the events and writes them and the counters down. Once, before the commit.
    base::Status finish();
    base::Status writeEvents();

    const base::Clock& m_clock;
    std::optional<Counters> m_counters;  ///< Read when first needed.
    Counters m_stored;                   ///< As they are in the store.
    std::vector<api::Event> m_events;    ///< Made so far, not yet committed; numbered by finish().
};

/// What Transaction::setReport stores. Takes as long as the rest of the writing of a job together: not on the writer.
[[nodiscard]] std::string reportText(const api::Report& report);
base::Result<api::Report> reportFromText(const std::string& body);

}  // namespace fotograma::store
