/// Files that clients send: kept in a folder of their own, piece by piece, until they are whole and known to be media.
///
/// Shape    <folder>/<id>.json what is known, <id>.part what has come, <id>/<name> the whole file.
/// Units    bytes; hours.
/// Errors   InvalidArgument (a length, a name), ResourceExhausted (a limit, a quota, the disk), NotFound also for uploads
///          of somebody else, Conflict (the offset, not whole yet).
/// Owner    its files. What was unfinished goes on after a restart; what nobody has touched for `hours` is removed.
/// Thread   any. Whoever begins to send last wins: what an older connection still sends is refused.
/// Source   tus 1.0 (https://tus.io/protocols/resumable-upload), as far as HTTP is not concerned.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/clock.h"
#include "engine/base/json.h"
#include "engine/base/result.h"

namespace fotograma::server {

struct UploadLimits {
    std::int64_t fileBytes = std::int64_t{64} << 30;
    std::int64_t ownerBytes = std::int64_t{256} << 30;  ///< Of one token: announced, whether it has come or not.
    std::int64_t totalBytes = std::int64_t{1024} << 30;
    double hours = 24.0;  ///< An unfinished upload that nobody touches is removed after so long.
};

struct Upload {
    std::string id;     ///< 128 random bits.
    std::string owner;  ///< The principal's id.
    std::string name;   ///< Of the file: one name, fit for any file system.
    std::int64_t lengthBytes = 0;
    std::int64_t offsetBytes = 0;  ///< That have come.
    base::UnixMillis createdAt = 0;
    base::UnixMillis touchedAt = 0;
    base::UnixMillis expiresAt = 0;  ///< 0: never, for it is whole.
    bool isWhole = false;
    std::filesystem::path path;  ///< Of the whole file; empty before.
};
[[nodiscard]] base::Json toJson(const Upload& upload);

/// The name of a file as a client gives it, made fit for a folder of ours. InvalidArgument when nothing is left.
base::Result<std::string> fileNameOf(std::string_view given);

class Uploads {
public:
    /// A place in an upload from which bytes are added, one writer at a time.
    class Writer;

    /// Makes the folder, for its owner's eyes alone, and reads what lies in it.
    static base::Result<std::unique_ptr<Uploads>> open(std::filesystem::path folder, UploadLimits limits,
                                                       const base::Clock& clock = base::systemClock());

    /// Room for a file of that length.
    base::Result<Upload> create(const std::string& owner, std::string_view name, std::int64_t lengthBytes);
    /// `owner` empty: anybody's, for who may see all.
    base::Result<Upload> find(const std::string& owner, std::string_view id);
    [[nodiscard]] std::vector<Upload> list(const std::string& owner);
    /// Takes the right to add from `offsetBytes` on away from whoever has it.
    base::Result<std::shared_ptr<Writer>> write(const std::string& owner, std::string_view id,
                                                std::int64_t offsetBytes);
    base::Status remove(const std::string& owner, std::string_view id);

    /// The whole file that a client means by "upload:<id>", or by a path in the folder.
    base::Result<std::filesystem::path> input(const std::string& owner, std::string_view text);
    /// Whether a client means an upload at all.
    [[nodiscard]] bool isMeant(std::string_view text) const;

    [[nodiscard]] const UploadLimits& limits() const noexcept { return m_limits; }

    struct Entry;

private:
    Uploads(std::filesystem::path folder, UploadLimits limits, const base::Clock& clock);

    base::Status load();
    base::Status makeRoom(const std::string& owner, std::int64_t bytes);  ///< Called with the mutex held.
    void removeExpired();                                                 ///< The same.
    std::shared_ptr<Entry> entryOf(const std::string& owner, std::string_view id);
    [[nodiscard]] Upload seen(const Entry& entry) const;
    [[nodiscard]] std::filesystem::path below(std::string_view text) const;  ///< Of a path in the folder; else empty.
    void cutBack(Entry& entry, std::int64_t bytes) const;                    ///< Called with both its mutexes held.
    [[nodiscard]] std::filesystem::path place(const Entry& entry, std::string_view ending) const;
    [[nodiscard]] base::Status save(const Entry& entry) const;
    void erase(const Entry& entry) const;

    const std::filesystem::path m_folder;
    const UploadLimits m_limits;
    const base::Clock& m_clock;
    std::mutex m_mutex;  ///< Protects m_entries; taken before an entry's own.
    std::map<std::string, std::shared_ptr<Entry>, std::less<>> m_entries;
};

class Uploads::Writer {
public:
    Writer(Uploads& uploads, std::shared_ptr<Entry> entry, std::int64_t turn);
    ~Writer();
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    /// What is written from now on counts only once keep() is called: for a checksum that comes with the whole piece.
    base::Status onTrial();
    /// Conflict when somebody else has begun to write, or when it is more than was announced.
    base::Status append(std::string_view bytes);
    /// Ends a trial well. A destroyed writer ends it badly: what it wrote goes away again.
    base::Status keep();
    /// Moves the file to its place when all of it has come; it is whole from then on.
    base::Status finish();
    [[nodiscard]] Upload upload() const;

private:
    struct File;
    base::Status hold() const;  ///< Whether it is still this writer's turn; takes the entry's mutex.

    Uploads& m_uploads;
    std::shared_ptr<Entry> m_entry;
    const std::int64_t m_turn;
    std::unique_ptr<File> m_file;
    std::optional<std::int64_t> m_trialFrom;
};

}  // namespace fotograma::server
