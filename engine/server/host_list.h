/// Hosts that a person has named: those that may be told of jobs, those whose files may be fetched.
///
/// Shape    "media.example.com" and "*.example.com" over TLS alone, at any port; "http://host:port" is that place and no
///          other.
/// Thread   any.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/net/url.h"

namespace fotograma::server {

/// Whether that can match anything at all.
[[nodiscard]] bool isHostEntry(std::string_view text);

enum class HostMatch {
    None,
    Name,   ///< By name: over TLS, at whatever address the name leads to.
    Place,  ///< Written out whole, with its scheme: somebody knows that place.
};
[[nodiscard]] HostMatch matchHost(const net::Url& url, const std::vector<std::string>& hosts);

}  // namespace fotograma::server
