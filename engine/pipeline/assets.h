/// The files that a recipe's filters name, read before the filters are prepared; a process reads each once.
///
/// Units    at most 64 MB a file; 256 MB and 32 files are held for the next jobs.
/// Errors   NotFound, PermissionDenied (outside the allowed folders, or the system's own), InvalidArgument (no absolute
///          path, too large), and what is wrong with a picture; each with the recipe's path in front.
/// Thread   any.
#pragma once

#include <filesystem>
#include <vector>

#include "engine/base/platform.h"
#include "engine/pipeline/pipeline.h"
#include "engine/pipeline/plan.h"
#include "engine/recipe/files.h"

namespace fotograma::pipeline {

/// A file that a recipe names, found and allowed.
struct AssetFile {
    recipe::FileUse use;
    std::filesystem::path path;  ///< Links resolved.
    base::FileStamp stamp;
};

/// All of them, or what is wrong with the first that cannot be had. Reads nothing.
base::Result<std::vector<AssetFile>> assetFiles(const recipe::Recipe& recipe, const FileRules& rules);

/// Reads what the plan's filters name into their values.
base::Status readAssets(const recipe::Recipe& recipe, const FileRules& rules, Plan& plan);

}  // namespace fotograma::pipeline
