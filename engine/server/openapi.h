/// The documentation of the API, made from the table of routes: for programs (OpenAPI 3.1) and for people (one page).
///
/// Thread   any.
#pragma once

#include <string>

#include "engine/base/json.h"

namespace fotograma::server {

[[nodiscard]] base::Json openApiDocument();
[[nodiscard]] std::string routesPage();  ///< HTML.

}  // namespace fotograma::server
