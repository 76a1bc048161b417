// Files on Windows: locks, stamps, renames, disk space.
#include <atomic>
#include <utility>

#define WIN32_LEAN_AND_MEAN
#ifndef NOMINMAX
#define NOMINMAX
#endif
#include <windows.h>

#include "engine/base/platform.h"
#include "engine/base/text.h"

namespace fotograma::base {

namespace fs = std::filesystem;

namespace {

/// The one place where a Windows error becomes an error of ours.
std::unexpected<Error> systemFailure(DWORD code, std::string_view what, const fs::path& path) {
    const std::string detail = concat("Windows error ", static_cast<unsigned long>(code));
    const auto said = [&](ErrorCode ours, std::string_view sentence) {
        return fail(ours, concat(what, " ", toUtf8(path), ": ", sentence), detail);
    };
    switch (code) {
        case ERROR_FILE_NOT_FOUND:
        case ERROR_PATH_NOT_FOUND:
        case ERROR_INVALID_DRIVE: return said(ErrorCode::NotFound, "there is no such file or folder.");
        case ERROR_ACCESS_DENIED:
        case ERROR_WRITE_PROTECT: return said(ErrorCode::PermissionDenied, "the system does not allow it.");
        case ERROR_SHARING_VIOLATION: return said(ErrorCode::PermissionDenied, "another program has it open.");
        case ERROR_ALREADY_EXISTS:
        case ERROR_FILE_EXISTS: return said(ErrorCode::AlreadyExists, "something of that name is there already.");
        case ERROR_DISK_FULL:
        case ERROR_HANDLE_DISK_FULL: return said(ErrorCode::ResourceExhausted, "the disk is full.");
        case ERROR_TOO_MANY_OPEN_FILES: return said(ErrorCode::ResourceExhausted, "too many files are open.");
        case ERROR_NOT_ENOUGH_MEMORY:
        case ERROR_OUTOFMEMORY: return said(ErrorCode::ResourceExhausted, "there is not enough memory.");
        case ERROR_INVALID_NAME:
        case ERROR_FILENAME_EXCED_RANGE: return said(ErrorCode::InvalidArgument, "Windows does not accept this name.");
        default: return said(ErrorCode::IoError, concat(detail, "."));
    }
}

/// A handle that closes itself.
class FileHandle {
public:
    explicit FileHandle(HANDLE value) noexcept : m_value(value) {}
    ~FileHandle() {
        if (m_value != INVALID_HANDLE_VALUE) CloseHandle(m_value);
    }
    FileHandle(const FileHandle&) = delete;
    FileHandle& operator=(const FileHandle&) = delete;

    [[nodiscard]] bool isOpen() const noexcept { return m_value != INVALID_HANDLE_VALUE; }
    [[nodiscard]] HANDLE get() const noexcept { return m_value; }
    HANDLE release() noexcept { return std::exchange(m_value, INVALID_HANDLE_VALUE); }

private:
    HANDLE m_value;
};

constexpr DWORD kShareAll = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;

HANDLE openFile(const fs::path& path, DWORD access, DWORD creation, DWORD flags = FILE_ATTRIBUTE_NORMAL) {
    return CreateFileW(path.c_str(), access, kShareAll, nullptr, creation, flags, nullptr);
}

/// The whole file, exclusively and without waiting. The lock ends with the handle, and the handle with the process.
bool takeLock(HANDLE file) {
    OVERLAPPED start{};
    return LockFileEx(file, LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY, 0, MAXDWORD, MAXDWORD, &start) != 0;
}

bool isRefusedLock(DWORD code) { return code == ERROR_LOCK_VIOLATION || code == ERROR_IO_PENDING; }

}  // namespace

// ---- Locks ----

Result<FileLock> FileLock::acquire(const fs::path& path) {
    std::error_code ignored;
    fs::create_directories(path.parent_path(), ignored);  // opening says what is wrong
    FileHandle file(openFile(path, GENERIC_READ | GENERIC_WRITE, OPEN_ALWAYS));
    if (!file.isOpen()) return systemFailure(GetLastError(), "Cannot open the lock", path);
    if (takeLock(file.get())) return FileLock(reinterpret_cast<std::intptr_t>(file.release()));
    const DWORD code = GetLastError();
    if (isRefusedLock(code)) return fail(ErrorCode::Conflict, concat("Another program holds ", toUtf8(path), "."));
    return systemFailure(code, "Cannot lock", path);
}

bool FileLock::isHeld(const fs::path& path) {
    const FileHandle file(openFile(path, GENERIC_READ, OPEN_EXISTING));
    if (!file.isOpen()) return false;
    // Windows cannot ask, only try; a shared lock disturbs no other who asks.
    OVERLAPPED start{};
    if (!LockFileEx(file.get(), LOCKFILE_FAIL_IMMEDIATELY, 0, MAXDWORD, MAXDWORD, &start))
        return isRefusedLock(GetLastError());
    UnlockFileEx(file.get(), 0, MAXDWORD, MAXDWORD, &start);
    return false;
}

FileLock::FileLock(FileLock&& other) noexcept : m_handle(std::exchange(other.m_handle, -1)) {}

FileLock& FileLock::operator=(FileLock&& other) noexcept {
    if (this != &other) {
        const FileLock released(std::exchange(m_handle, std::exchange(other.m_handle, -1)));
    }
    return *this;
}

FileLock::~FileLock() {
    if (m_handle != -1) CloseHandle(reinterpret_cast<HANDLE>(m_handle));
}

// ---- Stamps ----

Result<FileStamp> fileStamp(const fs::path& path) {
    const DWORD attributes = GetFileAttributesW(path.c_str());
    if (attributes == INVALID_FILE_ATTRIBUTES) return systemFailure(GetLastError(), "Cannot look at", path);
    const FileHandle file(openFile(path, FILE_READ_ATTRIBUTES, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS));
    if (!file.isOpen()) return systemFailure(GetLastError(), "Cannot look at", path);
    BY_HANDLE_FILE_INFORMATION info{};
    const bool isDisk = GetFileType(file.get()) == FILE_TYPE_DISK;
    if (!isDisk || !GetFileInformationByHandle(file.get(), &info) || (info.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY))
        return fail(ErrorCode::InvalidArgument, concat(toUtf8(path), " is not a regular file."));
    const auto joined = [](DWORD high, DWORD low) { return static_cast<std::uint64_t>(high) << 32 | low; };
    // FILETIME counts 100 ns since 1601.
    constexpr std::int64_t kFrom1601To1970 = 116'444'736'000'000'000;
    const auto ticks = joined(info.ftLastWriteTime.dwHighDateTime, info.ftLastWriteTime.dwLowDateTime);
    return FileStamp{
        .device = info.dwVolumeSerialNumber,
        .inode = joined(info.nFileIndexHigh, info.nFileIndexLow),
        .sizeBytes = static_cast<std::int64_t>(joined(info.nFileSizeHigh, info.nFileSizeLow)),
        .modifiedNs = (static_cast<std::int64_t>(ticks) - kFrom1601To1970) * 100,
    };
}

// ---- Writing so that it lasts ----

Status flushFile(const fs::path& path) {
    const FileHandle file(openFile(path, GENERIC_WRITE, OPEN_EXISTING));
    if (!file.isOpen()) return systemFailure(GetLastError(), "Cannot open", path);
    if (!FlushFileBuffers(file.get())) return systemFailure(GetLastError(), "Cannot flush", path);
    return {};
}

Status replaceFile(const fs::path& from, const fs::path& to) {
    if (!MoveFileExW(from.c_str(), to.c_str(), MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH))
        return systemFailure(GetLastError(), "Cannot rename to", to);
    return {};
}

Status renameNoReplace(const fs::path& from, const fs::path& to) {
    if (!MoveFileExW(from.c_str(), to.c_str(), MOVEFILE_WRITE_THROUGH))
        return systemFailure(GetLastError(), "Cannot rename to", to);
    return {};
}

// ---- Disks and folders ----

std::int64_t freeDiskBytes(const fs::path& path) {
    std::error_code error;
    const fs::space_info space = fs::space(path, error);
    return error ? -1 : static_cast<std::int64_t>(space.available);
}

Status checkWritable(const fs::path& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) return systemFailure(static_cast<DWORD>(error.value()), "Cannot make the folder", folder);
    static std::atomic<int> counter{0};
    const fs::path probe = folder / pathFromUtf8(concat(".fotograma-", processId(), "-", counter++, ".tmp"));
    const DWORD flags = FILE_ATTRIBUTE_TEMPORARY | FILE_FLAG_DELETE_ON_CLOSE;
    const FileHandle file(openFile(probe, GENERIC_WRITE | DELETE, CREATE_NEW, flags));
    if (!file.isOpen()) return systemFailure(GetLastError(), "Cannot write in", folder);
    return {};
}

}  // namespace fotograma::base
