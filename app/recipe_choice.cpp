#include "app/recipe_choice.h"

#include <charconv>
#include <cmath>

#include "engine/base/text.h"
#include "engine/recipe/naming.h"
#include "engine/recipe/presets.h"

namespace fotograma::app {

using base::concat;
using base::ErrorCode;

base::Result<double> parseSeconds(const std::string& text) {
    const auto wrong = [&] {
        return base::fail(ErrorCode::InvalidArgument,
                          concat("\"", text, "\" is no time; write seconds (90) or h:mm:ss (0:01:30)."));
    };
    double total = 0.0;
    int parts = 0;
    std::string_view rest = text;
    for (bool more = true; more; ++parts) {
        const std::size_t colon = rest.find(':');
        more = colon != std::string_view::npos;
        const std::string_view part = rest.substr(0, colon);
        double value = 0.0;
        const auto [end, error] =
            std::from_chars(part.data(), part.data() + part.size(), value, std::chars_format::fixed);
        const bool whole = error == std::errc{} && end == part.data() + part.size();
        if (!whole || !std::isfinite(value) || value < 0.0 || parts > 2 || (parts > 0 && value >= 60.0)) return wrong();
        total = total * 60.0 + value;
        if (more) rest.remove_prefix(colon + 1);
    }
    return total;
}

base::Result<recipe::Recipe> chooseRecipe(const RecipeChoice& choice, const std::filesystem::path& recipeFolder) {
    FOTOGRAMA_ASSIGN_OR_RETURN(recipe::Recipe chosen, recipe::resolve(choice.name, recipeFolder));
    if (!choice.start.empty()) {
        FOTOGRAMA_ASSIGN_OR_RETURN(chosen.input.startSeconds, parseSeconds(choice.start));
    }
    if (!choice.duration.empty()) {
        FOTOGRAMA_ASSIGN_OR_RETURN(chosen.input.durationSeconds, parseSeconds(choice.duration));
    }
    if (!choice.nameTemplate.empty()) {
        FOTOGRAMA_RETURN_IF_ERROR(recipe::checkTemplate(choice.nameTemplate));
        for (recipe::Output& output : chosen.outputs) output.name = choice.nameTemplate;
    }
    return chosen;
}

}  // namespace fotograma::app
