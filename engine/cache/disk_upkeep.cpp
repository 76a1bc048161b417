// What keeps the disk cache in order: looking for what others did, and staying under the limit.
#include <algorithm>
#include <set>

#include "engine/base/log.h"
#include "engine/base/platform.h"
#include "engine/cache/disk_cache_state.h"

namespace fotograma::cache {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMostSmallSegments = 24;  // short programs leave one each
constexpr std::size_t kKeysOfOneRecord = 4096;

/// One process at a time rewrites and deletes.
std::optional<base::FileLock> takeUpkeep(const fs::path& folder) {
    auto lock = base::FileLock::acquire(folder / "upkeep.lock");
    if (!lock) return std::nullopt;
    return std::move(*lock);
}

}  // namespace

// ---- What others did -------------------------------------------------------------------------------------------

void DiskCache::State::scan(std::uint32_t id) {
    DiskIndex::Held& held = index.segments().at(id);
    // Asked before reading: what is written in between is found the next time.
    const bool isBeingWritten = held.segment->isBeingWritten();
    const auto damaged =
        held.segment->scan([&](const RecordHeader& header, std::uint64_t offset, std::span<const std::byte> record) {
            index.note(id, header, offset, record);
        });
    index.setBytes(id, static_cast<std::int64_t>(held.segment->sizeBytes()));
    if (!damaged) return base::logWarning("cache", damaged.error().message);
    counts.damaged += *damaged;
    held.isSealed = !isBeingWritten;
}

bool DiskCache::State::lookAround() {
    const auto now = options.clock->now();
    const bool isFirst = lookedAt == std::chrono::steady_clock::time_point{};
    if (!isFirst && now - lookedAt < options.lookAgain) return false;
    lookedAt = now;
    cannotWrite = false;

    std::set<fs::path> there;
    for (fs::path& path : segmentsOf(options.folder / "segments")) there.insert(std::move(path));
    bool changed = false;
    std::vector<std::uint32_t> gone;
    for (auto& [id, held] : index.segments()) {
        if (there.erase(held.segment->path()) == 0) {
            gone.push_back(id);
        } else if (!held.isSealed && (!writer || id != writerId)) {
            changed = true;
            scan(id);
        }
    }
    for (const std::uint32_t id : gone) {
        changed = true;
        if (writer && id == writerId) writer.reset();  // somebody emptied the folder under us
        index.dropSegment(id);
    }
    for (const fs::path& path : there) {
        auto segment = Segment::open(path);
        if (!segment) continue;  // of a newer version, just being made, or just deleted
        changed = true;
        scan(index.addSegment(std::move(*segment)));
    }
    return changed;
}

// ---- Staying under the limit -----------------------------------------------------------------------------------

std::optional<std::uint32_t> DiskCache::State::oldestSealed() const {
    std::optional<std::uint32_t> oldest;
    fs::path oldestName;
    for (const auto& [id, held] : const_cast<DiskIndex&>(index).segments()) {
        if (!held.isSealed || (oldest && held.segment->path() >= oldestName)) continue;
        oldest = id;
        oldestName = held.segment->path();
    }
    return oldest;
}

void DiskCache::State::keepLimit() {
    if (totalBytes() <= options.limitBytes) return;
    const auto lock = takeUpkeep(options.folder);
    if (!lock) return;  // another process is at it
    // Objects may have three quarters: thousands of reports must not go for one film.
    evictObjects(options.limitBytes / 4 * 3);
    const std::size_t rounds = index.segments().size() + 1;
    for (std::size_t round = 0; totalBytes() > options.limitBytes && round < 2 * rounds; ++round) {
        auto oldest = oldestSealed();
        if (!oldest) {
            sealWriter();
            oldest = oldestSealed();
        }
        // Each entry gets one more round when it was used; if that frees nothing, only pins stay.
        if (!oldest || !retire(*oldest, round < rounds ? Keep::UsedAndPinned : Keep::Pinned)) break;
    }
    if (totalBytes() > options.limitBytes)
        evictObjects(std::max<std::int64_t>(options.limitBytes - index.segmentBytes(), 0));
}

void DiskCache::State::evictObjects(std::int64_t mostBytes) {
    if (index.objectBytes() <= mostBytes) return;
    std::vector<std::pair<base::UnixMillis, Key>> objects;
    for (const auto& [key, place] : index.places())
        if (place.header.type == RecordType::External && !place.isPinned) objects.emplace_back(place.usedAt, key);
    std::ranges::sort(objects, {}, &std::pair<base::UnixMillis, Key>::first);
    for (const auto& [usedAt, key] : objects) {
        if (index.objectBytes() <= mostBytes) return;
        std::error_code ignored;
        fs::remove(objectPath(key), ignored);
        index.erase(key);
        ++counts.evicted;
    }
}

bool DiskCache::State::retire(std::uint32_t id, Keep keep) {
    const DiskIndex::Held held = index.segments().at(id);
    std::vector<std::pair<Key, Place>> entries;
    for (const auto& [key, place] : index.places())
        if (place.segment == id) entries.emplace_back(key, place);
    std::ranges::sort(entries, {}, [](const auto& entry) { return entry.second.offset; });

    for (const auto& [key, place] : entries) {
        const bool stays = place.isPinned || keep == Keep::All || (keep == Keep::UsedAndPinned && place.isUsed);
        if (!stays) {
            std::error_code ignored;
            if (place.header.type == RecordType::External) fs::remove(objectPath(key), ignored);
            ++counts.evicted;
            continue;
        }
        auto record = held.segment->read(place.offset, place.header.recordBytes());
        if (!record) continue;
        // The same bytes under a header that knows the pin; the contents' checksum goes with them, checked or not.
        RecordHeader header = place.header;
        header.flags = static_cast<std::uint8_t>((header.flags & ~RecordHeader::kPinned) |
                                                 (place.isPinned ? RecordHeader::kPinned : 0));
        header = sealed(header);
        record->replace(0, sizeof(RecordHeader), toBytes(header));
        if (!append(header, *record)) return false;
    }
    if (held.hasMarkers) {
        // Its pins of entries in other segments would go with it.
        for (const auto& [key, place] : std::vector(index.places().begin(), index.places().end())) {
            if (!place.isPinned || place.segment == id) continue;
            if (!appendMarker(RecordType::Pin, key, options.clock->unixNow())) return false;
        }
    }
    index.dropSegment(id);
    removeSegment(held.segment->path());
    return true;
}

// ---- Giving space back -----------------------------------------------------------------------------------------

void DiskCache::State::rewriteAll() {
    const auto lock = takeUpkeep(options.folder);
    if (!lock) return;
    sealWriter();
    std::vector<std::pair<fs::path, std::uint32_t>> order;
    for (const auto& [id, held] : index.segments())
        if (held.isSealed && held.liveBytes + static_cast<std::int64_t>(Segment::kHeadBytes) < held.bytes)
            order.emplace_back(held.segment->path(), id);
    // The oldest first: what an entry's tombstone covers goes before the tombstone.
    std::ranges::sort(order);
    for (const auto& [path, id] : order)
        if (!retire(id, Keep::All)) return;
    sweepObjects();
}

/// Files that no entry names: their segment is gone, or their writer was killed.
void DiskCache::State::sweepObjects() {
    std::error_code error;
    const auto old = fs::file_time_type::clock::now() - std::chrono::hours(1);  // younger ones may be on their way
    for (fs::recursive_directory_iterator entry(options.folder / "objects", error), end; !error && entry != end;
         entry.increment(error)) {
        std::error_code ignored;
        if (!entry->is_regular_file(ignored) || entry->last_write_time(ignored) > old) continue;
        const std::string name = base::toUtf8(entry->path().filename());
        const bool isNamed = std::ranges::any_of(index.places(), [&](const auto& place) {
            return place.second.header.type == RecordType::External && place.first.hex() == name;
        });
        if (!isNamed) fs::remove(entry->path(), ignored);
    }
}

/// Programs that live for a moment leave a small segment each; many of them become one.
void DiskCache::State::mergeSmall() {
    std::vector<std::pair<fs::path, std::uint32_t>> small;
    for (const auto& [id, held] : index.segments())
        if (held.isSealed && held.bytes < segmentLimit / 4) small.emplace_back(held.segment->path(), id);
    if (small.size() <= kMostSmallSegments) return;
    const auto lock = takeUpkeep(options.folder);
    if (!lock) return;
    std::ranges::sort(small);
    for (const auto& [path, id] : small)
        if (!retire(id, Keep::All)) return;
}

void DiskCache::State::writeUsed() {
    std::vector<Key> keys(used.begin(), used.end());
    used.clear();
    for (std::span<const Key> rest = keys; !rest.empty();) {
        const auto some = rest.first(std::min(rest.size(), kKeysOfOneRecord));
        const std::string record = encodeUsed(some, options.clock->unixNow());
        if (!append(*readHeader(std::as_bytes(std::span(record))), record)) return;
        rest = rest.subspan(some.size());
    }
}

}  // namespace fotograma::cache
