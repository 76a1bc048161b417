#include "engine/server/auth.h"

#include "engine/base/text.h"

namespace fotograma::server {

using base::concat;
using base::ErrorCode;

Principal Auth::identify(const std::string* authorization) {
    constexpr std::string_view kScheme = "bearer ";
    if (!authorization || authorization->size() <= kScheme.size()) return {};
    if (base::toLower(std::string_view(*authorization).substr(0, kScheme.size())) != kScheme) return {};
    const std::string token = authorization->substr(kScheme.size());
    if (const auto record = m_tokens.find(token))
        return {.id = concat("key:", record->id), .name = record->name, .scopes = record->scopes};
    if (m_jwtKeys.empty()) return {};
    return m_jwtKeys.verify(token).value_or(Principal{});
}

bool Auth::hasAnyKey() {
    if (!m_jwtKeys.empty()) return true;
    const auto tokens = m_tokens.list();
    return tokens && !tokens->empty();
}

std::optional<Response> refusal(const Principal& principal, Scope needed, bool hadToken) {
    if (needed == Scope::None) return std::nullopt;
    if (principal.id.empty()) {
        Response response = problem(401, {ErrorCode::PermissionDenied,
                                          hadToken ? "The token is not valid here: it may be wrong, expired or revoked."
                                                   : "A token is needed: send Authorization: Bearer <token>.",
                                          {}});
        std::string challenge = "Bearer realm=\"fotograma\"";
        if (hadToken) challenge.append(", error=\"invalid_token\"");
        return std::move(response.with("WWW-Authenticate", std::move(challenge)));
    }
    if (principal.may(needed)) return std::nullopt;
    Response response =
        problem({ErrorCode::PermissionDenied, concat("The token lacks the scope ", toText(needed), "."), {}});
    return std::move(response.with(
        "WWW-Authenticate",
        concat("Bearer realm=\"fotograma\", error=\"insufficient_scope\", scope=\"", toText(needed), "\"")));
}

}  // namespace fotograma::server
