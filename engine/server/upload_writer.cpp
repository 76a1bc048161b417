// Adding to an upload: piece by piece, by one connection at a time, on trial where a checksum is to come.
#include <span>

#include "engine/base/file_access.h"
#include "engine/base/log.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/server/upload_entry.h"

namespace fotograma::server {

namespace fs = std::filesystem;
using base::concat;
using base::ErrorCode;

struct Uploads::Writer::File {
    base::AppendableFile file;
};

Uploads::Writer::Writer(Uploads& uploads, std::shared_ptr<Entry> entry, std::int64_t turn)
    : m_uploads(uploads), m_entry(std::move(entry)), m_turn(turn) {}

Uploads::Writer::~Writer() {
    const std::lock_guard file(m_entry->file);
    m_file.reset();
    if (!hold()) return;
    const std::lock_guard lock(m_entry->mutex);
    if (m_trialFrom) m_uploads.cutBack(*m_entry, *m_trialFrom);
    if (!m_entry->upload.isWhole)
        if (auto saved = m_uploads.save(*m_entry); !saved) base::logWarning("server", saved.error().message);
}

void Uploads::cutBack(Entry& entry, std::int64_t bytes) const {
    std::error_code ignored;
    fs::resize_file(place(entry, ".part"), static_cast<std::uintmax_t>(bytes), ignored);
    entry.upload.offsetBytes = bytes;
    entry.sureUpTo.reset();
}

base::Result<std::shared_ptr<Uploads::Writer>> Uploads::write(const std::string& owner, std::string_view id,
                                                              std::int64_t offsetBytes) {
    const auto entry = entryOf(owner, id);
    if (!entry) return base::fail(ErrorCode::NotFound, "There is no such upload; it may have expired.");
    const std::lock_guard file(entry->file);
    const std::lock_guard lock(entry->mutex);
    if (entry->upload.isWhole) return base::fail(ErrorCode::Conflict, "The upload is whole: nothing can be added.");
    // What an older connection has on trial is given up: it gets no word in any more.
    if (entry->sureUpTo) cutBack(*entry, *entry->sureUpTo);
    if (offsetBytes != entry->upload.offsetBytes)
        return base::fail(ErrorCode::Conflict, concat("The upload stands at ", entry->upload.offsetBytes, ", not at ",
                                                      offsetBytes, ": ask for its offset."));
    return std::make_shared<Writer>(*this, entry, ++entry->turn);
}

base::Status Uploads::Writer::hold() const {
    const std::lock_guard lock(m_entry->mutex);
    if (!m_entry->isGone && m_entry->turn == m_turn) return {};
    return base::fail(ErrorCode::Conflict,
                      m_entry->isGone ? "The upload was removed." : "Another connection goes on with this upload.");
}

base::Status Uploads::Writer::onTrial() {
    const std::lock_guard file(m_entry->file);
    FOTOGRAMA_RETURN_IF_ERROR(hold());
    const std::lock_guard lock(m_entry->mutex);
    m_trialFrom = m_entry->sureUpTo = m_entry->upload.offsetBytes;
    return m_uploads.save(*m_entry);
}

base::Status Uploads::Writer::append(std::string_view bytes) {
    const std::lock_guard file(m_entry->file);
    FOTOGRAMA_RETURN_IF_ERROR(hold());
    const std::int64_t offset = m_entry->upload.offsetBytes;  // changed with this file's lock alone
    const std::int64_t length = m_entry->upload.lengthBytes;
    if (static_cast<std::int64_t>(bytes.size()) > length - offset)
        return base::fail(ErrorCode::InvalidArgument,
                          concat("More has come than the ", length, " bytes that were announced."));
    const fs::path part = m_uploads.place(*m_entry, ".part");
    if (!m_file) {
        FOTOGRAMA_ASSIGN_OR_RETURN(auto opened, base::AppendableFile::open(part));
        m_file = std::make_unique<File>(std::move(opened));
    }
    auto added = m_file->file.append(std::as_bytes(std::span(bytes)));
    const std::lock_guard lock(m_entry->mutex);
    if (!added) {
        // Of what did not fit nothing counts.
        std::error_code ignored;
        fs::resize_file(part, static_cast<std::uintmax_t>(offset), ignored);
        return added;
    }
    m_entry->upload.offsetBytes += static_cast<std::int64_t>(bytes.size());
    m_entry->upload.touchedAt = m_uploads.m_clock.unixNow();
    return {};
}

base::Status Uploads::Writer::keep() {
    const std::lock_guard file(m_entry->file);
    FOTOGRAMA_RETURN_IF_ERROR(hold());
    const std::lock_guard lock(m_entry->mutex);
    m_trialFrom.reset();
    m_entry->sureUpTo.reset();
    return m_uploads.save(*m_entry);
}

base::Status Uploads::Writer::finish() {
    const std::lock_guard file(m_entry->file);
    FOTOGRAMA_RETURN_IF_ERROR(hold());
    m_file.reset();
    const Upload now = upload();
    if (now.offsetBytes != now.lengthBytes) return {};
    const fs::path part = m_uploads.place(*m_entry, ".part");
    FOTOGRAMA_RETURN_IF_ERROR(base::flushFile(part));
    FOTOGRAMA_RETURN_IF_ERROR(hold());
    const fs::path folder = m_uploads.place(*m_entry, "");
    const fs::path whole = folder / base::pathFromUtf8(now.name);
    std::error_code code;
    fs::create_directory(folder, code);
    fs::rename(part, whole, code);
    if (code) return base::fail(ErrorCode::IoError, "The upload cannot be put in its place.", code.message());
    const std::lock_guard lock(m_entry->mutex);
    m_entry->upload.path = whole;
    m_entry->upload.isWhole = true;
    return m_uploads.save(*m_entry);
}

Upload Uploads::Writer::upload() const {
    const std::lock_guard lock(m_entry->mutex);
    return m_uploads.seen(*m_entry);
}

}  // namespace fotograma::server
