#include "engine/server/uploads.h"

#include <algorithm>
#include <fstream>
#include <span>
#include <sstream>

#include "engine/base/file_access.h"
#include "engine/base/log.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/server/secrets.h"

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

struct Uploads::Entry {
    std::mutex mutex;  ///< Protects all below but what never changes: id, owner, name, length, createdAt.
    Upload upload;
    std::int64_t turn = 0;                 ///< Of the writer that may write.
    std::optional<std::int64_t> sureUpTo;  ///< While a trial lasts: what is beyond it does not count after a crash.
    bool isGone = false;
};

Json toJson(const Upload& upload) {
    Json json = Json::object();
    json.set("id", upload.id).set("name", upload.name).set("length", upload.lengthBytes);
    json.set("offset", upload.offsetBytes).set("whole", upload.isWhole);
    json.set("created_at", upload.createdAt).set("expires_at", upload.expiresAt);
    return json.set("input", upload.isWhole ? Json(concat(kScheme, upload.id)) : Json());
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
    if (!upload.isWhole) upload.expiresAt = upload.touchedAt + static_cast<std::int64_t>(m_limits.hours * kMillisAnHour);
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
    const auto full = [](std::string sentence) { return base::fail(ErrorCode::ResourceExhausted, std::move(sentence)); };
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

bool Uploads::isMeant(std::string_view text) const {
    if (text.starts_with(kScheme)) return true;
    const std::string folder = base::toUtf8(m_folder);
    return text.starts_with(folder) && text.size() > folder.size() &&
           base::pathFromUtf8(text).lexically_normal().lexically_relative(m_folder).begin() !=
               base::pathFromUtf8(text).end();
}

base::Result<fs::path> Uploads::input(const std::string& owner, std::string_view text) {
    std::string id(text.substr(std::min(text.size(), kScheme.size())));
    if (!text.starts_with(kScheme)) {
        const fs::path below = base::pathFromUtf8(text).lexically_normal().lexically_relative(m_folder);
        id = below.empty() ? std::string() : base::toUtf8(*below.begin());
    }
    FOTOGRAMA_ASSIGN_OR_RETURN(const Upload upload, find(owner, id));
    if (!upload.isWhole)
        return base::fail(ErrorCode::Conflict, concat("Of the upload ", upload.name, " ", upload.offsetBytes, " of ",
                                                      upload.lengthBytes, " bytes have come: send the rest first."));
    // A path must be that file's, not another's beside it.
    if (!text.starts_with(kScheme) && base::pathFromUtf8(text).lexically_normal() != upload.path)
        return base::fail(ErrorCode::NotFound, "There is no such upload; it may have expired.");
    return upload.path;
}

// ---- Writing ----

struct Uploads::Writer::File {
    base::AppendableFile file;
};

Uploads::Writer::Writer(Uploads& uploads, std::shared_ptr<Entry> entry, std::int64_t turn)
    : m_uploads(uploads), m_entry(std::move(entry)), m_turn(turn) {}

Uploads::Writer::~Writer() {
    const std::lock_guard lock(m_entry->mutex);
    if (!hold()) return;
    std::error_code ignored;
    if (m_trialFrom) {
        fs::resize_file(m_uploads.place(*m_entry, ".part"), static_cast<std::uintmax_t>(*m_trialFrom), ignored);
        m_entry->upload.offsetBytes = *m_trialFrom;
        m_entry->sureUpTo.reset();
    }
    if (!m_entry->upload.isWhole)
        if (auto saved = m_uploads.save(*m_entry); !saved) base::logWarning("server", saved.error().message);
}

base::Result<std::shared_ptr<Uploads::Writer>> Uploads::write(const std::string& owner, std::string_view id,
                                                              std::int64_t offsetBytes) {
    const auto entry = entryOf(owner, id);
    if (!entry) return base::fail(ErrorCode::NotFound, "There is no such upload; it may have expired.");
    std::shared_ptr<Writer> writer;
    const std::lock_guard lock(entry->mutex);
    if (entry->upload.isWhole) return base::fail(ErrorCode::Conflict, "The upload is whole: nothing can be added.");
    // A trial of an older writer is over: it gets no word in any more.
    if (entry->sureUpTo) {
        std::error_code ignored;
        fs::resize_file(place(*entry, ".part"), static_cast<std::uintmax_t>(*entry->sureUpTo), ignored);
        entry->upload.offsetBytes = *entry->sureUpTo;
        entry->sureUpTo.reset();
    }
    if (offsetBytes != entry->upload.offsetBytes)
        return base::fail(ErrorCode::Conflict, concat("The upload stands at ", entry->upload.offsetBytes, ", not at ",
                                                      offsetBytes, ": ask for its offset."));
    writer = std::make_shared<Writer>(*this, entry, ++entry->turn);
    return writer;
}

base::Status Uploads::Writer::hold() const {
    if (!m_entry->isGone && m_entry->turn == m_turn) return {};
    return base::fail(ErrorCode::Conflict, m_entry->isGone ? "The upload was removed."
                                                           : "Another connection goes on with this upload.");
}

base::Status Uploads::Writer::onTrial() {
    const std::lock_guard lock(m_entry->mutex);
    FOTOGRAMA_RETURN_IF_ERROR(hold());
    m_trialFrom = m_entry->sureUpTo = m_entry->upload.offsetBytes;
    return m_uploads.save(*m_entry);
}

base::Status Uploads::Writer::append(std::string_view bytes) {
    const std::lock_guard lock(m_entry->mutex);
    FOTOGRAMA_RETURN_IF_ERROR(hold());
    Upload& upload = m_entry->upload;
    if (static_cast<std::int64_t>(bytes.size()) > upload.lengthBytes - upload.offsetBytes)
        return base::fail(ErrorCode::InvalidArgument,
                          concat("More has come than the ", upload.lengthBytes, " bytes that were announced."));
    const fs::path part = m_uploads.place(*m_entry, ".part");
    if (!m_file) {
        FOTOGRAMA_ASSIGN_OR_RETURN(auto file, base::AppendableFile::open(part));
        m_file = std::make_unique<File>(std::move(file));
    }
    if (auto added = m_file->file.append(std::as_bytes(std::span(bytes))); !added) {
        std::error_code ignored;
        fs::resize_file(part, static_cast<std::uintmax_t>(upload.offsetBytes), ignored);
        return added;
    }
    upload.offsetBytes += static_cast<std::int64_t>(bytes.size());
    upload.touchedAt = m_uploads.m_clock.unixNow();
    return {};
}

base::Status Uploads::Writer::keep() {
    const std::lock_guard lock(m_entry->mutex);
    FOTOGRAMA_RETURN_IF_ERROR(hold());
    m_trialFrom.reset();
    m_entry->sureUpTo.reset();
    return m_uploads.save(*m_entry);
}

base::Status Uploads::Writer::finish() {
    const std::lock_guard lock(m_entry->mutex);
    FOTOGRAMA_RETURN_IF_ERROR(hold());
    Upload& upload = m_entry->upload;
    m_file.reset();
    if (upload.offsetBytes != upload.lengthBytes) return {};
    const fs::path part = m_uploads.place(*m_entry, ".part");
    FOTOGRAMA_RETURN_IF_ERROR(base::flushFile(part));
    const fs::path folder = m_uploads.place(*m_entry, "");
    std::error_code code;
    fs::create_directory(folder, code);
    const fs::path whole = folder / base::pathFromUtf8(upload.name);
    fs::rename(part, whole, code);
    if (code) return base::fail(ErrorCode::IoError, "The upload cannot be put in its place.", code.message());
    upload.path = whole;
    upload.isWhole = true;
    return m_uploads.save(*m_entry);
}

Upload Uploads::Writer::upload() const {
    const std::lock_guard lock(m_entry->mutex);
    return m_uploads.seen(*m_entry);
}

}  // namespace fotograma::server
