// Processes, terminals, libraries and the machine on Windows; files are in platform_windows_files.cpp.
#include "engine/base/platform.h"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <utility>

#define WIN32_LEAN_AND_MEAN
#ifndef NOMINMAX
#define NOMINMAX
#endif
#include <windows.h>

#include <knownfolders.h>
#include <objbase.h>
#include <psapi.h>
#include <shlobj.h>

#include "engine/base/cpu_features.h"
#include "engine/base/cpu_time.h"
#include "engine/base/process_limits.h"
#include "engine/base/service_manager.h"
#include "engine/base/text.h"

namespace fotograma::base {

namespace fs = std::filesystem;

// ---- Paths ----

namespace {

std::wstring wide(std::string_view text) {
    if (text.empty()) return {};
    const int bytes = static_cast<int>(text.size());
    const int length = MultiByteToWideChar(CP_UTF8, 0, text.data(), bytes, nullptr, 0);
    std::wstring out(static_cast<std::size_t>(length), L'\0');
    MultiByteToWideChar(CP_UTF8, 0, text.data(), bytes, out.data(), length);
    return out;
}

/// Broken surrogates, which file names may hold, become U+FFFD.
std::string narrow(std::wstring_view text) {
    if (text.empty()) return {};
    const int units = static_cast<int>(text.size());
    const int length = WideCharToMultiByte(CP_UTF8, 0, text.data(), units, nullptr, 0, nullptr, nullptr);
    std::string out(static_cast<std::size_t>(length), '\0');
    WideCharToMultiByte(CP_UTF8, 0, text.data(), units, out.data(), length, nullptr, nullptr);
    return out;
}

std::string systemSentence(DWORD code) {
    wchar_t* text = nullptr;
    const DWORD flags = FORMAT_MESSAGE_ALLOCATE_BUFFER | FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS;
    const DWORD length = FormatMessageW(flags, nullptr, code, 0, reinterpret_cast<wchar_t*>(&text), 0, nullptr);
    std::string sentence = length > 0 ? narrow({text, length}) : concat("error ", static_cast<unsigned long>(code));
    LocalFree(text);
    while (!sentence.empty() && (sentence.back() == '\n' || sentence.back() == '\r' || sentence.back() == ' '))
        sentence.pop_back();
    return sentence;
}

/// Windows answers in wide characters; getenv() would lose what the code page lacks.
fs::path environmentPath(const wchar_t* variable) {
    wchar_t buffer[32768];  // the longest value Windows allows
    const DWORD length = GetEnvironmentVariableW(variable, buffer, static_cast<DWORD>(std::size(buffer)));
    return length == 0 || length >= std::size(buffer) ? fs::path() : fs::path(std::wstring(buffer, length));
}

fs::path knownFolder(const KNOWNFOLDERID& id, const wchar_t* fallbackVariable) {
    wchar_t* text = nullptr;
    fs::path path;
    if (SUCCEEDED(SHGetKnownFolderPath(id, KF_FLAG_DEFAULT, nullptr, &text))) path = text;
    CoTaskMemFree(text);
    return path.empty() ? environmentPath(fallbackVariable) : path;
}

}  // namespace

fs::path pathFromUtf8(std::string_view text) { return {wide(text)}; }

std::string toUtf8(const fs::path& path) { return narrow(path.native()); }

UserFolders userFolders() {
    const fs::path roaming = knownFolder(FOLDERID_RoamingAppData, L"APPDATA");
    const fs::path local = knownFolder(FOLDERID_LocalAppData, L"LOCALAPPDATA");
    constexpr const wchar_t* kName = L"fotograma";
    return {
        .config = roaming / kName,
        .data = local / kName,
        .cache = local / kName / L"cache",
        .runtime = local / kName / L"run",
        .videos = knownFolder(FOLDERID_Videos, L"USERPROFILE") / kName,
    };
}

// ---- Libraries ----

Result<DynamicLibrary> DynamicLibrary::open(std::initializer_list<const char*> names) {
    std::string reasons;
    for (const char* name : names) {
        // The current folder is not searched: a video's folder must not be able to bring its own driver.
        const DWORD places = LOAD_LIBRARY_SEARCH_DEFAULT_DIRS;
        if (HMODULE handle = LoadLibraryExW(wide(name).c_str(), nullptr, places))
            return DynamicLibrary(reinterpret_cast<void*>(handle));
        const DWORD code = GetLastError();
        if (!reasons.empty()) reasons.append("; ");
        reasons.append(concat(name, ": ", systemSentence(code)));
    }
    return fail(ErrorCode::NoDevice, reasons.empty() ? "No library was named." : reasons);
}

fs::path programFolder() {
    std::wstring file(32768, L'\0');  // the longest path Windows knows
    const DWORD length = GetModuleFileNameW(nullptr, file.data(), static_cast<DWORD>(file.size()));
    return length == 0 || length == file.size() ? fs::path() : fs::path(file.substr(0, length)).parent_path();
}

DynamicLibrary::DynamicLibrary(DynamicLibrary&& other) noexcept : m_handle(std::exchange(other.m_handle, nullptr)) {}

DynamicLibrary& DynamicLibrary::operator=(DynamicLibrary&& other) noexcept {
    std::swap(m_handle, other.m_handle);
    return *this;
}

DynamicLibrary::~DynamicLibrary() {
    if (m_handle) FreeLibrary(reinterpret_cast<HMODULE>(m_handle));
}

void* DynamicLibrary::symbol(const char* name) const noexcept {
    if (!m_handle) return nullptr;
    const FARPROC address = GetProcAddress(reinterpret_cast<HMODULE>(m_handle), name);
    void* plain = nullptr;
    static_assert(sizeof plain == sizeof address);
    std::memcpy(&plain, &address, sizeof plain);  // a cast between code and data pointers draws a warning
    return plain;
}

std::vector<fs::path> loadedLibraries() {
    std::vector<HMODULE> modules(256);
    DWORD bytes = 0;
    const auto room = static_cast<DWORD>(modules.size() * sizeof(HMODULE));
    if (!K32EnumProcessModules(GetCurrentProcess(), modules.data(), room, &bytes)) return {};
    modules.resize(std::min<std::size_t>(modules.size(), bytes / sizeof(HMODULE)));
    std::vector<fs::path> libraries;
    for (const HMODULE module : modules) {
        wchar_t name[MAX_PATH] = {};
        const DWORD length = GetModuleFileNameW(module, name, MAX_PATH);
        if (length > 0 && length < MAX_PATH) libraries.emplace_back(std::wstring(name, length));
    }
    return libraries;
}

// ---- The machine ----

namespace {

int countBits(DWORD_PTR mask) {
    int count = 0;
    for (; mask != 0; mask &= mask - 1) ++count;
    return count;
}

/// A process starts in one processor group of at most 64; within it the affinity mask holds.
int allowedCores() {
    DWORD_PTR processMask = 0;
    DWORD_PTR systemMask = 0;
    const bool known = GetProcessAffinityMask(GetCurrentProcess(), &processMask, &systemMask) != 0;
    int cores = known && processMask != 0 ? countBits(processMask) : 1;
    // Both masks zero: the process has threads in several groups and may use them all.
    if (known && processMask == 0) cores = static_cast<int>(GetActiveProcessorCount(ALL_PROCESSOR_GROUPS));
    JOBOBJECT_CPU_RATE_CONTROL_INFORMATION rate{};
    if (QueryInformationJobObject(nullptr, JobObjectCpuRateControlInformation, &rate, sizeof rate, nullptr)) {
        const DWORD hardCap = JOB_OBJECT_CPU_RATE_CONTROL_ENABLE | JOB_OBJECT_CPU_RATE_CONTROL_HARD_CAP;
        constexpr int kWhole = 10000;  // the rate is in hundredths of a percent of the machine
        if ((rate.ControlFlags & hardCap) == hardCap) {
            const int all = static_cast<int>(GetActiveProcessorCount(ALL_PROCESSOR_GROUPS));
            const int capped = (static_cast<int>(rate.CpuRate) * all + kWhole - 1) / kWhole;
            cores = std::clamp(capped, 1, std::max(cores, 1));
        }
    }
    return std::max(cores, 1);
}

/// The memory limit of the job object (containers are one), 0 when there is none.
std::int64_t jobMemoryLimit() {
    JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits{};
    if (!QueryInformationJobObject(nullptr, JobObjectExtendedLimitInformation, &limits, sizeof limits, nullptr))
        return 0;
    const DWORD flags = limits.BasicLimitInformation.LimitFlags;
    if (flags & JOB_OBJECT_LIMIT_JOB_MEMORY) return static_cast<std::int64_t>(limits.JobMemoryLimit);
    if (flags & JOB_OBJECT_LIMIT_PROCESS_MEMORY) return static_cast<std::int64_t>(limits.ProcessMemoryLimit);
    return 0;
}

std::string operatingSystem() {
    // GetVersionEx() answers for the manifest, not for the system.
    using RtlGetVersion = LONG(WINAPI*)(OSVERSIONINFOW*);
    RtlGetVersion query = nullptr;
    if (const HMODULE library = GetModuleHandleW(L"ntdll.dll")) {
        const FARPROC address = GetProcAddress(library, "RtlGetVersion");
        std::memcpy(&query, &address, sizeof query);
    }
    OSVERSIONINFOW version{};
    version.dwOSVersionInfoSize = sizeof version;
    if (!query || query(&version) != 0) return "Windows";
    constexpr DWORD kFirstBuildOf11 = 22000;
    const auto major = static_cast<unsigned long>(version.dwMajorVersion);
    const bool eleven = major == 10 && version.dwBuildNumber >= kFirstBuildOf11;
    return concat("Windows ", eleven ? 11UL : major, " (build ", static_cast<unsigned long>(version.dwBuildNumber),
                  ")");
}

}  // namespace

MachineInfo machineInfo() {
    MEMORYSTATUSEX memory{};
    memory.dwLength = sizeof memory;
    GlobalMemoryStatusEx(&memory);
    MachineInfo info{
        .logicalCores = allowedCores(),
        .memoryBytes = static_cast<std::int64_t>(memory.ullTotalPhys),
        .availableBytes = static_cast<std::int64_t>(memory.ullAvailPhys),
        .cpuName = cpuBrand(),
        .systemName = operatingSystem(),
        .hasAvx2Fma = cpuHasAvx2Fma(),
    };
    FILETIME idle{};
    if (GetSystemTimes(&idle, nullptr, nullptr)) {
        const auto ticks = static_cast<std::uint64_t>(idle.dwHighDateTime) << 32 | idle.dwLowDateTime;
        info.idleCoreSeconds = static_cast<double>(ticks) * 1e-7;  // FILETIME counts 100 ns
    }
    if (info.cpuName.empty()) info.cpuName = "an unnamed processor";
    if (const std::int64_t limit = jobMemoryLimit(); limit > 0) {
        info.memoryBytes = std::min(info.memoryBytes, limit);
        const std::int64_t left = std::max<std::int64_t>(0, limit - processUsage().residentBytes);
        info.availableBytes = std::min(info.availableBytes, left);
    }
    return info;
}

ProcessUsage processUsage() {
    ProcessUsage usage;
    PROCESS_MEMORY_COUNTERS counters{};
    if (K32GetProcessMemoryInfo(GetCurrentProcess(), &counters, sizeof counters)) {
        usage.residentBytes = static_cast<std::int64_t>(counters.WorkingSetSize);
        usage.peakResidentBytes = static_cast<std::int64_t>(counters.PeakWorkingSetSize);
    }
    FILETIME created{};
    FILETIME exited{};
    FILETIME kernel{};
    FILETIME user{};
    if (GetProcessTimes(GetCurrentProcess(), &created, &exited, &kernel, &user)) {
        const auto ticks = [](const FILETIME& time) {
            return static_cast<std::uint64_t>(time.dwHighDateTime) << 32 | time.dwLowDateTime;
        };
        constexpr double kTick = 1e-7;  // FILETIME counts 100 ns
        usage.cpuSeconds = static_cast<double>(ticks(kernel) + ticks(user)) * kTick;
    }
    return usage;
}

std::int64_t processId() noexcept { return static_cast<std::int64_t>(GetCurrentProcessId()); }

void setEnvironmentDefault(const char* name, const char* value) noexcept {
    if (std::getenv(name) == nullptr) ::_putenv_s(name, value);
}

void setThreadName(const char* name) noexcept {
    // Looked up: the function came with Windows 10 1607.
    using SetThreadDescriptionFunction = HRESULT(WINAPI*)(HANDLE, PCWSTR);
    const HMODULE library = GetModuleHandleW(L"kernel32.dll");
    const FARPROC address = library ? GetProcAddress(library, "SetThreadDescription") : nullptr;
    if (!address) return;
    SetThreadDescriptionFunction setDescription = nullptr;
    std::memcpy(&setDescription, &address, sizeof setDescription);
    wchar_t shortened[16] = {};
    for (int i = 0; i < 15 && name[i]; ++i) shortened[i] = static_cast<unsigned char>(name[i]);
    setDescription(GetCurrentThread(), shortened);
}

void lowerThreadPriority() noexcept { SetThreadPriority(GetCurrentThread(), THREAD_PRIORITY_BELOW_NORMAL); }

// ---- The terminal ----

namespace {

HANDLE handleOf(StandardStream stream) noexcept {
    switch (stream) {
        case StandardStream::Input: return GetStdHandle(STD_INPUT_HANDLE);
        case StandardStream::Output: return GetStdHandle(STD_OUTPUT_HANDLE);
        case StandardStream::Error: break;
    }
    return GetStdHandle(STD_ERROR_HANDLE);
}

}  // namespace

bool isTerminal(StandardStream stream) noexcept {
    DWORD mode = 0;
    return GetConsoleMode(handleOf(stream), &mode) != 0;
}

int terminalColumns() noexcept {
    for (const StandardStream stream : {StandardStream::Error, StandardStream::Output}) {
        CONSOLE_SCREEN_BUFFER_INFO info{};
        if (GetConsoleScreenBufferInfo(handleOf(stream), &info)) return info.srWindow.Right - info.srWindow.Left + 1;
    }
    constexpr int kUnknown = 80;
    return kUnknown;
}

// ---- Interruption ----

namespace {

std::mutex interruptMutex;  ///< Protects interruptHandler.
std::function<void()> interruptHandler;
std::atomic<bool> interruptedOnce{false};

/// Windows calls this on a thread of its own already.
BOOL WINAPI onConsoleEvent(DWORD event) {
    if (event != CTRL_C_EVENT && event != CTRL_BREAK_EVENT && event != CTRL_CLOSE_EVENT) return FALSE;
    constexpr UINT kInterrupted = 130;
    if (interruptedOnce.exchange(true)) ExitProcess(kInterrupted);
    std::function<void()> handler;
    {
        const std::lock_guard lock(interruptMutex);
        handler = interruptHandler;
    }
    if (handler) handler();
    return TRUE;
}

}  // namespace

void onInterrupt(std::function<void()> handler) {
    {
        const std::lock_guard lock(interruptMutex);
        interruptHandler = std::move(handler);
    }
    SetConsoleCtrlHandler(onConsoleEvent, TRUE);
}

// ---- Time at work ----

namespace {

double secondsOf(const FILETIME& kernel, const FILETIME& user) noexcept {
    const auto ticks = [](const FILETIME& time) {
        return static_cast<double>((std::uint64_t{time.dwHighDateTime} << 32) | time.dwLowDateTime);
    };
    return (ticks(kernel) + ticks(user)) * 1e-7;
}

}  // namespace

double threadCpuSeconds() noexcept {
    FILETIME created{}, ended{}, kernel{}, user{};
    return GetThreadTimes(GetCurrentThread(), &created, &ended, &kernel, &user) != 0 ? secondsOf(kernel, user) : 0.0;
}

double processCpuSeconds() noexcept {
    FILETIME created{}, ended{}, kernel{}, user{};
    return GetProcessTimes(GetCurrentProcess(), &created, &ended, &kernel, &user) != 0 ? secondsOf(kernel, user) : 0.0;
}

void raiseOpenFileLimit() noexcept {}  // sockets and handles have no limit of this kind here

void tellServiceManager(std::string_view /*state*/) noexcept {}  // nobody listens this way here

}  // namespace fotograma::base
