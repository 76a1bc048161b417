/// Which record of which segment holds a key, and what decides how long it stays; included by the disk cache only.
///
/// Thread   one at a time: under the disk cache's lock.
/// Cost     about 120 bytes an entry.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "engine/cache/segment.h"

namespace fotograma::cache {

/// Where an entry lies.
struct Place {
    std::uint32_t segment = 0;
    bool isPinned = false;
    bool isUsed = false;  ///< Since it was written, here or (as their Used records say) elsewhere.
    std::uint64_t offset = 0;
    base::UnixMillis usedAt = 0;
    RecordHeader header;
};

class DiskIndex {
public:
    struct Held {
        std::shared_ptr<Segment> segment;
        bool isSealed = false;       ///< Nobody appends any more, and it was read to its end.
        bool hasMarkers = false;     ///< Pins or tombstones.
        std::int64_t bytes = 0;      ///< Of the file when it was last looked at.
        std::int64_t liveBytes = 0;  ///< Of records that the index points to.
    };

    std::uint32_t addSegment(std::shared_ptr<Segment> segment);
    /// Forgets a segment with all its entries.
    void dropSegment(std::uint32_t id);
    [[nodiscard]] std::map<std::uint32_t, Held>& segments() noexcept { return m_segments; }

    /// Takes a record in, as a scan or our own appending meets it; the younger record of a key decides.
    void note(std::uint32_t segment, const RecordHeader& header, std::uint64_t offset,
              std::span<const std::byte> record);

    [[nodiscard]] Place* find(const Key& key);
    void erase(const Key& key);
    [[nodiscard]] bool hasTag(Kind kind, std::uint64_t tag) const {
        return kind == Kind::Identity && m_identityTags.contains(tag);
    }

    [[nodiscard]] const std::unordered_map<Key, Place, KeyHash>& places() const noexcept { return m_places; }
    [[nodiscard]] std::int64_t objectBytes() const noexcept { return m_objectBytes; }
    /// Of all segments as last looked at.
    [[nodiscard]] std::int64_t segmentBytes() const noexcept { return m_segmentBytes; }
    void setBytes(std::uint32_t segment, std::int64_t bytes);
    void reserve(std::size_t entries) { m_places.reserve(entries); }

private:
    void insert(std::uint32_t segment, const RecordHeader& header, std::uint64_t offset);
    void leave(const Place& place);

    std::map<std::uint32_t, Held> m_segments;  ///< Ids grow: the oldest first.
    std::uint32_t m_nextId = 1;
    std::unordered_map<Key, Place, KeyHash> m_places;
    std::unordered_multiset<std::uint64_t> m_identityTags;
    std::unordered_map<Key, base::UnixMillis, KeyHash> m_tombstones;
    std::int64_t m_objectBytes = 0;
    std::int64_t m_segmentBytes = 0;
};

}  // namespace fotograma::cache
