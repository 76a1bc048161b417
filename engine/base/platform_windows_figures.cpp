// What this process holds and has moved, on Windows.
#define WIN32_LEAN_AND_MEAN
#define NOMINMAX
#include <windows.h>

#include <psapi.h>

#include "engine/base/platform.h"
#include "engine/base/process_figures.h"

namespace fotograma::base {
namespace {

double startedAt(HANDLE process) {
    FILETIME created{};
    FILETIME ended{};
    FILETIME kernel{};
    FILETIME user{};
    if (!GetProcessTimes(process, &created, &ended, &kernel, &user)) return -1.0;
    constexpr double kTicksInSecond = 1e7;
    constexpr double kFrom1601To1970 = 11'644'473'600.0;
    const auto ticks = (static_cast<std::uint64_t>(created.dwHighDateTime) << 32U) | created.dwLowDateTime;
    return static_cast<double>(ticks) / kTicksInSecond - kFrom1601To1970;
}

}  // namespace

ProcessFigures processFigures() {
    const HANDLE process = GetCurrentProcess();
    const ProcessUsage usage = processUsage();
    ProcessFigures figures;
    figures.cpuSeconds = usage.cpuSeconds;
    figures.residentBytes = usage.residentBytes;
    figures.startedAt = startedAt(process);
    if (DWORD handles = 0; GetProcessHandleCount(process, &handles)) figures.openFiles = handles;
    if (IO_COUNTERS moved{}; GetProcessIoCounters(process, &moved)) {
        figures.readBytes = static_cast<std::int64_t>(moved.ReadTransferCount);
        figures.writtenBytes = static_cast<std::int64_t>(moved.WriteTransferCount);
    }
    PROCESS_MEMORY_COUNTERS_EX memory{};
    if (GetProcessMemoryInfo(process, reinterpret_cast<PROCESS_MEMORY_COUNTERS*>(&memory), sizeof memory))
        figures.virtualBytes = static_cast<std::int64_t>(memory.PrivateUsage);
    return figures;
}

MachineTimes machineTimes() {
    FILETIME idle{};
    FILETIME kernel{};  // idle time among it
    FILETIME user{};
    if (!GetSystemTimes(&idle, &kernel, &user)) return {};
    const auto seconds = [](const FILETIME& time) {
        constexpr double kTicksInSecond = 1e7;
        const auto ticks = (static_cast<std::uint64_t>(time.dwHighDateTime) << 32U) | time.dwLowDateTime;
        return static_cast<double>(ticks) / kTicksInSecond;
    };
    const double all = seconds(kernel) + seconds(user);
    return {.busySeconds = all - seconds(idle), .allSeconds = all};
}

}  // namespace fotograma::base
