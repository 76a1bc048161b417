/// What the log lines of the calling thread are about: a job, a request. Sinks that write records add it to them.
///
/// Owner    each thread has its own; a thread that works for another one copies it.
/// Thread   any.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

namespace fotograma::base {

struct LogContext {
    std::int64_t job = 0;  ///< 0: none.
    std::string request;   ///< Empty: none.
};

inline LogContext& logContext() noexcept {
    thread_local LogContext context;
    return context;
}

/// Holds while it lives; then what was before does again.
class LogScope {
public:
    explicit LogScope(LogContext context) : m_before(std::exchange(logContext(), std::move(context))) {}
    ~LogScope() { logContext() = std::move(m_before); }
    LogScope(const LogScope&) = delete;
    LogScope& operator=(const LogScope&) = delete;

private:
    LogContext m_before;
};

}  // namespace fotograma::base
