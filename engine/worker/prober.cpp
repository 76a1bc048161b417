#include "engine/worker/prober.h"

#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/media/inventory.h"
#include "engine/worker/result_cache.h"

namespace fotograma::worker {

Prober::Prober(cache::TieredCache* levels) {
    if (levels != nullptr) m_cache.emplace(*levels, cache::Kind::Probe);
}

base::Result<Prober::Facts> Prober::probe(const std::filesystem::path& file, media::ProbeDepth depth,
                                          api::CacheRule rule) {
    std::optional<FileCache::Place> place;
    const std::string_view name = depth == media::ProbeDepth::Header ? "header" : "full";
    if (m_cache && rule != api::CacheRule::Off)
        place = m_cache->placeOf(file, [name](cache::KeyBuilder& builder) {
            builder.add("depth", name).add("builds", base::concat(resultsId(), ' ', media::libraryVersion()));
        });
    if (place && rule == api::CacheRule::Use) {
        if (const auto found = m_cache->find(*place)) {
            auto facts = base::Json::parse(found->value->bytes);
            // The content was known under another name, perhaps.
            if (facts && facts->isObject())
                return Facts{facts->set("path", base::toUtf8(file)), std::string(cache::toText(found->level))};
            m_cache->drop(*place);
        }
    }
    const auto start = base::systemClock().now();
    FOTOGRAMA_ASSIGN_OR_RETURN(const media::MediaInfo info, media::probe(file, depth));
    Facts read{.facts = media::toJson(info), .cache = {}};
    const double seconds = std::chrono::duration<double>(base::systemClock().now() - start).count();
    if (place)
        m_cache->keep(*place, file,
                      {.label = base::concat(base::toUtf8(file.filename()), ", ", name),
                       .bytes = read.facts.dump(),
                       .seconds = seconds});
    return read;
}

}  // namespace fotograma::worker
