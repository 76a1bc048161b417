/// What this process holds and has moved, and how busy the machine is, as the system counts it: for those who watch.
///
/// Units    bytes, seconds; -1 where the system does not tell.
/// Thread   any.
/// Cost     some files of /proc, about 0.1 ms; more with thousands of open files.
#pragma once

#include <cstdint>

namespace fotograma::base {

struct ProcessFigures {
    double cpuSeconds = 0.0;
    std::int64_t residentBytes = 0;
    std::int64_t virtualBytes = -1;
    std::int64_t openFiles = -1;      ///< Connections among them.
    std::int64_t mostOpenFiles = -1;  ///< The limit.
    std::int64_t threads = -1;
    double startedAt = -1.0;      ///< Seconds since 1970.
    std::int64_t readBytes = -1;  ///< By calls of this process, whether a disk, a cache or another program gave them.
    std::int64_t writtenBytes = -1;
};
[[nodiscard]] ProcessFigures processFigures();

/// Of all processors together; only differences mean something.
struct MachineTimes {
    double busySeconds = 0.0;
    double allSeconds = 0.0;  ///< 0 where the system does not tell.
};
[[nodiscard]] MachineTimes machineTimes();

}  // namespace fotograma::base
