/// Who asks and whether they may: API keys first, then JSON web tokens, always from the Authorization header.
///
/// Errors   in the decision: 401 with WWW-Authenticate when nobody was proved, 403 when the scope is not theirs. The
///          sentence does not say which part of a token was wrong.
/// Thread   any.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "engine/server/jwt_keys.h"
#include "engine/server/message.h"
#include "engine/server/token_store.h"

namespace fotograma::server {

class Auth {
public:
    Auth(std::filesystem::path tokenFile, JwtKeys jwtKeys, const base::Clock& clock = base::systemClock())
        : m_tokens(std::move(tokenFile), clock), m_jwtKeys(std::move(jwtKeys)) {}

    /// The principal of "Bearer ...", or nobody.
    [[nodiscard]] Principal identify(const std::string* authorization);
    /// True when somebody could be let in at all.
    [[nodiscard]] bool hasAnyKey();

private:
    TokenStore m_tokens;
    JwtKeys m_jwtKeys;
};

/// The refusal, or nothing when the principal may.
[[nodiscard]] std::optional<Response> refusal(const Principal& principal, Scope needed, bool hadToken);

}  // namespace fotograma::server
