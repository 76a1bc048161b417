/// The recipe that a person chose, with what the command line changes in it.
///
/// Units    times as people write them: "90", "1:30", "0:01:30.5".
/// Errors   NotFound with the nearest known recipe; InvalidArgument for times that are none.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "engine/recipe/recipe.h"

namespace fotograma::app {

base::Result<double> parseSeconds(const std::string& text);

struct RecipeChoice {
    std::string name;   ///< A preset, one of the user's, or a file.
    std::string start;  ///< Empty: as the recipe says.
    std::string duration;
    std::string nameTemplate;
};

base::Result<recipe::Recipe> chooseRecipe(const RecipeChoice& choice, const std::filesystem::path& recipeFolder);

}  // namespace fotograma::app
