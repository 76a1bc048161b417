#include "engine/server/jwt_keys.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include <jwt.h>

#include "engine/base/log.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/server/secrets.h"

namespace fotograma::server {

using base::concat;
using base::ErrorCode;
using base::Json;

namespace {

constexpr std::array<std::string_view, 3> kAlgorithms{"HS256", "RS256", "ES256"};
constexpr std::size_t kShortestSecret = 32;  // RFC 7518, 3.2: as long as the digest
constexpr std::int64_t kLeewaySeconds = 30;  // clocks of two machines
constexpr std::size_t kLongestToken = 8192;

struct FreeToken {
    void operator()(jwt_t* token) const noexcept { jwt_free(token); }
};
using Token = std::unique_ptr<jwt_t, FreeToken>;

std::optional<Principal> refuse(std::string_view why) {
    base::logDebug("server", concat("A JWT is refused: ", why));
    return std::nullopt;
}

/// What the token says of itself before anything is verified: only to choose among our keys.
std::string claimedAlgorithm(const std::string& token) {
    const auto header = Json::parse(fromBase64Url(std::string_view(token).substr(0, token.find('.'))));
    return header ? (*header)["alg"].asString() : std::string();
}

base::Result<Json> claimsOf(jwt_t* token) {
    char* text = jwt_get_grants_json(token, nullptr);
    if (!text) return base::fail(ErrorCode::InvalidData, "The token has no claims.");
    const std::string copy(text);
    std::free(text);  // NOLINT: the library allocates with malloc
    return Json::parse(copy);
}

bool hasAudience(const Json& claim, const std::string& wanted) {
    if (claim.isString()) return claim.asString() == wanted;
    return std::ranges::any_of(claim.items(), [&](const Json& one) { return one.asString() == wanted; });
}

std::vector<Scope> scopesOf(std::string_view text) {
    std::vector<Scope> scopes;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        if (const auto scope = scopeFromText(text.substr(0, end))) scopes.push_back(*scope);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return scopes;
}

}  // namespace

base::Result<JwtKeys> JwtKeys::create(const std::vector<JwtKeyFile>& files, std::string audience,
                                      const base::Clock& clock) {
    JwtKeys keys;
    keys.m_audience = std::move(audience);
    keys.m_clock = &clock;
    for (const JwtKeyFile& file : files) {
        if (std::ranges::find(kAlgorithms, file.algorithm) == kAlgorithms.end())
            return base::fail(ErrorCode::InvalidArgument,
                              concat("JWT keys are for HS256, RS256 or ES256, not ", file.algorithm, "."));
        std::ifstream stream(file.file, std::ios::binary);
        std::ostringstream text;
        if (stream) text << stream.rdbuf();
        if (!stream)
            return base::fail(ErrorCode::NotFound, concat("The JWT key ", base::toUtf8(file.file), " cannot be read."));
        std::string bytes = text.str();
        const bool isSecret = file.algorithm == "HS256";
        while (isSecret && !bytes.empty() && (bytes.back() == '\n' || bytes.back() == '\r')) bytes.pop_back();
        if (isSecret && bytes.size() < kShortestSecret)
            return base::fail(ErrorCode::InvalidArgument, concat("The secret in ", base::toUtf8(file.file),
                                                                 " is too short: HS256 needs 32 bytes or more."));
        if (!isSecret && bytes.find("-----BEGIN PUBLIC KEY-----") == std::string::npos)
            return base::fail(ErrorCode::InvalidArgument,
                              concat(base::toUtf8(file.file), " holds no public key in PEM form."));
        keys.m_keys.push_back({.algorithm = file.algorithm, .bytes = std::move(bytes)});
    }
    return keys;
}

std::optional<Principal> JwtKeys::verify(const std::string& token) const {
    if (token.size() > kLongestToken || std::ranges::count(token, '.') != 2) return refuse("it has not three parts");
    const std::string algorithm = claimedAlgorithm(token);
    Token verified;
    for (const Key& key : m_keys) {
        // The key decides: a public key is never taken as a secret, and "none" is nobody's algorithm.
        if (key.algorithm != algorithm) continue;
        jwt_t* decoded = nullptr;
        const auto* bytes = reinterpret_cast<const unsigned char*>(key.bytes.data());
        if (jwt_decode(&decoded, token.c_str(), bytes, static_cast<int>(key.bytes.size())) != 0) continue;
        verified.reset(decoded);
        if (key.algorithm == jwt_alg_str(jwt_get_alg(decoded))) break;
        verified.reset();
    }
    if (!verified) return refuse("no key verifies it");
    const auto claims = claimsOf(verified.get());
    if (!claims) return refuse("its claims cannot be read");
    const std::int64_t now = m_clock->unixNow() / 1000;
    if (!(*claims)["exp"].isNumber()) return refuse("it has no expiry");
    if ((*claims)["exp"].asNumber() <= static_cast<double>(now)) return refuse("it has expired");
    if ((*claims)["nbf"].asNumber() > static_cast<double>(now + kLeewaySeconds)) return refuse("it is not valid yet");
    if (!m_audience.empty() && !hasAudience((*claims)["aud"], m_audience)) return refuse("it is for somebody else");
    const std::string& subject = (*claims)["sub"].asString();
    if (subject.empty()) return refuse("it has no subject");
    return Principal{.id = concat("jwt:", subject), .name = subject, .scopes = scopesOf((*claims)["scope"].asString())};
}

}  // namespace fotograma::server
