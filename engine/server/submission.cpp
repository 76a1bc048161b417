#include "engine/server/submission.h"

#include <algorithm>
#include <array>

#include "engine/api/wire.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/server/upload_body.h"

namespace fotograma::server {

namespace fs = std::filesystem;
using base::concat;
using base::ErrorCode;
using base::Json;

namespace {

constexpr std::size_t kMostItems = 10'000;

base::Status wrong(std::string path, std::string_view sentence) {
    return base::fail(ErrorCode::InvalidArgument, concat(path, ' ', sentence), path);
}

/// The item's member, else the body's.
const Json& either(const Json& item, const Json& body, std::string_view name) {
    const Json* own = item.find(name);
    return own && !own->isNull() ? *own : body[name];
}

base::Result<api::SubmitItem> itemOf(const Json& item, const Json& body, const std::string& place) {
    if (!item.isObject()) return std::unexpected(wrong(place, "must be an object.").error());
    Json spec = Json::object().set("input", item["input"]).set("outputs", item["outputs"]);
    for (const char* name : {"device", "overwrite", "priority", "cache"}) spec.set(name, either(item, body, name));
    const Json& recipe = either(item, body, "recipe");
    if (!recipe.isString() && !recipe.isObject())
        return std::unexpected(wrong(concat(place, ".recipe"), "must be the id of a recipe, or a recipe.").error());
    spec.set("recipe", recipe);
    if (!item["input"].isString() || item["input"].asString().empty())
        return std::unexpected(wrong(concat(place, ".input"), "must be the path of a file.").error());
    auto read = api::jobSpecFromJson(spec);
    if (!read) return base::fail(read.error().code, read.error().message, concat(place, '.', read.error().detail));
    api::SubmitItem made;
    made.spec = std::move(*read);
    for (const auto& [name, target] :
         {std::pair("output_folder", &made.outputFolder), std::pair("relative_folder", &made.relativeFolder)}) {
        const Json& value = either(item, body, name);
        if (!value.isNull() && !value.isString())
            return std::unexpected(wrong(concat(place, '.', name), "must be a text.").error());
        *target = value.asString();
    }
    return made;
}

// ---- Paths ----

base::Status hold(const Roots& roots, std::string& path, const std::string& place) {
    auto whole = roots.resolve(path);
    if (!whole) return base::fail(whole.error().code, whole.error().message, place);
    path = base::toUtf8(*whole);
    return {};
}

base::Status holdRelative(const Roots& roots, const api::SubmitItem& item, const std::string& place) {
    if (item.relativeFolder.empty()) return {};
    const fs::path relative = base::pathFromUtf8(item.relativeFolder);
    const bool climbs = std::ranges::any_of(relative, [](const fs::path& part) { return part == ".."; });
    if (relative.is_absolute() || climbs || item.outputFolder.empty())
        return wrong(concat(place, ".relative_folder"), "must be a folder under output_folder, without \"..\".");
    std::string whole = base::toUtf8(base::pathFromUtf8(item.outputFolder) / relative);
    return hold(roots, whole, concat(place, ".relative_folder"));
}

/// The parameters of that operation that name files.
std::vector<std::string_view> fileParameters(const Context& context, std::string_view operation) {
    std::vector<std::string_view> names;
    for (const api::OperationInfo& info : context.operations)
        for (const api::ParameterInfo& parameter : info.parameters)
            if (info.id == operation && parameter.kind == api::ParameterKind::File) names.push_back(parameter.id);
    return names;
}

/// Files that filters and measures anywhere in a recipe read.
base::Status holdFiles(const Context& context, const Json& recipe, const std::string& place) {
    if (recipe.isObject()) {
        for (const std::string_view name : fileParameters(context, recipe["id"].asString())) {
            std::string file = recipe["params"][name].asString();
            if (!file.empty()) FOTOGRAMA_RETURN_IF_ERROR(hold(context.roots, file, concat(place, ".params.", name)));
        }
    }
    for (const auto& [name, value] : recipe.members())
        FOTOGRAMA_RETURN_IF_ERROR(holdFiles(context, value, concat(place, '.', name)));
    for (std::size_t i = 0; i < recipe.items().size(); ++i)
        FOTOGRAMA_RETURN_IF_ERROR(holdFiles(context, recipe.items()[i], concat(place, '[', i, ']')));
    return {};
}

/// Names of outputs are names: a folder in one would lead out of the output folder.
base::Status holdNames(const Json& recipe, const std::string& place) {
    for (const Json& output : recipe["outputs"].items()) {
        const fs::path name = base::pathFromUtf8(output["name"].asString());
        const bool climbs = std::ranges::any_of(name, [](const fs::path& part) { return part == ".."; });
        if (name.is_absolute() || climbs) return wrong(place, "must have plain names.");
    }
    return {};
}

/// A recipe for its id; whole ones stay.
base::Status lookUp(const std::vector<api::RecipeInfo>& recipes, Json& recipe, const std::string& place) {
    if (!recipe.isString()) return {};
    const auto known = std::ranges::find(recipes, recipe.asString(), &api::RecipeInfo::id);
    if (known == recipes.end())
        return base::fail(ErrorCode::NotFound, concat("There is no recipe \"", recipe.asString(), "\"."), place);
    recipe = Json(known->recipe);
    return {};
}

base::Status holdItem(const Context& context, const Principal& principal, api::SubmitItem& item,
                      const std::string& place) {
    auto input = inputOf(context, principal, item.spec.input);
    if (!input) return base::fail(input.error().code, input.error().message, concat(place, ".input"));
    item.spec.input = std::move(*input);
    if (!item.outputFolder.empty())
        FOTOGRAMA_RETURN_IF_ERROR(hold(context.roots, item.outputFolder, concat(place, ".output_folder")));
    FOTOGRAMA_RETURN_IF_ERROR(holdRelative(context.roots, item, place));
    for (std::string& output : item.spec.outputs)
        FOTOGRAMA_RETURN_IF_ERROR(hold(context.roots, output, concat(place, ".outputs")));
    FOTOGRAMA_RETURN_IF_ERROR(holdNames(item.spec.recipe, concat(place, ".recipe.outputs")));
    return holdFiles(context, item.spec.recipe, concat(place, ".recipe"));
}

}  // namespace

base::Result<api::SubmitRequest> submitRequestOf(const Json& body) {
    const Json& items = body["items"];
    const Json& inputs = body["inputs"];
    if (items.isArray() == inputs.isArray())
        return base::fail(ErrorCode::InvalidArgument, "Give either items or inputs, as a list.");
    const Json::Array& list = items.isArray() ? items.items() : inputs.items();
    if (list.empty() || list.size() > kMostItems)
        return base::fail(ErrorCode::InvalidArgument, concat("A submission has 1 to ", kMostItems, " items."));
    api::SubmitRequest request;
    request.title = body["title"].asString();
    request.startPaused = body["start_paused"].asBool();
    const Json& batch = body["batch"];
    if (!batch.isNull() && batch.asInteger() < 1)
        return base::fail(ErrorCode::InvalidArgument, "batch must be the number of a batch.", "batch");
    request.batch = base::BatchId{batch.asInteger()};
    for (std::size_t i = 0; i < list.size(); ++i) {
        const bool isShort = inputs.isArray();
        const Json item = isShort ? Json::object().set("input", list[i]) : list[i];
        FOTOGRAMA_ASSIGN_OR_RETURN(auto made, itemOf(item, body, concat(isShort ? "inputs[" : "items[", i, ']')));
        request.items.push_back(std::move(made));
    }
    return request;
}

bool namesRecipes(const std::vector<api::SubmitItem>& items) {
    return std::ranges::any_of(items, [](const api::SubmitItem& item) { return item.spec.recipe.isString(); });
}

base::Result<std::string> inputOf(const Context& context, const Principal& principal, std::string_view text) {
    // "C:\\clip.mp4" is no address: the letters before "://" are two or more.
    const std::size_t scheme = text.find("://");
    if (scheme != std::string_view::npos && scheme > 1 && text.find_first_of("/\\") > scheme)
        return base::fail(
            ErrorCode::Unsupported,
            context.urls ? "Of addresses this server fetches http:// and https:// alone, and those for submissions "
                           "alone: upload the file, or put it under one of the server's roots."
                         : "This server fetches no addresses (setting url_hosts): upload the file, or put it "
                           "under one of the server's roots.");
    if (context.uploads && context.uploads->isMeant(text)) {
        FOTOGRAMA_ASSIGN_OR_RETURN(const fs::path upload, context.uploads->input(ownerOf(principal), text));
        return base::toUtf8(upload);
    }
    FOTOGRAMA_ASSIGN_OR_RETURN(const fs::path path, context.roots.resolve(text));
    return base::toUtf8(path);
}

base::Status completeItems(const Context& context, const Principal& principal,
                           const std::vector<api::RecipeInfo>& recipes, std::vector<api::SubmitItem>& items) {
    const Refusals refusals = completeEach(context, principal, recipes, items);
    if (!refusals.empty()) return std::unexpected(refusals.begin()->second);
    return {};
}

Refusals completeEach(const Context& context, const Principal& principal, const std::vector<api::RecipeInfo>& recipes,
                      std::vector<api::SubmitItem>& items, Refusals refused) {
    Refusals refusals = std::move(refused);
    std::vector<api::SubmitItem> taken;
    taken.reserve(items.size());
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (refusals.contains(i)) continue;
        const std::string place = concat("items[", i, ']');
        base::Status fine = lookUp(recipes, items[i].spec.recipe, place);
        if (fine) fine = holdItem(context, principal, items[i], place);
        if (fine)
            taken.push_back(std::move(items[i]));
        else
            refusals.emplace(i, std::move(fine).error());
    }
    items = std::move(taken);
    return refusals;
}

api::SubmitReply withRefusals(api::SubmitReply reply, Refusals refusals) {
    for (auto& [place, error] : refusals) {
        // In order: what stood before it is there already. A reply that is repeated may be shorter.
        api::SubmitOutcome outcome{.submission = api::Submission::Refused, .error = std::move(error)};
        const auto at = std::min(place, reply.outcomes.size());
        reply.outcomes.insert(reply.outcomes.begin() + static_cast<std::ptrdiff_t>(at), std::move(outcome));
    }
    return reply;
}

// ---- Edits and recipes ----

base::Result<api::JobEdit> editOf(const Json& body) {
    constexpr std::array<std::string_view, 7> kMembers{"recipe", "output_folder", "device", "overwrite",
                                                       "cache",  "priority",      "before"};
    bool isAny = false;
    for (const auto& [name, value] : body.members()) {
        if (std::ranges::find(kMembers, name) == kMembers.end())
            return base::fail(ErrorCode::InvalidArgument, concat("There is no \"", name, "\" to change of a job."),
                              name);
        isAny = isAny || !value.isNull();
    }
    if (!isAny) return base::fail(ErrorCode::InvalidArgument, "Say what is to change.");
    const Json& recipe = body["recipe"];
    if (!recipe.isNull() && !recipe.isString() && !recipe.isObject())
        return std::unexpected(wrong("recipe", "must be the id of a recipe, or a recipe.").error());
    return api::jobEditFromJson(body);
}

base::Status completeEdit(const Context& context, const std::vector<api::RecipeInfo>& recipes, api::JobEdit& edit) {
    FOTOGRAMA_RETURN_IF_ERROR(lookUp(recipes, edit.recipe, "recipe"));
    if (!edit.recipe.isNull()) FOTOGRAMA_RETURN_IF_ERROR(holdRecipe(context, edit.recipe));
    if (!edit.outputFolder) return {};
    return hold(context.roots, *edit.outputFolder, "output_folder");
}

base::Status holdRecipe(const Context& context, const Json& recipe) {
    FOTOGRAMA_RETURN_IF_ERROR(holdNames(recipe, "outputs"));
    return holdFiles(context, recipe, "recipe");
}

}  // namespace fotograma::server
