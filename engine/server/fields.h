/// Only some members of what is answered: what a client asks for with ?fields=id,state.
///
/// Thread   any.
#pragma once

#include <string>
#include <vector>

#include "engine/base/json.h"

namespace fotograma::server {

/// The members of that name, and always `id`; all of it when none are named. What is not there is left out.
[[nodiscard]] base::Json withFields(const base::Json& whole, const std::vector<std::string>& fields);
[[nodiscard]] base::Json listWithFields(const base::Json& list, const std::vector<std::string>& fields);

}  // namespace fotograma::server
