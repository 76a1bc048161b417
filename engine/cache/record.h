/// The form in which an entry lies on a disk or in Redis: a checked header, the label, and the content under LZ4.
///
/// Shape    header (80 bytes, little-endian, with a checksum of its own), label, content. The content's checksum covers
///          label and content as stored; content that LZ4 does not shorten is stored as it is.
/// Errors   decode: InvalidData for whatever does not agree: length, checksum, key, form.
/// Thread   any.
/// Cost     about 5 us for a report of 3 KB, either way.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/cache/cache.h"

namespace fotograma::cache {

/// What a record is for.
enum class RecordType : std::uint8_t {
    Entry = 1,
    External = 2,   ///< The content is a file beside the segments; storedBytes and checksum are that file's.
    Tombstone = 3,  ///< The key is gone.
    Pin = 4,
    Unpin = 5,
    Used = 6,  ///< The content is a list of keys that were used; the key is empty.
};

struct RecordHeader {
    static constexpr std::uint32_t kMagic = 0x43455246;  // "FREC"

    std::uint32_t magic = kMagic;
    std::uint32_t headerChecksum = 0;  ///< Of everything behind it.
    std::uint64_t keyHigh = 0;
    std::uint64_t keyLow = 0;
    std::uint64_t checksum = 0;     ///< Of what follows the header; of the file for External.
    std::uint64_t storedBytes = 0;  ///< Content as stored, without the label.
    std::uint64_t rawBytes = 0;
    std::int64_t createdAt = 0;  ///< Milliseconds since 1970.
    double seconds = 0.0;
    std::uint64_t tag = 0;
    RecordType type = RecordType::Entry;
    Kind kind = Kind::Report;
    std::uint8_t labelBytes = 0;
    std::uint8_t flags = 0;  ///< kCompressed, kPinned.
    std::uint32_t reserved = 0;

    static constexpr std::uint8_t kCompressed = 1;
    static constexpr std::uint8_t kPinned = 2;

    [[nodiscard]] Key key() const noexcept { return {{.high = keyHigh, .low = keyLow}}; }
    /// Header, label, and the content where it lies behind them.
    [[nodiscard]] std::uint64_t recordBytes() const noexcept {
        return sizeof(RecordHeader) + labelBytes + (type == RecordType::External ? 0 : storedBytes);
    }
};
static_assert(sizeof(RecordHeader) == 80, "the layout is a file format");

inline constexpr std::uint64_t kLargestInline = 64U << 20;  ///< Content of a record; larger values are not kept.

/// A whole record of an entry.
[[nodiscard]] std::string encode(const Key& key, const Value& value, base::UnixMillis createdAt);
/// The header with its checksum filled in.
[[nodiscard]] RecordHeader sealed(RecordHeader header) noexcept;
/// A sealed header as bytes: a whole record for those without label and content.
[[nodiscard]] std::string toBytes(const RecordHeader& header);
/// A list of used keys.
[[nodiscard]] std::string encodeUsed(std::span<const Key> keys, base::UnixMillis at);

/// The header at the beginning of `bytes`, when it is whole and its checksum holds.
[[nodiscard]] std::optional<RecordHeader> readHeader(std::span<const std::byte> bytes) noexcept;
/// Finds the next place at or behind `from` where a header may begin; the size of `bytes` when there is none.
[[nodiscard]] std::size_t findMagic(std::span<const std::byte> bytes, std::size_t from) noexcept;

/// The value of a whole record, checked against the key it was asked by.
base::Result<Value> decode(const Key& key, std::span<const std::byte> record);
/// The keys of a Used record; empty when it does not check.
[[nodiscard]] std::vector<Key> decodeUsed(std::span<const std::byte> record);
/// The label of a record, unchecked; for lists.
[[nodiscard]] std::string labelOf(const RecordHeader& header, std::span<const std::byte> record);

}  // namespace fotograma::cache
