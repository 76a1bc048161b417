/// The level that outlives the program: many small entries packed into segment files, large ones as files beside them.
///
/// Shape    `segments/` holds append-only files (segment.h); the index is in memory and comes from one pass over their
///          headers. Every process appends to a segment of its own and finds what the others wrote when it misses.
///          `objects/` holds finished outputs, named by key; they share blocks with the file they came from where the
///          disk can. When the limit is passed the oldest segment goes: what was used since, or is pinned, is written
///          again at the young end, and the rest is forgotten.
/// Units    bytes as stored; times in milliseconds since 1970.
/// Errors   create: PermissionDenied, IoError for a folder that cannot be used. Later ones never reach the caller: what
///          cannot be read is a miss, what cannot be written is not kept, both are counted and logged once.
/// Owner    the folder is shared with other processes; a killed one loses at most the record it was writing.
/// Thread   any.
/// Cost     about 3 us a hit besides unpacking; 10,000 entries load in a few milliseconds.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "engine/base/clock.h"
#include "engine/base/file_access.h"
#include "engine/base/result.h"
#include "engine/cache/cache.h"

namespace fotograma::cache {

struct DiskOptions {
    std::filesystem::path folder;             ///< Made when missing.
    std::int64_t limitBytes = 0;              ///< Segments and objects together. Pinned entries may go beyond.
    std::int64_t segmentBytes = 0;            ///< When a segment is full; 0: a sixteenth of the limit, at most 64 MB.
    std::chrono::milliseconds lookAgain{50};  ///< How often at most a miss looks for what others wrote.
    const base::Clock* clock = &base::systemClock();
};

/// One entry as people see it.
struct DiskEntry {
    Key key;
    Kind kind = Kind::Report;
    std::string label;
    std::int64_t bytes = 0;  ///< As stored.
    double seconds = 0.0;
    base::UnixMillis createdAt = 0;
    base::UnixMillis usedAt = 0;
    bool isPinned = false;
};

/// Which entries are meant.
struct DiskSelection {
    std::vector<std::string> keys;  ///< Beginnings of keys in hex; empty: all.
    std::string text;               ///< Part of the label, without case; empty: all.
    std::optional<Kind> kind;
    base::UnixMillis notUsedSince = 0;  ///< Last used before that; 0: whenever.
};

class DiskCache {
public:
    static base::Result<std::unique_ptr<DiskCache>> create(DiskOptions options);
    ~DiskCache();

    [[nodiscard]] ValuePtr get(const Key& key);
    void put(const Key& key, const Value& value);
    bool remove(const Key& key);
    /// True when an entry of that kind and tag is there.
    [[nodiscard]] bool hasTag(Kind kind, std::uint64_t tag);

    /// Keeps a finished file without copying it where that is possible, and small ones in any case.
    /// Errors   those of reading it; Unsupported when it would have to be copied and is large.
    base::Status putFile(const Key& key, const Value& facts, const std::filesystem::path& file);
    /// Makes `to`, which must not exist, from the kept file, checked. nullopt: there is none (any more).
    base::Result<std::optional<base::CopyWay>> getFile(const Key& key, const std::filesystem::path& to);

    /// Calls `visit` for each selected entry, in order of keys, until it returns false.
    void each(const DiskSelection& selection, const std::function<bool(const DiskEntry&)>& visit);
    bool setPinned(const Key& key, bool isPinned);
    /// Reads an entry and its checksums; a damaged one is dropped and counted. False when it was.
    bool verify(const Key& key);
    /// Gives the space of what was removed back to the disk.
    void compact();

    [[nodiscard]] LevelCounts counts() const;
    [[nodiscard]] const std::filesystem::path& folder() const noexcept;

private:
    struct State;
    explicit DiskCache(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

}  // namespace fotograma::cache
