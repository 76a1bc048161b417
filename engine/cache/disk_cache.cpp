#include "engine/cache/disk_cache.h"

#include <algorithm>
#include <cstring>

#include "engine/base/log.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/cache/disk_cache_state.h"

namespace fotograma::cache {

namespace fs = std::filesystem;
using base::concat;
using base::ErrorCode;
using base::Result;
using base::Status;

namespace {

constexpr std::int64_t kLargestSegment = 64 << 20;
constexpr std::int64_t kSmallestSegment = 16 << 10;
constexpr std::int64_t kAlwaysCopied = 64 << 20;  // larger files are kept only where that costs no copying

std::int64_t segmentLimitOf(const DiskOptions& options) {
    if (options.segmentBytes > 0) return options.segmentBytes;
    return std::clamp(options.limitBytes / 16, kSmallestSegment, kLargestSegment);
}

}  // namespace

// ---- Life ------------------------------------------------------------------------------------------------------

DiskCache::State::State(DiskOptions given) : options(std::move(given)), segmentLimit(segmentLimitOf(options)) {}

Status DiskCache::State::open() {
    FOTOGRAMA_RETURN_IF_ERROR(base::checkWritable(options.folder));
    std::error_code error;
    fs::create_directories(options.folder / "segments", error);
    fs::create_directories(options.folder / "objects", error);
    if (error)
        return base::fail(ErrorCode::PermissionDenied,
                          concat("The cache folder ", base::toUtf8(options.folder), " cannot be used."),
                          error.message());
    lookAround();
    return {};
}

Result<std::unique_ptr<DiskCache>> DiskCache::create(DiskOptions options) {
    auto state = std::make_unique<State>(std::move(options));
    FOTOGRAMA_RETURN_IF_ERROR(state->open());
    return std::unique_ptr<DiskCache>(new DiskCache(std::move(state)));
}

DiskCache::DiskCache(std::unique_ptr<State> state) : m_state(std::move(state)) {}

DiskCache::~DiskCache() {
    const std::lock_guard lock(m_state->mutex);
    // Which entries were used only matters to a cache that will soon have to choose.
    if (m_state->totalBytes() > m_state->options.limitBytes / 2) m_state->writeUsed();
    m_state->sealWriter();
    m_state->mergeSmall();
    m_state->sealWriter();
}

// ---- Entries ---------------------------------------------------------------------------------------------------

void DiskCache::State::noteUse(const Key& key, Place& place) {
    place.usedAt = options.clock->unixNow();
    if (!std::exchange(place.isUsed, true)) used.insert(key);
}

ValuePtr DiskCache::get(const Key& key) {
    std::shared_ptr<Segment> segment;
    RecordHeader header;
    std::uint64_t offset = 0;
    {
        const std::lock_guard lock(m_state->mutex);
        Place* place = m_state->index.find(key);
        if (!place && m_state->lookAround()) place = m_state->index.find(key);
        if (!place || place->header.type != RecordType::Entry) return nullptr;
        segment = m_state->index.segments().at(place->segment).segment;
        header = place->header;
        offset = place->offset;
        m_state->noteUse(key, *place);
    }
    auto record = segment->read(offset, header.recordBytes());
    auto value = record ? decode(key, std::as_bytes(std::span(*record))) : std::unexpected(std::move(record).error());
    if (value) return std::make_shared<const Value>(std::move(*value));
    const std::lock_guard lock(m_state->mutex);
    // Once for people: a failing disk would say it thousands of times.
    const bool isFirst = m_state->counts.damaged == 0;
    base::log(isFirst ? base::LogLevel::Warning : base::LogLevel::Debug, "cache", value.error().message);
    const Place* place = m_state->index.find(key);
    if (place && place->offset == offset) m_state->drop(key);
    return nullptr;
}

void DiskCache::State::drop(const Key& key) {
    const Place* place = index.find(key);
    if (!place) return;
    std::error_code ignored;
    if (place->header.type == RecordType::External) fs::remove(objectPath(key), ignored);
    index.erase(key);
    ++counts.damaged;
}

void DiskCache::put(const Key& key, const Value& value) {
    if (value.bytes.size() > kLargestInline) return;
    const std::string record = encode(key, value, m_state->options.clock->unixNow());
    const auto header = readHeader(std::as_bytes(std::span(record)));
    FOTOGRAMA_ASSERT(header, "a record just made must check");
    if (std::cmp_greater(record.size(), m_state->segmentLimit)) return;  // would push out a sixteenth of everything
    const std::lock_guard lock(m_state->mutex);
    if (m_state->append(*header, record)) ++m_state->counts.writes;
    m_state->keepLimit();
}

bool DiskCache::remove(const Key& key) {
    const std::lock_guard lock(m_state->mutex);
    const Place* place = m_state->index.find(key);
    if (!place) return false;
    std::error_code ignored;
    if (place->header.type == RecordType::External) fs::remove(m_state->objectPath(key), ignored);
    const base::UnixMillis at = std::max(m_state->options.clock->unixNow(), place->header.createdAt);
    m_state->index.erase(key);
    m_state->appendMarker(RecordType::Tombstone, key, at);
    return true;
}

bool DiskCache::hasTag(Kind kind, std::uint64_t tag) {
    const std::lock_guard lock(m_state->mutex);
    return m_state->index.hasTag(kind, tag);
}

// ---- Our segment -----------------------------------------------------------------------------------------------

bool DiskCache::State::ensureWriter() {
    if (writer && std::cmp_greater_equal(writer->sizeBytes(), segmentLimit)) sealWriter();
    if (writer) return true;
    if (cannotWrite) return false;
    auto created = SegmentWriter::create(options.folder / "segments", options.clock->unixNow());
    auto segment = created ? Segment::open(created->path()) : std::unexpected(created.error());
    if (!segment) {
        cannotWrite = true;
        base::logWarning("cache", concat("Nothing is kept in ", base::toUtf8(options.folder),
                                         " for now: ", segment.error().message));
        return false;
    }
    writerId = index.addSegment(std::move(*segment));
    writer.emplace(std::move(*created));
    return true;
}

void DiskCache::State::sealWriter() {
    if (!writer) return;
    index.segments().at(writerId).isSealed = true;
    writer.reset();
}

bool DiskCache::State::append(const RecordHeader& header, std::string_view record) {
    if (!ensureWriter()) return false;
    const auto offset = writer->append(record);
    if (!offset) {
        // A part of it may stand there: the scan steps over it, we go on in another file.
        sealWriter();
        cannotWrite = true;
        base::logWarning("cache", concat(offset.error().message, " Nothing more is kept for now."));
        return false;
    }
    DiskIndex::Held& held = index.segments().at(writerId);
    held.segment->skipTo(writer->sizeBytes());
    index.setBytes(writerId, static_cast<std::int64_t>(writer->sizeBytes()));
    index.note(writerId, header, *offset, std::as_bytes(std::span(record)));
    return true;
}

bool DiskCache::State::appendMarker(RecordType type, const Key& key, base::UnixMillis at) {
    RecordHeader header;
    header.keyHigh = key.digest.high;
    header.keyLow = key.digest.low;
    header.type = type;
    header.createdAt = at;
    header = sealed(header);
    return append(header, toBytes(header));
}

// ---- Files -----------------------------------------------------------------------------------------------------

fs::path DiskCache::State::objectPath(const Key& key) const {
    const std::string hex = key.hex();
    return options.folder / "objects" / hex.substr(0, 2) / hex;
}

Status DiskCache::putFile(const Key& key, const Value& facts, const fs::path& file) {
    FOTOGRAMA_ASSIGN_OR_RETURN(const base::FileStamp stamp, base::fileStamp(file));
    if (stamp.sizeBytes > m_state->options.limitBytes / 2)
        return base::fail(ErrorCode::Unsupported, "The file is larger than half the cache.");
    const fs::path object = m_state->objectPath(key);
    const fs::path aside = fs::path(object) += concat(".", base::processId(), ".tmp");
    std::error_code ignored;
    fs::create_directories(object.parent_path(), ignored);
    fs::remove(aside, ignored);
    const auto rule = stamp.sizeBytes <= kAlwaysCopied ? base::CopyRule::AnyWay : base::CopyRule::OnlyWithoutCopying;
    FOTOGRAMA_RETURN_IF_ERROR(base::shareFile(file, aside, rule));
    const auto digest = base::hashFile(aside);
    auto status = digest ? base::replaceFile(aside, object) : Status(std::unexpected(digest.error()));
    if (!status) {
        fs::remove(aside, ignored);
        return status;
    }
    RecordHeader header;
    header.keyHigh = key.digest.high;
    header.keyLow = key.digest.low;
    header.checksum = digest->low;
    header.storedBytes = static_cast<std::uint64_t>(stamp.sizeBytes);
    header.rawBytes = header.storedBytes;
    header.createdAt = m_state->options.clock->unixNow();
    header.seconds = facts.seconds;
    header.type = RecordType::External;
    header.kind = facts.kind;
    const std::string_view label = std::string_view(facts.label).substr(0, 255);
    header.labelBytes = static_cast<std::uint8_t>(label.size());
    header = sealed(header);
    const std::string record = concat(toBytes(header), label);
    const std::lock_guard lock(m_state->mutex);
    if (m_state->append(header, record)) ++m_state->counts.writes;
    m_state->keepLimit();
    return {};
}

Result<std::optional<base::CopyWay>> DiskCache::getFile(const Key& key, const fs::path& to) {
    RecordHeader header;
    {
        const std::lock_guard lock(m_state->mutex);
        Place* place = m_state->index.find(key);
        if (!place && m_state->lookAround()) place = m_state->index.find(key);
        if (!place || place->header.type != RecordType::External) return std::nullopt;
        header = place->header;
        m_state->noteUse(key, *place);
    }
    // The whole file is read: a name that shares its blocks may have been written to since.
    const fs::path object = m_state->objectPath(key);
    const auto digest = base::hashFile(object);
    if (!digest || digest->low != header.checksum) {
        base::logWarning("cache", concat("A kept file does not check and is dropped: ", base::toUtf8(object)));
        const std::lock_guard lock(m_state->mutex);
        m_state->drop(key);
        return std::nullopt;
    }
    FOTOGRAMA_ASSIGN_OR_RETURN(const base::CopyWay way, base::shareFile(object, to, base::CopyRule::AnyWay));
    return way;
}

// ---- For people ------------------------------------------------------------------------------------------------

namespace {

bool isSelected(const DiskSelection& selection, const std::string& hex, const Place& place) {
    if (selection.kind && place.header.kind != *selection.kind) return false;
    if (selection.notUsedSince > 0 && place.usedAt >= selection.notUsedSince) return false;
    return selection.keys.empty() ||
           std::ranges::any_of(selection.keys, [&](const std::string& key) { return hex.starts_with(key); });
}

}  // namespace

void DiskCache::each(const DiskSelection& selection, const std::function<bool(const DiskEntry&)>& visit) {
    struct Chosen {
        std::string hex;
        Key key;
        Place place;
        std::shared_ptr<Segment> segment;
    };
    std::vector<Chosen> chosen;
    {
        const std::lock_guard lock(m_state->mutex);
        m_state->lookAround();
        for (const auto& [key, place] : m_state->index.places()) {
            const std::string hex = key.hex();
            if (!isSelected(selection, hex, place)) continue;
            chosen.push_back({hex, key, place, m_state->index.segments().at(place.segment).segment});
        }
    }
    std::ranges::sort(chosen, {}, &Chosen::hex);
    const std::string wanted = base::toLower(selection.text);
    for (const Chosen& one : chosen) {
        const auto head = one.segment->read(one.place.offset, sizeof(RecordHeader) + one.place.header.labelBytes);
        std::string label = head ? labelOf(one.place.header, std::as_bytes(std::span(*head))) : std::string();
        if (!wanted.empty() && !base::toLower(label).contains(wanted)) continue;
        const DiskEntry entry{.key = one.key,
                              .kind = one.place.header.kind,
                              .label = std::move(label),
                              .bytes = static_cast<std::int64_t>(one.place.header.storedBytes),
                              .seconds = one.place.header.seconds,
                              .createdAt = one.place.header.createdAt,
                              .usedAt = one.place.usedAt,
                              .isPinned = one.place.isPinned};
        if (!visit(entry)) return;
    }
}

bool DiskCache::setPinned(const Key& key, bool isPinned) {
    const std::lock_guard lock(m_state->mutex);
    const Place* place = m_state->index.find(key);
    if (!place) return false;
    if (place->isPinned == isPinned) return true;
    const RecordType type = isPinned ? RecordType::Pin : RecordType::Unpin;
    return m_state->appendMarker(type, key, m_state->options.clock->unixNow());
}

bool DiskCache::verify(const Key& key) {
    Place place;
    std::shared_ptr<Segment> segment;
    {
        const std::lock_guard lock(m_state->mutex);
        const Place* found = m_state->index.find(key);
        if (!found) return true;
        place = *found;
        segment = m_state->index.segments().at(place.segment).segment;
    }
    bool isGood = false;
    if (place.header.type == RecordType::External) {
        const auto digest = base::hashFile(m_state->objectPath(key));
        isGood = digest && digest->low == place.header.checksum;
    } else {
        const auto record = segment->read(place.offset, place.header.recordBytes());
        isGood = record && decode(key, std::as_bytes(std::span(*record)));
    }
    if (isGood) return true;
    const std::lock_guard lock(m_state->mutex);
    m_state->drop(key);
    return false;
}

void DiskCache::compact() {
    const std::lock_guard lock(m_state->mutex);
    m_state->rewriteAll();
}

LevelCounts DiskCache::counts() const {
    const std::lock_guard lock(m_state->mutex);
    LevelCounts counts = m_state->counts;
    counts.entries = static_cast<std::int64_t>(m_state->index.places().size());
    counts.bytes = m_state->totalBytes();
    counts.limitBytes = m_state->options.limitBytes;
    return counts;
}

const fs::path& DiskCache::folder() const noexcept { return m_state->options.folder; }

}  // namespace fotograma::cache
