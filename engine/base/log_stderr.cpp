// The log of the bare subset: the same contract as log.cpp with nothing but the standard library.
#include <atomic>
#include <cstdio>
#include <memory>
#include <mutex>
#include <utility>

#include "engine/base/log.h"
#include "engine/base/text.h"

namespace fotograma::base {
namespace {

struct State {
    std::atomic<LogLevel> level{LogLevel::Warning};
    std::mutex mutex;  ///< Protects sink.
    std::shared_ptr<const LogSink> sink;
};

State& state() {
    // Never destroyed: threads and destructors of static objects may log to the very end.
    static State* const instance = std::make_unique<State>().release();
    return *instance;
}

std::string_view name(LogLevel level) noexcept {
    switch (level) {
        case LogLevel::Debug: return "debug";
        case LogLevel::Info: return "info";
        case LogLevel::Warning: return "warning";
        case LogLevel::Error: return "error";
        case LogLevel::Off: break;
    }
    return "";
}

}  // namespace

void setLogLevel(LogLevel level) noexcept { state().level = level; }

LogLevel logLevel() noexcept { return state().level; }

void setLogSink(LogSink sink) {
    auto fresh = sink ? std::make_shared<const LogSink>(std::move(sink)) : nullptr;
    const std::lock_guard lock(state().mutex);
    state().sink.swap(fresh);
}

void log(LogLevel level, std::string_view area, std::string_view text) {
    if (level == LogLevel::Off || level < state().level.load()) return;
    std::shared_ptr<const LogSink> sink;
    {
        const std::lock_guard lock(state().mutex);
        sink = state().sink;
    }
    if (sink) return (*sink)(level, area, text);
    const std::string line = concat(name(level), " ", area, ": ", text, "\n");
    std::fwrite(line.data(), 1, line.size(), stderr);  // one call, one lock of stderr: never torn
}

}  // namespace fotograma::base
