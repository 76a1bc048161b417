/// What files say about themselves, kept so that an unchanged file is not opened again.
///
/// Errors   those of media::probe; a failure is not kept.
/// Owner    borrows the cache, which must outlive it.
/// Thread   any.
#pragma once

#include <filesystem>
#include <string>

#include "engine/api/types.h"
#include "engine/media/probe.h"
#include "engine/worker/file_cache.h"

namespace fotograma::worker {

class Prober {
public:
    /// Without `levels` nothing is kept.
    explicit Prober(cache::TieredCache* levels);

    struct Facts {
        base::Json facts;   ///< As media::toJson(MediaInfo) has them.
        std::string cache;  ///< The level they came from; empty: the file was read.
    };
    base::Result<Facts> probe(const std::filesystem::path& file, media::ProbeDepth depth, api::CacheRule rule);

private:
    std::optional<FileCache> m_cache;
};

}  // namespace fotograma::worker
