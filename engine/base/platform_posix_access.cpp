// Files by position, and shared copies, on Linux and its relatives.
#include <cerrno>
#include <csignal>
#include <utility>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>
#if defined(__linux__)
#include <linux/fs.h>
#endif

#include "engine/base/file_access.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"

namespace fotograma::base {

namespace fs = std::filesystem;

namespace {

std::unexpected<Error> accessFailure(int code, std::string_view what, const fs::path& path) {
    const std::string reason = std::generic_category().message(code);
    const auto said = [&](ErrorCode ours) { return fail(ours, concat(what, " ", toUtf8(path), ": ", reason, ".")); };
    switch (code) {
        case ENOENT:
        case ENOTDIR: return said(ErrorCode::NotFound);
        case EACCES:
        case EPERM:
        case EROFS: return said(ErrorCode::PermissionDenied);
        case EEXIST: return said(ErrorCode::AlreadyExists);
        case ENOSPC:
        case EDQUOT:
        case EMFILE:
        case ENFILE:
        case ENOMEM: return said(ErrorCode::ResourceExhausted);
        default: return said(ErrorCode::IoError);
    }
}

void closeHandle(std::intptr_t handle) noexcept {
    if (handle >= 0) close(static_cast<int>(handle));
}

}  // namespace

// ---- Reading ----

Result<ReadableFile> ReadableFile::open(const fs::path& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return accessFailure(errno, "Cannot open", path);
    return ReadableFile(descriptor);
}

Result<ReadableFile> ReadableFile::openBeneath(const fs::path& folder, const fs::path& relative) {
    if (relative.empty() || relative.is_absolute())
        return fail(ErrorCode::InvalidArgument, concat(toUtf8(relative), " names no file of a folder."));
    const int start = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (start < 0) return accessFailure(errno, "Cannot open", folder);
    ReadableFile at(start);
    for (auto part = relative.begin(); part != relative.end(); ++part) {
        if (*part == ".." || *part == ".")
            return fail(ErrorCode::PermissionDenied, concat(toUtf8(relative), " leaves its folder."));
        // Each step from where the last one led: nothing that is changed meanwhile can lead elsewhere. A pipe without
        // a writer is not waited for.
        const bool isLast = std::next(part) == relative.end();
        const int flags = O_RDONLY | O_NOFOLLOW | O_CLOEXEC | (isLast ? O_NONBLOCK : O_DIRECTORY);
        const int next = openat(static_cast<int>(at.m_handle), part->c_str(), flags);
        const bool isLink = next < 0 && (errno == ELOOP || (errno == ENOTDIR && !isLast));
        if (isLink)
            return fail(ErrorCode::PermissionDenied, concat(toUtf8(folder / relative), " is reached by a link."));
        if (next < 0) return accessFailure(errno, "Cannot open", folder / relative);
        at = ReadableFile(next);
    }
    FOTOGRAMA_RETURN_IF_ERROR(at.stamp());
    return at;
}

Result<FileStamp> ReadableFile::stamp() const {
    struct stat info {};
    if (fstat(static_cast<int>(m_handle), &info) != 0)
        return fail(ErrorCode::IoError, "An open file cannot be looked at.", std::generic_category().message(errno));
    if (!S_ISREG(info.st_mode)) return fail(ErrorCode::InvalidArgument, "This is no regular file.");
    constexpr std::int64_t kNsASecond = 1'000'000'000;
    return FileStamp{.device = static_cast<std::uint64_t>(info.st_dev),
                     .inode = static_cast<std::uint64_t>(info.st_ino),
                     .sizeBytes = static_cast<std::int64_t>(info.st_size),
                     .modifiedNs = static_cast<std::int64_t>(info.st_mtim.tv_sec) * kNsASecond +
                                   static_cast<std::int64_t>(info.st_mtim.tv_nsec)};
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
        const ssize_t got = pread(static_cast<int>(m_handle), target.data() + done, target.size() - done,
                                  static_cast<off_t>(offset + done));
        if (got == 0) break;
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return fail(ErrorCode::IoError, "Reading a file failed.", std::generic_category().message(errno));
        done += static_cast<std::size_t>(got);
    }
    return done;
}

std::uint64_t ReadableFile::sizeBytes() const noexcept {
    struct stat info {};
    return fstat(static_cast<int>(m_handle), &info) == 0 ? static_cast<std::uint64_t>(info.st_size) : 0;
}

// ---- Appending ----

Result<AppendableFile> AppendableFile::open(const fs::path& path) {
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (descriptor < 0) return accessFailure(errno, "Cannot open", path);
    return AppendableFile(descriptor);
}

AppendableFile::AppendableFile(AppendableFile&& other) noexcept : m_handle(std::exchange(other.m_handle, -1)) {}
AppendableFile& AppendableFile::operator=(AppendableFile&& other) noexcept {
    if (this != &other) closeHandle(std::exchange(m_handle, std::exchange(other.m_handle, -1)));
    return *this;
}
AppendableFile::~AppendableFile() { closeHandle(m_handle); }

Status AppendableFile::append(std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
        const ssize_t wrote = write(static_cast<int>(m_handle), bytes.data(), bytes.size());
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote < 0)
            return fail(errno == ENOSPC || errno == EDQUOT ? ErrorCode::ResourceExhausted : ErrorCode::IoError,
                        "Writing a file failed.", std::generic_category().message(errno));
        bytes = bytes.subspan(static_cast<std::size_t>(wrote));
    }
    return {};
}

// ---- Sharing ----

namespace {

/// True when `to` was made; otherwise nothing is left of the attempt.
bool reflink([[maybe_unused]] const fs::path& from, [[maybe_unused]] const fs::path& to) {
#if defined(FICLONE)
    const int source = open(from.c_str(), O_RDONLY | O_CLOEXEC);
    if (source < 0) return false;
    const int target = open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    const bool isShared = target >= 0 && ioctl(target, FICLONE, source) == 0;
    close(source);
    if (target >= 0) {
        close(target);
        if (!isShared) unlink(to.c_str());
    }
    return isShared;
#else
    return false;
#endif
}

}  // namespace

Result<CopyWay> shareFile(const fs::path& from, const fs::path& to, CopyRule rule) {
    std::error_code error;
    if (fs::exists(fs::symlink_status(to, error))) return accessFailure(EEXIST, "Cannot make", to);
    if (reflink(from, to)) return CopyWay::Reflink;
    fs::create_hard_link(from, to, error);
    if (!error) return CopyWay::HardLink;
    if (error.value() == ENOENT || error.value() == EEXIST || error.value() == EACCES)
        return accessFailure(error.value(), "Cannot make", to);
    if (rule == CopyRule::OnlyWithoutCopying)
        return fail(ErrorCode::Unsupported, concat(toUtf8(to), " lies where nothing can be shared with the source."));
    fs::copy_file(from, to, error);
    if (error) {
        std::error_code ignored;
        fs::remove(to, ignored);
        return accessFailure(error.value(), "Cannot copy to", to);
    }
    return CopyWay::Copy;
}

void keepBrokenPipesQuiet() noexcept {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

}  // namespace fotograma::base
