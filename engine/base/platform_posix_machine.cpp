// What this machine offers and what this process uses, on Linux (other POSIX systems get the portable part).
#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fstream>
#include <optional>
#include <sstream>
#include <vector>

#include <sched.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "engine/base/cpu_features.h"
#include "engine/base/cpu_time.h"
#include "engine/base/platform.h"
#include "engine/base/process_limits.h"
#include "engine/base/service_manager.h"
#include "engine/base/text.h"

namespace fotograma::base {

namespace fs = std::filesystem;

namespace {

std::optional<std::int64_t> parseInteger(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end == text.data()) return std::nullopt;
    return value;
}

std::string readLine(const fs::path& path) {
    std::ifstream file(path);
    std::string line;
    std::getline(file, line);
    return line;
}

/// The number after `key` in a file of "key value" lines, such as /proc/meminfo.
std::optional<std::int64_t> readValue(const fs::path& path, std::string_view key) {
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
        if (!line.starts_with(key)) continue;
        const std::size_t start = line.find_first_of("0123456789", key.size());
        return start == std::string::npos ? std::nullopt : parseInteger(std::string_view(line).substr(start));
    }
    return std::nullopt;
}

// ---- cgroup v2 ----

/// This process's control group and its ancestors: a limit on any of them holds.
std::vector<fs::path> controlGroups() {
    std::ifstream file("/proc/self/cgroup");
    std::vector<fs::path> groups;
    for (std::string line; std::getline(file, line);) {
        if (!line.starts_with("0::/")) continue;
        // On machines that still have version 1 as well, version 2 is mounted one level down.
        std::error_code ignored;
        fs::path root = "/sys/fs/cgroup";
        if (!fs::exists(root / "cgroup.controllers", ignored)) root /= "unified";
        fs::path group = line.substr(4);
        groups.push_back(root / group);
        for (; !group.empty(); group = group.parent_path()) groups.push_back(root / group.parent_path());
    }
    return groups;
}

/// "200000 100000" is two cores; "max 100000" is no limit.
std::optional<double> coreLimit(const fs::path& group) {
    std::istringstream line(readLine(group / "cpu.max"));
    std::string quota;
    double periodUs = 0.0;
    line >> quota >> periodUs;
    const auto quotaUs = parseInteger(quota);
    if (!quotaUs || !(periodUs > 0.0)) return std::nullopt;
    return static_cast<double>(*quotaUs) / periodUs;
}

void applyMemoryLimit(const fs::path& group, MachineInfo& info) {
    const auto limit = parseInteger(readLine(group / "memory.max"));
    if (!limit) return;
    info.memoryBytes = std::min(info.memoryBytes, *limit);
    // File cache counts as used there, but the kernel gives it back on demand.
    const std::int64_t used = parseInteger(readLine(group / "memory.current")).value_or(0);
    const std::int64_t reclaimable = readValue(group / "memory.stat", "inactive_file").value_or(0);
    info.availableBytes = std::min(info.availableBytes, std::max<std::int64_t>(0, *limit - used + reclaimable));
}

// ---- Without limits ----

int allowedCores() {
#if defined(__linux__)
    // The fixed set holds 1024 processors; larger machines need a larger set.
    for (int size = 1024; size <= 1 << 17; size *= 2) {
        cpu_set_t* set = CPU_ALLOC(size);
        if (!set) break;
        const std::size_t bytes = CPU_ALLOC_SIZE(size);
        const bool known = sched_getaffinity(0, bytes, set) == 0;
        const int count = known ? CPU_COUNT_S(bytes, set) : 0;
        CPU_FREE(set);
        if (known) return std::max(count, 1);
    }
#endif
    return std::max(1, static_cast<int>(sysconf(_SC_NPROCESSORS_ONLN)));
}

std::string operatingSystem() {
    std::ifstream file("/etc/os-release");
    constexpr std::string_view kKey = "PRETTY_NAME=";
    for (std::string line; std::getline(file, line);) {
        if (!line.starts_with(kKey)) continue;
        std::string name = line.substr(kKey.size());
        std::erase(name, '"');
        return name;
    }
    return "an unnamed system";
}

std::string processorName() {
    if (std::string brand = cpuBrand(); !brand.empty()) return brand;
    std::ifstream file("/proc/cpuinfo");
    for (std::string line; std::getline(file, line);)
        if (line.starts_with("model name") || line.starts_with("Hardware"))
            if (const std::size_t colon = line.find(": "); colon != std::string::npos) return line.substr(colon + 2);
    return "an unnamed processor";
}

/// Of all processors; waiting for a disk counts as idle.
double idleCoreSeconds() {
    std::istringstream total(readLine("/proc/stat"));  // "cpu" and clock ticks: user, nice, system, idle, waiting, ...
    std::string name;
    double user = 0.0;
    double nice = 0.0;
    double system = 0.0;
    double idle = 0.0;
    double waiting = 0.0;
    if (!(total >> name >> user >> nice >> system >> idle >> waiting)) return -1.0;
    return (idle + waiting) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

double secondsOf(clockid_t clock) noexcept {
    timespec time{};
    if (clock_gettime(clock, &time) != 0) return 0.0;
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

}  // namespace

double threadCpuSeconds() noexcept { return secondsOf(CLOCK_THREAD_CPUTIME_ID); }
double processCpuSeconds() noexcept { return secondsOf(CLOCK_PROCESS_CPUTIME_ID); }

MachineInfo machineInfo() {
    constexpr std::int64_t kKiB = 1024;
    const std::int64_t pages = sysconf(_SC_PHYS_PAGES);
    // These stay what they are, and a virtual machine takes its time to tell them.
    static const std::string kProcessor = processorName();
    static const std::string kSystem = operatingSystem();
    static const bool kHasAvx2Fma = cpuHasAvx2Fma();
    MachineInfo info{
        .logicalCores = allowedCores(),
        .memoryBytes = std::max<std::int64_t>(pages, 0) * sysconf(_SC_PAGESIZE),
        .availableBytes = readValue("/proc/meminfo", "MemAvailable:").value_or(0) * kKiB,
        .cpuName = kProcessor,
        .systemName = kSystem,
        .hasAvx2Fma = kHasAvx2Fma,
        .idleCoreSeconds = idleCoreSeconds(),
    };
    for (const fs::path& group : controlGroups()) {
        if (const auto cores = coreLimit(group))
            info.logicalCores = std::clamp(static_cast<int>(std::ceil(*cores)), 1, info.logicalCores);
        applyMemoryLimit(group, info);
    }
    return info;
}

ProcessUsage processUsage() {
    ProcessUsage usage;
    rusage used{};
    if (getrusage(RUSAGE_SELF, &used) == 0) {
        const auto seconds = [](const timeval& time) {
            return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
        };
        usage.cpuSeconds = seconds(used.ru_utime) + seconds(used.ru_stime);
        usage.peakResidentBytes = static_cast<std::int64_t>(used.ru_maxrss) * 1024;
    }
    std::istringstream statm(readLine("/proc/self/statm"));
    std::int64_t totalPages = 0;
    std::int64_t residentPages = 0;
    statm >> totalPages >> residentPages;
    usage.residentBytes = residentPages * sysconf(_SC_PAGESIZE);
    usage.peakResidentBytes = std::max(usage.peakResidentBytes, usage.residentBytes);
    return usage;
}

void raiseOpenFileLimit() noexcept {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    // More would cost programs that look at every descriptor.
    constexpr rlim_t kEnough = 65'536;
    limit.rlim_cur = std::max(limit.rlim_cur, std::min(limit.rlim_max, kEnough));
    setrlimit(RLIMIT_NOFILE, &limit);
}

void tellServiceManager(std::string_view state) noexcept {
    const char* name = std::getenv("NOTIFY_SOCKET");
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::size_t length = name ? std::strlen(name) : 0;
    if (length < 2 || length >= sizeof(address.sun_path)) return;
    std::memcpy(address.sun_path, name, length);
    // A name in the abstract space begins with a zero, written as "@".
    if (name[0] == '@') address.sun_path[0] = '\0';
    const int socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (socket < 0) return;
    const auto addressBytes = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + length);
    sendto(socket, state.data(), state.size(), MSG_NOSIGNAL, reinterpret_cast<const sockaddr*>(&address), addressBytes);
    close(socket);
}

}  // namespace fotograma::base
