/// JSON web tokens, verified by keys of the operator: each key is for one algorithm and never serves another.
///
/// Errors   create: InvalidArgument (an algorithm that is not HS256, RS256 or ES256; a secret under 32 bytes), NotFound.
///          verify: nothing, whatever is wrong with the token; why goes to the log at level debug without the token.
/// Thread   any.
/// Source   RFC 7519, RFC 8725 (the algorithm is the key's, not the token's; "none" is refused; expiry is required).
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/clock.h"
#include "engine/server/message.h"

namespace fotograma::server {

struct JwtKeyFile {
    std::string algorithm;  ///< "HS256", "RS256", "ES256"
    std::filesystem::path file;
};

class JwtKeys {
public:
    /// `audience`: what "aud" must be; empty: not asked.
    static base::Result<JwtKeys> create(const std::vector<JwtKeyFile>& files, std::string audience,
                                        const base::Clock& clock = base::systemClock());

    [[nodiscard]] bool empty() const noexcept { return m_keys.empty(); }
    /// Whose token it is: "sub", and the scopes in "scope".
    [[nodiscard]] std::optional<Principal> verify(const std::string& token) const;

private:
    struct Key {
        std::string algorithm;
        std::string bytes;
    };
    std::vector<Key> m_keys;
    std::string m_audience;
    const base::Clock* m_clock = nullptr;
};

}  // namespace fotograma::server
