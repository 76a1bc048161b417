// fotograma recipes: what can be done, and with what settings.
#include "app/await.h"
#include "app/commands/command.h"
#include "app/recipe_choice.h"
#include "app/table.h"
#include "engine/api/wire.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/recipe/presets.h"
#include "engine/recipe/schema.h"

namespace fotograma::app {

using base::concat;
using base::Json;

namespace {

struct RecipesOptions {
    std::string name;
    bool schema = false;
};

constexpr const char* kExamples = R"(Examples:
  fotograma recipes
      The recipes that come with the program, and your own.
  fotograma recipes web-720p > my.recipe.json
      The whole document, every default written out: a start for one of your own.
  fotograma recipes my.recipe.json
      Checks a file: says what is wrong, or prints it in full.
  fotograma recipes --schema > recipe.schema.json
      The JSON Schema, for editors that complete and check.)";

base::Result<int> listRecipes(Session& session) {
    const Settings& settings = session.settings.values();
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto engine, Engine::open(session, StorePlace::Scratch, service::Drains::Nothing));
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto recipes, await<std::vector<api::RecipeInfo>>([&](auto reply) {
                                   engine->service().recipes(std::move(reply));
                               }));
    Table table({{.title = "Recipe"},
                 {.title = "What it makes", .align = Align::Left, .shrinks = false, .last = false, .wraps = true}});
    for (const api::RecipeInfo& recipe : recipes) {
        session.console.json(api::toJson(recipe).set("type", "recipe"));
        const std::string told = recipe.sentence.empty() ? recipe.title : recipe.sentence;
        table.add({Cell(recipe.id, Style::Bold), Cell(printable(concat(told, recipe.builtIn ? "" : "  (yours)")))});
    }
    if (!session.console.wantsJson()) table.print(session.console);
    for (const auto& [path, error] : recipe::loadFolder(settings.recipeFolder).bad)
        session.console.note(concat(base::toUtf8(path), ": ", error.message));
    return kAllDone;
}

base::Result<int> recipes(Session& session, const RecipesOptions& options) {
    if (options.schema) {
        session.console.json(recipe::schema());
        session.console.print(recipe::schema().dump(2));
        return kAllDone;
    }
    if (options.name.empty()) return listRecipes(session);
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto recipe,
                               recipe::resolve(options.name, session.settings.values().recipeFolder));
    session.console.json(recipe::toJson(recipe));
    session.console.print(recipe::toJson(recipe).dump(2));
    return kAllDone;
}

}  // namespace

Command addRecipes(CLI::App& root) {
    Command command = makeCommand(root, "recipes", "List recipes, show one, or check a file.", kExamples);
    auto options = std::make_shared<RecipesOptions>();
    command.app->add_option("RECIPE", options->name, "A recipe's name, or a file.");
    command.app->add_flag("--schema", options->schema, "Print the JSON Schema of recipes.");
    command.place = Place::Anywhere;
    command.run = [options](Session& session) { return recipes(session, *options); };
    return command;
}

}  // namespace fotograma::app
