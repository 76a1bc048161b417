/// The levels as one: memory, then disk, then Redis. What is found far away is brought near.
///
/// Errors   a level that cannot be had is left out and says why in its statistics; nothing here fails a job.
/// Owner    its levels.
/// Thread   any.
/// Cost     a hit in memory well under a microsecond; on the disk about 10 us; a miss of both about 1 us.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/api/types.h"
#include "engine/base/clock.h"
#include "engine/cache/cache.h"
#include "engine/cache/disk_cache.h"
#include "engine/cache/memory_cache.h"
#include "engine/cache/redis_cache.h"

namespace fotograma::cache {

struct TieredOptions {
    std::int64_t memoryBytes = 0;     ///< 0: nothing is held in memory.
    std::optional<DiskOptions> disk;  ///< Absent, or with a limit of 0: none.
    std::optional<RedisOptions> redis;
    const base::Clock* clock = &base::systemClock();
};

class TieredCache {
public:
    explicit TieredCache(TieredOptions options);
    ~TieredCache();

    /// Counted as a hit or a miss of each level that was asked.
    [[nodiscard]] std::optional<Found> find(const Key& key);
    /// Memory and disk, uncounted: for what helps to find something else.
    [[nodiscard]] ValuePtr peek(const Key& key);
    /// Into every level that is meant for such a value: identities stay on this machine.
    void put(const Key& key, Value value);
    bool remove(const Key& key);

    /// Finished files are the disk's alone. Counted like find.
    void putFile(const Key& key, const Value& facts, const std::filesystem::path& file);
    [[nodiscard]] bool getFile(const Key& key, const std::filesystem::path& to);

    [[nodiscard]] DiskCache* disk() noexcept { return m_disk.get(); }
    [[nodiscard]] RedisCache* redis() noexcept { return m_redis.get(); }
    void clearMemory();
    [[nodiscard]] std::vector<api::CacheLevelStats> stats() const;

private:
    struct Counters {
        std::atomic<std::int64_t> hits{0};
        std::atomic<std::int64_t> misses{0};
        std::atomic<std::int64_t> savedMicroseconds{0};
    };

    ValuePtr ask(Level level, const Key& key);
    Found found(ValuePtr value, Level level, std::chrono::steady_clock::time_point askedAt);
    void fill(api::CacheLevelStats& stats, Level level, const LevelCounts& counts) const;

    const base::Clock& m_clock;
    MemoryCache m_memory;
    const bool m_hasMemory;
    std::unique_ptr<DiskCache> m_disk;    ///< Null: none, or it cannot be used.
    std::unique_ptr<RedisCache> m_redis;  ///< Null: none, or it cannot be used.
    std::optional<std::string> m_diskNote;
    std::optional<std::string> m_redisNote;
    Counters m_counters[3];
};

}  // namespace fotograma::cache
