/// The nearest level: values in this process, as many as fit a number of bytes.
///
/// Shape    W-TinyLFU, in shards. What is new enters a small window (1 %); what falls out of the window competes with
///          the oldest entry of the main part by how often each was asked for lately (a count-min sketch that forgets),
///          and only the winner stays. The main part is a segmented LRU: what is asked for again is protected (80 %).
///          A scan of things that are asked for once therefore cannot wash out what is asked for often.
/// Units    bytes: content, label and about 150 for the bookkeeping of an entry.
/// Owner    shares values with whoever found them.
/// Thread   any.
/// Cost     well under a microsecond a look-up.
/// Source   Einziger, Friedman, Manes: TinyLFU, ACM Transactions on Storage 13(4), 2017.
#pragma once

#include <memory>
#include <vector>

#include "engine/cache/cache.h"

namespace fotograma::cache {

class MemoryCache {
public:
    /// A limit of 0 holds nothing.
    explicit MemoryCache(std::int64_t limitBytes, int shards = 8);
    ~MemoryCache();

    [[nodiscard]] ValuePtr get(const Key& key);
    void put(const Key& key, ValuePtr value);
    bool remove(const Key& key);
    void clear();

    /// Only entries, bytes, limit and evictions: hits are counted where levels are put together.
    [[nodiscard]] LevelCounts counts() const;

private:
    class Shard;
    [[nodiscard]] Shard& shardOf(const Key& key) const;
    std::vector<std::unique_ptr<Shard>> m_shards;
};

}  // namespace fotograma::cache
