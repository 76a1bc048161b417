#include "engine/server/cors.h"

#include <algorithm>

#include "engine/base/text.h"
#include "engine/net/url.h"

namespace fotograma::server {

using base::concat;

namespace {

constexpr std::string_view kMethods = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";
constexpr std::string_view kTaken =
    "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, If-Range, Last-Event-ID, Range, "
    "Traceparent, "
    "Tus-Resumable, Upload-Checksum, Upload-Length, Upload-Metadata, Upload-Offset, X-Request-Id";
constexpr std::string_view kShown =
    "Content-Disposition, Content-Range, ETag, Location, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, "
    "Retry-After, "
    "Tus-Extension, Tus-Max-Size, Tus-Resumable, Tus-Version, Upload-Expires, Upload-Length, Upload-Offset, "
    "X-Request-Id";
constexpr int kNoContent = 204;

}  // namespace

base::Result<Cors> Cors::create(std::vector<std::string> origins) {
    for (const std::string& origin : origins) {
        const auto url = net::Url::parse(origin);
        if (!url || url->origin() != origin)
            return base::fail(base::ErrorCode::InvalidArgument,
                              concat("cors_origins holds origins like https://app.example.com, not \"", origin, "\"."));
    }
    Cors cors;
    cors.m_origins = std::move(origins);
    return cors;
}

const std::string* Cors::allowedOrigin(const Request& request) const {
    const std::string* origin = request.header("origin");
    return origin && std::ranges::find(m_origins, *origin) != m_origins.end() ? origin : nullptr;
}

std::optional<Response> Cors::preflight(const Request& request) const {
    if (request.method != Method::Options || !request.header("access-control-request-method")) return std::nullopt;
    if (!allowedOrigin(request)) return std::nullopt;
    Response response;
    response.status = kNoContent;
    response.with("Access-Control-Allow-Methods", std::string(kMethods));
    response.with("Access-Control-Allow-Headers", std::string(kTaken));
    response.with("Access-Control-Max-Age", "600");
    return response;
}

void Cors::add(const Request& request, Pairs& headers) const {
    if (m_origins.empty()) return;
    headers.emplace_back("Vary", "Origin");
    const std::string* origin = allowedOrigin(request);
    if (!origin) return;
    headers.emplace_back("Access-Control-Allow-Origin", *origin);
    headers.emplace_back("Access-Control-Expose-Headers", std::string(kShown));
}

}  // namespace fotograma::server
