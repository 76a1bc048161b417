/// The JSON schemas of everything that crosses: made from the fields of api/wire, and those few that only HTTP knows.
///
/// Thread   any.
#pragma once

#include "engine/base/json.h"

namespace fotograma::server {

/// "Snapshot", "SubmitBody", ... each with its schema (JSON Schema 2020-12, as OpenAPI 3.1 uses it).
[[nodiscard]] base::Json componentSchemas();

}  // namespace fotograma::server
