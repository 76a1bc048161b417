/// Bytes from FFmpeg into one file of ours; for engine/media's own sources.
///
/// Errors   open: NotFound (no such folder), PermissionDenied, ResourceExhausted. Later ones are kept in errorCode().
/// Owner    owns file and AVIOContext; does not remove the file.
/// Thread   one at a time; bytesWritten from any.
#pragma once

#include <atomic>
#include <filesystem>
#include <fstream>
#include <memory>

#include "engine/base/result.h"

struct AVIOContext;

namespace fotograma::media {

class OutputFile {
public:
    /// Creates or empties the file.
    static base::Result<std::unique_ptr<OutputFile>> open(const std::filesystem::path& path);
    OutputFile(const OutputFile&) = delete;
    OutputFile& operator=(const OutputFile&) = delete;
    ~OutputFile();

    [[nodiscard]] AVIOContext* io() const noexcept { return m_io; }
    [[nodiscard]] std::int64_t bytesWritten() const noexcept { return m_bytes.load(std::memory_order_relaxed); }
    [[nodiscard]] int errorCode() const noexcept { return m_errorCode; }  ///< FFmpeg's; 0: none so far.

    /// Hands everything to the system and closes; false when that failed (errorCode).
    bool close();

private:
    OutputFile() = default;
    int fail(int code) noexcept;
    std::int64_t seek(std::int64_t offset, int whence);

    std::filebuf m_file;
    std::int64_t m_position = 0;
    std::atomic<std::int64_t> m_bytes{0};  ///< The file's size so far.
    int m_errorCode = 0;
    AVIOContext* m_io = nullptr;
    friend struct OutputCallbacks;
};

}  // namespace fotograma::media
