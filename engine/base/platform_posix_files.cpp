// Files on Linux and its relatives: locks, stamps, renames, disk space.
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/platform.h"
#include "engine/base/text.h"

namespace fotograma::base {

namespace fs = std::filesystem;

namespace {

/// The one place where errno becomes an error of ours.
std::unexpected<Error> systemFailure(int code, std::string_view what, const fs::path& path) {
    const std::string reason = std::generic_category().message(code);
    const auto said = [&](ErrorCode ours, std::string_view sentence) {
        return fail(ours, concat(what, " ", toUtf8(path), ": ", sentence), concat(reason, " (errno ", code, ")"));
    };
    switch (code) {
        case ENOENT:
        case ENOTDIR: return said(ErrorCode::NotFound, "there is no such file or folder.");
        case EACCES:
        case EPERM:
        case EROFS: return said(ErrorCode::PermissionDenied, "the system does not allow it.");
        case EEXIST: return said(ErrorCode::AlreadyExists, "something of that name is there already.");
        case ENOSPC:
        case EDQUOT: return said(ErrorCode::ResourceExhausted, "the disk is full.");
        case EMFILE:
        case ENFILE: return said(ErrorCode::ResourceExhausted, "too many files are open.");
        case ENOMEM: return said(ErrorCode::ResourceExhausted, "there is not enough memory.");
        case ENAMETOOLONG: return said(ErrorCode::InvalidArgument, "the name is too long for this disk.");
        default: return said(ErrorCode::IoError, concat(reason, "."));
    }
}

/// A file descriptor that closes itself.
class Descriptor {
public:
    explicit Descriptor(int value) noexcept : m_value(value) {}
    ~Descriptor() {
        if (m_value >= 0) close(m_value);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    [[nodiscard]] bool isOpen() const noexcept { return m_value >= 0; }
    [[nodiscard]] int get() const noexcept { return m_value; }
    int release() noexcept { return std::exchange(m_value, -1); }

private:
    int m_value;
};

}  // namespace

// ---- Locks ----
// Open-file-description locks: unlike classic record locks they belong to the handle, so two handles of one process
// conflict and closing an unrelated one frees nothing. Where the system has none, flock() behaves the same on local disks.

namespace {

bool takeLock(int descriptor) {
#if defined(F_OFD_SETLK)
    struct flock whole {};
    whole.l_type = F_WRLCK;
    whole.l_whence = SEEK_SET;
    return fcntl(descriptor, F_OFD_SETLK, &whole) == 0;
#else
    return flock(descriptor, LOCK_EX | LOCK_NB) == 0;
#endif
}

bool isLockedByOther(int descriptor) {
#if defined(F_OFD_SETLK)
    struct flock whole {};
    whole.l_type = F_WRLCK;
    whole.l_whence = SEEK_SET;
    return fcntl(descriptor, F_OFD_GETLK, &whole) == 0 && whole.l_type != F_UNLCK;
#else
    if (flock(descriptor, LOCK_SH | LOCK_NB) != 0) return errno == EWOULDBLOCK;
    flock(descriptor, LOCK_UN);
    return false;
#endif
}

}  // namespace

Result<FileLock> FileLock::acquire(const fs::path& path) {
    std::error_code ignored;
    fs::create_directories(path.parent_path(), ignored);  // open() says what is wrong
    Descriptor file(open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
    if (!file.isOpen()) return systemFailure(errno, "Cannot open the lock", path);
    if (takeLock(file.get())) return FileLock(file.release());
    const int code = errno;
    if (code == EAGAIN || code == EACCES)
        return fail(ErrorCode::Conflict, concat("Another program holds ", toUtf8(path), "."));
    return systemFailure(code, "Cannot lock", path);
}

bool FileLock::isHeld(const fs::path& path) {
    const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
    return file.isOpen() && isLockedByOther(file.get());
}

FileLock::FileLock(FileLock&& other) noexcept : m_handle(std::exchange(other.m_handle, -1)) {}

FileLock& FileLock::operator=(FileLock&& other) noexcept {
    if (this != &other) {
        const FileLock released(std::exchange(m_handle, std::exchange(other.m_handle, -1)));
    }
    return *this;
}

FileLock::~FileLock() {
    if (m_handle >= 0) close(static_cast<int>(m_handle));
}

// ---- Stamps ----

Result<FileStamp> fileStamp(const fs::path& path) {
    struct stat info {};
    if (stat(path.c_str(), &info) != 0) return systemFailure(errno, "Cannot look at", path);
    if (!S_ISREG(info.st_mode))
        return fail(ErrorCode::InvalidArgument, concat(toUtf8(path), " is not a regular file."));
#if defined(__APPLE__)
    const timespec& modified = info.st_mtimespec;
#else
    const timespec& modified = info.st_mtim;
#endif
    constexpr std::int64_t kNsPerSecond = 1'000'000'000;
    return FileStamp{
        .device = static_cast<std::uint64_t>(info.st_dev),
        .inode = static_cast<std::uint64_t>(info.st_ino),
        .sizeBytes = info.st_size,
        .modifiedNs = modified.tv_sec * kNsPerSecond + modified.tv_nsec,
    };
}

// ---- Writing so that it lasts ----

Status flushFile(const fs::path& path) {
    const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.isOpen()) return systemFailure(errno, "Cannot open", path);
    if (fsync(file.get()) != 0) return systemFailure(errno, "Cannot flush", path);
    return {};
}

namespace {

/// A rename lasts when its folder is on the disk. Some network file systems cannot flush folders: not an error.
void flushFolderOf(const fs::path& path) {
    const fs::path parent = path.parent_path();
    const Descriptor folder(open(parent.empty() ? "." : parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (folder.isOpen()) fsync(folder.get());
}

bool lacksSupport(int code) {
    return code == ENOSYS || code == EINVAL || code == EOPNOTSUPP || code == EPERM || code == EMLINK;
}

/// 0 or an errno. Three ways, for the file systems that lack the better ones.
int renameIfFree(const char* from, const char* to) {
#if defined(RENAME_NOREPLACE)
    if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0) return 0;
    if (!lacksSupport(errno)) return errno;
#endif
    if (link(from, to) == 0) return unlink(from) == 0 ? 0 : errno;
    if (!lacksSupport(errno)) return errno;
    // Neither: claim the name with an empty file that only one can create, then replace it.
    const Descriptor claim(open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
    if (!claim.isOpen()) return errno;
    if (std::rename(from, to) == 0) return 0;
    const int code = errno;
    unlink(to);
    return code;
}

}  // namespace

Status replaceFile(const fs::path& from, const fs::path& to) {
    if (std::rename(from.c_str(), to.c_str()) != 0) return systemFailure(errno, "Cannot rename to", to);
    flushFolderOf(to);
    return {};
}

Status renameNoReplace(const fs::path& from, const fs::path& to) {
    if (const int code = renameIfFree(from.c_str(), to.c_str())) return systemFailure(code, "Cannot rename to", to);
    flushFolderOf(to);
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
    if (error) return systemFailure(error.value(), "Cannot make the folder", folder);
    static std::atomic<int> counter{0};
    const fs::path probe = folder / concat(".fotograma-", processId(), "-", counter++, ".tmp");
    const Descriptor file(open(probe.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (!file.isOpen()) return systemFailure(errno, "Cannot write in", folder);
    if (unlink(probe.c_str()) != 0) return systemFailure(errno, "Cannot remove a file in", folder);
    return {};
}

}  // namespace fotograma::base
