/// Whether a numeric address belongs to the open internet: what strangers name must not reach this network from inside.
///
/// Thread   any.
/// Source   IANA special-purpose address registries (RFC 6890 and its successors).
#pragma once

#include <string_view>

namespace fotograma::server {

/// False also for what is no address.
[[nodiscard]] bool isPublicAddress(std::string_view text);

}  // namespace fotograma::server
