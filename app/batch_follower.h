/// One batch from submission to its last job: what `run` and `analyze` watch.
///
/// Rows exist while their job is open: memory follows what runs, not the length of the batch. Items that need no names
/// among each other are submitted in pages, only so many ahead of what has ended.
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
#include <unordered_map>
#include <variant>
#include <vector>

#include "engine/api/service.h"

namespace fotograma::app {

/// One input of the batch and what became of it.
struct BatchRow {
    std::size_t index = 0;  ///< Of the item.
    std::string input;
    api::Submission submission = api::Submission::Refused;
    api::JobRecord record;              ///< Empty when refused.
    std::optional<api::Report> report;  ///< Once ended, if the job has one.
    std::optional<base::Error> error;   ///< Refused or failed.
    bool ended = false;
    bool reportIsStored = false;  ///< It is not held here, but can be read.
    std::chrono::steady_clock::time_point submittedAt{};
    double storedSeconds = -1.0;  ///< From submission to the news that its end is stored; -1 where it did not run.

    [[nodiscard]] bool succeeded() const { return ended && record.state == api::JobState::Done; }
};

/// What is submitted. Items are made when their turn comes.
struct BatchItems {
    std::size_t count = 0;
    std::function<api::SubmitItem(std::size_t)> item;
    std::function<std::string(std::size_t)> name;  ///< Of the input, for people; empty: the item's own.
    std::string title;
    bool ownBatch = false;
    bool inPages = false;  ///< No item's name depends on another item.
};

/// How far a batch is.
struct BatchView {
    std::size_t items = 0;
    std::size_t ended = 0;
    std::size_t failed = 0;
    std::int64_t endedBytes = 0;          ///< Of the inputs that have ended.
    std::vector<const BatchRow*> open{};  ///< Submitted, not ended.
};

class BatchWatcher {
public:
    virtual ~BatchWatcher() = default;
    // All called on the thread that follows.
    virtual void submitted(const BatchRow& row) = 0;
    virtual void started(const BatchRow& row) = 0;
    /// In the order of ending. The row goes after the call; its report may be taken.
    virtual void ended(BatchRow& row) = 0;
    virtual void log(const BatchRow& row, std::string_view line) = 0;
    /// Once, when an interruption begins to cancel what has not ended.
    virtual void stopping() = 0;
    /// About ten times a second while the batch runs.
    virtual void tick(const BatchView& view) = 0;
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

    /// Returns when every item has ended.
    base::Status follow(BatchItems items, BatchWatcher& watcher);

    /// The same for jobs that are in the store already.
    base::Status follow(const std::vector<api::JobRecord>& jobs, BatchWatcher& watcher);

    void interrupt();  ///< May come before, during and after follow().
    [[nodiscard]] bool wasInterrupted() const noexcept { return m_interrupted; }

private:
    using Instant = std::chrono::steady_clock::time_point;

    /// What a reply or an event tells; one of these.
    struct Heard {
        api::Event event;
        Instant at;
    };
    struct Placed {
        std::size_t first = 0;  ///< Item of the page.
        Instant submittedAt;
        base::Result<api::SubmitReply> reply;
    };
    struct Reported {
        std::vector<base::JobId> asked;
        base::Result<api::ReportPage> page;
    };
    struct TakenOver {
        std::size_t index = 0;
        base::Result<api::SubmitReply> reply;
    };
    struct Lost {
        base::Error error;
    };
    using Notice = std::variant<Heard, Placed, Reported, TakenOver, Lost>;

    /// What replies and events hand over; outlives this object when a reply comes late.
    struct Mailbox {
        std::mutex mutex;  ///< Protects notices.
        std::condition_variable arrived;
        std::vector<Notice> notices;
        void post(Notice notice);
        std::vector<Notice> take(std::chrono::milliseconds patience);
    };

    base::Status followAll();
    base::Status apply(Notice& notice);
    base::Status subscribe();
    base::Status catchUp(std::vector<base::JobId> jobs);
    [[nodiscard]] bool isOver() const;

    void submitMore();
    void submitPage(std::size_t first, std::size_t count);
    base::Status applyPlaced(Placed& placed);
    void addRow(std::size_t index, const api::SubmitItem& item, api::SubmitOutcome& outcome, Instant submittedAt,
                std::vector<base::JobId>& wanted);
    void applyEvent(const Heard& heard);
    void update(BatchRow& row, const api::JobRecord& record, Instant at);
    void takeOver(const BatchRow& row);
    void applyTakeover(TakenOver& taken);
    void askForReports();
    void applyReports(Reported& reported);
    void end(std::size_t index, std::optional<api::Report> report);
    void cancelOpen();
    void tick();
    [[nodiscard]] std::vector<std::size_t> rowsOf(base::JobId job) const;
    [[nodiscard]] std::vector<base::JobId> openJobs() const;

    api::Service& m_service;
    OnInterrupt m_onInterrupt;
    std::shared_ptr<Mailbox> m_mailbox = std::make_shared<Mailbox>();
    BatchItems m_items;  ///< Empty when we follow what others submitted.
    BatchWatcher* m_watcher = nullptr;
    std::size_t m_submitted = 0;  ///< Items, in flight or placed.
    bool m_isPlacing = false;     ///< A page is in flight.
    base::BatchId m_batch;        ///< The first page's, which the others join.
    std::map<std::size_t, BatchRow> m_open;
    std::unordered_multimap<std::int64_t, std::size_t> m_rowsOfJob;  ///< One file named twice is one job.
    std::vector<Heard> m_early;           ///< Events of jobs that a page in flight may bring.
    std::vector<base::JobId> m_finished;  ///< Ended; their reports are not yet asked for.
    std::set<base::BatchId> m_batches;    ///< Ours.
    std::set<std::size_t> m_takeovers;    ///< Rows that are being taken over.
    BatchView m_view;
    api::Subscription m_subscription;
    std::atomic<bool> m_interrupted{false};
    bool m_isLost = false;      ///< The subscription has ended.
    bool m_isStopping = false;  ///< An interruption was told.
    bool m_mustCancel = false;  ///< Rows have come that were not cancelled yet.
};

}  // namespace fotograma::app
