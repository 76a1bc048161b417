/// The face of the engine: everything a window, a command line or a server can ask for.
///
/// Errors   in the reply; never thrown, never lost. A reply comes exactly once, also after failure or shutdown
///          (then with Cancelled).
/// Owner    requests are copied or moved in; replies are handed over by value.
/// Thread   call from any thread; no call blocks. Replies and events arrive on any thread with no lock held; a
///          handler must be quick and may call the service again.
#pragma once

#include <functional>
#include <memory>

#include "engine/api/types.h"
#include "engine/base/result.h"

namespace fotograma::api {

template <class T>
using Reply = std::move_only_function<void(base::Result<T>)>;

/// Called for each event in order without gaps, then at most once with the error that ended the subscription
/// (SequenceTooOld, or Cancelled at shutdown).
using EventSink = std::move_only_function<void(base::Result<Event>)>;

/// Keeps a subscription alive. After its destructor returns the sink is not called again; destroying it from inside
/// its own sink is allowed.
class Subscription {
public:
    Subscription() = default;
    explicit Subscription(std::shared_ptr<void> guard) : m_guard(std::move(guard)) {}

private:
    std::shared_ptr<void> m_guard;
};

class Service {
public:
    virtual ~Service() = default;

    /// What this service is and can do.
    virtual void describe(Reply<ServiceInfo> reply) = 0;
    /// The recipes that come with the program, then the user's own.
    virtual void recipes(Reply<std::vector<RecipeInfo>> reply) = 0;
    /// Keeps a recipe of the user's own, whole or not at all. AlreadyExists when its id is taken.
    virtual void saveRecipe(RecipeDraft draft, Reply<RecipeInfo> reply) = 0;
    /// Forgets a recipe of the user's own, and returns what it was. Conflict for one that comes with the program.
    virtual void removeRecipe(std::string id, Reply<RecipeInfo> reply) = 0;
    /// Validates and explains one item without running it: opens the input's header, writes nothing.
    virtual void check(SubmitItem item, Reply<CheckReply> reply) = 0;
    /// Stores the jobs and queues them. One bad item is refused in its outcome and does not stop the others.
    virtual void submit(SubmitRequest request, Reply<SubmitReply> reply) = 0;
    /// One action on the jobs that match. Illegal moves are refused job by job.
    virtual void control(JobQuery query, JobAction action, Reply<ControlReply> reply) = 0;
    /// Changes the jobs that match and wait; all members of the edit or none, job by job.
    virtual void edit(JobQuery query, JobEdit edit, Reply<ControlReply> reply) = 0;
    /// Batches, the newest first, with how far their jobs are.
    virtual void batches(BatchQuery query, Reply<BatchPage> reply) = 0;
    /// The jobs that match, and the sequence number they hold at.
    virtual void snapshot(JobQuery query, Reply<Snapshot> reply) = 0;
    /// Events after `after`; take a snapshot first and pass its number.
    [[nodiscard]] virtual Subscription subscribe(Sequence after, EventSink sink) = 0;
    /// What a job measured and made. NotFound before it ended.
    virtual void report(JobId job, Reply<Report> reply) = 0;
    /// The reports of the jobs that match and have ended, a page at a time. Jobs without a report are left out.
    virtual void reports(JobQuery query, Reply<ReportPage> reply) = 0;
    /// A picture of a file, made beside the jobs. Of one slot the newest request wins: the older ones end with Cancelled.
    virtual void preview(PreviewRequest request, Reply<Preview> reply) = 0;
    virtual void stats(Reply<Stats> reply) = 0;
    /// Changes what is present, and tells what holds now. Until the service ends: nothing is written down.
    virtual void settings(RuntimeSettings change, Reply<RuntimeSettings> reply) = 0;
    /// What the cache holds, and care for it: one action on the entries of the disk level that match. NotFound when an
    /// action names entries and none is there; Unavailable when this service keeps no cache. Verify may take a while.
    virtual void cache(CacheQuery query, CacheAction action, Reply<CacheReply> reply) = 0;
};

}  // namespace fotograma::api
