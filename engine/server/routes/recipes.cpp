// Recipes: those that come with the program and one's own; kept, removed, checked, explained on a file.
#include <algorithm>

#include "engine/api/wire.h"
#include "engine/base/text.h"
#include "engine/server/route.h"
#include "engine/server/submission.h"

namespace fotograma::server {

using base::concat;
using base::ErrorCode;
using base::Json;

namespace {

constexpr std::size_t kRecipeBytes = std::size_t{1024} * 1024;

void listRecipes(Context& context, Request, Responder respond) {
    context.service->recipes(
        answer<std::vector<api::RecipeInfo>>(std::move(respond), [](std::vector<api::RecipeInfo> recipes) {
            Json list = Json::array();
            for (const api::RecipeInfo& recipe : recipes) list.append(api::toJson(recipe));
            return jsonResponse(list);
        }));
}

void getRecipe(Context& context, Request request, Responder respond) {
    context.service->recipes(answer<std::vector<api::RecipeInfo>>(
        std::move(respond), [id = request.parameter("id")](std::vector<api::RecipeInfo> recipes) {
            const auto found = std::ranges::find(recipes, id, &api::RecipeInfo::id);
            if (found != recipes.end()) return jsonResponse(api::toJson(*found));
            return problem({ErrorCode::NotFound, concat("There is no recipe \"", id, "\"."), {}});
        }));
}

// ---- One's own ----

Response savedResponse(const api::RecipeInfo& recipe, std::string_view did) {
    Response response = jsonResponse(api::toJson(recipe));
    response.audit = concat(did, ": ", recipe.id);
    return response;
}

void putRecipe(Context& context, Request request, Responder respond) {
    auto body = request.json();
    if (!body) return respond(body.error());
    const std::string& id = request.parameter("id");
    if (!body->find("id")) body->set("id", id);
    if ((*body)["id"].asString() != id)
        return respond(
            {ErrorCode::InvalidArgument, concat("The recipe's id must be ", id, ", as the address says."), "id"});
    if (auto held = holdRecipe(context, *body); !held) return respond(held.error());
    const std::string* condition = request.header("if-none-match");
    api::RecipeDraft draft{.recipe = std::move(*body), .mayReplace = !(condition && *condition == "*")};
    context.service->saveRecipe(std::move(draft),
                                answer<api::RecipeInfo>(std::move(respond), [](api::RecipeInfo saved) {
                                    return savedResponse(saved, "recipe saved");
                                }));
}

void removeRecipe(Context& context, Request request, Responder respond) {
    context.service->removeRecipe(request.parameter("id"),
                                  answer<api::RecipeInfo>(std::move(respond), [](api::RecipeInfo removed) {
                                      return savedResponse(removed, "recipe removed");
                                  }));
}

// ---- Checking ----

void validateRecipe(Context& context, Request request, Responder respond) {
    const auto body = request.json();
    if (!body) return respond(body.error());
    base::Status valid = holdRecipe(context, *body);
    if (valid && context.validateRecipe) valid = context.validateRecipe(*body);
    Json json = Json::object().set("valid", valid.has_value());
    if (!valid) json.set("error", api::toJson(valid.error()));
    respond(jsonResponse(json));
}

void explainComplete(Context& context, const Principal& principal, api::SubmitItem item,
                     const std::vector<api::RecipeInfo>& recipes, Responder respond) {
    std::vector<api::SubmitItem> items{std::move(item)};
    if (auto complete = completeItems(context, principal, recipes, items); !complete) return respond(complete.error());
    context.service->check(std::move(items.front()),
                           answer<api::CheckReply>(std::move(respond), [](api::CheckReply reply) {
                               return jsonResponse(api::toJson(reply));
                           }));
}

void explainRecipe(Context& context, Request request, Responder respond) {
    auto body = request.json();
    if (!body) return respond(body.error());
    body->set("recipe", request.parameter("id"));
    auto submission = submitRequestOf(Json::object().set("items", Json::array().append(*body)));
    if (!submission) return respond(submission.error());
    context.service->recipes(
        [&context, principal = request.principal, item = std::move(submission->items.front()),
         respond = std::move(respond)](base::Result<std::vector<api::RecipeInfo>> recipes) mutable {
            if (!recipes) return respond(recipes.error());
            explainComplete(context, principal, std::move(item), *recipes, std::move(respond));
        });
}

}  // namespace

std::span<const Route> recipesRoutes() {
    static const ParameterDoc kId{In::Path, "id", "string", "Its id."};
    static const Route kRoutes[] = {
        {.path = "/api/v1/recipes",
         .scope = Scope::JobsRead,
         .handler = listRecipes,
         .id = "listRecipes",
         .tag = "recipes",
         .sentence = "The recipes that come with the program, then the operator's own.",
         .gives = "Recipe[]"},
        {.path = "/api/v1/recipes/{id}",
         .scope = Scope::JobsRead,
         .handler = getRecipe,
         .id = "getRecipe",
         .tag = "recipes",
         .sentence = "One recipe, whole.",
         .parameters = {kId},
         .gives = "Recipe"},
        {.method = Method::Put,
         .path = "/api/v1/recipes/{id}",
         .scope = Scope::JobsWrite,
         .handler = putRecipe,
         .id = "putRecipe",
         .tag = "recipes",
         .sentence =
             "Keeps a recipe of one's own; what has that id already is replaced, unless it came with the program.",
         .parameters = {kId, {In::Header, "If-None-Match", "string", "*: only when there is none of that id."}},
         .takes = "RecipeText",
         .gives = "Recipe",
         .bodyBytes = kRecipeBytes,
         .blocks = true},
        {.method = Method::Delete,
         .path = "/api/v1/recipes/{id}",
         .scope = Scope::JobsWrite,
         .handler = removeRecipe,
         .id = "removeRecipe",
         .tag = "recipes",
         .sentence = "Forgets a recipe of one's own, and answers what it was.",
         .parameters = {kId},
         .gives = "Recipe"},
        {.method = Method::Post,
         .path = "/api/v1/recipes/validate",
         .scope = Scope::JobsRead,
         .handler = validateRecipe,
         .id = "validateRecipe",
         .tag = "recipes",
         .sentence = "Whether a recipe is one, and if not, why and where.",
         .takes = "RecipeText",
         .gives = "Validity",
         .bodyBytes = kRecipeBytes,
         .blocks = true},
        {.method = Method::Post,
         .path = "/api/v1/recipes/{id}/explain",
         .scope = Scope::JobsRead,
         .handler = explainRecipe,
         .id = "explainRecipe",
         .tag = "recipes",
         .sentence = "What the recipe would do with a file: passes, outputs, what is kept, changed and lost.",
         .parameters = {kId},
         .takes = "SubmitItem",
         .gives = "CheckReply",
         .blocks = true},
    };
    return kRoutes;
}

}  // namespace fotograma::server
