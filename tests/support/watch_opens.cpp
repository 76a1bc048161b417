/// Preloaded into a program under test: writes every path it opens and every address it connects to into the file named
/// by FOTOGRAMA_WATCH, one line each. What a hostile input makes a program do shows there.
///
/// Thread   any; one write a line.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

// The large-file headers rename open to open64; both names are wanted here as they are.
#undef _FILE_OFFSET_BITS

#include <arpa/inet.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

template <class Function>
Function next(const char* name) {
    return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

using Open = int (*)(const char*, int, ...);
using OpenAt = int (*)(int, const char*, int, ...);
using FOpen = FILE* (*)(const char*, const char*);

void note(const char* what, const char* subject) {
    static const char* const target = std::getenv("FOTOGRAMA_WATCH");
    if (target == nullptr || subject == nullptr) return;
    static const Open realOpen = next<Open>("open");
    const int file = realOpen(target, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (file < 0) return;
    char line[4400];
    const int length = std::snprintf(line, sizeof line, "%s %s\n", what, subject);
    if (length > 0) {
        const auto size = static_cast<size_t>(length) < sizeof line ? static_cast<size_t>(length) : sizeof line - 1;
        if (::write(file, line, size) < 0) std::abort();
    }
    ::close(file);
}

mode_t modeOf(int flags, va_list arguments) {
    return (flags & (O_CREAT | O_TMPFILE)) != 0 ? static_cast<mode_t>(va_arg(arguments, int)) : 0;
}

}  // namespace

extern "C" {

#define FOTOGRAMA_WATCHED_OPEN(name)                  \
    int name(const char* path, int flags, ...) {      \
        va_list arguments;                            \
        va_start(arguments, flags);                   \
        const mode_t mode = modeOf(flags, arguments); \
        va_end(arguments);                            \
        note("open", path);                           \
        return next<Open>(#name)(path, flags, mode);  \
    }
FOTOGRAMA_WATCHED_OPEN(open)
FOTOGRAMA_WATCHED_OPEN(open64)

#define FOTOGRAMA_WATCHED_OPENAT(name)                         \
    int name(int folder, const char* path, int flags, ...) {   \
        va_list arguments;                                     \
        va_start(arguments, flags);                            \
        const mode_t mode = modeOf(flags, arguments);          \
        va_end(arguments);                                     \
        note("open", path);                                    \
        return next<OpenAt>(#name)(folder, path, flags, mode); \
    }
FOTOGRAMA_WATCHED_OPENAT(openat)
FOTOGRAMA_WATCHED_OPENAT(openat64)

#define FOTOGRAMA_WATCHED_FOPEN(name)                \
    FILE* name(const char* path, const char* mode) { \
        note("open", path);                          \
        return next<FOpen>(#name)(path, mode);       \
    }
FOTOGRAMA_WATCHED_FOPEN(fopen)
FOTOGRAMA_WATCHED_FOPEN(fopen64)

int connect(int socket, const sockaddr* address, socklen_t length) {
    char text[200] = "unknown";
    if (address != nullptr && address->sa_family == AF_INET) {
        const auto* const inet = reinterpret_cast<const sockaddr_in*>(address);
        char host[INET_ADDRSTRLEN] = "";
        inet_ntop(AF_INET, &inet->sin_addr, host, sizeof host);
        std::snprintf(text, sizeof text, "%s:%d", host, ntohs(inet->sin_port));
    } else if (address != nullptr && address->sa_family == AF_UNIX) {
        std::snprintf(text, sizeof text, "unix:%s", reinterpret_cast<const sockaddr_un*>(address)->sun_path);
    }
    note("connect", text);
    return next<int (*)(int, const sockaddr*, socklen_t)>("connect")(socket, address, length);
}

}  // extern "C"
