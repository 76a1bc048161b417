#include "engine/cache/disk_index.h"

#include <algorithm>

namespace fotograma::cache {

std::uint32_t DiskIndex::addSegment(std::shared_ptr<Segment> segment) {
    const std::uint32_t id = m_nextId++;
    m_segments.emplace(id, Held{.segment = std::move(segment)});
    return id;
}

void DiskIndex::dropSegment(std::uint32_t id) {
    for (auto at = m_places.begin(); at != m_places.end();) {
        if (at->second.segment != id) {
            ++at;
            continue;
        }
        leave(at->second);
        at = m_places.erase(at);
    }
    setBytes(id, 0);
    m_segments.erase(id);
}

void DiskIndex::setBytes(std::uint32_t segment, std::int64_t bytes) {
    Held& held = m_segments.at(segment);
    m_segmentBytes += bytes - held.bytes;
    held.bytes = bytes;
}

void DiskIndex::note(std::uint32_t segment, const RecordHeader& header, std::uint64_t offset,
                     std::span<const std::byte> record) {
    const Key key = header.key();
    switch (header.type) {
        case RecordType::Entry:
        case RecordType::External: return insert(segment, header, offset);
        case RecordType::Tombstone:
            m_segments.at(segment).hasMarkers = true;
            if (const Place* place = find(key); place && place->header.createdAt <= header.createdAt) erase(key);
            m_tombstones[key] = std::max(m_tombstones[key], header.createdAt);
            return;
        case RecordType::Pin:
        case RecordType::Unpin:
            m_segments.at(segment).hasMarkers = true;
            if (Place* place = find(key)) place->isPinned = header.type == RecordType::Pin;
            return;
        case RecordType::Used: break;
    }
    for (const Key& used : decodeUsed(record)) {
        Place* place = find(used);
        if (!place) continue;
        place->isUsed = true;
        place->usedAt = std::max(place->usedAt, header.createdAt);
    }
}

void DiskIndex::insert(std::uint32_t segment, const RecordHeader& header, std::uint64_t offset) {
    const Key key = header.key();
    if (const auto gone = m_tombstones.find(key); gone != m_tombstones.end() && gone->second > header.createdAt) return;
    Place fresh{.segment = segment,
                .isPinned = (header.flags & RecordHeader::kPinned) != 0,
                .offset = offset,
                .usedAt = header.createdAt,
                .header = header};
    if (Place* known = find(key)) {
        if (known->header.createdAt > header.createdAt) return;
        fresh.isPinned = fresh.isPinned || known->isPinned;
        fresh.usedAt = std::max(fresh.usedAt, known->usedAt);
        leave(*known);
        *known = fresh;
    } else {
        m_places.emplace(key, fresh);
    }
    m_segments.at(segment).liveBytes += static_cast<std::int64_t>(header.recordBytes());
    if (header.kind == Kind::Identity) m_identityTags.insert(header.tag);
    if (header.type == RecordType::External) m_objectBytes += static_cast<std::int64_t>(header.storedBytes);
}

/// What insert() counted, back.
void DiskIndex::leave(const Place& place) {
    if (const auto held = m_segments.find(place.segment); held != m_segments.end())
        held->second.liveBytes -= static_cast<std::int64_t>(place.header.recordBytes());
    if (place.header.kind == Kind::Identity)
        if (const auto tag = m_identityTags.find(place.header.tag); tag != m_identityTags.end())
            m_identityTags.erase(tag);
    if (place.header.type == RecordType::External) m_objectBytes -= static_cast<std::int64_t>(place.header.storedBytes);
}

Place* DiskIndex::find(const Key& key) {
    const auto found = m_places.find(key);
    return found == m_places.end() ? nullptr : &found->second;
}

void DiskIndex::erase(const Key& key) {
    const auto found = m_places.find(key);
    if (found == m_places.end()) return;
    leave(found->second);
    m_places.erase(found);
}

}  // namespace fotograma::cache
