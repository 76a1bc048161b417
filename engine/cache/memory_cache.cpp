#include "engine/cache/memory_cache.h"

#include <algorithm>
#include <list>
#include <mutex>
#include <unordered_map>

#include "engine/cache/frequency_sketch.h"

namespace fotograma::cache {
namespace {

constexpr std::int64_t kBookkeeping = 150;     // list node, table node, shared value
constexpr std::int64_t kExpectedEntry = 1024;  // of the sketch's size only
constexpr std::int64_t kMostExpected = 1 << 20;
constexpr double kWindowShare = 0.01;
constexpr double kProtectedShare = 0.8;  // of the main part

}  // namespace

/// One part of the keys with a lock of its own.
class MemoryCache::Shard {
public:
    explicit Shard(std::int64_t limitBytes)
        : m_limit(limitBytes),
          m_windowLimit(
              std::max<std::int64_t>(static_cast<std::int64_t>(kWindowShare * static_cast<double>(limitBytes)),
                                     std::min<std::int64_t>(limitBytes, 4 * kExpectedEntry))),
          m_protectedLimit(static_cast<std::int64_t>(kProtectedShare * static_cast<double>(m_limit - m_windowLimit))),
          m_sketch(static_cast<std::size_t>(std::clamp<std::int64_t>(limitBytes / kExpectedEntry, 16, kMostExpected))) {
    }

    ValuePtr get(const Key& key) {
        const std::lock_guard lock(m_mutex);
        m_sketch.add(key);
        const auto found = m_places.find(key);
        if (found == m_places.end()) return nullptr;
        touch(found->second);
        return found->second->value;
    }

    void put(const Key& key, ValuePtr value) {
        const std::int64_t bytes = kBookkeeping + static_cast<std::int64_t>(value->bytes.size()) +
                                   static_cast<std::int64_t>(value->label.size());
        if (bytes > m_limit) return;
        std::list<Entry> dropped;  // destroyed outside the lock: values may be large
        const std::lock_guard lock(m_mutex);
        m_sketch.add(key);
        if (const auto found = m_places.find(key); found != m_places.end()) drop(found->second, dropped);
        List& window = m_lists[kWindow];
        window.entries.push_front({.key = key, .value = std::move(value), .bytes = bytes, .list = kWindow});
        window.bytes += bytes;
        m_places.emplace(key, window.entries.begin());
        settle(dropped);
    }

    bool remove(const Key& key) {
        std::list<Entry> dropped;
        const std::lock_guard lock(m_mutex);
        const auto found = m_places.find(key);
        if (found == m_places.end()) return false;
        drop(found->second, dropped);
        return true;
    }

    void clear() {
        std::list<Entry> dropped;
        const std::lock_guard lock(m_mutex);
        for (List& list : m_lists) {
            dropped.splice(dropped.end(), list.entries);
            list.bytes = 0;
        }
        m_places.clear();
    }

    void addTo(LevelCounts& counts) const {
        const std::lock_guard lock(m_mutex);
        counts.entries += static_cast<std::int64_t>(m_places.size());
        for (const List& list : m_lists) counts.bytes += list.bytes;
        counts.limitBytes += m_limit;
        counts.evicted += m_evicted;
    }

private:
    enum Part : std::uint8_t { kWindow, kProbation, kProtected, kParts };
    struct Entry {
        Key key;
        ValuePtr value;
        std::int64_t bytes = 0;
        Part list = kWindow;
    };
    struct List {
        std::list<Entry> entries;  ///< The newest first.
        std::int64_t bytes = 0;
    };
    using Place = std::list<Entry>::iterator;

    void move(Place place, Part to) {
        List& from = m_lists[place->list];
        from.bytes -= place->bytes;
        m_lists[to].bytes += place->bytes;
        m_lists[to].entries.splice(m_lists[to].entries.begin(), from.entries, place);
        place->list = to;
    }

    void touch(Place place) {
        move(place, place->list == kProbation ? kProtected : place->list);
        while (m_lists[kProtected].bytes > m_protectedLimit && m_lists[kProtected].entries.size() > 1)
            move(std::prev(m_lists[kProtected].entries.end()), kProbation);
    }

    void drop(Place place, std::list<Entry>& dropped) {
        List& list = m_lists[place->list];
        list.bytes -= place->bytes;
        m_places.erase(place->key);
        dropped.splice(dropped.end(), list.entries, place);
    }

    [[nodiscard]] std::int64_t mainBytes() const { return m_lists[kProbation].bytes + m_lists[kProtected].bytes; }

    /// The next to go from the main part.
    Place victim() {
        List& list = m_lists[kProbation].entries.empty() ? m_lists[kProtected] : m_lists[kProbation];
        return std::prev(list.entries.end());
    }

    /// What the window cannot hold asks to be let into the main part.
    void settle(std::list<Entry>& dropped) {
        while (m_lists[kWindow].bytes > m_windowLimit) {
            const Place candidate = std::prev(m_lists[kWindow].entries.end());
            if (admit(candidate, dropped)) {
                move(candidate, kProbation);
            } else {
                drop(candidate, dropped);
                ++m_evicted;
            }
        }
    }

    /// Makes room for the candidate as long as it is asked for more often than what would have to go.
    bool admit(Place candidate, std::list<Entry>& dropped) {
        const std::int64_t mainLimit = m_limit - m_windowLimit;
        if (candidate->bytes > mainLimit) return false;
        const int wanted = m_sketch.estimate(candidate->key);
        while (mainBytes() + candidate->bytes > mainLimit) {
            const Place last = victim();
            if (m_sketch.estimate(last->key) >= wanted) return false;
            drop(last, dropped);
            ++m_evicted;
        }
        return true;
    }

    const std::int64_t m_limit;
    const std::int64_t m_windowLimit;
    const std::int64_t m_protectedLimit;
    mutable std::mutex m_mutex;  ///< Protects everything below.
    FrequencySketch m_sketch;
    List m_lists[kParts];
    std::unordered_map<Key, Place, KeyHash> m_places;
    std::int64_t m_evicted = 0;
};

MemoryCache::MemoryCache(std::int64_t limitBytes, int shards) {
    for (int i = 0; i < std::max(shards, 1); ++i)
        m_shards.push_back(std::make_unique<Shard>(std::max<std::int64_t>(limitBytes, 0) / std::max(shards, 1)));
}

MemoryCache::~MemoryCache() = default;

MemoryCache::Shard& MemoryCache::shardOf(const Key& key) const {
    return *m_shards[static_cast<std::size_t>(key.digest.high >> 32) % m_shards.size()];
}

ValuePtr MemoryCache::get(const Key& key) { return shardOf(key).get(key); }
void MemoryCache::put(const Key& key, ValuePtr value) { shardOf(key).put(key, std::move(value)); }
bool MemoryCache::remove(const Key& key) { return shardOf(key).remove(key); }

void MemoryCache::clear() {
    for (const auto& shard : m_shards) shard->clear();
}

LevelCounts MemoryCache::counts() const {
    LevelCounts counts;
    for (const auto& shard : m_shards) shard->addTo(counts);
    return counts;
}

}  // namespace fotograma::cache
