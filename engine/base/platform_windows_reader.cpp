// Reading files at any place, and time spent by a thread, on Windows.
#include <algorithm>
#include <utility>

#define WIN32_LEAN_AND_MEAN
#ifndef NOMINMAX
#define NOMINMAX
#endif
#include <windows.h>

#include "engine/base/cpu_time.h"
#include "engine/base/file_reader.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"

namespace fotograma::base {

namespace {

std::unexpected<Error> readFailure(DWORD code, std::string_view what) {
    const ErrorCode ours = code == ERROR_FILE_NOT_FOUND || code == ERROR_PATH_NOT_FOUND ? ErrorCode::NotFound
                           : code == ERROR_ACCESS_DENIED || code == ERROR_SHARING_VIOLATION
                               ? ErrorCode::PermissionDenied
                           : code == ERROR_TOO_MANY_OPEN_FILES ? ErrorCode::ResourceExhausted
                                                               : ErrorCode::IoError;
    return fail(ours, concat(what, ": the system refused."), concat("error ", static_cast<std::int64_t>(code)));
}

HANDLE handleOf(std::intptr_t value) { return reinterpret_cast<HANDLE>(value); }

double secondsOf(const FILETIME& kernel, const FILETIME& user) noexcept {
    const auto ticks = [](const FILETIME& time) {
        return static_cast<double>((std::uint64_t{time.dwHighDateTime} << 32) | time.dwLowDateTime);
    };
    return (ticks(kernel) + ticks(user)) * 1e-7;
}

}  // namespace

Result<FileReader> FileReader::open(const std::filesystem::path& path) {
    const HANDLE handle =
        CreateFileW(path.c_str(), GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, nullptr,
                    OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, nullptr);
    if (handle == INVALID_HANDLE_VALUE) return readFailure(GetLastError(), concat("Cannot open ", toUtf8(path)));
    FileReader reader(reinterpret_cast<std::intptr_t>(handle), 0);
    LARGE_INTEGER size{};
    if (GetFileType(handle) != FILE_TYPE_DISK || GetFileSizeEx(handle, &size) == 0)
        return fail(ErrorCode::InvalidArgument, concat(toUtf8(path), " is not a regular file."));
    reader.m_sizeBytes = size.QuadPart;
    return reader;
}

FileReader::FileReader(FileReader&& other) noexcept
    : m_handle(std::exchange(other.m_handle, -1)), m_sizeBytes(other.m_sizeBytes) {}

FileReader& FileReader::operator=(FileReader&& other) noexcept {
    std::swap(m_handle, other.m_handle);
    std::swap(m_sizeBytes, other.m_sizeBytes);
    return *this;
}

FileReader::~FileReader() {
    if (m_handle != -1) CloseHandle(handleOf(m_handle));
}

Result<std::size_t> FileReader::readAt(std::int64_t offset, std::span<std::byte> into) const {
    constexpr std::size_t kMostAtOnce = 1 << 30;
    std::size_t done = 0;
    while (done < into.size()) {
        const auto place = static_cast<std::uint64_t>(offset) + done;
        OVERLAPPED where{};
        where.Offset = static_cast<DWORD>(place);
        where.OffsetHigh = static_cast<DWORD>(place >> 32);
        DWORD got = 0;
        const auto wanted = static_cast<DWORD>(std::min(into.size() - done, kMostAtOnce));
        if (ReadFile(handleOf(m_handle), into.data() + done, wanted, &got, &where) == 0) {
            if (GetLastError() == ERROR_HANDLE_EOF) break;
            return readFailure(GetLastError(), "A file cannot be read");
        }
        if (got == 0) break;
        done += got;
    }
    return done;
}

double threadCpuSeconds() noexcept {
    FILETIME created{}, ended{}, kernel{}, user{};
    return GetThreadTimes(GetCurrentThread(), &created, &ended, &kernel, &user) != 0 ? secondsOf(kernel, user) : 0.0;
}

double processCpuSeconds() noexcept {
    FILETIME created{}, ended{}, kernel{}, user{};
    return GetProcessTimes(GetCurrentProcess(), &created, &ended, &kernel, &user) != 0 ? secondsOf(kernel, user) : 0.0;
}

}  // namespace fotograma::base
