// fotograma devices: where filters can run, and why not in more places.
#include "app/commands/command.h"
#include "app/table.h"
#include "engine/api/wire.h"
#include "engine/base/text.h"

namespace fotograma::app {

using base::concat;

namespace {

constexpr const char* kExamples = R"(Examples:
  fotograma devices
  fotograma run clip.mov -r web-720p -o out --device cuda:0
  fotograma doctor
      Also checks that every filter computes on every device what it should.)";

base::Result<std::vector<api::DeviceInfo>> devicesOf(const Session& session) {
    if (!session.server.isRemote()) return Devices().describeWithChips();
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto engine, Engine::open(session, StorePlace::Scratch, service::Drains::Nothing));
    return engine->info().devices;
}

base::Result<int> devices(Session& session) {
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto found, devicesOf(session));
    Table table({{.title = "Device"},
                 {.title = "Name", .align = Align::Left, .shrinks = true},
                 {.title = "Memory", .align = Align::Right},
                 {.title = "Units", .align = Align::Right},
                 {.title = "", .align = Align::Left, .shrinks = false, .last = false, .wraps = true}});
    std::vector<std::string> reasons;
    for (const api::DeviceInfo& device : found) {
        session.console.json(api::toJson(device).set("type", "device"));
        if (!device.reason.empty()) reasons.push_back(concat(device.id, ": ", device.reason));
        if (!device.available) continue;
        table.add({Cell(device.id, Style::Bold), Cell(device.name), Cell(base::humanBytes(device.memoryBytes)),
                   Cell(device.computeUnits > 0 ? concat(device.computeUnits) : ""),
                   Cell(base::join(device.traits, ", "), Style::Dim)});
    }
    if (session.console.wantsJson()) return kAllDone;
    table.print(session.console);
    for (const std::string& reason : reasons) session.console.print(reason);
    return kAllDone;
}

}  // namespace

Command addDevices(CLI::App& root) {
    Command command = makeCommand(root, "devices", "List the devices filters can run on, and why not more.", kExamples);
    command.place = Place::Anywhere;
    command.run = [](Session& session) { return devices(session); };
    return command;
}

}  // namespace fotograma::app
