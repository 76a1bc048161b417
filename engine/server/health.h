/// Whether jobs can be submitted and run, and why not.
///
/// Thread   any; notReady looks at disks.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/api/types.h"
#include "engine/server/roots.h"

namespace fotograma::server {

/// What of it is known of the engine; empty results are errors of the service.
struct EngineState {
    base::Result<api::ServiceInfo> info;
    base::Result<api::RuntimeSettings> settings;
};

/// Sentences for operators; none: all is well.
[[nodiscard]] std::vector<std::string> notReady(const EngineState& engine, const std::filesystem::path& storeFolder,
                                                const Roots& roots);

}  // namespace fotograma::server
