#include "engine/store/session.h"

#include <string>

#include "engine/base/log.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/store/connection.h"

namespace fotograma::store {

using base::concat;
using base::ErrorCode;

namespace {

struct Translation {
    int sqliteCode;
    ErrorCode code;
    const char* sentence;
};

// SQLite's primary result codes (sqlite.org/rescode.html) that a correct program can meet.
constexpr Translation kTranslations[] = {
    {3, ErrorCode::PermissionDenied, "the store may not be read or written."},
    {5, ErrorCode::Unavailable, "another program is writing to the store and did not finish in time."},
    {6, ErrorCode::Unavailable, "another program is writing to the store and did not finish in time."},
    {8, ErrorCode::PermissionDenied, "the store is read-only."},
    {10, ErrorCode::IoError, "the store could not be read or written."},
    {11, ErrorCode::InvalidData, "the store is damaged; move it away to start with an empty one."},
    {13, ErrorCode::ResourceExhausted, "there is no space left for the store."},
    {14, ErrorCode::IoError, "the store could not be opened."},
    {26, ErrorCode::InvalidData, "this file is not a Fotograma store; choose another path."},
};

base::Status applyStep(soci::session& sql, const Migration& step) {
    return guarded([&]() -> base::Status {
        for (const std::string_view statement : step.statements) sql << std::string(statement);
        sql << "UPDATE store_version SET version = :version", soci::use(step.version);
        return {};
    });
}

/// 0 for an empty file.
base::Result<int> currentVersion(soci::session& sql) {
    return guarded([&]() -> base::Result<int> {
        int tables = 0;
        int marked = 0;
        sql << "SELECT count(*) FROM sqlite_master WHERE type = 'table'", soci::into(tables);
        sql << "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'store_version'", soci::into(marked);
        if (marked == 0 && tables > 0)
            return base::fail(ErrorCode::InvalidData, "this file is not a Fotograma store; choose another path.");
        if (marked == 0) {
            sql << "CREATE TABLE store_version (version INTEGER NOT NULL)";
            sql << "INSERT INTO store_version (version) VALUES (0)";
            return 0;
        }
        int version = 0;
        sql << "SELECT version FROM store_version", soci::into(version);
        return version;
    });
}

base::Status migrateLocked(soci::session& sql, std::span<const Migration> steps) {
    FOTOGRAMA_ASSIGN_OR_RETURN(const int version, currentVersion(sql));
    const int newest = steps.back().version;
    if (version > newest)
        return base::fail(ErrorCode::Conflict,
                          concat("the store was written by a newer Fotograma (store version ", version,
                                 ", this program knows ", newest, "); update this program or choose another store."));
    for (const Migration& step : steps) {
        if (step.version <= version) continue;
        FOTOGRAMA_RETURN_IF_ERROR(applyStep(sql, step));
        base::logInfo("store", concat("migrated to version ", step.version, ": ", step.what));
    }
    return {};
}

}  // namespace

base::Error translate(const std::exception& failure) {
    if (const auto* sqlite = dynamic_cast<const soci::sqlite3_soci_error*>(&failure)) {
        const int primary = sqlite->result() & 0xff;
        for (const Translation& row : kTranslations) {
            if (row.sqliteCode == primary) return {row.code, row.sentence, failure.what()};
        }
    }
    return {ErrorCode::Internal, "the store refused a request of ours; this is a bug, please report it.",
            failure.what()};
}

base::Error withPath(base::Error error, const std::filesystem::path& path) {
    error.message = concat(base::toUtf8(path), ": ", error.message);
    return error;
}

base::Result<std::unique_ptr<soci::session>> openSession(const std::filesystem::path& path,
                                                         std::chrono::seconds busyTimeout) {
    const std::string text = base::toUtf8(path);
    // SOCI's connection strings cannot quote a quote.
    if (text.find('"') != std::string::npos)
        return base::fail(ErrorCode::InvalidArgument, "the path of a store may not contain a quotation mark.");
    return guarded([&]() -> base::Result<std::unique_ptr<soci::session>> {
        auto sql =
            std::make_unique<soci::session>(soci::sqlite3, concat("db=\"", text, "\" timeout=", busyTimeout.count()));
        // WAL: readers and the writer do not wait for each other. FULL: a commit that was answered survives a power cut;
        // grouping pays for the flush.
        std::string mode;
        *sql << "PRAGMA journal_mode = WAL", soci::into(mode);
        *sql << "PRAGMA synchronous = FULL";
        // 16 MB each at most: the pages that a batch of ten thousand touches, and the log that is copied back in one go.
        *sql << "PRAGMA cache_size = -16000";
        *sql << "PRAGMA wal_autocheckpoint = 4000";
        return sql;
    });
}

base::Status migrate(soci::session& sql, std::span<const Migration> steps) {
    FOTOGRAMA_ASSERT(!steps.empty(), "a store has at least one version");
    // One transaction for all: two programs that open an old store at once take turns, and a failure leaves it as it was.
    FOTOGRAMA_RETURN_IF_ERROR(guarded([&]() -> base::Status {
        sql << "BEGIN IMMEDIATE";
        return {};
    }));
    base::Status status = migrateLocked(sql, steps);
    const base::Status ended = guarded([&]() -> base::Status {
        sql << (status ? "COMMIT" : "ROLLBACK");
        return {};
    });
    if (status && !ended) status = ended;
    return status;
}

base::Result<int> dataVersion(Connection& connection) {
    return guarded([&]() -> base::Result<int> {
        const auto found = connection.statements.first<std::tuple<int>>("PRAGMA data_version");
        return found ? std::get<0>(*found) : 0;
    });
}

}  // namespace fotograma::store
