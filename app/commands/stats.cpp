// fotograma stats: what an engine has done and how busy it is; the numbers of /api/v1/stats.
#include "app/await.h"
#include "app/commands/command.h"
#include "app/table.h"
#include "engine/api/wire.h"
#include "engine/base/text.h"

namespace fotograma::app {

using base::concat;

namespace {

constexpr const char* kExamples = R"(Examples:
  fotograma --server https://host:8750 stats
      What that server has done since it started, how fast it is, and how busy.
  fotograma --server https://host:8750 stats --json
      The same as GET /api/v1/stats, with "type": "stats".
  fotograma stats
      Of this machine: the jobs of its store. What another program counts (the window, `fotograma serve`), that
      program tells: ask it with --server.)";

std::string share(double part) { return part < 0.0 ? "–" : concat(base::fixed(100.0 * part, 0), " %"); }

std::string seconds(const api::Percentiles& of, double value) {
    return of.count > 0 ? base::humanDuration(value) : std::string("–");
}

void printJobs(Console& console, const api::Stats& stats) {
    std::string line;
    for (const auto& [state, count] : stats.jobs)
        if (count > 0) line.append(concat(line.empty() ? "" : ", ", count, " ", api::toText(state)));
    console.print(concat(console.onOutput(Style::Bold, "Jobs      "), line.empty() ? "none" : line));
    console.print(concat(console.onOutput(Style::Bold, "Finished  "), stats.jobsFinished, " since the start, ",
                         base::fixed(stats.jobsPerSecond, 2), " a second now; ", stats.framesDecoded, " frames, ",
                         base::fixed(stats.framesPerSecond, 1), " a second now"));
    console.print(concat(console.onOutput(Style::Bold, "Process   "), base::humanBytes(stats.residentBytes), ", ",
                         base::fixed(stats.cpuShare, 2), " cores busy, ", base::humanBytes(stats.readBytes), " read, ",
                         base::humanBytes(stats.writtenBytes), " written"));
}

void printLatencies(Console& console, const api::Stats& stats) {
    Table table({{.title = "Time"},
                 {.title = "Jobs", .align = Align::Right},
                 {.title = "P50", .align = Align::Right},
                 {.title = "P95", .align = Align::Right},
                 {.title = "P99", .align = Align::Right},
                 {.title = "Longest", .align = Align::Right}});
    for (const auto& [name, of] : {std::pair("At work on a job", &stats.jobSeconds),
                                   std::pair("From submission to report", &stats.submitToStored)})
        table.add({Cell(name), Cell(concat(of->count)), Cell(seconds(*of, of->p50)), Cell(seconds(*of, of->p95)),
                   Cell(seconds(*of, of->p99)), Cell(seconds(*of, of->maximum))});
    console.print();
    table.print(console);
}

void printStages(Console& console, const api::Stats& stats) {
    if (stats.stages.empty()) return;
    Table table(
        {{.title = "Stage"}, {.title = "Busy", .align = Align::Right}, {.title = "At work", .align = Align::Right}});
    for (const api::StageLoad& load : stats.stages)
        table.add({Cell(load.stage), Cell(share(load.jobSeconds > 0.0 ? load.busySeconds / load.jobSeconds : -1.0)),
                   Cell(base::humanDuration(load.busySeconds))});
    console.print();
    table.print(console);
}

void printDevices(Console& console, const api::Stats& stats) {
    Table table({{.title = "Device"},
                 {.title = "Busy", .align = Align::Right},
                 {.title = "Decoder", .align = Align::Right},
                 {.title = "Encoder", .align = Align::Right},
                 {.title = "Memory", .align = Align::Right}});
    for (const api::DeviceLoad& load : stats.devices)
        table.add({Cell(load.id), Cell(share(load.busyShare)), Cell(share(load.decoderShare)),
                   Cell(share(load.encoderShare)),
                   Cell(concat(base::humanBytes(load.usedBytes), " of ", base::humanBytes(load.memoryBytes)))});
    if (table.empty()) return;
    console.print();
    table.print(console);
}

void printCache(Console& console, const api::Stats& stats) {
    Table table({{.title = "Cache"},
                 {.title = "Hits", .align = Align::Right},
                 {.title = "Misses", .align = Align::Right},
                 {.title = "Entries", .align = Align::Right},
                 {.title = "Size", .align = Align::Right},
                 {.title = "Saved", .align = Align::Right},
                 {.title = "", .align = Align::Left, .shrinks = true}});
    for (const api::CacheLevelStats& level : stats.cache)
        table.add({Cell(level.level), Cell(concat(level.hits)), Cell(concat(level.misses)), Cell(concat(level.entries)),
                   Cell(base::humanBytes(level.bytes)), Cell(base::humanDuration(level.secondsSaved)),
                   Cell(level.note, level.available ? Style::Dim : Style::Bad)});
    if (table.empty()) return;
    console.print();
    table.print(console);
}

base::Result<int> stats(Session& session) {
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto engine,
                               Engine::open(session, StorePlace::Folder, service::Drains::Nothing, CacheUse::Always));
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto found,
                               await<api::Stats>([&](auto reply) { engine->service().stats(std::move(reply)); }));
    Console& console = session.console;
    console.json(api::toJson(found).set("type", "stats"));
    if (console.wantsJson()) return kAllDone;
    printJobs(console, found);
    printLatencies(console, found);
    printStages(console, found);
    printDevices(console, found);
    printCache(console, found);
    return kAllDone;
}

}  // namespace

Command addStats(CLI::App& root) {
    Command command =
        makeCommand(root, "stats", "Show what an engine has done, how fast it is and how busy.", kExamples);
    command.place = Place::Anywhere;
    command.run = [](Session& session) { return stats(session); };
    return command;
}

}  // namespace fotograma::app
