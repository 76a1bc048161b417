#include "engine/server/token_store.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "engine/base/text.h"
#include "engine/server/secrets.h"

namespace fotograma::server {

namespace fs = std::filesystem;
using base::concat;
using base::ErrorCode;
using base::Json;

namespace {

constexpr std::string_view kPrefix = "ftg_";
constexpr int kIdBytes = 4;
constexpr int kSecretBytes = 32;
constexpr double kMillisADay = 86'400'000.0;

Json toJson(const TokenRecord& record) {
    Json scopes = Json::array();
    for (const Scope scope : record.scopes) scopes.append(toText(scope));
    Json json = Json::object();
    json.set("id", record.id).set("name", record.name).set("scopes", std::move(scopes));
    json.set("sha256", record.digest).set("created_at", record.createdAt).set("expires_at", record.expiresAt);
    return json;
}

base::Result<std::vector<TokenRecord>> readRecords(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    const auto unreadable = [&](std::string detail) {
        return base::fail(ErrorCode::InvalidData, concat("The file of tokens ", base::toUtf8(file), " is damaged."),
                          std::move(detail));
    };
    const auto json = Json::parse(text.str());
    if (!json) return unreadable(json.error().message);
    std::vector<TokenRecord> records;
    for (const Json& item : (*json)["tokens"].items()) {
        TokenRecord record{.id = item["id"].asString(),
                           .name = item["name"].asString(),
                           .scopes = {},
                           .digest = item["sha256"].asString(),
                           .createdAt = item["created_at"].asInteger(),
                           .expiresAt = item["expires_at"].asInteger()};
        for (const Json& scope : item["scopes"].items()) {
            const auto known = scopeFromText(scope.asString());
            if (!known) return unreadable(concat("unknown scope ", scope.asString()));
            record.scopes.push_back(*known);
        }
        if (record.id.empty() || record.digest.empty()) return unreadable("a token without id or digest");
        records.push_back(std::move(record));
    }
    return records;
}

base::Status writeRecords(const fs::path& file, const std::vector<TokenRecord>& records) {
    Json tokens = Json::array();
    for (const TokenRecord& record : records) tokens.append(toJson(record));
    const fs::path aside = base::pathFromUtf8(concat(base::toUtf8(file), ".new"));
    std::error_code code;
    fs::remove(aside, code);
    std::ofstream stream(aside, std::ios::binary);
    // Before anything is in it.
    fs::permissions(aside, fs::perms::owner_read | fs::perms::owner_write, code);
    stream << Json::object().set("version", 1).set("tokens", std::move(tokens)).dump(2) << '\n';
    stream.close();
    if (!stream || code)
        return base::fail(ErrorCode::IoError, concat("The tokens cannot be written to ", base::toUtf8(file), "."),
                          code.message());
    FOTOGRAMA_RETURN_IF_ERROR(base::flushFile(aside));
    return base::replaceFile(aside, file);
}

}  // namespace

TokenStore::TokenStore(fs::path file, const base::Clock& clock) : m_file(std::move(file)), m_clock(clock) {}

base::Status TokenStore::refresh() {
    const auto stamp = base::fileStamp(m_file);
    if (!stamp) {
        m_records.clear();
        m_stamp.reset();
        if (stamp.error().code != ErrorCode::NotFound) return std::unexpected(stamp.error());
        return {};
    }
    if (m_stamp && *m_stamp == *stamp) return {};
    auto records = readRecords(m_file);
    // Tokens that cannot be read are tokens that do not hold.
    if (!records) m_records.clear();
    if (!records) return std::unexpected(records.error());
    m_records = std::move(*records);
    m_stamp = *stamp;
    return {};
}

base::Status TokenStore::change(const std::function<base::Status(std::vector<TokenRecord>&)>& edit) {
    std::error_code ignored;
    fs::create_directories(m_file.parent_path(), ignored);
    FOTOGRAMA_ASSIGN_OR_RETURN(const base::FileLock lock,
                               base::FileLock::acquire(base::pathFromUtf8(concat(base::toUtf8(m_file), ".lock"))));
    const std::lock_guard guard(m_mutex);
    FOTOGRAMA_RETURN_IF_ERROR(refresh());
    std::vector<TokenRecord> records = m_records;
    FOTOGRAMA_RETURN_IF_ERROR(edit(records));
    return writeRecords(m_file, records);
}

base::Result<NewToken> TokenStore::create(std::string name, std::vector<Scope> scopes, double daysValid) {
    if (name.empty()) return base::fail(ErrorCode::InvalidArgument, "A token needs a name: who will use it?");
    if (scopes.empty()) return base::fail(ErrorCode::InvalidArgument, "A token needs at least one scope.");
    FOTOGRAMA_ASSIGN_OR_RETURN(const std::string id, randomText(kIdBytes));
    FOTOGRAMA_ASSIGN_OR_RETURN(const std::string secret, randomText(kSecretBytes));
    const base::UnixMillis now = m_clock.unixNow();
    NewToken token{.text = concat(kPrefix, id, "_", secret),
                   .record = {.id = id,
                              .name = std::move(name),
                              .scopes = std::move(scopes),
                              .digest = {},
                              .createdAt = now,
                              .expiresAt = 0}};
    token.record.digest = sha256Hex(token.text);
    if (daysValid > 0.0) token.record.expiresAt = now + static_cast<base::UnixMillis>(daysValid * kMillisADay);
    FOTOGRAMA_RETURN_IF_ERROR(change([&](std::vector<TokenRecord>& records) -> base::Status {
        records.push_back(token.record);
        return {};
    }));
    return token;
}

base::Result<std::vector<TokenRecord>> TokenStore::list() {
    const std::lock_guard guard(m_mutex);
    FOTOGRAMA_RETURN_IF_ERROR(refresh());
    return m_records;
}

base::Status TokenStore::revoke(std::string_view id) {
    return change([&](std::vector<TokenRecord>& records) -> base::Status {
        if (std::erase_if(records, [&](const TokenRecord& record) { return record.id == id; }) == 0)
            return base::fail(ErrorCode::NotFound, concat("There is no token ", id, "."));
        return {};
    });
}

std::optional<TokenRecord> TokenStore::find(std::string_view token) {
    if (!token.starts_with(kPrefix)) return std::nullopt;
    const std::string digest = sha256Hex(token);
    const std::lock_guard guard(m_mutex);
    if (!refresh()) return std::nullopt;
    // All are compared, each in the same time: how long it takes tells nothing.
    const TokenRecord* found = nullptr;
    for (const TokenRecord& record : m_records)
        if (isSameSecret(record.digest, digest)) found = &record;
    if (!found || (found->expiresAt > 0 && found->expiresAt <= m_clock.unixNow())) return std::nullopt;
    return *found;
}

}  // namespace fotograma::server
