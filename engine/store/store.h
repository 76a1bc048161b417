/// What is remembered: jobs, batches, attempts, reports and numbered events, in one SQLite file in WAL mode.
///
/// Errors   open: Conflict for a store of a newer version, InvalidData for a file that is no store or is damaged,
///          PermissionDenied, IoError. While open also ResourceExhausted (disk full) and Unavailable (another program
///          held the file for too long). Each is a sentence with the file's path.
/// Owner    one writer thread and up to `kReaders` reading connections, closed by the destructor after everything queued is done.
/// Thread   any. Several programs may have the same file open: writers take turns, readers never wait for them.
/// Cost     writes that wait together are committed together: one flush to the disk for all of them.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "engine/base/clock.h"
#include "engine/base/result.h"
#include "engine/store/migrations.h"
#include "engine/store/transaction.h"

namespace fotograma::store {

/// Committed events in order without gaps, of this program and of others on the same file; or SequenceTooOld when
/// other programs wrote more than is kept before we looked, after which the stream goes on from the newest event.
/// Called on the writer thread: be quick.
using EventFeed = std::function<void(base::Result<std::vector<api::Event>>)>;

/// Reads at the same time: each has a connection of its own, opened when it is first needed. One more waits.
inline constexpr int kReaders = 3;

/// How soon a write must be in the file.
enum class Urgency {
    Now,   ///< Somebody waits for it.
    Soon,  ///< It may wait some milliseconds, so that many share one flush to the disk.
};

struct Options {
    std::filesystem::path path;                    ///< Its folder is made when missing.
    std::int64_t eventLimit = 50'000;              ///< Newest events kept; at least 1.
    std::chrono::milliseconds watchInterval{100};  ///< How often to look for commits of other programs.
    std::chrono::seconds busyTimeout{10};          ///< How long to wait for another program's write.
    const base::Clock* clock = &base::systemClock();
    EventFeed feed{};                                             ///< Empty: nobody listens.
    std::span<const Migration> migrations = store::migrations();  ///< Tests hand in older and newer ones.
};

class Store {
public:
    static base::Result<std::unique_ptr<Store>> open(Options options);
    ~Store();

    /// Runs `change`, `Result<T>(Transaction&)`, in a transaction on the writer thread; calls `done`, `void(Result<T>)`,
    /// there after its commit. A change that returns an error leaves no trace and does not disturb its neighbours.
    template <class Change, class Done>
    void write(Change change, Done done, Urgency urgency = Urgency::Now) {
        using Outcome = std::invoke_result_t<Change&, Transaction&>;
        auto outcome = std::make_shared<std::optional<Outcome>>();
        enqueue(
            urgency,
            [outcome, change = std::move(change)](Transaction& transaction) mutable -> base::Status {
                outcome->emplace(change(transaction));
                if (!**outcome) return std::unexpected((*outcome)->error());
                return {};
            },
            [outcome, done = std::move(done)](base::Status status) mutable {
                if (status) {
                    done(std::move(**outcome));
                } else {
                    done(Outcome(std::unexpected(std::move(status).error())));
                }
            });
    }

    /// Runs `query`, `Result<T>(View&)`, on the caller's thread over one consistent state; never waits for a writer.
    template <class Query>
    std::invoke_result_t<Query&, View&> read(Query query) {
        std::optional<std::invoke_result_t<Query&, View&>> answer;
        auto status = readWith([&](View& view) { answer.emplace(query(view)); });
        if (!status) return std::unexpected(std::move(status).error());
        return std::move(*answer);
    }

private:
    struct State;
    using Change = std::move_only_function<base::Status(Transaction&)>;
    using Done = std::move_only_function<void(base::Status)>;

    explicit Store(std::unique_ptr<State> state);
    void enqueue(Urgency urgency, Change change, Done done);
    base::Status readWith(const std::function<void(View&)>& query);

    std::unique_ptr<State> m_state;
};

}  // namespace fotograma::store
