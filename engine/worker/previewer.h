/// Makes previews, and knows those it has made: thumbnails and pictures of recipes are kept as small files.
///
/// Errors   those of pipeline::preview. The cache never makes one fail.
/// Owner    borrows device and cache, which must outlive it; owns a queue.
/// Thread   one call at a time.
#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <string>

#include "engine/api/types.h"
#include "engine/device/device.h"
#include "engine/pipeline/clip_pictures.h"
#include "engine/pipeline/pipeline.h"
#include "engine/worker/file_cache.h"

namespace fotograma::worker {

class Previewer {
public:
    /// `host` is asked for with the first request. Without `levels` nothing is kept. `builds` as ResultCache has it.
    /// `files` are what recipes may name.
    Previewer(std::function<device::Device&()> host, cache::TieredCache* levels, std::function<std::string()> builds,
              pipeline::FileRules files = {});
    ~Previewer();

    base::Result<api::Preview> make(const api::PreviewRequest& request, const std::stop_token& stop);
    /// Nobody looks any more: the clip that was kept open for the next request is closed.
    void rest();

private:
    base::Result<api::Preview> compute(const api::PreviewRequest& request, const std::stop_token& stop);
    [[nodiscard]] std::optional<FileCache::Place> placeOf(const api::PreviewRequest& request);
    [[nodiscard]] std::optional<api::Preview> known(const FileCache::Place& place);
    void keep(const FileCache::Place& place, const api::PreviewRequest& request, const api::Preview& preview,
              double seconds);

    std::function<device::Device&()> m_host;
    std::function<std::string()> m_builds;
    pipeline::FileRules m_files;
    std::optional<FileCache> m_cache;
    std::string m_built;  ///< Empty before the first request.
    std::unique_ptr<device::Queue> m_queue;
    std::unique_ptr<pipeline::ClipPictures> m_open;  ///< Of the last request with a slot.
};

}  // namespace fotograma::worker
