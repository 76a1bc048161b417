/// Addresses of the web: taken apart, put together, encoded.
///
/// Errors   parse: InvalidArgument for what is no http or https address, has a user name, or holds what an address may not.
/// Owner    plain values.
/// Thread   any.
/// Source   RFC 3986.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/result.h"

namespace fotograma::net {

struct Url {
    bool isTls = false;
    std::string host;  ///< Without the brackets of IPv6.
    std::uint16_t port = 80;
    std::string target = "/";  ///< Path and query, encoded as they came; no fragment.

    static base::Result<Url> parse(std::string_view text);

    /// "host:port", without a port that the scheme has anyway: for the Host header and for people.
    [[nodiscard]] std::string authority() const;
    /// "https://host:8443"
    [[nodiscard]] std::string origin() const;
    friend bool operator==(const Url&, const Url&) = default;
};

/// Text as one value of a query or one segment of a path.
[[nodiscard]] std::string percentEncoded(std::string_view text);

}  // namespace fotograma::net
