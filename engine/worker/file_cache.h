/// What is kept of a file beside the results of jobs (facts, small pictures): under its content where that is known, else
/// under its stamp. Nothing is read to find out: hashing a file would cost more than what is saved here.
///
/// Shape    a file that was hashed later is still found under its stamp, and then kept under its content too, so that its
///          copies are known.
/// Errors   none: whatever goes wrong here is a miss.
/// Owner    borrows the levels, which must outlive it.
/// Thread   any.
/// Cost     a stat and one to three look-ups.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>

#include "engine/cache/content_id.h"
#include "engine/cache/key.h"
#include "engine/cache/tiered_cache.h"

namespace fotograma::worker {

class FileCache {
public:
    /// Adds to a key whatever decides a value besides the file.
    using Parts = std::function<void(cache::KeyBuilder&)>;

    FileCache(cache::TieredCache& levels, cache::Kind kind) noexcept : m_levels(levels), m_ids(levels), m_kind(kind) {}

    /// Where the value of a file as it is now has its place.
    struct Place {
        base::FileStamp stamp;
        cache::Key byStamp;
        std::optional<cache::Key> byContent;
    };
    /// Nothing for a file that is not there, or was changed so recently that its stamp may not tell the next change.
    [[nodiscard]] std::optional<Place> placeOf(const std::filesystem::path& file, const Parts& parts);

    [[nodiscard]] std::optional<cache::Found> find(const Place& place);
    /// For a value that was found but makes no sense.
    void drop(const Place& place);
    /// Unless the file was changed meanwhile.
    void keep(const Place& place, const std::filesystem::path& file, cache::Value value);

private:
    cache::TieredCache& m_levels;
    cache::ContentIds m_ids;
    cache::Kind m_kind;
};

}  // namespace fotograma::worker
