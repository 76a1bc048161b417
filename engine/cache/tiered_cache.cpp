#include "engine/cache/tiered_cache.h"

#include <algorithm>

#include "engine/base/log.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"

namespace fotograma::cache {

TieredCache::TieredCache(TieredOptions options)
    : m_clock(*options.clock), m_memory(options.memoryBytes), m_hasMemory(options.memoryBytes > 0) {
    if (options.disk && options.disk->limitBytes > 0) {
        if (auto disk = DiskCache::create(std::move(*options.disk))) {
            m_disk = std::move(*disk);
        } else {
            base::logWarning("cache", disk.error().message);
            m_diskNote = disk.error().message;
        }
    }
    if (options.redis) {
        if (auto redis = RedisCache::create(std::move(*options.redis))) {
            m_redis = std::move(*redis);
        } else {
            base::logWarning("cache", redis.error().message);
            m_redisNote = redis.error().message;
        }
    }
}

TieredCache::~TieredCache() = default;

// ---- Entries ---------------------------------------------------------------------------------------------------

ValuePtr TieredCache::ask(Level level, const Key& key) {
    switch (level) {
        case Level::Memory: return m_hasMemory ? m_memory.get(key) : nullptr;
        case Level::Disk: return m_disk ? m_disk->get(key) : nullptr;
        case Level::Redis: break;
    }
    return m_redis ? m_redis->get(key) : nullptr;
}

Found TieredCache::found(ValuePtr value, Level level, std::chrono::steady_clock::time_point askedAt) {
    Counters& counters = m_counters[static_cast<std::size_t>(level)];
    counters.hits.fetch_add(1, std::memory_order_relaxed);
    const double saved = value->seconds - std::chrono::duration<double>(m_clock.now() - askedAt).count();
    if (saved > 0.0)
        counters.savedMicroseconds.fetch_add(static_cast<std::int64_t>(saved * 1e6), std::memory_order_relaxed);
    return {.value = std::move(value), .level = level};
}

std::optional<Found> TieredCache::find(const Key& key) {
    const auto askedAt = m_clock.now();
    for (const Level level : {Level::Memory, Level::Disk, Level::Redis}) {
        ValuePtr value = ask(level, key);
        if (!value) {
            m_counters[static_cast<std::size_t>(level)].misses.fetch_add(1, std::memory_order_relaxed);
            continue;
        }
        if (level == Level::Redis && m_disk) m_disk->put(key, *value);
        if (level != Level::Memory && m_hasMemory) m_memory.put(key, value);
        return found(std::move(value), level, askedAt);
    }
    return std::nullopt;
}

ValuePtr TieredCache::peek(const Key& key) {
    if (ValuePtr value = ask(Level::Memory, key)) return value;
    ValuePtr value = ask(Level::Disk, key);
    if (value && m_hasMemory) m_memory.put(key, value);
    return value;
}

void TieredCache::put(const Key& key, Value value) {
    const auto shared = std::make_shared<const Value>(std::move(value));
    if (m_disk) m_disk->put(key, *shared);
    if (m_redis && shared->kind != Kind::Identity) m_redis->put(key, *shared);
    if (m_hasMemory) m_memory.put(key, shared);
}

bool TieredCache::remove(const Key& key) {
    const bool wasNear = m_memory.remove(key);
    const bool wasOnDisk = m_disk && m_disk->remove(key);
    if (m_redis) m_redis->remove(key);
    return wasNear || wasOnDisk;
}

void TieredCache::clearMemory() { m_memory.clear(); }

// ---- Files -----------------------------------------------------------------------------------------------------

void TieredCache::putFile(const Key& key, const Value& facts, const std::filesystem::path& file) {
    if (!m_disk) return;
    const auto status = m_disk->putFile(key, facts, file);
    if (!status) base::logInfo("cache", status.error().message);
}

bool TieredCache::getFile(const Key& key, const std::filesystem::path& to) {
    if (!m_disk) return false;
    const auto way = m_disk->getFile(key, to);
    if (!way) base::logWarning("cache", way.error().message);
    const bool isThere = way && *way;
    Counters& counters = m_counters[static_cast<std::size_t>(Level::Disk)];
    (isThere ? counters.hits : counters.misses).fetch_add(1, std::memory_order_relaxed);
    return isThere;
}

// ---- For people ------------------------------------------------------------------------------------------------

void TieredCache::fill(api::CacheLevelStats& stats, Level level, const LevelCounts& counts) const {
    const Counters& counters = m_counters[static_cast<std::size_t>(level)];
    stats.level = toText(level);
    stats.hits = counters.hits;
    stats.misses = counters.misses;
    stats.secondsSaved = static_cast<double>(counters.savedMicroseconds) / 1e6;
    stats.writes = counts.writes;
    stats.damaged = counts.damaged;
    stats.evicted = counts.evicted;
    stats.entries = counts.entries;
    stats.bytes = counts.bytes;
    stats.limitBytes = counts.limitBytes;
}

std::vector<api::CacheLevelStats> TieredCache::stats() const {
    std::vector<api::CacheLevelStats> levels;
    if (m_hasMemory) fill(levels.emplace_back(), Level::Memory, m_memory.counts());
    if (m_disk) {
        fill(levels.emplace_back(), Level::Disk, m_disk->counts());
        levels.back().note = base::toUtf8(m_disk->folder());
    } else if (m_diskNote) {
        levels.push_back({.level = std::string(toText(Level::Disk)), .available = false, .note = *m_diskNote});
    }
    if (m_redis) {
        fill(levels.emplace_back(), Level::Redis, m_redis->counts());
        levels.back().available = m_redis->isUp();
        const std::string why = m_redis->note();
        levels.back().note = why.empty() ? m_redis->address() : why;
    } else if (m_redisNote) {
        levels.push_back({.level = std::string(toText(Level::Redis)), .available = false, .note = *m_redisNote});
    }
    return levels;
}

}  // namespace fotograma::cache
