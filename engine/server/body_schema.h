/// A body held to the schema that the document gives for it: what the document says is what is taken.
///
/// Errors   InvalidArgument whose detail is the path of the member that does not fit.
/// Thread   any.
/// Source   JSON Schema 2020-12, the part that our schemas use: type, enum, required, properties, additionalProperties,
///          items, anyOf, minimum, maximum, $ref into the components.
#pragma once

#include <string_view>

#include "engine/base/json.h"
#include "engine/base/result.h"

namespace fotograma::server {

/// `name`: of a component, as a route's `takes`.
[[nodiscard]] base::Status fitsSchema(const base::Json& body, std::string_view name);
/// The same for any schema and its components.
[[nodiscard]] base::Status fits(const base::Json& value, const base::Json& schema, const base::Json& components,
                                const std::string& path);

}  // namespace fotograma::server
