/// A body of POST /api/v1/jobs as a request to the service, with every path held to the server's roots.
///
/// Errors   InvalidArgument with the member; PermissionDenied for a path outside the roots; NotFound for a recipe's id.
/// Thread   any.
#pragma once

#include <map>

#include "engine/api/types.h"
#include "engine/server/route.h"

namespace fotograma::server {

/// The items, defaults applied. A recipe that is named by id stays a text until withRecipes.
base::Result<api::SubmitRequest> submitRequestOf(const base::Json& body);

/// Replaces ids by the recipes, then checks every path: inputs, outputs, and files that filters read.
base::Status completeItems(const Context& context, const Principal& principal,
                           const std::vector<api::RecipeInfo>& recipes, std::vector<api::SubmitItem>& items);

/// The same item by item: those that cannot be taken are removed, and told by the place they had.
using Refusals = std::map<std::size_t, base::Error>;
Refusals completeEach(const Context& context, const Principal& principal, const std::vector<api::RecipeInfo>& recipes,
                      std::vector<api::SubmitItem>& items, Refusals refused = {});

/// The reply with the outcomes of those that were removed in their places.
[[nodiscard]] api::SubmitReply withRefusals(api::SubmitReply reply, Refusals refusals);

/// What is to change of waiting jobs; its recipe may be an id until completeEdit.
base::Result<api::JobEdit> editOf(const base::Json& body);
base::Status completeEdit(const Context& context, const std::vector<api::RecipeInfo>& recipes, api::JobEdit& edit);

/// Whether all files that a recipe names lie under the roots, and its outputs have plain names.
base::Status holdRecipe(const Context& context, const base::Json& recipe);

/// The file that a client means as an input: under a root, or an upload of its own. Unsupported for addresses,
/// which submissions alone may name.
base::Result<std::string> inputOf(const Context& context, const Principal& principal, std::string_view text);

/// Whether a recipe of some item is named by id, so that the service must be asked.
[[nodiscard]] bool namesRecipes(const std::vector<api::SubmitItem>& items);

}  // namespace fotograma::server
