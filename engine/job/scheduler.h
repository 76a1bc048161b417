/// Decides which waiting job starts next, and with how many threads: as many at once as the machine has room for.
///
/// With GPUs it also says on which one: that with most room among those asked for. Where none has room the job waits,
/// unless it would be the only one there: a job too large for a GPU is tried, and goes on elsewhere by itself.
///
/// Units    threads and bytes, as Demand.
/// Thread   one at a time.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/units.h"
#include "engine/job/demand.h"
#include "engine/job/queue.h"

namespace fotograma::job {

struct Capacity {
    int threads = 1;
    std::int64_t memoryBytes = 0;  ///< That jobs may use together.
    int jobs = 0;                  ///< At once at most, suspended ones not counted; 0: as many as there is room for.
};

/// A job that may start now.
struct Grant {
    base::JobId job;
    int threads = 1;
    bool isBrief = false;     ///< It may be granted ahead of its turn: it begins when a thread is free.
    std::string device = {};  ///< The GPU to run on; empty: none was asked for, or none is there.
};

/// A GPU's memory that jobs may use together.
struct DeviceRoom {
    std::string id;  ///< "cuda:0"
    std::int64_t memoryBytes = 0;
};

class Scheduler {
public:
    explicit Scheduler(Capacity capacity) noexcept : m_capacity(capacity), m_threadLimit(capacity.threads) {}

    [[nodiscard]] Queue& queue() noexcept { return m_queue; }

    /// The GPUs there are. Before the first grant.
    void setDevices(std::vector<DeviceRoom> rooms);

    /// Those of the next `ahead` waiting jobs whose demand nobody has looked up yet, in order.
    [[nodiscard]] std::vector<base::JobId> unknown(std::size_t ahead);

    /// The next job that fits, taken from the queue; nothing when none does. A job too large for the machine runs alone.
    /// Jobs behind one that does not fit may pass it, but only so often: then the room is kept for it.
    std::optional<Grant> next();

    /// The job has ended, or could not be started: its share is free again.
    void release(base::JobId job);
    /// Paused in the middle: it keeps its memory and leaves its threads to others. And back.
    void setSuspended(base::JobId job, bool isSuspended);

    /// From the next grant on; what runs goes on.
    void setCapacity(const Capacity& capacity) noexcept { m_capacity = capacity; }

    /// The controller's say (concurrency.h): threads that may be promised at once.
    void setThreadLimit(int threads) noexcept { m_threadLimit = threads; }

    /// So many brief jobs may be granted beyond the threads there are, so that the next one is at hand when one ends.
    void setAhead(int jobs) noexcept { m_ahead = jobs; }

    [[nodiscard]] std::size_t running() const noexcept { return m_shares.size(); }
    [[nodiscard]] int threadsPromised() const noexcept { return m_use.threads; }
    [[nodiscard]] const Capacity& capacity() const noexcept { return m_capacity; }

private:
    static constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);
    struct Share {
        Demand demand;
        bool isSuspended = false;
        std::size_t room = kNowhere;  ///< Index in m_rooms.
    };
    struct Room {
        DeviceRoom device;
        std::int64_t promisedBytes = 0;
        int jobs = 0;
        [[nodiscard]] std::int64_t freeBytes() const noexcept { return device.memoryBytes - promisedBytes; }
    };

    /// What all shares together take; brief jobs hold memory only while they run.
    struct Use {
        int threads = 0;  ///< Suspended jobs leave theirs.
        int active = 0;   ///< Not suspended.
        int brief = 0;
        std::int64_t memoryBytes = 0;
        std::int64_t largestBriefBytes = 0;
    };

    void take(const Share& share, int sign) noexcept;
    [[nodiscard]] bool mayRunMore(const Demand& demand) const noexcept;
    [[nodiscard]] bool fits(const Demand& demand) const noexcept;
    [[nodiscard]] std::size_t roomFor(const Demand& demand) const noexcept;
    [[nodiscard]] bool fitsDevice(const Demand& demand) const noexcept;
    [[nodiscard]] int threadsFor(const Demand& demand) const noexcept;

    Capacity m_capacity;
    int m_threadLimit;
    int m_ahead = 0;
    Queue m_queue;
    std::map<base::JobId, Share> m_shares;
    Use m_use;
    std::vector<Room> m_rooms;
};

}  // namespace fotograma::job
