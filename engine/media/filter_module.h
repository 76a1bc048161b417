/// Our libavfilter module (fotograma-avfilter beside the program or in ../lib/fotograma), opened when a graph is first made:
/// linking libavfilter into the program would make every start slower. For engine/media's own sources.
///
/// Errors   Unsupported: the module is not there, or of another version.
/// Thread   opened once, by whoever comes first; it stays open: FFmpeg's libraries do not like to be unloaded.
#pragma once

#include "engine/base/result.h"

namespace fotograma::media {

/// A symbol of the module.
base::Result<void*> filterModuleSymbol(const char* name);

}  // namespace fotograma::media
