/// Pages of other origins that may ask this server from a browser.
///
/// Shape    a list of origins as a browser says them, "https://app.example.com"; empty: none, and no header is sent. Tokens
///          travel in Authorization alone, so credentials of the browser are never allowed.
/// Thread   any.
/// Source   Fetch Standard (https://fetch.spec.whatwg.org), section CORS protocol.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/server/message.h"

namespace fotograma::server {

class Cors {
public:
    Cors() = default;
    /// InvalidArgument for what is no origin; "*" is none.
    static base::Result<Cors> create(std::vector<std::string> origins);

    /// The answer to the question that a browser asks first; nothing for any other request.
    [[nodiscard]] std::optional<Response> preflight(const Request& request) const;
    /// What every other answer carries.
    void add(const Request& request, Pairs& headers) const;

private:
    [[nodiscard]] const std::string* allowedOrigin(const Request& request) const;
    std::vector<std::string> m_origins;
};

}  // namespace fotograma::server
