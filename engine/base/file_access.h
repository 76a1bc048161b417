/// Files read and written by position, and copies that share their blocks where the disk can.
///
/// Units    bytes.
/// Errors   as base/platform.h.
/// Owner    the classes close their file on destruction; a file that is deleted meanwhile stays readable until then on
///          POSIX systems.
/// Thread   readAt: any number at once. append: one at a time an object; appends of several processes never mix.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>

#include "engine/base/platform.h"
#include "engine/base/result.h"

namespace fotograma::base {

class ReadableFile {
public:
    static Result<ReadableFile> open(const std::filesystem::path& path);
    /// The regular file at `relative` under `folder`, following no link on the way: PermissionDenied when there is one,
    /// whoever has put it there and however late.
    static Result<ReadableFile> openBeneath(const std::filesystem::path& folder, const std::filesystem::path& relative);

    ReadableFile(ReadableFile&& other) noexcept;
    ReadableFile& operator=(ReadableFile&& other) noexcept;
    ~ReadableFile();

    /// Fills `target` from `offset` on; returns how much there was: less only at the end of the file.
    Result<std::size_t> readAt(std::uint64_t offset, std::span<std::byte> target) const;
    [[nodiscard]] std::uint64_t sizeBytes() const noexcept;  ///< Now; 0 when it cannot be told.
    Result<FileStamp> stamp() const;                         ///< Of the open file, whatever its name leads to by now.

private:
    explicit ReadableFile(std::intptr_t handle) noexcept : m_handle(handle) {}
    std::intptr_t m_handle;  ///< File descriptor or HANDLE; -1 when moved from.
};

class AppendableFile {
public:
    /// Makes the file when it is missing.
    static Result<AppendableFile> open(const std::filesystem::path& path);

    AppendableFile(AppendableFile&& other) noexcept;
    AppendableFile& operator=(AppendableFile&& other) noexcept;
    ~AppendableFile();

    /// All of it at the end of the file, in the system's hands when this returns: a killed process loses nothing.
    Status append(std::span<const std::byte> bytes);

private:
    explicit AppendableFile(std::intptr_t handle) noexcept : m_handle(handle) {}
    std::intptr_t m_handle;
};

enum class CopyWay {
    Reflink,   ///< Shares blocks until one side is written (Btrfs, XFS, bcachefs, ZFS): costs nothing, safe.
    HardLink,  ///< Two names of one file: costs nothing, a change in place shows under both.
    Copy,
};
enum class CopyRule { AnyWay, OnlyWithoutCopying };

/// Makes `to`, which must not exist, with the content of `from` in the cheapest way that both places allow. Unsupported
/// when only copying would do and the rule forbids it.
Result<CopyWay> shareFile(const std::filesystem::path& from, const std::filesystem::path& to, CopyRule rule);

/// From now on a closed connection is an error code for the calling thread, not a signal that ends the program.
void keepBrokenPipesQuiet() noexcept;

}  // namespace fotograma::base
