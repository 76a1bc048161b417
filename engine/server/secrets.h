/// Randomness, digests and comparisons that hold against somebody who guesses.
///
/// Errors   randomText: IoError when the system has no randomness.
/// Thread   any.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/result.h"

namespace fotograma::server {

/// Letters and digits with the entropy of so many random bytes (hexadecimal).
base::Result<std::string> randomText(int bytes);
[[nodiscard]] std::string sha256Hex(std::string_view text);
/// Bytes, not text (RFC 2104, FIPS 180-4).
[[nodiscard]] std::string hmacSha256(std::string_view secret, std::string_view text);
/// Takes as long for every text of the same length.
[[nodiscard]] bool isSameSecret(std::string_view a, std::string_view b) noexcept;
/// The bytes of base64url text without padding; empty when it is none.
[[nodiscard]] std::string fromBase64Url(std::string_view text);

}  // namespace fotograma::server
