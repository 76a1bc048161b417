/// The API keys of a server: random, shown once, and kept as digests in a file that only its owner can read.
///
/// Shape    "ftg_<id>_<secret>"; the file holds id, name, scopes, times and the SHA-256 of the whole token. The secret has
///          256 random bits, so that a plain digest cannot be turned round.
/// Errors   NotFound for an id that is not there; Conflict when another program writes the file now; InvalidData for a
///          file that is none; IoError.
/// Thread   any; the file is read again when it has changed, so that a revoked token stops at once.
#pragma once

#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/clock.h"
#include "engine/base/platform.h"
#include "engine/server/message.h"

namespace fotograma::server {

struct TokenRecord {
    std::string id;  ///< Eight digits; no secret.
    std::string name;
    std::vector<Scope> scopes;
    std::string digest;
    base::UnixMillis createdAt = 0;
    base::UnixMillis expiresAt = 0;  ///< 0: never.
};

struct NewToken {
    std::string text;  ///< The only time it is seen.
    TokenRecord record;
};

class TokenStore {
public:
    explicit TokenStore(std::filesystem::path file, const base::Clock& clock = base::systemClock());

    base::Result<NewToken> create(std::string name, std::vector<Scope> scopes, double daysValid);
    [[nodiscard]] base::Result<std::vector<TokenRecord>> list();
    base::Status revoke(std::string_view id);

    /// The record of a token that is right and not expired.
    [[nodiscard]] std::optional<TokenRecord> find(std::string_view token);

private:
    base::Status refresh();  ///< Called with the mutex held.
    base::Status change(const std::function<base::Status(std::vector<TokenRecord>&)>& edit);

    const std::filesystem::path m_file;
    const base::Clock& m_clock;
    std::mutex m_mutex;  ///< Protects all below.
    std::optional<base::FileStamp> m_stamp;
    std::vector<TokenRecord> m_records;
};

}  // namespace fotograma::server
