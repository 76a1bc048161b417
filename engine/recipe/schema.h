/// The published JSON Schema of recipe documents, generated from the tables that parse() itself uses.
///
/// Source   JSON Schema 2020-12. resources/recipe.schema.json holds the same text; a test keeps them equal.
#pragma once

#include "engine/base/json.h"

namespace fotograma::recipe {

[[nodiscard]] base::Json schema();

}  // namespace fotograma::recipe
