#include "engine/recipe/presets.h"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/recipe/files.h"
#include "engine/recipe/presets_data.h"

namespace fotograma::recipe {

using base::concat;
using base::Json;
using base::Result;

namespace {

constexpr std::string_view kSuffix = ".recipe.json";
constexpr std::uintmax_t kMaxFileBytes = 1 << 20;

std::vector<Recipe> readPresets() {
    std::vector<Recipe> recipes;
    for (const PresetText& preset : presetTexts()) {
        auto document = Json::parse(preset.text);
        FOTOGRAMA_ASSERT(document.has_value(), "a preset built into the program is JSON");
        auto recipe = parse(*document);
        if (!recipe) base::assertionFailed(preset.name, recipe.error().message.c_str(), __FILE__, __LINE__);
        recipes.push_back(std::move(*recipe));
    }
    std::ranges::sort(recipes, {}, &Recipe::id);
    return recipes;
}

const Recipe* findIn(std::span<const Recipe> recipes, std::string_view id) {
    const auto found = std::ranges::find(recipes, id, &Recipe::id);
    return found == recipes.end() ? nullptr : &*found;
}

std::unexpected<base::Error> failFor(const std::filesystem::path& path, const base::Error& error) {
    return base::fail(error.code, concat(base::toUtf8(path), ": ", error.message), error.detail);
}

bool looksLikePath(std::string_view text) {
    return text.find_first_of("/\\") != std::string_view::npos || text.ends_with(".json");
}

}  // namespace

std::span<const Recipe> presets() {
    static const std::vector<Recipe> all = readPresets();
    return all;
}

Result<Recipe> loadFile(const std::filesystem::path& path) {
    std::error_code code;
    const std::uintmax_t size = std::filesystem::file_size(path, code);
    if (code) {
        const bool isMissing = code == std::errc::no_such_file_or_directory;
        return base::fail(isMissing ? base::ErrorCode::NotFound : base::ErrorCode::IoError,
                          concat(base::toUtf8(path), isMissing ? ": there is no such file" : ": cannot be read"),
                          code.message());
    }
    if (size > kMaxFileBytes)
        return base::fail(base::ErrorCode::InvalidArgument, concat(base::toUtf8(path), ": too large for a recipe"));
    std::ifstream file(path, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    if (file.bad() || !file.is_open())
        return base::fail(base::ErrorCode::IoError, concat(base::toUtf8(path), ": cannot be read"));
    auto document = Json::parse(text);
    if (!document) return failFor(path, document.error());
    auto recipe = parse(*document);
    if (!recipe) return failFor(path, recipe.error());
    makeFilesAbsolute(*recipe, std::filesystem::absolute(path, code).parent_path());
    return recipe;
}

Library loadFolder(const std::filesystem::path& folder) {
    Library library;
    std::vector<std::filesystem::path> files;
    std::error_code code;
    for (std::filesystem::directory_iterator at(folder, code), end; !code && at != end; at.increment(code)) {
        if (base::toUtf8(at->path().filename()).ends_with(kSuffix)) files.push_back(at->path());
    }
    std::ranges::sort(files);  // which of two recipes with one id wins must not depend on the file system
    for (const std::filesystem::path& file : files) {
        auto recipe = loadFile(file);
        if (recipe && (findIn(presets(), recipe->id) != nullptr || findIn(library.recipes, recipe->id) != nullptr)) {
            recipe = base::fail(
                base::ErrorCode::AlreadyExists,
                concat(base::toUtf8(file), ": there is already a recipe '", recipe->id, "'; choose another id"));
        }
        if (recipe) {
            library.recipes.push_back(std::move(*recipe));
        } else {
            library.bad.push_back({file, recipe.error()});
        }
    }
    std::ranges::sort(library.recipes, {}, &Recipe::id);
    return library;
}

Result<Recipe> resolve(std::string_view nameOrPath, const std::filesystem::path& userFolder) {
    if (const Recipe* preset = findIn(presets(), nameOrPath)) return *preset;
    if (looksLikePath(nameOrPath)) return loadFile(base::pathFromUtf8(nameOrPath));
    const Library library = loadFolder(userFolder);
    if (const Recipe* own = findIn(library.recipes, nameOrPath)) return *own;
    for (const Library::Bad& bad : library.bad) {
        // A file named after the recipe that does not parse explains more than "not found".
        if (base::toUtf8(bad.path.filename()) == concat(nameOrPath, kSuffix)) return std::unexpected(bad.error);
    }
    std::vector<std::string_view> ids;
    for (const Recipe& recipe : presets()) ids.emplace_back(recipe.id);
    for (const Recipe& recipe : library.recipes) ids.emplace_back(recipe.id);
    const std::string_view near = base::nearest(nameOrPath, ids);
    return base::fail(base::ErrorCode::NotFound, concat("there is no recipe '", nameOrPath, "'",
                                                        near.empty() ? std::string("; see `fotograma recipes`")
                                                                     : concat("; did you mean '", near, "'?")));
}

api::RecipeInfo describe(const Recipe& recipe, bool builtIn) {
    return {recipe.id, recipe.title, recipe.description, builtIn, toJson(recipe)};
}

}  // namespace fotograma::recipe
