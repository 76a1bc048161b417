/// What the operating system does for us; one source per system behind one header.
///
/// Errors   foreign codes become ours: NotFound, PermissionDenied, ResourceExhausted (disk full), IoError, NoDevice.
/// Owner    FileLock and DynamicLibrary release on destruction.
/// Thread   any.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"

namespace fotograma::base {

/// A path from UTF-8 text and back; on Windows the two differ.
[[nodiscard]] std::filesystem::path pathFromUtf8(std::string_view text);
[[nodiscard]] std::string toUtf8(const std::filesystem::path& path);

/// Folders of the current user (XDG on Linux, Known Folders on Windows), each with /fotograma appended. Not created.
struct UserFolders {
    std::filesystem::path config;
    std::filesystem::path data;
    std::filesystem::path cache;
    std::filesystem::path runtime;  ///< For locks; falls back to data.
    std::filesystem::path videos;   ///< The user's own video folder, for default outputs.
};
[[nodiscard]] UserFolders userFolders();

/// An advisory lock on a file that ends with the process, however it ends.
class FileLock {
public:
    /// The lock, or Conflict when another process (or handle) holds it. Creates the file when missing.
    static Result<FileLock> acquire(const std::filesystem::path& path);
    /// True when some live process holds the lock.
    [[nodiscard]] static bool isHeld(const std::filesystem::path& path);

    FileLock(FileLock&& other) noexcept;
    FileLock& operator=(FileLock&& other) noexcept;
    ~FileLock();

private:
    explicit FileLock(std::intptr_t handle) noexcept : m_handle(handle) {}
    std::intptr_t m_handle;  ///< File descriptor or HANDLE; -1 when moved from.
};

/// A library opened at run time.
class DynamicLibrary {
public:
    /// Tries the names in order; NoDevice with the loader's sentence when none opens.
    static Result<DynamicLibrary> open(std::initializer_list<const char*> names);

    DynamicLibrary(DynamicLibrary&& other) noexcept;
    DynamicLibrary& operator=(DynamicLibrary&& other) noexcept;
    ~DynamicLibrary();

    /// The address of a symbol, or null.
    [[nodiscard]] void* symbol(const char* name) const noexcept;

private:
    explicit DynamicLibrary(void* handle) noexcept : m_handle(handle) {}
    void* m_handle;  ///< Null when moved from.
};

/// The folder this program's file lies in, links resolved; empty when the system does not tell.
[[nodiscard]] std::filesystem::path programFolder();

/// Files of the libraries loaded into this process, links resolved: their names carry the exact version on Linux.
[[nodiscard]] std::vector<std::filesystem::path> loadedLibraries();

struct MachineInfo {
    int logicalCores = 1;             ///< That this process may use (affinity and cgroup limits respected).
    std::int64_t memoryBytes = 0;     ///< That this process may use.
    std::int64_t availableBytes = 0;  ///< Free now.
    std::string cpuName;
    std::string systemName;         ///< "Debian GNU/Linux 12 (bookworm)"
    bool hasAvx2Fma = false;        ///< x86-64-v3 can run.
    double idleCoreSeconds = -1.0;  ///< Core time that nobody used since the system started; -1 unknown.
};
[[nodiscard]] MachineInfo machineInfo();

struct ProcessUsage {
    std::int64_t residentBytes = 0;
    std::int64_t peakResidentBytes = 0;
    double cpuSeconds = 0.0;  ///< User and system, all threads.
};
[[nodiscard]] ProcessUsage processUsage();

/// What tells one version of a file from another without reading it.
struct FileStamp {
    std::uint64_t device = 0;
    std::uint64_t inode = 0;
    std::int64_t sizeBytes = 0;
    std::int64_t modifiedNs = 0;  ///< Since 1970.
    friend bool operator==(const FileStamp&, const FileStamp&) = default;
};
/// Follows links. InvalidArgument for what is not a regular file.
Result<FileStamp> fileStamp(const std::filesystem::path& path);

/// Flushes a file's data to the disk.
Status flushFile(const std::filesystem::path& path);
/// Renames within a folder, replacing what is there, and flushes the folder.
Status replaceFile(const std::filesystem::path& from, const std::filesystem::path& to);
/// Renames only when nothing is there: AlreadyExists otherwise. No window in between.
Status renameNoReplace(const std::filesystem::path& from, const std::filesystem::path& to);

/// Free bytes of the file system that holds `path`; -1 when unknown.
[[nodiscard]] std::int64_t freeDiskBytes(const std::filesystem::path& path);
/// True when a file can be made and removed in the folder; makes the folder when missing.
Status checkWritable(const std::filesystem::path& folder);

[[nodiscard]] std::int64_t processId() noexcept;
/// Sets a variable of this process's environment unless it is set. Before threads that read it are started.
void setEnvironmentDefault(const char* name, const char* value) noexcept;
void setThreadName(const char* name) noexcept;  ///< At most 15 characters.
void lowerThreadPriority() noexcept;            ///< Background work: the machine stays responsive.

enum class StandardStream { Input, Output, Error };
[[nodiscard]] bool isTerminal(StandardStream stream) noexcept;
[[nodiscard]] int terminalColumns() noexcept;  ///< 80 when unknown.

/// Calls `handler` once, on a thread of its own, when the user interrupts (Ctrl-C, SIGTERM); a second interrupt
/// ends the process at once with exit code 130.
void onInterrupt(std::function<void()> handler);

}  // namespace fotograma::base
