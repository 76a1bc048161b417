#include "engine/cache/content_id.h"

#include <cstring>

#include "engine/base/text.h"
#include "engine/cache/key.h"

namespace fotograma::cache {

using base::Digest;
using base::FileStamp;
using base::Result;

namespace {

constexpr std::int64_t kSmallBytes = 8 << 20;  // about a millisecond of hashing
constexpr std::int64_t kNsPerMs = 1'000'000;
constexpr std::int64_t kNsPerSecond = 1'000'000'000;

/// A file that was changed a moment ago may be changed again without its time moving on: clocks of file systems tick
/// every few milliseconds, of some every second or two. (Git has the same rule for its index.)
bool isSettled(const FileStamp& stamp, base::UnixMillis now) {
    const bool isCoarse = stamp.modifiedNs % kNsPerSecond == 0;
    const std::int64_t ageMs = now - stamp.modifiedNs / kNsPerMs;
    return ageMs > (isCoarse ? 2500 : 25);
}

}  // namespace

bool ContentIds::isSettled(const FileStamp& stamp) const { return cache::isSettled(stamp, m_clock.unixNow()); }

std::optional<Digest> ContentIds::known(const FileStamp& stamp) {
    const ValuePtr value = m_cache.peek(identityKey(stamp));
    Digest digest;
    if (!value || value->bytes.size() != sizeof digest) return std::nullopt;
    std::memcpy(&digest, value->bytes.data(), sizeof digest);
    return digest;
}

bool ContentIds::isWorthReading(const FileStamp& stamp) {
    if (stamp.sizeBytes <= kSmallBytes) return true;
    DiskCache* disk = m_cache.disk();
    return !disk || disk->hasTag(Kind::Identity, static_cast<std::uint64_t>(stamp.sizeBytes));
}

Result<Digest> ContentIds::read(const std::filesystem::path& path, const FileStamp& stamp,
                                const std::stop_token& stop) {
    FOTOGRAMA_ASSIGN_OR_RETURN(const Digest digest, base::hashFile(path, stop));
    FOTOGRAMA_ASSIGN_OR_RETURN(const FileStamp after, base::fileStamp(path));
    if (after != stamp)
        return base::fail(base::ErrorCode::Conflict, base::concat(base::toUtf8(path), " changed while it was read."));
    remember(stamp, digest, path);
    return digest;
}

void ContentIds::remember(const FileStamp& stamp, const Digest& digest, const std::filesystem::path& path) {
    if (!isSettled(stamp)) return;
    Value value{.kind = Kind::Identity,
                .label = base::toUtf8(path.filename()),
                .bytes = std::string(sizeof digest, '\0'),
                .tag = static_cast<std::uint64_t>(stamp.sizeBytes)};
    std::memcpy(value.bytes.data(), &digest, sizeof digest);
    m_cache.put(identityKey(stamp), std::move(value));
}

}  // namespace fotograma::cache
