// Processes, terminals and libraries on Linux and its relatives; files are in platform_posix_files.cpp, the machine in
// platform_posix_machine.cpp.
#include "engine/base/platform.h"

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <thread>
#include <utility>

#include <dlfcn.h>
#include <fcntl.h>
#include <link.h>
#include <pthread.h>
#include <pwd.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <unistd.h>
#include <csignal>
#if defined(__linux__)
#include <sys/syscall.h>
#endif

#include <fstream>

#include "engine/base/text.h"

namespace fotograma::base {

namespace fs = std::filesystem;

// ---- Paths ----

fs::path pathFromUtf8(std::string_view text) { return {text}; }

std::string toUtf8(const fs::path& path) { return path.string(); }

namespace {

fs::path homeFolder() {
    if (const char* home = std::getenv("HOME"); home && *home == '/') return home;
    passwd entry{};
    passwd* found = nullptr;
    char buffer[4096];
    if (getpwuid_r(getuid(), &entry, buffer, sizeof buffer, &found) == 0 && found && found->pw_dir)
        return found->pw_dir;
    return "/tmp";
}

/// The variable when it holds an absolute path: the XDG specification says to ignore relative ones.
fs::path folderFrom(const char* variable, fs::path fallback) {
    const char* value = std::getenv(variable);
    return value && *value == '/' ? fs::path(value) : std::move(fallback);
}

/// XDG_VIDEOS_DIR="$HOME/Vídeos" in user-dirs.dirs; the folder's name follows the user's language.
fs::path videoFolder(const fs::path& home, const fs::path& config) {
    constexpr std::string_view kKey = "XDG_VIDEOS_DIR=\"";
    constexpr std::string_view kHome = "$HOME/";
    std::ifstream file(config / "user-dirs.dirs");
    for (std::string line; std::getline(file, line);) {
        if (!line.starts_with(kKey)) continue;
        const std::string_view rest = std::string_view(line).substr(kKey.size());
        const std::string_view value = rest.substr(0, rest.find('"'));
        if (value.starts_with(kHome) && value.size() > kHome.size()) return home / value.substr(kHome.size());
        if (value.starts_with('/')) return value;
    }
    return home / "Videos";
}

}  // namespace

UserFolders userFolders() {
    const fs::path home = homeFolder();
    const fs::path config = folderFrom("XDG_CONFIG_HOME", home / ".config");
    const fs::path data = folderFrom("XDG_DATA_HOME", home / ".local/share");
    constexpr const char* kName = "fotograma";
    return {
        .config = config / kName,
        .data = data / kName,
        .cache = folderFrom("XDG_CACHE_HOME", home / ".cache") / kName,
        .runtime = folderFrom("XDG_RUNTIME_DIR", data) / kName,
        .videos = videoFolder(home, config) / kName,
    };
}

// ---- Libraries ----

Result<DynamicLibrary> DynamicLibrary::open(std::initializer_list<const char*> names) {
    std::string reasons;
    for (const char* name : names) {
        if (void* handle = dlopen(name, RTLD_NOW | RTLD_LOCAL)) return DynamicLibrary(handle);
        const char* reason = dlerror();
        if (!reasons.empty()) reasons.append("; ");
        reasons.append(reason ? reason : name);
    }
    return fail(ErrorCode::NoDevice, reasons.empty() ? "No library was named." : reasons);
}

DynamicLibrary::DynamicLibrary(DynamicLibrary&& other) noexcept : m_handle(std::exchange(other.m_handle, nullptr)) {}

DynamicLibrary& DynamicLibrary::operator=(DynamicLibrary&& other) noexcept {
    std::swap(m_handle, other.m_handle);
    return *this;
}

DynamicLibrary::~DynamicLibrary() {
    if (m_handle) dlclose(m_handle);
}

void* DynamicLibrary::symbol(const char* name) const noexcept { return m_handle ? dlsym(m_handle, name) : nullptr; }

fs::path programFolder() {
    std::error_code error;
    const fs::path file = fs::read_symlink("/proc/self/exe", error);
    return error ? fs::path() : file.parent_path();
}

std::vector<fs::path> loadedLibraries() {
    std::vector<fs::path> libraries;
    const auto add = [](dl_phdr_info* info, std::size_t, void* out) {
        std::error_code error;
        const fs::path file =
            fs::canonical(info->dlpi_name, error);  // the program itself has no name, the vDSO no file
        if (!error) static_cast<std::vector<fs::path>*>(out)->push_back(file);
        return 0;
    };
    dl_iterate_phdr(add, &libraries);
    return libraries;
}

// ---- This process and its threads ----

std::int64_t processId() noexcept { return getpid(); }

void setEnvironmentDefault(const char* name, const char* value) noexcept { ::setenv(name, value, 0); }

void setThreadName(const char* name) noexcept {
    char shortened[16] = {};  // the kernel's limit, with the end mark
    for (int i = 0; i < 15 && name[i]; ++i) shortened[i] = name[i];
#if defined(__APPLE__)
    pthread_setname_np(shortened);
#else
    pthread_setname_np(pthread_self(), shortened);
#endif
}

void lowerThreadPriority() noexcept {
#if defined(__linux__)
    // On Linux niceness belongs to the thread, whatever POSIX says.
    constexpr int kBackground = 10;
    setpriority(PRIO_PROCESS, static_cast<id_t>(syscall(SYS_gettid)), kBackground);
#endif
}

// ---- The terminal ----

bool isTerminal(StandardStream stream) noexcept {
    switch (stream) {
        case StandardStream::Input: return isatty(STDIN_FILENO) == 1;
        case StandardStream::Output: return isatty(STDOUT_FILENO) == 1;
        case StandardStream::Error: break;
    }
    return isatty(STDERR_FILENO) == 1;
}

int terminalColumns() noexcept {
    for (const int stream : {STDERR_FILENO, STDOUT_FILENO}) {
        winsize size{};
        if (ioctl(stream, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
    }
    constexpr int kUnknown = 80;
    const char* columns = std::getenv("COLUMNS");
    const int value = columns ? std::atoi(columns) : 0;
    return value > 0 ? value : kUnknown;
}

// ---- Interruption ----

namespace {

// What a signal handler may touch.
std::atomic<int> interruptPipe{-1};
std::atomic<bool> interruptedOnce{false};

void onSignal(int) {
    constexpr int kInterrupted = 130;
    if (interruptedOnce.exchange(true)) _exit(kInterrupted);
    const int savedErrno = errno;
    const char wake = 'i';
    if (write(interruptPipe.load(), &wake, 1) != 1) _exit(kInterrupted);
    errno = savedErrno;
}

/// Waits for the signal's byte on a thread of its own, where any code may run.
class InterruptWatcher {
public:
    explicit InterruptWatcher(std::function<void()> handler) : m_handler(std::move(handler)) {
        if (pipe2(m_pipe, O_CLOEXEC) != 0) return;
        interruptPipe = m_pipe[1];
        m_thread = std::jthread([this] { watch(); });
        setAction(onSignal);
    }

    ~InterruptWatcher() {
        if (!m_thread.joinable()) return;
        setAction(SIG_DFL);
        const char stop = 's';
        if (write(m_pipe[1], &stop, 1) == 1) m_thread.join();
        close(m_pipe[0]);
        close(m_pipe[1]);
    }

    InterruptWatcher(const InterruptWatcher&) = delete;
    InterruptWatcher& operator=(const InterruptWatcher&) = delete;

private:
    static void setAction(void (*action)(int)) {
        struct sigaction settings {};
        settings.sa_handler = action;
        settings.sa_flags = SA_RESTART;  // nobody else's system call shall fail because of us
        sigemptyset(&settings.sa_mask);
        sigaction(SIGINT, &settings, nullptr);
        sigaction(SIGTERM, &settings, nullptr);
    }

    void watch() {
        setThreadName("interrupt");
        char byte = 0;
        while (read(m_pipe[0], &byte, 1) < 0 && errno == EINTR) {
        }
        if (byte == 'i') m_handler();
    }

    std::function<void()> m_handler;
    int m_pipe[2] = {-1, -1};
    std::jthread m_thread;
};

}  // namespace

void onInterrupt(std::function<void()> handler) { static InterruptWatcher watcher(std::move(handler)); }

}  // namespace fotograma::base
