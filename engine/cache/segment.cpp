#include "engine/cache/segment.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstring>

#include "engine/base/text.h"

namespace fotograma::cache {

namespace fs = std::filesystem;
using base::concat;
using base::ErrorCode;
using base::Result;

namespace {

constexpr std::array<char, Segment::kHeadBytes> kHead{'F', 'T', 'G', 'C', 'A', 'C', 'H', 'E', 1, 0, 0, 0, 0, 0, 0, 0};
constexpr std::size_t kWindow = std::size_t{1} << 18;  // read at once by a scan

fs::path lockOf(const fs::path& segment) { return fs::path(segment) += ".lock"; }

std::string padded(std::int64_t number, std::size_t digits) {
    const std::string text = concat(number);
    return std::string(digits - std::min(digits, text.size()), '0') + text;
}

}  // namespace

// ---- Reading ---------------------------------------------------------------------------------------------------

Result<std::shared_ptr<Segment>> Segment::open(const fs::path& path) {
    FOTOGRAMA_ASSIGN_OR_RETURN(base::ReadableFile file, base::ReadableFile::open(path));
    std::array<std::byte, kHeadBytes> head{};
    FOTOGRAMA_ASSIGN_OR_RETURN(const std::size_t got, file.readAt(0, head));
    if (got < head.size() || std::memcmp(head.data(), kHead.data(), kHead.size()) != 0)
        return base::fail(ErrorCode::Unsupported, concat(base::toUtf8(path), " is no cache segment of this version."));
    return std::shared_ptr<Segment>(new Segment(path, std::move(file)));
}

bool Segment::isBeingWritten() const { return base::FileLock::isHeld(lockOf(m_path)); }

Result<std::string> Segment::read(std::uint64_t offset, std::uint64_t bytes) const {
    std::string record(bytes, '\0');
    FOTOGRAMA_ASSIGN_OR_RETURN(const std::size_t got, m_file.readAt(offset, std::as_writable_bytes(std::span(record))));
    if (got < bytes) return base::fail(ErrorCode::InvalidData, "A cache segment ends inside a record.");
    return record;
}

Result<std::int64_t> Segment::scan(const Visitor& visit) {
    std::int64_t damaged = 0;
    bool isSearching = false;  // for the next header behind a damaged one
    std::vector<std::byte> window(kWindow);
    std::uint64_t at = m_scanned;
    const std::uint64_t end = sizeBytes();
    std::uint64_t windowAt = 0;
    std::size_t windowBytes = 0;
    // Only headers are looked at; contents are checked when they are asked for.
    while (at + sizeof(RecordHeader) <= end) {
        if (at < windowAt || at + sizeof(RecordHeader) > windowAt + windowBytes) {
            windowAt = at;
            FOTOGRAMA_ASSIGN_OR_RETURN(windowBytes, m_file.readAt(at, window));
            if (windowBytes < sizeof(RecordHeader)) break;
        }
        const auto seen = std::span<const std::byte>(window.data(), windowBytes).subspan(at - windowAt);
        const auto header = readHeader(seen);
        if (!header) {
            if (!std::exchange(isSearching, true)) ++damaged;
            const std::size_t next = findMagic(seen, 1);
            // A magic may lie across the end of the window.
            at += next < seen.size() ? next : seen.size() - std::min<std::size_t>(seen.size() - 1, 3);
            continue;
        }
        if (at + header->recordBytes() > end) break;  // still being written, or torn
        isSearching = false;
        std::string whole;
        if (header->type == RecordType::Used) {
            FOTOGRAMA_ASSIGN_OR_RETURN(whole, read(at, header->recordBytes()));
        }
        visit(*header, at, std::as_bytes(std::span(whole)));
        at += header->recordBytes();
        m_scanned = at;
    }
    // Behind the last good record lies nothing but a torn tail.
    return isSearching ? damaged - 1 : damaged;
}

// ---- Writing ---------------------------------------------------------------------------------------------------

Result<SegmentWriter> SegmentWriter::create(const fs::path& folder, base::UnixMillis now) {
    static std::atomic<int> counter{0};
    std::error_code error;
    fs::create_directories(folder, error);
    base::UnixMillis time = now;
    if (const auto there = segmentsOf(folder); !there.empty()) {
        // Names sort by age, also where a clock was set back.
        const std::string newest = base::toUtf8(there.back().filename()).substr(0, 13);
        const base::UnixMillis newestTime = std::strtoll(newest.c_str(), nullptr, 10);
        time = std::max(time, newestTime);
    }
    const fs::path path =
        folder / concat(padded(time, 13), '-', base::processId(), '-', padded(counter++, 6), kSegmentSuffix);
    FOTOGRAMA_ASSIGN_OR_RETURN(base::FileLock lock, base::FileLock::acquire(lockOf(path)));
    FOTOGRAMA_ASSIGN_OR_RETURN(base::AppendableFile file, base::AppendableFile::open(path));
    SegmentWriter writer(path, std::move(lock), std::move(file));
    FOTOGRAMA_RETURN_IF_ERROR(writer.append({kHead.data(), kHead.size()}));
    return writer;
}

SegmentWriter::~SegmentWriter() {
    if (!m_lock) return;  // moved from
    std::error_code ignored;
    fs::remove(lockOf(m_path), ignored);
}

Result<std::uint64_t> SegmentWriter::append(std::string_view record) {
    FOTOGRAMA_RETURN_IF_ERROR(m_file.append(std::as_bytes(std::span(record))));
    return std::exchange(m_size, m_size + record.size());
}

// ---- Folders ---------------------------------------------------------------------------------------------------

std::vector<fs::path> segmentsOf(const fs::path& folder) {
    std::vector<fs::path> found;
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error))
        if (base::toUtf8(entry->path().filename()).ends_with(kSegmentSuffix)) found.push_back(entry->path());
    std::ranges::sort(found);
    return found;
}

void removeSegment(const fs::path& path) {
    std::error_code ignored;
    fs::remove(path, ignored);
    fs::remove(lockOf(path), ignored);
}

}  // namespace fotograma::cache
