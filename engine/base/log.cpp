#include "engine/base/log.h"

#include <memory>
#include <mutex>
#include <utility>

#include <spdlog/logger.h>
#include <spdlog/sinks/stdout_color_sinks.h>

#include "engine/base/text.h"

namespace fotograma::base {
namespace {

spdlog::level::level_enum toSpdlog(LogLevel level) noexcept {
    switch (level) {
        case LogLevel::Debug: return spdlog::level::debug;
        case LogLevel::Info: return spdlog::level::info;
        case LogLevel::Warning: return spdlog::level::warn;
        case LogLevel::Error: return spdlog::level::err;
        case LogLevel::Off: break;
    }
    return spdlog::level::off;
}

LogLevel fromSpdlog(spdlog::level::level_enum level) noexcept {
    switch (level) {
        case spdlog::level::trace:
        case spdlog::level::debug: return LogLevel::Debug;
        case spdlog::level::info: return LogLevel::Info;
        case spdlog::level::warn: return LogLevel::Warning;
        case spdlog::level::err:
        case spdlog::level::critical: return LogLevel::Error;
        default: return LogLevel::Off;
    }
}

class Log {
public:
    Log() : m_logger("fotograma", std::make_shared<spdlog::sinks::stderr_color_sink_mt>()) {
        m_logger.set_level(spdlog::level::warn);
        m_logger.set_pattern("%H:%M:%S.%e %^%l%$ %v");
        m_logger.flush_on(spdlog::level::debug);
    }

    spdlog::logger& logger() noexcept { return m_logger; }

    void setSink(LogSink sink) {
        auto fresh = sink ? std::make_shared<const LogSink>(std::move(sink)) : nullptr;
        const std::lock_guard lock(m_mutex);
        m_sink.swap(fresh);
    }

    std::shared_ptr<const LogSink> sink() {
        const std::lock_guard lock(m_mutex);
        return m_sink;
    }

private:
    spdlog::logger m_logger;
    std::mutex m_mutex;  ///< Protects m_sink.
    std::shared_ptr<const LogSink> m_sink;
};

Log& theLog() {
    // Never destroyed: threads and destructors of static objects may log to the very end.
    static Log* const log = std::make_unique<Log>().release();
    return *log;
}

}  // namespace

void setLogLevel(LogLevel level) noexcept { theLog().logger().set_level(toSpdlog(level)); }

LogLevel logLevel() noexcept { return fromSpdlog(theLog().logger().level()); }

void setLogSink(LogSink sink) { theLog().setSink(std::move(sink)); }

void log(LogLevel level, std::string_view area, std::string_view text) {
    Log& target = theLog();
    const auto spdlogLevel = toSpdlog(level);
    if (level == LogLevel::Off || !target.logger().should_log(spdlogLevel)) return;
    if (const auto sink = target.sink())
        (*sink)(level, area, text);
    else
        target.logger().log(spdlogLevel, concat(area, ": ", text));
}

}  // namespace fotograma::base
