#include "engine/recipe/files.h"

#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/filter/definition.h"

namespace fotograma::recipe {

namespace {

/// Each parameter of kind File of a chain that is not empty.
template <class Chain, class Visit>
void visitFiles(Chain& filters, Visit visit) {
    for (std::size_t i = 0; i < filters.size(); ++i) {
        const filter::Definition* definition = filter::find(api::OperationKind::Filter, filters[i].id);
        if (definition == nullptr) continue;
        for (const api::ParameterInfo& parameter : definition->info.parameters) {
            if (parameter.kind != api::ParameterKind::File) continue;
            const base::Json* value = filters[i].parameters.find(parameter.id);
            if (value != nullptr && !value->asString().empty()) visit(i, parameter.id, value->asString());
        }
    }
}

template <class AnyRecipe, class Visit>
void visitChains(AnyRecipe& recipe, Visit visit) {
    visit(recipe.filters, std::string("filters"), -1);
    for (std::size_t i = 0; i < recipe.outputs.size(); ++i)
        visit(recipe.outputs[i].filters, base::concat("outputs[", i, "].filters"), static_cast<int>(i));
}

}  // namespace

std::vector<FileUse> filesOf(const Recipe& recipe) {
    std::vector<FileUse> files;
    visitChains(recipe, [&](const std::vector<FilterUse>& chain, const std::string& path, int output) {
        visitFiles(chain, [&](std::size_t i, const std::string& parameter, const std::string& file) {
            files.push_back({file, base::concat(path, "[", i, "].params.", parameter), output, i, parameter});
        });
    });
    return files;
}

void makeFilesAbsolute(Recipe& recipe, const std::filesystem::path& folder) {
    visitChains(recipe, [&](std::vector<FilterUse>& chain, const std::string&, int) {
        visitFiles(chain, [&](std::size_t i, const std::string& parameter, const std::string& file) {
            const std::filesystem::path path = base::pathFromUtf8(file);
            if (path.is_absolute()) return;
            const auto whole = (folder / path).lexically_normal();
            chain[i].parameters.set(parameter, base::toUtf8(whole));
        });
    });
}

}  // namespace fotograma::recipe
