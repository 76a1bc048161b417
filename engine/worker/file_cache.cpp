#include "engine/worker/file_cache.h"

namespace fotograma::worker {

std::optional<FileCache::Place> FileCache::placeOf(const std::filesystem::path& file, const Parts& parts) {
    const auto stamp = base::fileStamp(file);
    if (!stamp || !m_ids.isSettled(*stamp)) return std::nullopt;
    const auto keyFor = [&](const char* name, const base::Digest& digest) {
        cache::KeyBuilder builder(m_kind);
        builder.add(name, digest);
        parts(builder);
        return builder.finish();
    };
    Place place{.stamp = *stamp, .byStamp = keyFor("stamp", cache::identityKey(*stamp).digest), .byContent = {}};
    if (const auto content = m_ids.known(*stamp)) place.byContent = keyFor("content", *content);
    return place;
}

std::optional<cache::Found> FileCache::find(const Place& place) {
    if (!place.byContent) return m_levels.find(place.byStamp);
    if (auto found = m_levels.find(*place.byContent)) return found;
    // Kept before the file was hashed.
    const cache::ValuePtr early = m_levels.peek(place.byStamp);
    if (!early) return std::nullopt;
    m_levels.put(*place.byContent, *early);
    return cache::Found{early, cache::Level::Disk};
}

void FileCache::drop(const Place& place) {
    m_levels.remove(place.byStamp);
    if (place.byContent) m_levels.remove(*place.byContent);
}

void FileCache::keep(const Place& place, const std::filesystem::path& file, cache::Value value) {
    const auto now = base::fileStamp(file);
    if (!now || *now != place.stamp) return;
    value.kind = m_kind;
    m_levels.put(place.byContent.value_or(place.byStamp), std::move(value));
}

}  // namespace fotograma::worker
