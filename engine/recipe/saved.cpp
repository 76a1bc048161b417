#include <algorithm>
#include <fstream>

#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/recipe/presets.h"

namespace fotograma::recipe {

using base::concat;
using base::ErrorCode;
using base::Result;
using base::Status;
namespace fs = std::filesystem;

namespace {

constexpr std::string_view kSuffix = ".recipe.json";

bool isPreset(std::string_view id) { return std::ranges::find(presets(), id, &Recipe::id) != presets().end(); }

/// Where the folder holds a recipe of that id; people may have named the file otherwise.
std::optional<fs::path> fileOf(std::string_view id, const fs::path& folder) {
    const fs::path usual = folder / base::pathFromUtf8(concat(id, kSuffix));
    std::error_code code;
    if (fs::exists(usual, code)) return usual;
    for (fs::directory_iterator at(folder, code), end; !code && at != end; at.increment(code)) {
        if (!base::toUtf8(at->path().filename()).ends_with(kSuffix)) continue;
        const auto recipe = loadFile(at->path());
        if (recipe && recipe->id == id) return at->path();
    }
    return std::nullopt;
}

Status writeWhole(const fs::path& path, const std::string& text) {
    const fs::path aside = base::pathFromUtf8(concat(base::toUtf8(path), ".part", base::processId()));
    std::ofstream file(aside, std::ios::binary | std::ios::trunc);
    file << text;
    file.close();
    Status status;
    if (!file) status = base::fail(ErrorCode::IoError, concat(base::toUtf8(aside), ": cannot be written"));
    if (status) status = base::flushFile(aside);
    if (status) status = base::replaceFile(aside, path);
    std::error_code ignored;
    if (!status) fs::remove(aside, ignored);
    return status;
}

}  // namespace

Result<Recipe> saveToFolder(const base::Json& document, const fs::path& folder, Replace replace) {
    FOTOGRAMA_ASSIGN_OR_RETURN(Recipe recipe, parse(document));
    if (isPreset(recipe.id))
        return base::fail(ErrorCode::Conflict,
                          concat("The recipe '", recipe.id, "' comes with the program; keep yours under another id."));
    FOTOGRAMA_RETURN_IF_ERROR(base::checkWritable(folder));
    const auto known = fileOf(recipe.id, folder);
    if (known && replace == Replace::Nothing)
        return base::fail(ErrorCode::AlreadyExists, concat("There is already a recipe '", recipe.id, "'."));
    const fs::path path = known.value_or(folder / base::pathFromUtf8(concat(recipe.id, kSuffix)));
    FOTOGRAMA_RETURN_IF_ERROR(writeWhole(path, concat(document.dump(2), '\n')));
    return recipe;
}

Result<Recipe> removeFromFolder(std::string_view id, const fs::path& folder) {
    if (isPreset(id))
        return base::fail(ErrorCode::Conflict, concat("The recipe '", id, "' comes with the program and stays."));
    const auto path = fileOf(id, folder);
    if (!path) return base::fail(ErrorCode::NotFound, concat("There is no recipe '", id, "' of yours."));
    FOTOGRAMA_ASSIGN_OR_RETURN(Recipe recipe, loadFile(*path));
    std::error_code code;
    if (!fs::remove(*path, code) || code)
        return base::fail(ErrorCode::IoError, concat(base::toUtf8(*path), ": cannot be removed"), code.message());
    return recipe;
}

}  // namespace fotograma::recipe
