/// The vocabulary of the cache: what an entry is, what it is found by, and which kinds there are.
///
/// Units    bytes, seconds.
/// Owner    values are shared and immutable.
/// Thread   any.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "engine/base/hash.h"
#include "engine/base/units.h"

namespace fotograma::cache {

/// What an entry is found by: a digest of everything that decides its content (engine/cache/key.h).
struct Key {
    base::Digest digest;

    [[nodiscard]] std::string hex() const { return digest.hex(); }
    friend bool operator==(const Key&, const Key&) = default;
};

struct KeyHash {
    std::size_t operator()(const Key& key) const noexcept { return static_cast<std::size_t>(key.digest.low); }
};

/// What an entry holds. The numbers stand in files: never reused, never changed.
enum class Kind : std::uint8_t {
    Report = 1,     ///< What a job measured and made, as JSON.
    Probe = 2,      ///< Facts of a container, as JSON.
    Thumbnail = 3,  ///< A small picture.
    Output = 4,     ///< A finished file; always beside the segments.
    Identity = 5,   ///< The content digest of a file that was hashed once; only means something on this machine.
};
[[nodiscard]] std::string_view toText(Kind kind) noexcept;  ///< "report"
[[nodiscard]] bool isKnown(Kind kind) noexcept;

enum class Level : std::uint8_t { Memory, Disk, Redis };
[[nodiscard]] std::string_view toText(Level level) noexcept;  ///< "memory"

struct Value {
    Kind kind = Kind::Report;
    std::string label;      ///< For people: "clip.mp4, quality"; at most 255 bytes are kept.
    std::string bytes;      ///< The content.
    double seconds = 0.0;   ///< That computing it took: what a hit saves.
    std::uint64_t tag = 0;  ///< Identity: size of the file. 0 otherwise.
};
using ValuePtr = std::shared_ptr<const Value>;

struct Found {
    ValuePtr value;
    Level level = Level::Memory;
};

/// What one level did since it was made.
struct LevelCounts {
    std::int64_t hits = 0;
    std::int64_t misses = 0;
    std::int64_t writes = 0;
    std::int64_t damaged = 0;  ///< Entries that failed a check, were dropped and never returned.
    std::int64_t evicted = 0;
    std::int64_t entries = 0;  ///< Held now.
    std::int64_t bytes = 0;    ///< Held now, as stored.
    std::int64_t limitBytes = 0;
    double secondsSaved = 0.0;
};

}  // namespace fotograma::cache
