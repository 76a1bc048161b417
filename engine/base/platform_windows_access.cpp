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

}  // namespace

Result<ReadableFile> ReadableFile::open(const fs::path& path) {
    const HANDLE file =
        CreateFileW(path.c_str(), GENERIC_READ, kShareAll, nullptr, OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, nullptr);
    if (file == INVALID_HANDLE_VALUE) return accessFailure(GetLastError(), "Opening", path);
    return ReadableFile(reinterpret_cast<std::intptr_t>(file));
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
