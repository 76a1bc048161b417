#include "app/commands/closing_table.h"

#include <algorithm>
#include <array>
#include <utility>

#include "app/table.h"
#include "engine/api/wire.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"

namespace fotograma::app {

using api::Fate;
using base::concat;

namespace {

std::string fileName(const std::string& path) { return printable(base::toUtf8(base::pathFromUtf8(path).filename())); }

std::string fateCounts(const api::Report& report) {
    std::string text;
    for (const Fate fate : {Fate::Kept, Fate::Changed, Fate::Added, Fate::Lost}) {
        const auto count = std::ranges::count(report.notes, fate, &api::FateNote::fate);
        if (count > 0) text.append(concat(text.empty() ? "" : ", ", count, " ", api::toText(fate)));
    }
    return text;
}

std::string sizes(const BatchRow& row) {
    const std::string before = row.record.inputBytes > 0 ? base::humanBytes(row.record.inputBytes) : "";
    if (row.record.outputBytes <= 0) return before;
    return concat(before, " → ", base::humanBytes(row.record.outputBytes));
}

/// Most sentences name the file themselves.
std::string failureText(const BatchRow& row) {
    const std::string name = fileName(row.input);
    const std::string said = printable(row.error ? row.error->message : "It did not finish.");
    return said.find(name) == std::string::npos ? concat(name, ": ", said) : said;
}

double secondsOf(const BatchRow& row) {
    if (row.report && row.report->wallSeconds > 0.0) return row.report->wallSeconds;
    const auto& record = row.record;
    return record.startedAt > 0 ? static_cast<double>(record.finishedAt - record.startedAt) / 1000.0 : 0.0;
}

std::vector<Cell> tableRow(const BatchRow& row, const Settings& settings) {
    const bool failed = isFailure(row, settings);
    const std::string mark = row.succeeded() ? "✓" : failed ? "✗" : "–";
    const Style markStyle = row.succeeded() ? Style::Good : failed ? Style::Bad : Style::Dim;
    std::string told = row.report ? fateCounts(*row.report) : "";
    if (row.submission == api::Submission::AlreadyDone)
        told = "already done";
    else if (row.report && !row.report->cache.empty())
        told.append(concat(told.empty() ? "" : ", ", "known (", row.report->cache, ")"));
    if (row.report && row.report->partial) told.append(told.empty() ? "partial" : ", partial");
    if (!row.succeeded()) told = row.error ? row.error->message : "not finished";
    const bool ran = row.report && row.submission != api::Submission::AlreadyDone;
    return {
        Cell(mark, markStyle),
        Cell(fileName(row.input)),
        Cell(row.record.device),
        Cell(ran && secondsOf(row) > 0.0 ? base::humanDuration(secondsOf(row)) : ""),
        Cell(ran && row.report->fps > 0.0 ? base::fixed(row.report->fps, row.report->fps < 10.0 ? 1 : 0) : ""),
        Cell(sizes(row)),
        Cell(printable(told), row.succeeded() ? Style::Plain : markStyle),
    };
}

std::string milliseconds(double seconds) {
    return seconds < 10.0 ? concat(base::fixed(seconds * 1000.0, seconds < 0.01 ? 1 : 0), " ms")
                          : base::humanDuration(seconds);
}

std::string sumLine(const BatchResult& result) {
    std::string line = concat(result.done, " of ", result.inputs, " done in ", base::humanDuration(result.seconds));
    if (result.frames > 0 && result.seconds > 0.0)
        line.append(
            concat(", ", base::fixed(static_cast<double>(result.frames) / result.seconds, 0), " frames a second"));
    if (result.outputBytes > 0)
        line.append(concat(", ", base::humanBytes(result.inputBytes), " → ", base::humanBytes(result.outputBytes)));
    return line;
}

/// Of a batch that is large enough for percentiles to say something.
std::string latencyLine(const BatchResult& result) {
    constexpr std::int64_t kFew = 20;
    const auto& latency = result.submitToStored;
    if (latency.count() < kFew) return "";
    return concat("From submission to stored report: half within ", milliseconds(latency.quantile(0.50)),
                  ", 95 % within ", milliseconds(latency.quantile(0.95)), ", 99 % within ",
                  milliseconds(latency.quantile(0.99)));
}

struct SaidNote {
    const api::FateNote* note = nullptr;
    std::vector<std::string> files;
};

std::vector<SaidNote> gather(const std::vector<BatchRow>& rows, Fate fate) {
    std::vector<SaidNote> gathered;
    for (const BatchRow& row : rows) {
        if (!row.report) continue;
        for (const api::FateNote& note : row.report->notes) {
            if (note.fate != fate) continue;
            const auto same = std::ranges::find_if(gathered, [&](const SaidNote& said) {
                return said.note->subject == note.subject && said.note->sentence == note.sentence;
            });
            SaidNote& said = same == gathered.end() ? gathered.emplace_back(SaidNote{&note, {}}) : *same;
            if (said.files.empty() || said.files.back() != fileName(row.input))
                said.files.push_back(fileName(row.input));
        }
    }
    return gathered;
}

std::string whichFiles(const SaidNote& said, std::size_t all) {
    if (all == 1) return "";
    if (said.files.size() == all) return "  [all]";
    if (said.files.size() == 1) return concat("  [", said.files.front(), "]");
    return concat("  [", said.files.front(), " and ", said.files.size() - 1, " more]");
}

void printDeviceNotes(Console& console, const std::vector<BatchRow>& rows) {
    std::vector<std::string> said;
    for (const BatchRow& row : rows) {
        if (!row.report) continue;
        for (const std::string& note : row.report->deviceNotes)
            if (std::ranges::find(said, note) == said.end()) said.push_back(note);
    }
    if (said.empty()) return;
    console.print();
    console.print(console.onOutput(Style::Bold, "Devices"));
    for (const std::string& note : said) console.print(concat("  ", printable(note)));
}

}  // namespace

void printNotes(Console& console, const std::vector<BatchRow>& rows) {
    constexpr std::size_t kMost = 20;
    static constexpr std::array<std::pair<Fate, const char*>, 3> kSections{
        {{Fate::Changed, "Changed"}, {Fate::Added, "Added"}, {Fate::Lost, "Lost"}}};
    for (const auto& [fate, title] : kSections) {
        const auto gathered = gather(rows, fate);
        if (gathered.empty()) continue;
        console.print();
        console.print(console.onOutput(Style::Bold, title));
        for (std::size_t i = 0; i < std::min(gathered.size(), kMost); ++i) {
            const api::FateNote& note = *gathered[i].note;
            console.print(concat("  ", printable(concat(note.subject, ": ", note.sentence)),
                                 console.onOutput(Style::Dim, whichFiles(gathered[i], rows.size()))));
        }
        if (gathered.size() > kMost)
            console.print(concat("  … and ", gathered.size() - kMost, " more; --json has them all"));
    }
}

void printSum(Console& console, const BatchResult& result) {
    if (console.wantsJson() || result.inputs == 0) return;
    constexpr std::size_t kMost = 50;
    if (result.failed > 0) {
        console.print();
        console.print(console.onOutput(Style::Bold, "Failed"));
        const std::size_t shown = std::min(result.failures.size(), kMost);
        for (std::size_t i = 0; i < shown; ++i) console.print(concat("  ", failureText(result.failures[i])));
        if (result.failed > shown)
            console.print(concat("  … and ", result.failed - shown, " more; --json has them all"));
    }
    if (result.inTheWay > 0) console.print("  Files were in the way: -y replaces them, -n leaves them alone.");
    console.print();
    console.print(console.onOutput(Style::Bold, sumLine(result)));
    if (const std::string latency = latencyLine(result); !latency.empty()) console.print(latency);
}

void printClosingTable(Console& console, const BatchResult& result, const Settings& settings) {
    if (console.wantsJson() || result.inputs == 0) return;
    Table table({
        {.title = "", .align = Align::Left},
        {.title = "File", .align = Align::Left, .shrinks = true},
        {.title = "Device", .align = Align::Left},
        {.title = "Time", .align = Align::Right},
        {.title = "fps", .align = Align::Right},
        {.title = "Size", .align = Align::Right},
        {.title = "Kept, changed, lost", .align = Align::Left, .shrinks = false, .last = true},
    });
    for (const BatchRow& row : result.rows) table.add(tableRow(row, settings));
    table.print(console);
    if (result.ended > result.rows.size())
        console.print(concat("… and ", result.ended - result.rows.size(), " more; --json has them all"));
    printNotes(console, result.rows);
    printDeviceNotes(console, result.rows);

    printSum(console, result);
}

}  // namespace fotograma::app
