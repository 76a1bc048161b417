// fotograma doctor: is everything here that is needed, and does it compute what it should?
#include <algorithm>
#include <array>
#include <map>

#include "app/commands/command.h"
#include "app/examination.h"
#include "app/table.h"
#include "engine/base/text.h"
#include "engine/filter/self_check.h"

namespace fotograma::app {

using base::concat;
using base::Json;

namespace {

constexpr const char* kExamples = R"(What is checked:
  libraries  which files are loaded, with their versions
  codecs     the encoders and decoders that recipes use
  cache      which levels there are, how full they are, and whether Redis answers
  folders    whether we may write where we must, and how much room there is
  devices    what there is, what its video chips take, and why not more
  filters    whether every kernel gives on every device what the host gives, within its stated tolerance

Exit code: 0 all well, 1 a filter computes wrong, 3 something is missing.
Examples:
  fotograma doctor
  fotograma doctor --json | jq 'select(.status != "ok")'
  fotograma doctor --quick
      Without the filters.)";

std::string_view toText(Health health) {
    switch (health) {
        case Health::Fine: return "ok";
        case Health::Remark: return "remark";
        case Health::Missing: return "missing";
        case Health::Wrong: break;
    }
    return "wrong";
}

/// Collects findings and says them as they come.
class Examination {
public:
    explicit Examination(Console& console) : m_console(console) {}

    void section(std::string_view title) {
        if (m_section == title) return;
        m_section = title;
        m_console.print(concat(m_any ? "\n" : "", m_console.onOutput(Style::Bold, title)));
        m_any = true;
    }

    void say(Health health, std::string_view subject, std::string_view told) {
        Json line = Json::object();
        line.set("type", "check").set("section", m_section).set("subject", subject);
        m_console.json(line.set("status", toText(health)).set("told", told));
        static constexpr std::array kMarks{"✓", "·", "✗", "✗"};
        static constexpr std::array kStyles{Style::Good, Style::Warn, Style::Bad, Style::Bad};
        const auto index = static_cast<std::size_t>(health);
        m_console.print(concat("  ", m_console.onOutput(kStyles[index], kMarks[index]), " ", padded(subject, 18), " ",
                               printable(told)));
        m_worst = std::max(m_worst, health);
    }

    [[nodiscard]] Health worst() const { return m_worst; }

private:
    Console& m_console;
    std::string m_section;
    bool m_any = false;
    Health m_worst = Health::Fine;
};

/// Each operation once: all its rows passed, or the row that was farthest off.
void examineFilters(Examination& examination, device::Device& device, device::Device& host) {
    examination.section(concat("Filters on ", device.facts().text));
    struct Outcome {
        std::size_t rows = 0;
        double difference = 0.0;
        double allowed = 0.0;
        const filter::SelfCheckRow* failure = nullptr;
        std::size_t failures = 0;
    };
    const std::vector<filter::SelfCheckRow> rows = filter::runSelfCheck(device, host);
    std::map<std::string, Outcome> outcomes;
    for (const filter::SelfCheckRow& row : rows) {
        Outcome& outcome = outcomes[row.operation];
        ++outcome.rows;
        outcome.difference = std::max(outcome.difference, row.difference);
        outcome.allowed = std::max(outcome.allowed, row.allowed);
        if (row.passed) continue;
        ++outcome.failures;
        if (!outcome.failure) outcome.failure = &row;
    }
    for (const auto& [operation, outcome] : outcomes) {
        if (outcome.failure) {
            const filter::SelfCheckRow& row = *outcome.failure;
            examination.say(Health::Wrong, operation,
                            concat(outcome.failures, " of ", outcome.rows, " wrong, first: ", row.kernels, " on ",
                                   row.picture, ": ", row.reason));
            continue;
        }
        const bool exact = outcome.difference == 0.0;
        const std::string within = exact ? "equal to the bit"
                                         : concat("within ", base::fixed(outcome.difference, 3), " of ",
                                                  base::fixed(outcome.allowed, 3), " allowed");
        examination.say(Health::Fine, operation, concat(outcome.rows, " pictures, ", within));
    }
}

base::Result<int> doctor(Session& session, bool quick) {
    Examination examination(session.console);
    Devices devices;
    const Say say = [&](std::string_view section, std::string_view subject, Health health, std::string_view told) {
        examination.section(section);
        examination.say(health, subject, told);
    };
    examineLibraries(say);
    examineCodecs(say);
    examineFolders(say, session.settings.values());
    examineCache(say, session.settings.values());
    examineDevices(say, devices);
    if (!quick)
        for (device::Device* device : devices.all()) examineFilters(examination, *device, devices.host());
    switch (examination.worst()) {
        case Health::Fine:
        case Health::Remark: session.console.print("\nAll well."); return kAllDone;
        case Health::Missing: session.console.print("\nSomething is missing (marked ✗)."); return kEnvironment;
        case Health::Wrong: break;
    }
    session.console.print("\nA filter computes wrong numbers here (marked ✗). Use --device cpu until that is solved.");
    return kSomeFailed;
}

}  // namespace

Command addDoctor(CLI::App& root) {
    Command command = makeCommand(root, "doctor",
                                  "Check this installation: libraries, codecs, folders, devices, filters.", kExamples);
    auto quick = std::make_shared<bool>(false);
    command.app->add_flag("--quick", *quick, "Leave out the filters, which take a few seconds.");
    command.run = [quick](Session& session) { return doctor(session, *quick); };
    return command;
}

}  // namespace fotograma::app
