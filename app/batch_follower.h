/// One batch from submission to its last job: what `run` and `analyze` watch.
///
/// Errors   follow: what the service says to the submission as a whole. A job's failure is in its row.
/// Owner    borrows the service, which must outlive it.
/// Thread   follow: one thread, which waits there; interrupt: any.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <vector>

#include "engine/api/service.h"

namespace fotograma::app {

/// One input of the batch and what became of it.
struct BatchRow {
    std::string input;
    api::Submission submission = api::Submission::Refused;
    api::JobRecord record;              ///< Empty when refused.
    std::optional<api::Report> report;  ///< Once ended, if the job has one.
    std::optional<base::Error> error;   ///< Refused or failed.
    bool ended = false;

    [[nodiscard]] bool succeeded() const { return ended && record.state == api::JobState::Done; }
};

class BatchWatcher {
public:
    virtual ~BatchWatcher() = default;
    // All called on the thread that follows.
    virtual void submitted(const std::vector<BatchRow>& rows) = 0;
    virtual void started(const BatchRow& row) = 0;
    virtual void ended(const BatchRow& row) = 0;
    virtual void log(const BatchRow& row, std::string_view line) = 0;
    /// Once, when an interruption begins to cancel what has not ended.
    virtual void stopping() = 0;
    /// About ten times a second while the batch runs.
    virtual void tick(const std::vector<BatchRow>& rows) = 0;
};

/// What an interruption does to jobs that have not ended.
enum class OnInterrupt {
    Cancel,  ///< They are cancelled, and follow() returns when that is done.
    Leave,   ///< They stay as they are, and follow() returns at once.
};

class BatchFollower {
public:
    explicit BatchFollower(api::Service& service, OnInterrupt onInterrupt = OnInterrupt::Cancel)
        : m_service(service), m_onInterrupt(onInterrupt) {}

    /// Returns when every job has ended, with the rows in the order of the items.
    base::Result<std::vector<BatchRow>> follow(api::SubmitRequest request, BatchWatcher& watcher);

    /// The same for jobs that are in the store already.
    base::Result<std::vector<BatchRow>> follow(const std::vector<api::JobRecord>& jobs, BatchWatcher& watcher);

    void interrupt();  ///< May come before, during and after follow().
    [[nodiscard]] bool wasInterrupted() const noexcept { return m_interrupted; }

private:
    struct Notice {
        std::optional<api::Event> event;                                          ///< Of the subscription, or
        std::optional<std::pair<std::size_t, base::Result<api::Report>>> report;  ///< a report that was asked for, or
        std::optional<std::pair<std::size_t, base::Result<api::SubmitReply>>>
            takeover;                     ///< a job that was taken over, or
        std::optional<base::Error> lost;  ///< the end of the subscription.
    };
    /// What replies and events hand over; outlives this object when a reply comes late.
    struct Mailbox {
        std::mutex mutex;  ///< Protects notices.
        std::condition_variable arrived;
        std::vector<Notice> notices;
        void post(Notice notice);
        std::vector<Notice> take(std::chrono::milliseconds patience);
    };

    base::Status submit(api::SubmitRequest request);
    void takeOver(std::size_t row);
    base::Result<std::vector<BatchRow>> followRows(BatchWatcher& watcher);
    base::Status catchUp(BatchWatcher& watcher);
    void apply(Notice& notice, BatchWatcher& watcher, bool& lost);
    void applyTakeover(std::size_t row, base::Result<api::SubmitReply> reply, BatchWatcher& watcher);
    void update(std::size_t row, api::JobRecord record, BatchWatcher& watcher);
    void cancelOpen(BatchWatcher& watcher);
    [[nodiscard]] std::vector<base::JobId> openJobs() const;

    api::Service& m_service;
    OnInterrupt m_onInterrupt;
    std::shared_ptr<Mailbox> m_mailbox = std::make_shared<Mailbox>();
    std::vector<BatchRow> m_rows;
    api::SubmitRequest m_request;                         ///< Empty when we follow what others submitted.
    std::set<base::BatchId> m_batches;                    ///< Ours.
    std::set<std::size_t> m_takeovers;                    ///< Rows that are being taken over.
    std::multimap<base::JobId, std::size_t> m_rowsOfJob;  ///< One file named twice is one job.
    api::Subscription m_subscription;
    std::atomic<bool> m_interrupted{false};
    bool m_cancelSent = false;
};

}  // namespace fotograma::app
