#include "engine/filter/chain.h"

#include <utility>

#include "engine/base/text.h"

namespace fotograma::filter {
namespace {

base::Error placed(base::Error error, std::size_t index, const Definition& definition) {
    error.message = base::concat("Filter ", index + 1, " (", definition.info.id, "): ", error.message);
    return error;
}

/// Which matrix counts where none is stated depends on the height. A filter that changes the height must not change the
/// colours with it: the matrix that counted before is then stated.
void keepMatrix(const frame::PictureSpec& before, PreparedFilter& prepared) {
    frame::PictureSpec& after = prepared.output;
    const int matrix = frame::effectiveMatrix(before.color, before.height);
    if (after.color.matrix != before.color.matrix || frame::effectiveMatrix(after.color, after.height) == matrix)
        return;
    after.color.matrix = matrix;
    if (!prepared.passes.empty()) prepared.passes.back().output.color.matrix = matrix;
}

}  // namespace

base::Result<Use> use(api::OperationKind kind, std::string_view id, const api::Json& parameters) {
    const Definition* definition = find(kind, id);
    if (definition == nullptr) {
        std::vector<std::string_view> known;
        for (const Definition* each : definitions()) {
            if (each->info.kind == kind) known.push_back(each->info.id);
        }
        const std::string_view near = base::nearest(id, known);
        return base::fail(
            base::ErrorCode::NotFound,
            base::concat("There is no ", kind == api::OperationKind::Filter ? "filter" : "measure", " named \"", id,
                         "\"", near.empty() ? "." : base::concat("; did you mean \"", near, "\"?")));
    }
    FOTOGRAMA_ASSIGN_OR_RETURN(Values values, validate(*definition, parameters));
    return Use{definition, std::move(values)};
}

base::Result<Chain> Chain::prepare(std::span<const Use> filters, const frame::PictureSpec& input) {
    Chain chain;
    chain.m_input = input;
    chain.m_output = input;
    for (std::size_t i = 0; i < filters.size(); ++i) {
        const Use& use = filters[i];
        FOTOGRAMA_ASSERT(use.definition->prepareFilter != nullptr, "only filters can stand in a chain");
        auto prepared = use.definition->prepareFilter(use.values, chain.m_output);
        if (!prepared) return std::unexpected(placed(std::move(prepared).error(), i, *use.definition));
        keepMatrix(chain.m_output, *prepared);
        frame::PictureSpec before = std::exchange(chain.m_output, prepared->output);
        if (prepared->passes.empty() && !prepared->stage && !prepared->steering) continue;
        chain.m_rateFactor *= prepared->rateFactor;
        for (const Pass& pass : prepared->passes) chain.m_delayFrames += pass.reachForward;
        chain.m_steps.push_back({use, std::move(before), *std::move(prepared)});
    }
    return chain;
}

}  // namespace fotograma::filter
