/// Bytes as text that any protocol carries.
///
/// Errors   fromBase64: nullopt for text that is none (a wrong character, a wrong length).
/// Source   RFC 4648, section 4, with padding.
/// Thread   any.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace fotograma::base {

[[nodiscard]] std::string toBase64(std::string_view bytes);
[[nodiscard]] std::optional<std::string> fromBase64(std::string_view text);

}  // namespace fotograma::base
