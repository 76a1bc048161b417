#include "engine/store/store.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <stop_token>
#include <thread>

#include "engine/base/log.h"
#include "engine/base/platform.h"
#include "engine/store/committer.h"
#include "engine/store/connection.h"
#include "engine/store/session.h"

namespace fotograma::store {

using base::Result;
using base::Status;

namespace {

/// More would hold other programs' writes up for too long.
constexpr std::size_t kLargestGroup = 512;

/// Between the commits of writes that may wait: long enough for some dozens to share a flush, and not felt by anybody.
constexpr std::chrono::milliseconds kPace{10};

}  // namespace

struct Store::State {
    struct Write {
        Change change;
        Done done;
        Urgency urgency = Urgency::Now;
    };

    explicit State(Options given) : options(std::move(given)) {}

    void runWriter(const std::stop_token& stop);
    std::vector<Write> nextGroup(const std::stop_token& stop);
    void commit(std::vector<Write> group);
    void tellNews();

    const Options options;
    std::unique_ptr<Committer> committer;  ///< Used by the writer thread only, once it runs.

    base::Result<std::unique_ptr<Connection>> takeReader();
    void giveReader(std::unique_ptr<Connection> reader);

    std::mutex readMutex;  ///< Protects idleReaders, readers.
    std::condition_variable readerIsIdle;
    std::vector<std::unique_ptr<Connection>> idleReaders;
    int readers = 0;  ///< Opened or being opened.

    std::mutex queueMutex;  ///< Protects queue, urgent.
    std::condition_variable_any queued;
    std::deque<Write> queue;
    std::size_t urgent = 0;                              ///< Of those in the queue.
    std::chrono::steady_clock::time_point lastCommit{};  ///< Of the writer thread.

    std::jthread writer;
};

Result<std::unique_ptr<Store>> Store::open(Options options) {
    const std::filesystem::path path = options.path;
    if (path.has_parent_path()) FOTOGRAMA_RETURN_IF_ERROR(base::checkWritable(path.parent_path()));
    auto state = std::make_unique<State>(std::move(options));
    const auto connect = [&]() -> Status {
        FOTOGRAMA_ASSIGN_OR_RETURN(auto writing, openSession(path, state->options.busyTimeout));
        FOTOGRAMA_RETURN_IF_ERROR(migrate(*writing, state->options.migrations));
        FOTOGRAMA_ASSIGN_OR_RETURN(auto reader, state->takeReader());
        state->giveReader(std::move(reader));
        FOTOGRAMA_ASSIGN_OR_RETURN(
            state->committer, Committer::create(std::make_unique<Connection>(std::move(writing)), *state->options.clock,
                                                state->options.eventLimit));
        return {};
    };
    if (Status status = connect(); !status) return std::unexpected(withPath(std::move(status).error(), path));
    State* running = state.get();
    running->writer = std::jthread([running](const std::stop_token& stop) { running->runWriter(stop); });
    return std::unique_ptr<Store>(new Store(std::move(state)));
}

Store::Store(std::unique_ptr<State> state) : m_state(std::move(state)) {}

Store::~Store() {
    m_state->writer.request_stop();
    m_state->writer.join();
}

void Store::enqueue(Urgency urgency, Change change, Done done) {
    bool isNews = false;
    {
        const std::lock_guard lock(m_state->queueMutex);
        // The writer is told of the first, of what cannot wait, and when there is enough for a group.
        const std::size_t waiting = m_state->queue.size();
        isNews = waiting == 0 || urgency == Urgency::Now || waiting + 1 == kLargestGroup;
        m_state->urgent += urgency == Urgency::Now ? 1 : 0;
        m_state->queue.push_back({std::move(change), std::move(done), urgency});
    }
    if (isNews) m_state->queued.notify_one();
}

Result<std::unique_ptr<Connection>> Store::State::takeReader() {
    {
        std::unique_lock lock(readMutex);
        readerIsIdle.wait(lock, [&] { return !idleReaders.empty() || readers < kReaders; });
        if (!idleReaders.empty()) {
            // The one that was used last: what it read is still in its memory.
            auto reader = std::move(idleReaders.back());
            idleReaders.pop_back();
            return reader;
        }
        ++readers;
    }
    auto session = openSession(options.path, options.busyTimeout);
    if (session) return std::make_unique<Connection>(std::move(*session));
    {
        const std::lock_guard lock(readMutex);
        --readers;
    }
    readerIsIdle.notify_one();
    return std::unexpected(std::move(session).error());
}

void Store::State::giveReader(std::unique_ptr<Connection> reader) {
    {
        const std::lock_guard lock(readMutex);
        idleReaders.push_back(std::move(reader));
    }
    readerIsIdle.notify_one();
}

Status Store::readWith(const std::function<void(View&)>& query) {
    auto reader = m_state->takeReader();
    if (!reader) return std::unexpected(withPath(std::move(reader).error(), m_state->options.path));
    Connection& connection = **reader;
    Status status = guarded([&]() -> Status {
        connection.statements.run("BEGIN");
        return {};
    });
    if (status) {
        View view(connection);
        query(view);
        status = guarded([&]() -> Status {
            connection.statements.run("COMMIT");
            return {};
        });
    }
    m_state->giveReader(std::move(*reader));
    if (!status) return std::unexpected(withPath(std::move(status).error(), m_state->options.path));
    return {};
}

// ---- The writer ------------------------------------------------------------------------------------------------

void Store::State::runWriter(const std::stop_token& stop) {
    base::setThreadName("store");
    while (true) {
        std::vector<Write> group = nextGroup(stop);
        if (!group.empty()) {
            commit(std::move(group));
        } else if (stop.stop_requested()) {
            return;
        }
        tellNews();
    }
}

/// What waits, or nothing when it is time to look for other programs' commits, or to end.
std::vector<Store::State::Write> Store::State::nextGroup(const std::stop_token& stop) {
    std::unique_lock lock(queueMutex);
    queued.wait_for(lock, stop, options.watchInterval, [&] { return !queue.empty(); });
    // What may wait gets company first, unless nothing was written for a while.
    queued.wait_until(lock, stop, lastCommit + kPace,
                      [&] { return queue.empty() || urgent > 0 || queue.size() >= kLargestGroup; });
    std::vector<Write> group;
    while (!queue.empty() && group.size() < kLargestGroup) {
        urgent -= queue.front().urgency == Urgency::Now ? 1 : 0;
        group.push_back(std::move(queue.front()));
        queue.pop_front();
    }
    return group;
}

void Store::State::commit(std::vector<Write> group) {
    std::vector<Change> changes;
    changes.reserve(group.size());
    for (Write& write : group) changes.push_back(std::move(write.change));
    std::vector<Status> statuses = committer->commit(changes);
    lastCommit = std::chrono::steady_clock::now();
    changes.clear();  // what they hold may be waited for
    for (std::size_t i = 0; i < group.size(); ++i) group[i].done(std::move(statuses[i]));
}

void Store::State::tellNews() {
    auto news = committer->news();
    if (!news && news.error().code != base::ErrorCode::SequenceTooOld) {
        base::logWarning("store", withPath(news.error(), options.path).message);
        return;
    }
    if (options.feed && (!news || !news->empty())) options.feed(std::move(news));
}

}  // namespace fotograma::store
