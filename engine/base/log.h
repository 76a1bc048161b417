/// The log: levelled lines to stderr, a file, or a sink of the program's choice.
///
/// Thread   any; lines are never torn. The sink is called with no lock of ours held by the caller.
#pragma once

#include <functional>
#include <string_view>

namespace fotograma::base {

enum class LogLevel { Debug, Info, Warning, Error, Off };

/// Lines below this level are dropped. Warning at start.
void setLogLevel(LogLevel level) noexcept;
[[nodiscard]] LogLevel logLevel() noexcept;

using LogSink = std::function<void(LogLevel, std::string_view area, std::string_view text)>;

/// Replaces stderr as the destination; an empty sink restores stderr.
void setLogSink(LogSink sink);

/// One line. `area` is the folder it comes from: "media", "gpu", "store".
void log(LogLevel level, std::string_view area, std::string_view text);

inline void logDebug(std::string_view area, std::string_view text) { log(LogLevel::Debug, area, text); }
inline void logInfo(std::string_view area, std::string_view text) { log(LogLevel::Info, area, text); }
inline void logWarning(std::string_view area, std::string_view text) { log(LogLevel::Warning, area, text); }
inline void logError(std::string_view area, std::string_view text) { log(LogLevel::Error, area, text); }

}  // namespace fotograma::base
