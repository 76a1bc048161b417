/// Three short clips to try a recipe on, made where they are not there yet: two of them show the same.
///
/// Errors   those of engine/media and of the folder.
/// Cost     a second or two, once.
/// Thread   any.
#pragma once

#include <filesystem>
#include <vector>

#include "engine/base/result.h"

namespace fotograma::app {

base::Result<std::vector<std::filesystem::path>> sampleClips(const std::filesystem::path& folder);

}  // namespace fotograma::app
