/// What a file contains, known without reading it again: a digest of the whole, remembered by what tells one version of
/// a file from another (device, inode, size, time of the last change).
///
/// Errors   read: those of base::hashFile; Conflict when the file changed while it was read.
/// Owner    borrows the cache that remembers.
/// Thread   any.
/// Cost     known: one look-up. read: the file once, at the speed of memory when the system has it there.
#pragma once

#include <filesystem>
#include <optional>
#include <stop_token>

#include "engine/base/clock.h"
#include "engine/base/hash.h"
#include "engine/base/platform.h"
#include "engine/base/result.h"
#include "engine/cache/tiered_cache.h"

namespace fotograma::cache {

class ContentIds {
public:
    explicit ContentIds(TieredCache& cache, const base::Clock& clock = base::systemClock()) noexcept
        : m_cache(cache), m_clock(clock) {}

    /// False for a file that was changed a moment ago: its stamp may not tell the next change.
    [[nodiscard]] bool isSettled(const base::FileStamp& stamp) const;
    [[nodiscard]] std::optional<base::Digest> known(const base::FileStamp& stamp);
    /// True when hashing before computing may find something: the file is small, or one of the same size is known, as a
    /// moved or copied one would be. Otherwise nothing can be known of it, and it is hashed beside or after the work.
    [[nodiscard]] bool isWorthReading(const base::FileStamp& stamp);
    /// Hashes the file, which must still be the one of the stamp, and remembers it.
    base::Result<base::Digest> read(const std::filesystem::path& path, const base::FileStamp& stamp,
                                    const std::stop_token& stop = {});

private:
    void remember(const base::FileStamp& stamp, const base::Digest& digest, const std::filesystem::path& path);

    TieredCache& m_cache;
    const base::Clock& m_clock;
};

}  // namespace fotograma::cache
