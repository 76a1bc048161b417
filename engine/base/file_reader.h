/// One regular file, read at any place: no position of its own, no buffer, one system call a read.
///
/// Units    bytes.
/// Errors   open: NotFound, PermissionDenied, InvalidArgument (not a regular file), ResourceExhausted. readAt: IoError.
/// Owner    closes the file; move-only.
/// Thread   any: reads do not disturb each other.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>

#include "engine/base/result.h"

namespace fotograma::base {

class FileReader {
public:
    static Result<FileReader> open(const std::filesystem::path& path);
    FileReader(FileReader&& other) noexcept;
    FileReader& operator=(FileReader&& other) noexcept;
    ~FileReader();

    [[nodiscard]] std::int64_t sizeBytes() const noexcept { return m_sizeBytes; }

    /// What is there, up to the length of `into`; less only at the end of the file.
    Result<std::size_t> readAt(std::int64_t offset, std::span<std::byte> into) const;

private:
    FileReader(std::intptr_t handle, std::int64_t sizeBytes) noexcept : m_handle(handle), m_sizeBytes(sizeBytes) {}
    std::intptr_t m_handle;  ///< File descriptor or HANDLE; -1 when moved from.
    std::int64_t m_sizeBytes;
};

}  // namespace fotograma::base
