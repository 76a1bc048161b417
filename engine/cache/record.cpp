#include "engine/cache/record.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include <lz4.h>

namespace fotograma::cache {

using base::ErrorCode;
using base::Result;

namespace {

constexpr std::size_t kHeaderBytes = sizeof(RecordHeader);
constexpr std::size_t kChecked = offsetof(RecordHeader, keyHigh);  // what stands before it is not checksummed
constexpr std::size_t kShortest = 64;                              // shorter content is not worth a try

std::uint64_t checksumOf(std::span<const std::byte> bytes) noexcept { return base::hashBytes(bytes).low; }

std::span<const std::byte> bytesOf(std::string_view text) noexcept { return std::as_bytes(std::span(text)); }

std::uint32_t headerChecksum(const RecordHeader& header) noexcept {
    const auto bytes = std::as_bytes(std::span(&header, 1)).subspan(kChecked);
    return static_cast<std::uint32_t>(checksumOf(bytes));
}

void writeHeader(std::string& record, const RecordHeader& header) {
    const RecordHeader whole = sealed(header);
    std::memcpy(record.data(), &whole, kHeaderBytes);
}

/// The content behind `record`'s label, shortened where that pays. True when it was.
bool appendContent(std::string& record, const std::string& content) {
    const std::size_t start = record.size();
    if (content.size() >= kShortest && content.size() <= kLargestInline) {
        const int room = LZ4_compressBound(static_cast<int>(content.size()));
        record.resize(start + static_cast<std::size_t>(room));
        const int packed =
            LZ4_compress_default(content.data(), record.data() + start, static_cast<int>(content.size()), room);
        if (packed > 0 && static_cast<std::size_t>(packed) < content.size()) {
            record.resize(start + static_cast<std::size_t>(packed));
            return true;
        }
        record.resize(start);
    }
    record.append(content);
    return false;
}

bool isSane(const RecordHeader& header) noexcept {
    const bool knownType = header.type >= RecordType::Entry && header.type <= RecordType::Used;
    return knownType && isKnown(header.kind) && std::isfinite(header.seconds) &&
           (header.type == RecordType::External ||
            (header.storedBytes <= kLargestInline && header.rawBytes <= kLargestInline));
}

/// The header of a whole record whose checksum holds.
Result<RecordHeader> checkWhole(std::span<const std::byte> record) {
    const auto header = readHeader(record);
    if (!header) return base::fail(ErrorCode::InvalidData, "A cache entry's header does not check.");
    if (record.size() != header->recordBytes())
        return base::fail(ErrorCode::InvalidData, "A cache entry has not the length that it states.");
    if (checksumOf(record.subspan(kHeaderBytes)) != header->checksum)
        return base::fail(ErrorCode::InvalidData, "A cache entry's checksum does not hold.");
    return *header;
}

}  // namespace

std::string encode(const Key& key, const Value& value, base::UnixMillis createdAt) {
    const std::string_view label = std::string_view(value.label).substr(0, 255);
    std::string record(kHeaderBytes, '\0');
    record.append(label);
    const bool isCompressed = appendContent(record, value.bytes);
    RecordHeader header;
    header.keyHigh = key.digest.high;
    header.keyLow = key.digest.low;
    header.checksum = checksumOf(bytesOf(record).subspan(kHeaderBytes));
    header.storedBytes = record.size() - kHeaderBytes - label.size();
    header.rawBytes = value.bytes.size();
    header.createdAt = createdAt;
    header.seconds = value.seconds;
    header.tag = value.tag;
    header.kind = value.kind;
    header.labelBytes = static_cast<std::uint8_t>(label.size());
    header.flags = isCompressed ? RecordHeader::kCompressed : std::uint8_t{0};
    writeHeader(record, header);
    return record;
}

RecordHeader sealed(RecordHeader header) noexcept {
    header.headerChecksum = headerChecksum(header);
    return header;
}

std::string toBytes(const RecordHeader& header) {
    std::string bytes(kHeaderBytes, '\0');
    std::memcpy(bytes.data(), &header, kHeaderBytes);
    return bytes;
}

std::string encodeUsed(std::span<const Key> keys, base::UnixMillis at) {
    std::string record(kHeaderBytes, '\0');
    const auto content = std::as_bytes(keys);
    record.append(reinterpret_cast<const char*>(content.data()), content.size());
    RecordHeader header;
    header.checksum = checksumOf(content);
    header.storedBytes = content.size();
    header.rawBytes = content.size();
    header.createdAt = at;
    header.type = RecordType::Used;
    writeHeader(record, header);
    return record;
}

std::optional<RecordHeader> readHeader(std::span<const std::byte> bytes) noexcept {
    if (bytes.size() < kHeaderBytes) return std::nullopt;
    RecordHeader header;
    std::memcpy(&header, bytes.data(), kHeaderBytes);
    if (header.magic != RecordHeader::kMagic || header.headerChecksum != headerChecksum(header) || !isSane(header))
        return std::nullopt;
    return header;
}

std::size_t findMagic(std::span<const std::byte> bytes, std::size_t from) noexcept {
    const auto magic = std::as_bytes(std::span(&RecordHeader::kMagic, 1));
    if (from >= bytes.size()) return bytes.size();
    const auto found = std::ranges::search(bytes.subspan(from), magic);
    return static_cast<std::size_t>(found.begin() - bytes.begin());
}

Result<Value> decode(const Key& key, std::span<const std::byte> record) {
    FOTOGRAMA_ASSIGN_OR_RETURN(const RecordHeader header, checkWhole(record));
    if (header.key() != key || header.type != RecordType::Entry)
        return base::fail(ErrorCode::InvalidData, "A cache entry is not the one that was asked for.");
    Value value{.kind = header.kind, .label = labelOf(header, record), .seconds = header.seconds, .tag = header.tag};
    const auto content = record.subspan(kHeaderBytes + header.labelBytes);
    const auto* data = reinterpret_cast<const char*>(content.data());
    if ((header.flags & RecordHeader::kCompressed) == 0) {
        value.bytes.assign(data, content.size());
    } else {
        value.bytes.resize(header.rawBytes);
        const int made = LZ4_decompress_safe(data, value.bytes.data(), static_cast<int>(content.size()),
                                             static_cast<int>(value.bytes.size()));
        if (made < 0) return base::fail(ErrorCode::InvalidData, "A cache entry does not unpack.");
        value.bytes.resize(static_cast<std::size_t>(made));
    }
    if (value.bytes.size() != header.rawBytes)
        return base::fail(ErrorCode::InvalidData, "A cache entry unpacks to another length than it states.");
    return value;
}

std::vector<Key> decodeUsed(std::span<const std::byte> record) {
    const auto header = checkWhole(record);
    if (!header || header->type != RecordType::Used) return {};
    std::vector<Key> keys(header->storedBytes / sizeof(Key));
    if (!keys.empty()) std::memcpy(keys.data(), record.data() + kHeaderBytes, keys.size() * sizeof(Key));
    return keys;
}

std::string labelOf(const RecordHeader& header, std::span<const std::byte> record) {
    const std::size_t bytes = std::min<std::size_t>(header.labelBytes, record.size() - kHeaderBytes);
    return {reinterpret_cast<const char*>(record.data()) + kHeaderBytes, bytes};
}

}  // namespace fotograma::cache
