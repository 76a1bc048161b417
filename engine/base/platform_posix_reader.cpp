// Reading files at any place, and time spent by a thread, on Linux and its relatives.
#include <algorithm>
#include <cerrno>
#include <ctime>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/cpu_time.h"
#include "engine/base/file_reader.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"

namespace fotograma::base {

namespace {

std::unexpected<Error> readFailure(int code, std::string_view what) {
    const std::string reason = std::generic_category().message(code);
    const ErrorCode ours = code == ENOENT || code == ENOTDIR                    ? ErrorCode::NotFound
                           : code == EACCES || code == EPERM                    ? ErrorCode::PermissionDenied
                           : code == EMFILE || code == ENFILE || code == ENOMEM ? ErrorCode::ResourceExhausted
                                                                                : ErrorCode::IoError;
    return fail(ours, concat(what, ": ", reason, "."), concat("errno ", code));
}

double secondsOf(clockid_t clock) noexcept {
    timespec time{};
    if (clock_gettime(clock, &time) != 0) return 0.0;
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

}  // namespace

Result<FileReader> FileReader::open(const std::filesystem::path& path) {
    // Without O_NONBLOCK, opening a pipe would wait for somebody to write into it.
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) return readFailure(errno, concat("Cannot open ", toUtf8(path)));
    FileReader reader(descriptor, 0);
    struct stat info {};
    if (fstat(descriptor, &info) != 0) return readFailure(errno, concat("Cannot look at ", toUtf8(path)));
    if (!S_ISREG(info.st_mode))
        return fail(ErrorCode::InvalidArgument, concat(toUtf8(path), " is not a regular file."));
    reader.m_sizeBytes = info.st_size;
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
    if (m_handle >= 0) close(static_cast<int>(m_handle));
}

Result<std::size_t> FileReader::readAt(std::int64_t offset, std::span<std::byte> into) const {
    std::size_t done = 0;
    while (done < into.size()) {
        const ssize_t got = pread(static_cast<int>(m_handle), into.data() + done, into.size() - done,
                                  offset + static_cast<std::int64_t>(done));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return readFailure(errno, "A file cannot be read");
        if (got == 0) break;
        done += static_cast<std::size_t>(got);
    }
    return done;
}

double threadCpuSeconds() noexcept { return secondsOf(CLOCK_THREAD_CPUTIME_ID); }
double processCpuSeconds() noexcept { return secondsOf(CLOCK_PROCESS_CPUTIME_ID); }

}  // namespace fotograma::base
