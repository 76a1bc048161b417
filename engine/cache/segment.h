/// An append-only file of records. One process appends to it, any may read it, nobody ever changes what is written.
///
/// Shape    16 bytes ("FTGCACHE", version), then records (engine/cache/record.h) one behind another. Beside a segment
///          that is being written lies a lock file that its writer holds. A torn tail is what a killed writer leaves: it
///          is not an error and never read.
/// Owner    keeps its file open: a segment that another process deletes stays readable until it is let go.
/// Thread   read: any. scan: one at a time.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/base/file_access.h"
#include "engine/base/platform.h"
#include "engine/cache/record.h"

namespace fotograma::cache {

class Segment {
public:
    static constexpr std::uint64_t kHeadBytes = 16;

    /// Unsupported for a file of another version; it is left alone.
    static base::Result<std::shared_ptr<Segment>> open(const std::filesystem::path& path);

    /// Called for each record whose header checks, in order; `offset` is where it begins. Of Used records the whole is
    /// handed over, of others the header alone.
    using Visitor = std::function<void(const RecordHeader&, std::uint64_t offset, std::span<const std::byte> record)>;
    /// Reads on from where the last scan ended. Returns how many damaged places it had to skip.
    base::Result<std::int64_t> scan(const Visitor& visit);

    /// The whole record at that place.
    base::Result<std::string> read(std::uint64_t offset, std::uint64_t bytes) const;

    [[nodiscard]] const std::filesystem::path& path() const noexcept { return m_path; }
    [[nodiscard]] std::uint64_t scannedBytes() const noexcept { return m_scanned; }
    [[nodiscard]] std::uint64_t sizeBytes() const noexcept { return m_file.sizeBytes(); }
    /// True while some process may still append.
    [[nodiscard]] bool isBeingWritten() const;
    /// What its writer appended and knows already.
    void skipTo(std::uint64_t offset) noexcept { m_scanned = offset; }

private:
    Segment(std::filesystem::path path, base::ReadableFile file) noexcept
        : m_path(std::move(path)), m_file(std::move(file)) {}

    std::filesystem::path m_path;
    base::ReadableFile m_file;
    std::uint64_t m_scanned = kHeadBytes;
};

/// The segment that this process appends to.
class SegmentWriter {
public:
    /// A new one, younger than all that are there.
    static base::Result<SegmentWriter> create(const std::filesystem::path& folder, base::UnixMillis now);
    /// Takes its lock file with it; the segment stays.
    ~SegmentWriter();
    SegmentWriter(SegmentWriter&&) = default;

    /// Returns where the record begins.
    base::Result<std::uint64_t> append(std::string_view record);
    [[nodiscard]] const std::filesystem::path& path() const noexcept { return m_path; }
    [[nodiscard]] std::uint64_t sizeBytes() const noexcept { return m_size; }

private:
    SegmentWriter(std::filesystem::path path, base::FileLock lock, base::AppendableFile file)
        : m_path(std::move(path)), m_lock(std::make_unique<base::FileLock>(std::move(lock))), m_file(std::move(file)) {}

    std::filesystem::path m_path;
    std::unique_ptr<base::FileLock> m_lock;  ///< Null when moved from.
    base::AppendableFile m_file;
    std::uint64_t m_size = 0;
};

inline constexpr std::string_view kSegmentSuffix = ".segment";

/// The segments of a folder, the oldest first.
[[nodiscard]] std::vector<std::filesystem::path> segmentsOf(const std::filesystem::path& folder);
/// Removes a segment and what is left of its lock.
void removeSegment(const std::filesystem::path& path);

}  // namespace fotograma::cache
