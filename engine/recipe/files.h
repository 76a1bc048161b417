/// The files that a recipe's filters and measures name (parameters of kind File).
///
/// Thread   any; pure.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/recipe/recipe.h"

namespace fotograma::recipe {

struct FileUse {
    std::string path;        ///< As the recipe has it; never empty.
    std::string where;       ///< "filters[0].params.file"
    int output = -1;         ///< Whose own chain; -1 the shared one.
    std::size_t filter = 0;  ///< Index in that chain.
    std::string parameter;
};

[[nodiscard]] std::vector<FileUse> filesOf(const Recipe& recipe);

/// Relative paths become absolute, from `folder`: that of the recipe's own file, absolute itself.
void makeFilesAbsolute(Recipe& recipe, const std::filesystem::path& folder);

}  // namespace fotograma::recipe
