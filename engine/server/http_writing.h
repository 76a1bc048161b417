/// The first bytes of an answer: status line, our headers, the response's own.
///
/// Thread   any.
#pragma once

#include <string>

#include "engine/server/message.h"

namespace fotograma::server {

[[nodiscard]] std::uint64_t lengthOf(const Body& body);
/// `keeps`: the connection goes on after this answer.
[[nodiscard]] std::string headOf(const Request& request, const Response& response, bool keeps);
/// "Mon, 30 Nov 2026 21:07:38 GMT" (RFC 9110, 5.6.7).
[[nodiscard]] std::string httpDate(std::int64_t unixSeconds);

}  // namespace fotograma::server
