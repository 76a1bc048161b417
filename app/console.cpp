#include "app/console.h"

#include <cstdio>
#include <cstdlib>

#include "engine/base/log.h"
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

}  // namespace

Console::Console(ConsoleOptions options) : m_options(options) {
    const bool draws = terminalCanDraw();
    const bool colourWanted = draws && std::getenv("NO_COLOR") == nullptr;  // https://no-color.org
    m_outputColour = colourWanted && base::isTerminal(base::StandardStream::Output);
    m_errorColour = colourWanted && base::isTerminal(base::StandardStream::Error);
    m_live = draws && !options.quiet && base::isTerminal(base::StandardStream::Error);
    base::setLogSink([this](base::LogLevel level, std::string_view area, std::string_view text) {
        const bool serious = level >= base::LogLevel::Warning;
        const std::string line = concat(area, ": ", text);
        const std::lock_guard lock(m_mutex);
        writeError(onError(serious ? Style::Warn : Style::Dim, line));
    });
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
    const std::lock_guard lock(m_mutex);
    writeError(line);
}

void Console::error(std::string_view line) {
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
