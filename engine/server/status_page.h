/// The status page of resources/status/index.html, as it is sent.
#pragma once

#include <string_view>

namespace fotograma::server {

[[nodiscard]] std::string_view statusPage();

}  // namespace fotograma::server
