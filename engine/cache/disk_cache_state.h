/// The parts of the disk cache; included by its sources only.
///
/// Thread   every member is protected by `mutex`; segments may be read without it once a share of them is held.
#pragma once

#include <mutex>
#include <unordered_set>

#include "engine/cache/disk_cache.h"
#include "engine/cache/disk_index.h"

namespace fotograma::cache {

/// What becomes of a segment's entries when it goes.
enum class Keep { All, UsedAndPinned, Pinned };

struct DiskCache::State {
    explicit State(DiskOptions given);

    base::Status open();

    // ---- Writing (disk_cache.cpp) ----
    /// Appends to our segment and takes the record into the index. False: it could not be written.
    bool append(const RecordHeader& header, std::string_view record);
    /// A record that is a header alone: a tombstone or a pin.
    bool appendMarker(RecordType type, const Key& key, base::UnixMillis at);
    bool ensureWriter();
    void sealWriter();
    void noteUse(const Key& key, Place& place);
    void drop(const Key& key);  ///< An entry that is damaged or unwanted, with its object.
    [[nodiscard]] std::filesystem::path objectPath(const Key& key) const;

    // ---- Upkeep (disk_upkeep.cpp) ----
    /// Looks for what other processes wrote and deleted. True when there was something.
    bool lookAround();
    void scan(std::uint32_t id);
    void keepLimit();
    void evictObjects(std::int64_t mostBytes);
    /// Writes the entries worth keeping again and deletes the file. False when that was not possible.
    bool retire(std::uint32_t id, Keep keep);
    [[nodiscard]] std::optional<std::uint32_t> oldestSealed() const;
    void rewriteAll();
    void sweepObjects();
    void mergeSmall();
    void writeUsed();
    [[nodiscard]] std::int64_t totalBytes() const { return index.segmentBytes() + index.objectBytes(); }

    const DiskOptions options;
    const std::int64_t segmentLimit;
    mutable std::mutex mutex;
    DiskIndex index;
    std::optional<SegmentWriter> writer;
    std::uint32_t writerId = 0;
    std::unordered_set<Key, KeyHash> used;  ///< Since the last Used record.
    std::chrono::steady_clock::time_point lookedAt;
    LevelCounts counts;        ///< All but what the index knows.
    bool cannotWrite = false;  ///< Said once; tried again after the next look around.
};

}  // namespace fotograma::cache
