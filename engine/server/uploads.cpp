#include "engine/server/uploads.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "engine/base/file_access.h"
#include "engine/base/log.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/server/secrets.h"
#include "engine/server/upload_entry.h"

namespace fotograma::server {

namespace fs = std::filesystem;
using base::concat;
using base::ErrorCode;
using base::Json;

namespace {

constexpr std::string_view kScheme = "upload:";
constexpr std::size_t kMostUploads = 10'000;
constexpr std::size_t kMostOfOne = 1000;
constexpr int kIdBytes = 16;
constexpr double kMillisAnHour = 3'600'000.0;
constexpr std::int64_t kKeptFree = std::int64_t{256} << 20;  ///< Of the disk: jobs and the store need some too.

bool isId(std::string_view text) {
    return text.size() == 2 * kIdBytes && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace

Json toJson(const Upload& upload) {
    Json json = Json::object();
    json.set("id", upload.id).set("name", upload.name).set("length", upload.lengthBytes);
    json.set("offset", upload.offsetBytes).set("whole", upload.isWhole);
    json.set("created_at", upload.createdAt).set("expires_at", upload.expiresAt);
    return json.set("path", upload.isWhole ? Json(base::toUtf8(upload.path)) : Json());
}

// ---- Opening ----

Uploads::Uploads(fs::path folder, UploadLimits limits, const base::Clock& clock)
    : m_folder(std::move(folder)), m_limits(limits), m_clock(clock) {}

base::Result<std::unique_ptr<Uploads>> Uploads::open(fs::path folder, UploadLimits limits, const base::Clock& clock) {
    std::error_code code;
    fs::create_directories(folder, code);
    const fs::path whole = fs::canonical(folder, code);
    if (code)
        return base::fail(ErrorCode::PermissionDenied,
                          concat("The folder of uploads ", base::toUtf8(folder), " cannot be made."), code.message());
    fs::permissions(whole, fs::perms::owner_all, code);
    FOTOGRAMA_RETURN_IF_ERROR(base::checkWritable(whole));
    std::unique_ptr<Uploads> uploads(new Uploads(whole, limits, clock));
    FOTOGRAMA_RETURN_IF_ERROR(uploads->load());
    return uploads;
}

base::Status Uploads::load() {
    std::error_code code;
    for (fs::directory_iterator at(m_folder, code), end; !code && at != end; at.increment(code)) {
        const std::string id = base::toUtf8(at->path().stem());
        if (at->path().extension() != ".json" || !isId(id)) continue;
        std::ifstream stream(at->path(), std::ios::binary);
        std::ostringstream text;
        text << stream.rdbuf();
        const auto json = Json::parse(text.str());
        const auto name = json ? fileNameOf((*json)["name"].asString()) : base::Result<std::string>();
        auto entry = std::make_shared<Entry>();
        entry->upload.id = id;
        const auto stamp = [&](const fs::path& file) { return base::fileStamp(file); };
        if (json && name) {
            entry->upload.owner = (*json)["owner"].asString();
            entry->upload.name = *name;
            entry->upload.lengthBytes = (*json)["length"].asInteger();
            entry->upload.createdAt = (*json)["created_at"].asInteger();
            entry->upload.touchedAt = (*json)["touched_at"].asInteger();
        }
        const fs::path whole = m_folder / id / base::pathFromUtf8(entry->upload.name);
        const auto finished = stamp(whole);
        auto part = stamp(place(*entry, ".part"));
        if (!json || !name || (!finished && !part)) {
            base::logWarning("server", concat("An upload is damaged and goes: ", id, "."));
            erase(*entry);
            continue;
        }
        entry->upload.isWhole = finished && finished->sizeBytes == entry->upload.lengthBytes;
        if (entry->upload.isWhole) entry->upload.path = whole;
        std::int64_t size = entry->upload.isWhole ? finished->sizeBytes : part ? part->sizeBytes : 0;
        const std::int64_t sure = (*json)["sure"].asInteger(size);
        if (!entry->upload.isWhole && sure < size) {
            fs::resize_file(place(*entry, ".part"), static_cast<std::uintmax_t>(sure), code);
            size = sure;
        }
        entry->upload.offsetBytes = size;
        m_entries.emplace(id, std::move(entry));
    }
    const std::lock_guard lock(m_mutex);
    removeExpired();
    return {};
}

// ---- What is known ----

fs::path Uploads::place(const Entry& entry, std::string_view ending) const {
    return m_folder / base::pathFromUtf8(concat(entry.upload.id, ending));
}

base::Status Uploads::save(const Entry& entry) const {
    const Upload& upload = entry.upload;
    Json json = Json::object();
    json.set("version", 1).set("owner", upload.owner).set("name", upload.name).set("length", upload.lengthBytes);
    json.set("created_at", upload.createdAt).set("touched_at", upload.touchedAt);
    if (entry.sureUpTo) json.set("sure", *entry.sureUpTo);
    const fs::path aside = place(entry, ".new");
    std::ofstream stream(aside, std::ios::binary);
    stream << json.dump() << '\n';
    stream.close();
    if (!stream) return base::fail(ErrorCode::IoError, "What is known of an upload cannot be written.");
    return base::replaceFile(aside, place(entry, ".json"));
}

void Uploads::erase(const Entry& entry) const {
    std::error_code ignored;
    for (const char* ending : {".part", ".new", ".json"}) fs::remove(place(entry, ending), ignored);
    fs::remove_all(place(entry, ""), ignored);
}

Upload Uploads::seen(const Entry& entry) const {
    Upload upload = entry.upload;
    if (entry.sureUpTo) upload.offsetBytes = *entry.sureUpTo;
    if (!upload.isWhole)
        upload.expiresAt = upload.touchedAt + static_cast<std::int64_t>(m_limits.hours * kMillisAnHour);
    return upload;
}

void Uploads::removeExpired() {
    const base::UnixMillis now = m_clock.unixNow();
    std::erase_if(m_entries, [&](const auto& row) {
        Entry& entry = *row.second;
        const std::lock_guard lock(entry.mutex);
        const Upload upload = seen(entry);
        entry.isGone = entry.isGone || (!upload.isWhole && upload.expiresAt <= now);
        if (entry.isGone) erase(entry);
        return entry.isGone;
    });
}

std::shared_ptr<Uploads::Entry> Uploads::entryOf(const std::string& owner, std::string_view id) {
    const std::lock_guard lock(m_mutex);
    removeExpired();
    const auto found = m_entries.find(id);
    if (found == m_entries.end() || (!owner.empty() && found->second->upload.owner != owner)) return nullptr;
    return found->second;
}

base::Result<Upload> Uploads::find(const std::string& owner, std::string_view id) {
    const auto entry = entryOf(owner, id);
    if (!entry) return base::fail(ErrorCode::NotFound, "There is no such upload; it may have expired.");
    const std::lock_guard lock(entry->mutex);
    return seen(*entry);
}

std::vector<Upload> Uploads::list(const std::string& owner) {
    const std::lock_guard lock(m_mutex);
    removeExpired();
    std::vector<Upload> uploads;
    for (const auto& [id, entry] : m_entries) {
        const std::lock_guard entryLock(entry->mutex);
        if (owner.empty() || entry->upload.owner == owner) uploads.push_back(seen(*entry));
    }
    std::ranges::sort(uploads, {}, &Upload::createdAt);
    return uploads;
}

// ---- Making and removing ----

base::Status Uploads::makeRoom(const std::string& owner, std::int64_t bytes) {
    removeExpired();
    std::int64_t total = 0;
    std::int64_t missing = 0;
    std::int64_t own = 0;
    std::size_t ownCount = 0;
    for (const auto& [id, entry] : m_entries) {
        const std::lock_guard lock(entry->mutex);
        total += entry->upload.lengthBytes;
        missing += entry->upload.lengthBytes - entry->upload.offsetBytes;
        const bool isOwn = entry->upload.owner == owner;
        own += isOwn ? entry->upload.lengthBytes : 0;
        ownCount += isOwn ? 1 : 0;
    }
    const auto full = [](std::string sentence) {
        return base::fail(ErrorCode::ResourceExhausted, std::move(sentence));
    };
    if (bytes > m_limits.fileBytes)
        return full(concat("An upload may have ", base::humanBytes(m_limits.fileBytes), " at most."));
    if (own + bytes > m_limits.ownerBytes)
        return full(concat("Your uploads may have ", base::humanBytes(m_limits.ownerBytes), " together and have ",
                           base::humanBytes(own), ": remove some."));
    if (ownCount >= kMostOfOne || m_entries.size() >= kMostUploads)
        return full("There are too many uploads: remove some.");
    if (total + bytes > m_limits.totalBytes) return full("The server holds as many uploads as it may.");
    const std::int64_t free = base::freeDiskBytes(m_folder);
    if (free >= 0 && free - missing - kKeptFree < bytes) return full("The server's disk has no room for this upload.");
    return {};
}

base::Result<Upload> Uploads::create(const std::string& owner, std::string_view name, std::int64_t lengthBytes) {
    if (lengthBytes <= 0) return base::fail(ErrorCode::InvalidArgument, "An upload has at least one byte.");
    auto entry = std::make_shared<Entry>();
    FOTOGRAMA_ASSIGN_OR_RETURN(entry->upload.name, fileNameOf(name));
    FOTOGRAMA_ASSIGN_OR_RETURN(entry->upload.id, randomText(kIdBytes));
    entry->upload.owner = owner;
    entry->upload.lengthBytes = lengthBytes;
    entry->upload.createdAt = entry->upload.touchedAt = m_clock.unixNow();
    const std::lock_guard lock(m_mutex);
    FOTOGRAMA_RETURN_IF_ERROR(makeRoom(owner, lengthBytes));
    FOTOGRAMA_RETURN_IF_ERROR(base::AppendableFile::open(place(*entry, ".part")));
    if (auto saved = save(*entry); !saved) {
        erase(*entry);
        return std::unexpected(saved.error());
    }
    const Upload upload = seen(*entry);
    m_entries.emplace(upload.id, std::move(entry));
    return upload;
}

base::Status Uploads::remove(const std::string& owner, std::string_view id) {
    const auto entry = entryOf(owner, id);
    if (!entry) return base::fail(ErrorCode::NotFound, "There is no such upload; it may have expired.");
    const std::lock_guard lock(m_mutex);
    const std::lock_guard entryLock(entry->mutex);
    entry->isGone = true;
    erase(*entry);
    m_entries.erase(entry->upload.id);
    return {};
}

// ---- As inputs ----

bool Uploads::isMeant(std::string_view text) const { return text.starts_with(kScheme) || !below(text).empty(); }

fs::path Uploads::below(std::string_view text) const {
    const fs::path path = base::pathFromUtf8(text).lexically_normal();
    fs::path rest = path.is_absolute() ? path.lexically_relative(m_folder) : fs::path();
    return rest == "." || (!rest.empty() && *rest.begin() == "..") ? fs::path() : rest;
}

base::Result<fs::path> Uploads::input(const std::string& owner, std::string_view text) {
    const bool isById = text.starts_with(kScheme);
    const fs::path path = isById ? fs::path() : below(text);
    const std::string id = isById         ? std::string(text.substr(kScheme.size()))
                           : path.empty() ? std::string()
                                          : base::toUtf8(*path.begin());
    FOTOGRAMA_ASSIGN_OR_RETURN(const Upload upload, find(owner, id));
    if (!upload.isWhole)
        return base::fail(ErrorCode::Conflict, concat("Of the upload ", upload.name, " ", upload.offsetBytes, " of ",
                                                      upload.lengthBytes, " bytes have come: send the rest first."));
    // A path must be that file's, not another's beside it.
    if (!isById && m_folder / path != upload.path)
        return base::fail(ErrorCode::NotFound, "There is no such upload; it may have expired.");
    return upload.path;
}

}  // namespace fotograma::server
