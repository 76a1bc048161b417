/// Where the program speaks: results to stdout, everything else to stderr, and a block of live lines that both respect.
///
/// Errors   none; a closed pipe ends the program as the system decides.
/// Thread   any; lines are never torn.
#pragma once

#include <atomic>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/json.h"
#include "engine/base/log.h"

namespace fotograma::app {

enum class Style { Plain, Bold, Dim, Good, Bad, Warn };

struct ConsoleOptions {
    bool json = false;   ///< stdout carries one JSON object a line and nothing else.
    bool quiet = false;  ///< Only errors on stderr.
};

class Console {
public:
    explicit Console(ConsoleOptions options);
    ~Console();  ///< Leaves no live lines behind.
    Console(const Console&) = delete;
    Console& operator=(const Console&) = delete;

    /// One JSON object; nothing unless json was asked for.
    void json(const base::Json& object);
    /// A line of the answer for people; nothing when json was asked for.
    void print(std::string_view line = {});
    /// A line about the answer, on stderr.
    void note(std::string_view line);
    /// One JSON object on stderr, whatever form the other lines have; nothing when quiet.
    void record(const base::Json& object);
    /// From now on every line on stderr is one JSON object: remarks, errors, and the log with the ids of job and request.
    void useJsonLog();
    void error(std::string_view line);  ///< Also when quiet.

    /// Replaces the block of live lines at the bottom of the terminal; empty removes it. Nothing where isLive() is false.
    void setLive(std::vector<std::string> lines);

    [[nodiscard]] bool wantsJson() const noexcept { return m_options.json; }
    [[nodiscard]] bool isLive() const noexcept { return m_live; }  ///< stderr is a terminal that can redraw.
    [[nodiscard]] int columns() const noexcept;                    ///< Of the terminal; 100 for files and pipes.

    // The text in that style when the stream is a terminal that shows colour.
    [[nodiscard]] std::string onOutput(Style style, std::string_view text) const;
    [[nodiscard]] std::string onError(Style style, std::string_view text) const;

private:
    void log(base::LogLevel level, std::string_view area, std::string_view text);
    void writeRecord(const base::Json& object);
    void writeError(std::string_view line);
    void eraseLive();
    void drawLive();

    ConsoleOptions m_options;
    bool m_outputColour = false;
    bool m_errorColour = false;
    bool m_live = false;
    std::atomic<bool> m_logsJson{false};
    std::mutex m_mutex;  ///< Protects both streams and m_liveLines.
    std::vector<std::string> m_liveLines;
};

}  // namespace fotograma::app
