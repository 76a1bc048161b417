// fotograma info: which program this is, how it is set, and where things are.
#include "app/commands/command.h"
#include "app/table.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"

namespace fotograma::app {

using base::concat;
using base::Json;

namespace {

constexpr const char* kExamples =
    R"(Settings come from, later wins: built-in defaults, a TOML file, FOTOGRAMA_* variables, flags.
The file is plain TOML:
  device = "auto"
  jobs = 2
  output = "~/Videos/done"

Examples:
  fotograma info
  FOTOGRAMA_DEVICE=cpu fotograma info --json
  fotograma info --settings other.toml)";

base::Result<int> info(Session& session) {
    const base::MachineInfo machine = base::machineInfo();
    Json line = Json::object();
    line.set("type", "info").set("version", FOTOGRAMA_VERSION).set("license", "GPL-3.0-or-later");
    line.set("system", machine.systemName).set("processor", machine.cpuName).set("cores", machine.logicalCores);
    line.set("memory_bytes", machine.memoryBytes).set("settings_file", base::toUtf8(session.settings.file()));
    line.set("settings_file_read", session.settings.hasFile());
    Json settings = Json::object();
    Table table({{.title = "Setting"},
                 {.title = "Value", .align = Align::Left, .shrinks = true},
                 {.title = "From"},
                 {.title = "Variable"},
                 {.title = "What it is", .align = Align::Left, .shrinks = false, .last = false, .wraps = true}});
    for (const SettingView& view : session.settings.list()) {
        settings.set(view.key, Json::object().set("value", view.value).set("source", toText(view.source)));
        table.add({Cell(view.key, Style::Bold), Cell(view.value.empty() ? "–" : view.value),
                   Cell(std::string(toText(view.source))), Cell(view.variable), Cell(view.sentence, Style::Dim)});
    }
    session.console.json(line.set("settings", std::move(settings)));
    if (session.console.wantsJson()) return kAllDone;
    Console& console = session.console;
    console.print(concat(console.onOutput(Style::Bold, "Fotograma " FOTOGRAMA_VERSION), "  (GPL-3.0-or-later)"));
    console.print(concat(machine.systemName, ", ", machine.cpuName, ", ", machine.logicalCores, " cores, ",
                         base::humanBytes(machine.memoryBytes)));
    console.print(concat("Settings file: ", base::toUtf8(session.settings.file()),
                         session.settings.hasFile() ? "" : " (not there)"));
    console.print();
    table.print(console);
    return kAllDone;
}

}  // namespace

Command addInfo(CLI::App& root) {
    Command command = makeCommand(root, "info", "Show the version, the settings and where they come from.", kExamples);
    command.run = [](Session& session) { return info(session); };
    return command;
}

}  // namespace fotograma::app
