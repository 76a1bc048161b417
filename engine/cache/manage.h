/// The verbs that people use on the cache: list, pin, clear, verify.
///
/// Errors   InvalidArgument for a key that is none or an unknown kind; NotFound when nothing matches what is to be pinned;
///          Unavailable when there is no disk level.
/// Thread   any; verify reads every entry and may take a while.
#pragma once

#include "engine/api/types.h"
#include "engine/base/result.h"
#include "engine/cache/tiered_cache.h"

namespace fotograma::cache {

base::Result<api::CacheReply> manage(TieredCache& cache, const api::CacheQuery& query, api::CacheAction action,
                                     base::UnixMillis now);

}  // namespace fotograma::cache
