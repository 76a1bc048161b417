#include "engine/worker/previewer.h"

#include <algorithm>

#include "engine/api/wire.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/pipeline/assets.h"
#include "engine/pipeline/preview.h"
#include "engine/worker/result_cache.h"

namespace fotograma::worker {

using base::concat;

namespace {

/// More hardly shorten a seek, and jobs want the machine, too.
constexpr int kMostThreads = 4;

/// A line of facts, then the picture as it is.
std::string pack(api::Preview preview) {
    const std::string picture = std::exchange(preview.picture.raw, {});
    return concat(api::toJson(preview).dump(), '\n', picture);
}

std::optional<api::Preview> unpack(std::string_view bytes) {
    const std::size_t end = bytes.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    const auto facts = base::Json::parse(bytes.substr(0, end));
    if (!facts) return std::nullopt;
    auto preview = api::previewFromJson(*facts);
    if (!preview) return std::nullopt;
    preview->picture.raw = bytes.substr(end + 1);
    return std::move(*preview);
}

}  // namespace

Previewer::Previewer(std::function<device::Device&()> host, cache::TieredCache* levels,
                     std::function<std::string()> builds, pipeline::FileRules files)
    : m_host(std::move(host)), m_builds(std::move(builds)), m_files(std::move(files)) {
    if (levels != nullptr) m_cache.emplace(*levels, cache::Kind::Thumbnail);
}

Previewer::~Previewer() = default;

base::Result<api::Preview> Previewer::make(const api::PreviewRequest& request, const std::stop_token& stop) {
    const auto place = placeOf(request);
    if (place && request.cache == api::CacheRule::Use)
        if (auto preview = known(*place)) return std::move(*preview);
    const auto start = base::systemClock().now();
    FOTOGRAMA_ASSIGN_OR_RETURN(api::Preview made, compute(request, stop));
    if (place) keep(*place, request, made, std::chrono::duration<double>(base::systemClock().now() - start).count());
    return made;
}

base::Result<api::Preview> Previewer::compute(const api::PreviewRequest& request, const std::stop_token& stop) {
    if (!m_queue) {
        FOTOGRAMA_ASSIGN_OR_RETURN(m_queue, m_host().createQueue());
    }
    // A slot is a person who looks at one clip; whoever asks without one goes from file to file.
    auto made = pipeline::preview(request, m_files, *m_queue, std::min(base::machineInfo().logicalCores, kMostThreads),
                                  stop, request.slot.empty() ? nullptr : &m_open);
    if (!made) m_queue.reset();  // what failed on a queue may have left it unusable
    return made;
}

void Previewer::rest() { m_open.reset(); }

std::optional<FileCache::Place> Previewer::placeOf(const api::PreviewRequest& request) {
    if (!m_cache || request.cache == api::CacheRule::Off) return std::nullopt;
    const auto recipe = pipeline::previewRecipe(request);
    if (!recipe) return std::nullopt;
    const auto assets = pipeline::assetFiles(*recipe, m_files);
    if (!assets) return std::nullopt;
    if (m_built.empty()) m_built = concat(resultsId(), ' ', m_builds());
    // The rest of the request decides nothing.
    api::PreviewRequest what = request;
    what.input.clear();
    what.slot.clear();
    what.recipe = {};
    what.cache = api::CacheRule::Use;
    return m_cache->placeOf(base::pathFromUtf8(request.input), [&](cache::KeyBuilder& builder) {
        builder.add("request", api::toJson(what).dump());
        builder.add("recipe", request.recipe.isNull() ? std::string() : recipe::digest(*recipe));
        builder.add("builds", m_built);
        for (const pipeline::AssetFile& asset : *assets) builder.add("file", cache::identityKey(asset.stamp).digest);
    });
}

std::optional<api::Preview> Previewer::known(const FileCache::Place& place) {
    const auto found = m_cache->find(place);
    if (!found) return std::nullopt;
    auto preview = unpack(found->value->bytes);
    if (!preview) m_cache->drop(place);
    if (preview) preview->cache = cache::toText(found->level);
    return preview;
}

void Previewer::keep(const FileCache::Place& place, const api::PreviewRequest& request, const api::Preview& preview,
                     double seconds) {
    const auto file = base::pathFromUtf8(request.input);
    const std::string what = request.recipe.isNull() ? std::string("thumbnail") : request.recipe["id"].asString();
    m_cache->keep(
        place, file,
        {.label = concat(base::toUtf8(file.filename()), ", ", what), .bytes = pack(preview), .seconds = seconds});
}

}  // namespace fotograma::worker
