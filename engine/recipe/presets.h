/// Recipes by name: those that come with the program and those the user saved as files.
///
/// Owner    presets live for the whole program; loaded recipes are values.
/// Thread   any.
#pragma once

#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

#include "engine/api/types.h"
#include "engine/recipe/recipe.h"

namespace fotograma::recipe {

/// The recipes of resources/presets, built into the program, by id.
[[nodiscard]] std::span<const Recipe> presets();

/// A recipe file, or why it cannot be used (the message names the file).
base::Result<Recipe> loadFile(const std::filesystem::path& path);

struct Library {
    struct Bad {
        std::filesystem::path path;
        base::Error error;
    };
    std::vector<Recipe> recipes;  ///< By id. A user's recipe may not take a preset's id: it is reported as bad.
    std::vector<Bad> bad;         ///< Reported, not fatal.
};

/// Every *.recipe.json of a folder. A folder that is not there is empty.
[[nodiscard]] Library loadFolder(const std::filesystem::path& folder);

/// A recipe by what a person typed: a preset's id, the id of one in the user's folder, or a path to a file.
/// Errors   NotFound with the nearest known id.
base::Result<Recipe> resolve(std::string_view nameOrPath, const std::filesystem::path& userFolder);

enum class Replace { Nothing, Own };  ///< Own: a recipe of the same id in the folder, whatever its file is called.

/// Checks a recipe and keeps it in the folder, which is made when missing: whole or not at all.
/// Errors   InvalidArgument with the place in the document; AlreadyExists when the id is taken, Conflict when it is a
///          preset's; IoError, PermissionDenied, ResourceExhausted.
base::Result<Recipe> saveToFolder(const base::Json& document, const std::filesystem::path& folder, Replace replace);

/// Removes it, and returns what it was. NotFound; Conflict for a preset.
base::Result<Recipe> removeFromFolder(std::string_view id, const std::filesystem::path& folder);

[[nodiscard]] api::RecipeInfo describe(const Recipe& recipe, bool builtIn);

}  // namespace fotograma::recipe
