// Files by position, and shared copies, on Windows.
#include <algorithm>
#include <utility>

#define WIN32_LEAN_AND_MEAN
#ifndef NOMINMAX
#define NOMINMAX
#endif
#include <windows.h>

#include "engine/base/file_access.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"

namespace fotograma::base {

namespace fs = std::filesystem;

namespace {

constexpr DWORD kShareAll = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;
constexpr std::size_t kLargestPiece = std::size_t{1} << 30;

std::unexpected<Error> accessFailure(DWORD code, std::string_view what, const fs::path& path) {
    const auto said = [&](ErrorCode ours) {
        return fail(ours, concat(what, " ", toUtf8(path), " failed."),
                    concat("Windows error ", static_cast<unsigned long>(code)));
    };
    switch (code) {
        case ERROR_FILE_NOT_FOUND:
        case ERROR_PATH_NOT_FOUND: return said(ErrorCode::NotFound);
        case ERROR_ACCESS_DENIED:
        case ERROR_WRITE_PROTECT:
        case ERROR_SHARING_VIOLATION: return said(ErrorCode::PermissionDenied);
        case ERROR_ALREADY_EXISTS:
        case ERROR_FILE_EXISTS: return said(ErrorCode::AlreadyExists);
        case ERROR_DISK_FULL:
        case ERROR_HANDLE_DISK_FULL:
        case ERROR_NOT_ENOUGH_MEMORY: return said(ErrorCode::ResourceExhausted);
        default: return said(ErrorCode::IoError);
    }
}

HANDLE toHandle(std::intptr_t handle) noexcept { return reinterpret_cast<HANDLE>(handle); }
void closeHandle(std::intptr_t handle) noexcept {
    if (handle != -1) CloseHandle(toHandle(handle));
}

std::wstring finalPath(HANDLE file) {
    std::wstring text(MAX_PATH, L'\0');
    DWORD length = GetFinalPathNameByHandleW(file, text.data(), static_cast<DWORD>(text.size()), FILE_NAME_NORMALIZED);
    if (length > text.size()) {
        text.resize(length);
        length = GetFinalPathNameByHandleW(file, text.data(), static_cast<DWORD>(text.size()), FILE_NAME_NORMALIZED);
    }
    text.resize(std::min<std::size_t>(length, text.size()));
    return text;
}

}  // namespace

Result<ReadableFile> ReadableFile::open(const fs::path& path) {
    const HANDLE file =
        CreateFileW(path.c_str(), GENERIC_READ, kShareAll, nullptr, OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, nullptr);
    if (file == INVALID_HANDLE_VALUE) return accessFailure(GetLastError(), "Opening", path);
    return ReadableFile(reinterpret_cast<std::intptr_t>(file));
}

Result<ReadableFile> ReadableFile::openBeneath(const fs::path& folder, const fs::path& relative) {
    if (relative.empty() || relative.is_absolute() || relative.has_root_name())
        return fail(ErrorCode::InvalidArgument, concat(toUtf8(relative), " names no file of a folder."));
    const HANDLE top = CreateFileW(folder.c_str(), FILE_READ_ATTRIBUTES, kShareAll, nullptr, OPEN_EXISTING,
                                   FILE_FLAG_BACKUP_SEMANTICS, nullptr);
    if (top == INVALID_HANDLE_VALUE) return accessFailure(GetLastError(), "Opening", folder);
    const ReadableFile folderFile(reinterpret_cast<std::intptr_t>(top));
    FOTOGRAMA_ASSIGN_OR_RETURN(ReadableFile file, open(folder / relative));
    // The system says where the open file lies: what was a link on the way shows.
    const std::wstring wanted = finalPath(top) + L"\\" + relative.lexically_normal().wstring();
    if (finalPath(toHandle(file.m_handle)) != wanted)
        return fail(ErrorCode::PermissionDenied, concat(toUtf8(folder / relative), " is reached by a link."));
    FOTOGRAMA_RETURN_IF_ERROR(file.stamp());
    return file;
}

Result<FileStamp> ReadableFile::stamp() const {
    BY_HANDLE_FILE_INFORMATION info{};
    const bool isDisk = GetFileType(toHandle(m_handle)) == FILE_TYPE_DISK;
    if (!isDisk || !GetFileInformationByHandle(toHandle(m_handle), &info))
        return fail(ErrorCode::InvalidArgument, "This is no regular file.");
    const auto joined = [](DWORD high, DWORD low) { return static_cast<std::uint64_t>(high) << 32 | low; };
    // FILETIME counts 100 ns since 1601.
    constexpr std::int64_t kFrom1601To1970 = 116'444'736'000'000'000;
    const auto ticks = joined(info.ftLastWriteTime.dwHighDateTime, info.ftLastWriteTime.dwLowDateTime);
    return FileStamp{.device = info.dwVolumeSerialNumber,
                     .inode = joined(info.nFileIndexHigh, info.nFileIndexLow),
                     .sizeBytes = static_cast<std::int64_t>(joined(info.nFileSizeHigh, info.nFileSizeLow)),
                     .modifiedNs = (static_cast<std::int64_t>(ticks) - kFrom1601To1970) * 100};
}

ReadableFile::ReadableFile(ReadableFile&& other) noexcept : m_handle(std::exchange(other.m_handle, -1)) {}
ReadableFile& ReadableFile::operator=(ReadableFile&& other) noexcept {
    if (this != &other) closeHandle(std::exchange(m_handle, std::exchange(other.m_handle, -1)));
    return *this;
}
ReadableFile::~ReadableFile() { closeHandle(m_handle); }

Result<std::size_t> ReadableFile::readAt(std::uint64_t offset, std::span<std::byte> target) const {
    std::size_t done = 0;
    while (done < target.size()) {
        OVERLAPPED place{};
        place.Offset = static_cast<DWORD>(offset + done);
        place.OffsetHigh = static_cast<DWORD>((offset + done) >> 32);
        DWORD got = 0;
        const auto wanted = static_cast<DWORD>(std::min(target.size() - done, kLargestPiece));
        if (!ReadFile(toHandle(m_handle), target.data() + done, wanted, &got, &place)) {
            if (GetLastError() == ERROR_HANDLE_EOF) break;
            return fail(ErrorCode::IoError, "Reading a file failed.",
                        concat("Windows error ", static_cast<unsigned long>(GetLastError())));
        }
        if (got == 0) break;
        done += got;
    }
    return done;
}

std::uint64_t ReadableFile::sizeBytes() const noexcept {
    LARGE_INTEGER size{};
    return GetFileSizeEx(toHandle(m_handle), &size) ? static_cast<std::uint64_t>(size.QuadPart) : 0;
}

Result<AppendableFile> AppendableFile::open(const fs::path& path) {
    const HANDLE file =
        CreateFileW(path.c_str(), FILE_APPEND_DATA, kShareAll, nullptr, OPEN_ALWAYS, FILE_ATTRIBUTE_NORMAL, nullptr);
    if (file == INVALID_HANDLE_VALUE) return accessFailure(GetLastError(), "Opening", path);
    return AppendableFile(reinterpret_cast<std::intptr_t>(file));
}

AppendableFile::AppendableFile(AppendableFile&& other) noexcept : m_handle(std::exchange(other.m_handle, -1)) {}
AppendableFile& AppendableFile::operator=(AppendableFile&& other) noexcept {
    if (this != &other) closeHandle(std::exchange(m_handle, std::exchange(other.m_handle, -1)));
    return *this;
}
AppendableFile::~AppendableFile() { closeHandle(m_handle); }

Status AppendableFile::append(std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
        DWORD wrote = 0;
        const auto wanted = static_cast<DWORD>(std::min(bytes.size(), kLargestPiece));
        if (!WriteFile(toHandle(m_handle), bytes.data(), wanted, &wrote, nullptr)) {
            const bool isFull = GetLastError() == ERROR_DISK_FULL || GetLastError() == ERROR_HANDLE_DISK_FULL;
            return fail(isFull ? ErrorCode::ResourceExhausted : ErrorCode::IoError, "Writing a file failed.",
                        concat("Windows error ", static_cast<unsigned long>(GetLastError())));
        }
        bytes = bytes.subspan(wrote);
    }
    return {};
}

Result<CopyWay> shareFile(const fs::path& from, const fs::path& to, CopyRule rule) {
    if (CreateHardLinkW(to.c_str(), from.c_str(), nullptr)) return CopyWay::HardLink;
    const DWORD code = GetLastError();
    if (code == ERROR_FILE_NOT_FOUND || code == ERROR_PATH_NOT_FOUND || code == ERROR_ALREADY_EXISTS)
        return accessFailure(code, "Making", to);
    if (rule == CopyRule::OnlyWithoutCopying)
        return fail(ErrorCode::Unsupported, concat(toUtf8(to), " lies where nothing can be shared with the source."));
    if (!CopyFileW(from.c_str(), to.c_str(), TRUE)) return accessFailure(GetLastError(), "Copying to", to);
    return CopyWay::Copy;
}

void keepBrokenPipesQuiet() noexcept {}  // there are no such signals

}  // namespace fotograma::base
