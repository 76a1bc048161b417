/// Bytes of one regular file for FFmpeg: it never sees a name, so no name can mean anything to it.
///
/// Errors   open: NotFound, PermissionDenied, InvalidArgument (a folder, a pipe, a device), ResourceExhausted.
/// Owner    owns file and AVIOContext; must outlive the AVFormatContext that reads from it.
/// Thread   one at a time; requestStop through the stop token from any.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>

#include "engine/base/file_access.h"
#include "engine/base/result.h"

struct AVIOContext;

namespace fotograma::media {

class InputFile {
public:
    static base::Result<std::unique_ptr<InputFile>> open(const std::filesystem::path& path, std::stop_token stop,
                                                         std::span<const std::filesystem::path> roots = {});
    InputFile(const InputFile&) = delete;
    InputFile& operator=(const InputFile&) = delete;
    ~InputFile();

    [[nodiscard]] AVIOContext* io() const noexcept { return m_io; }
    [[nodiscard]] std::int64_t sizeBytes() const noexcept { return m_sizeBytes; }

    /// Reads fail after this moment, for openings that would not end; nullopt lifts it.
    void setDeadline(std::optional<std::chrono::steady_clock::time_point> deadline) noexcept { m_deadline = deadline; }
    [[nodiscard]] bool shouldEnd() const noexcept;  ///< Stopped, or past the deadline.
    [[nodiscard]] bool isStopped() const noexcept { return m_stop.stop_requested(); }
    [[nodiscard]] bool isTooLate() const noexcept;

private:
    explicit InputFile(base::ReadableFile file) noexcept : m_file(std::move(file)) {}
    static int readCallback(void* self, unsigned char* buffer, int bytes);
    static std::int64_t seekCallback(void* self, std::int64_t offset, int whence);

    base::ReadableFile m_file;
    std::int64_t m_sizeBytes = 0;
    std::int64_t m_position = 0;
    std::stop_token m_stop;
    std::optional<std::chrono::steady_clock::time_point> m_deadline;
    AVIOContext* m_io = nullptr;
};

}  // namespace fotograma::media
