// What this process holds and has moved, out of /proc; other POSIX systems get the portable part.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

#include <sys/resource.h>
#include <unistd.h>

#include "engine/base/platform.h"
#include "engine/base/process_figures.h"

namespace fotograma::base {
namespace {

/// The number after "key:" in a file of such lines; -1 when there is none.
std::int64_t valueOf(const char* file, std::string_view key) {
    std::ifstream stream(file);
    for (std::string line; std::getline(stream, line);) {
        if (!line.starts_with(key)) continue;
        std::istringstream rest(line.substr(key.size()));
        std::int64_t value = -1;
        return rest >> value ? value : -1;
    }
    return -1;
}

/// Seconds since 1970; the process knows only ticks since the system started.
double startedAt() {
    std::ifstream stream("/proc/self/stat");
    std::string text{std::istreambuf_iterator<char>(stream), {}};
    const std::size_t name = text.rfind(')');  // the program's name may hold anything
    if (name == std::string::npos) return -1.0;
    std::istringstream fields(text.substr(name + 1));
    constexpr int kBefore = 19;  // fields between the name and starttime (proc(5), field 22)
    std::string skipped;
    for (int i = 0; i < kBefore; ++i) fields >> skipped;
    double ticks = 0.0;
    const std::int64_t boot = valueOf("/proc/stat", "btime");
    if (!(fields >> ticks) || boot < 0) return -1.0;
    return static_cast<double>(boot) + ticks / static_cast<double>(sysconf(_SC_CLK_TCK));
}

std::int64_t openFiles() {
    std::error_code error;
    std::int64_t count = -1;  // the listing is one of them
    for (auto one = std::filesystem::directory_iterator("/proc/self/fd", error);
         !error && one != std::filesystem::directory_iterator(); one.increment(error))
        ++count;
    return count;
}

}  // namespace

ProcessFigures processFigures() {
    static const double kStartedAt = startedAt();
    const ProcessUsage usage = processUsage();
    ProcessFigures figures;
    figures.cpuSeconds = usage.cpuSeconds;
    figures.residentBytes = usage.residentBytes;
    constexpr std::int64_t kKiB = 1024;
    if (const std::int64_t size = valueOf("/proc/self/status", "VmSize:"); size >= 0)
        figures.virtualBytes = size * kKiB;
    figures.threads = valueOf("/proc/self/status", "Threads:");
    figures.openFiles = openFiles();
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) figures.mostOpenFiles = static_cast<std::int64_t>(limit.rlim_cur);
    figures.startedAt = kStartedAt;
    figures.readBytes = valueOf("/proc/self/io", "rchar:");
    figures.writtenBytes = valueOf("/proc/self/io", "wchar:");
    return figures;
}

MachineTimes machineTimes() {
    std::ifstream stream("/proc/stat");  // "cpu" and clock ticks (proc(5)); guests are in user's already
    std::string name;
    double user = 0.0;
    double nice = 0.0;
    double system = 0.0;
    double idle = 0.0;
    double waiting = 0.0;
    double interrupts = 0.0;
    double softInterrupts = 0.0;
    double stolen = 0.0;
    if (!(stream >> name >> user >> nice >> system >> idle >> waiting >> interrupts >> softInterrupts >> stolen))
        return {};
    const auto ticks = static_cast<double>(sysconf(_SC_CLK_TCK));
    const double busy = user + nice + system + interrupts + softInterrupts + stolen;
    return {.busySeconds = busy / ticks, .allSeconds = (busy + idle + waiting) / ticks};
}

}  // namespace fotograma::base
