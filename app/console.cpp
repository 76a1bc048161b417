#include "app/console.h"

#include <cstdio>
#include <cstdlib>

#include "engine/base/clock.h"
#include "engine/base/log_context.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"

namespace fotograma::app {
namespace {

using base::concat;

bool terminalCanDraw() {
    const char* kind = std::getenv("TERM");
    return kind && std::string_view(kind) != "dumb";
}

std::string_view codeOf(Style style) {
    switch (style) {
        case Style::Bold: return "\x1b[1m";
        case Style::Dim: return "\x1b[2m";
        case Style::Good: return "\x1b[32m";
        case Style::Bad: return "\x1b[31m";
        case Style::Warn: return "\x1b[33m";
        case Style::Plain: break;
    }
    return "";
}

std::string styled(bool colour, Style style, std::string_view text) {
    if (!colour || style == Style::Plain || text.empty()) return std::string(text);
    return concat(codeOf(style), text, "\x1b[0m");
}

void writeLine(std::FILE* stream, std::string_view line) {
    std::fwrite(line.data(), 1, line.size(), stream);
    std::fputc('\n', stream);
    std::fflush(stream);
}

std::string_view levelName(base::LogLevel level) {
    switch (level) {
        case base::LogLevel::Debug: return "debug";
        case base::LogLevel::Info: return "info";
        case base::LogLevel::Warning: return "warning";
        default: return "error";
    }
}

base::Json recordOf(std::string_view level, std::string_view message) {
    base::Json line = base::Json::object();
    return line.set("type", "log").set("at", base::systemClock().unixNow()).set("level", level).set("message", message);
}

}  // namespace

Console::Console(ConsoleOptions options) : m_options(options) {
    const bool draws = terminalCanDraw();
    const bool colourWanted = draws && std::getenv("NO_COLOR") == nullptr;  // https://no-color.org
    m_outputColour = colourWanted && base::isTerminal(base::StandardStream::Output);
    m_errorColour = colourWanted && base::isTerminal(base::StandardStream::Error);
    m_live = draws && !options.quiet && base::isTerminal(base::StandardStream::Error);
    base::setLogSink(
        [this](base::LogLevel level, std::string_view area, std::string_view text) { log(level, area, text); });
}

void Console::log(base::LogLevel level, std::string_view area, std::string_view text) {
    if (m_logsJson) {
        const base::LogContext& context = base::logContext();
        base::Json line = recordOf(levelName(level), text).set("area", area);
        if (context.job != 0) line.set("job", context.job);
        if (!context.request.empty()) line.set("request", context.request);
        return writeRecord(line);
    }
    const bool serious = level >= base::LogLevel::Warning;
    const std::string line = concat(area, ": ", text);
    const std::lock_guard lock(m_mutex);
    writeError(onError(serious ? Style::Warn : Style::Dim, line));
}

void Console::useJsonLog() {
    m_logsJson = true;
    m_live = false;
}

void Console::record(const base::Json& object) {
    if (!m_options.quiet) writeRecord(object);
}

void Console::writeRecord(const base::Json& object) {
    const std::string line = object.dump();
    const std::lock_guard lock(m_mutex);
    writeError(line);
}

Console::~Console() {
    base::setLogSink({});
    const std::lock_guard lock(m_mutex);
    eraseLive();
}

void Console::json(const base::Json& object) {
    if (!m_options.json) return;
    const std::lock_guard lock(m_mutex);
    writeLine(stdout, object.dump());
}

void Console::print(std::string_view line) {
    if (m_options.json) return;
    const std::lock_guard lock(m_mutex);
    eraseLive();
    writeLine(stdout, line);
    drawLive();
}

void Console::note(std::string_view line) {
    if (m_options.quiet) return;
    if (m_logsJson) return writeRecord(recordOf("info", line));
    const std::lock_guard lock(m_mutex);
    writeError(line);
}

void Console::error(std::string_view line) {
    if (m_logsJson) return writeRecord(recordOf("error", line));
    const std::lock_guard lock(m_mutex);
    writeError(line);
}

void Console::writeError(std::string_view line) {
    eraseLive();
    writeLine(stderr, line);
    drawLive();
}

void Console::setLive(std::vector<std::string> lines) {
    if (!m_live) return;
    const std::lock_guard lock(m_mutex);
    eraseLive();
    m_liveLines = std::move(lines);
    drawLive();
}

void Console::eraseLive() {
    if (m_liveLines.empty()) return;
    // Up to the first live line, then erase to the end of the screen.
    const std::string code = concat("\x1b[", m_liveLines.size(), "A\r\x1b[J");
    std::fwrite(code.data(), 1, code.size(), stderr);
}

void Console::drawLive() {
    if (m_liveLines.empty()) return;
    std::string block;
    // Without line wrap, so that one line is one row also while the window is made narrower.
    block.append("\x1b[?7l");
    for (const std::string& line : m_liveLines) block.append(line).push_back('\n');
    block.append("\x1b[?7h");
    std::fwrite(block.data(), 1, block.size(), stderr);
    std::fflush(stderr);
}

int Console::columns() const noexcept {
    constexpr int kForFiles = 100;
    const bool terminal =
        base::isTerminal(base::StandardStream::Output) || base::isTerminal(base::StandardStream::Error);
    return terminal ? base::terminalColumns() : kForFiles;
}

std::string Console::onOutput(Style style, std::string_view text) const { return styled(m_outputColour, style, text); }

std::string Console::onError(Style style, std::string_view text) const { return styled(m_errorColour, style, text); }

}  // namespace fotograma::app
