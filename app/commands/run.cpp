// fotograma run: files through a recipe.
#include <algorithm>

#include "app/await.h"
#include "app/commands/batch.h"
#include "app/commands/closing_table.h"
#include "app/commands/job_options.h"
#include "app/text_columns.h"
#include "engine/api/wire.h"
#include "engine/base/text.h"

namespace fotograma::app {

using base::concat;
using base::Json;

namespace {

struct RunOptions {
    JobOptions job;
    std::string jobs;
    std::string trace;
    bool dryRun = false;
    bool explain = false;
};

/// What a run that writes nothing tells.
enum class Telling { Plan, Passes };

constexpr const char* kExamples = R"(Examples:
  fotograma run holiday.mov -r web-1080p -o out
      One file; the result is out/holiday-1080p.mp4.
  fotograma run -R ~/Videos -r archive-hevc -o /mnt/archive
      Every video under ~/Videos, mirrored under /mnt/archive.
  fotograma run *.mp4 -r web-720p -o out --start 0:30 --duration 10
      Ten seconds of each, from half a minute on.
  fotograma run *.mkv -r web-720p -o out --name "{stem}.{ext}" -n
      Names of your own; files that are there already stay.
  fotograma run clip.mov -r my.recipe.json -o out --dry-run
      What would be made, kept, changed and lost; nothing is written.
  fotograma run clip.mov -r my.recipe.json -o out --explain
      How the filters would run: which are one pass, where, and how much memory that moves.
  fotograma run -r web-720p -o out -- -starts-with-a-dash.mp4
      After -- everything is a file.

Interrupted or killed, the same command goes on where it was: what is done is not done again.
Exit code: 0 all done, 1 some failed, 2 wrong use, 3 something is missing here, 130 interrupted.)";

std::string joined(const std::vector<std::string>& words, std::string_view between) {
    std::string text;
    for (const std::string& word : words) text += concat(text.empty() ? "" : between, word);
    return text;
}

/// Rows of one width a column; the last column is not padded.
void printTable(Console& console, const std::vector<std::vector<std::string>>& rows) {
    std::vector<int> widths(rows.front().size());
    for (const auto& row : rows) {
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], columnsOf(row[i]));
    }
    for (const auto& row : rows) {
        std::string line = "    ";
        for (std::size_t i = 0; i + 1 < row.size(); ++i) line += concat(padded(row[i], widths[i]), "  ");
        console.print(line + row.back());
    }
}

/// The passes as a table: what, where, and what it moves.
void tellPasses(Console& console, const std::vector<api::PassInfo>& passes) {
    if (passes.empty()) return console.print("    No filters and no measures of pictures.");
    std::vector<std::vector<std::string>> rows = {{"for", "pass", "shape", "device", "pictures", "MB a frame", "how"}};
    for (const api::PassInfo& pass : passes) {
        const std::string pictures =
            pass.output.empty() || pass.output == pass.input ? pass.input : concat(pass.input, " → ", pass.output);
        std::vector<std::string> how = pass.turns;
        if (!pass.how.empty()) how.insert(how.begin(), pass.how);
        rows.push_back({pass.part, joined(pass.of, " + "), pass.shape, pass.device, pictures,
                        base::fixed(static_cast<double>(pass.bytes) / 1e6, 2), joined(how, "; ")});
    }
    printTable(console, rows);
}

/// One file of a dry run; true when it would run.
bool tellPlan(Console& console, const api::SubmitItem& item, const base::Result<api::CheckReply>& reply,
              Telling telling) {
    const std::optional<base::Error> error = reply ? reply->error : std::optional(reply.error());
    Json line = Json::object();
    line.set("type", "plan").set("input", item.spec.input);
    console.print(concat(error ? console.onOutput(Style::Bad, "✗ ") : console.onOutput(Style::Good, "✓ "),
                         printable(item.spec.input)));
    if (reply) {
        line.set("facts", reply->input);
        for (const std::string& output : reply->outputs) {
            line.set("outputs", Json(line["outputs"]).append(output));
            console.print(concat("    → ", printable(output)));
        }
        for (const api::PassInfo& pass : reply->passes)
            line.set("passes", Json(line["passes"]).append(api::toJson(pass)));
        if (telling == Telling::Passes && !error) tellPasses(console, reply->passes);
        for (const api::FateNote& note : reply->plan) {
            line.set("plan", Json(line["plan"]).append(api::toJson(note)));
            if (note.fate != api::Fate::Kept && telling == Telling::Plan)
                console.print(
                    concat("    ", api::toText(note.fate), ": ", printable(concat(note.subject, ": ", note.sentence))));
        }
    }
    if (error) {
        line.set("error", api::toJson(*error));
        console.print(concat("    ", console.onOutput(Style::Bad, printable(error->message))));
    }
    console.json(line);
    return !error;
}

int dryRun(Session& session, api::Service& service, const BatchOrder& order, Telling telling) {
    bool fine = order.inputs.bad.empty();
    for (const api::SubmitItem& item : itemsOf(order, session.settings.values())) {
        const auto reply = await<api::CheckReply>([&](auto answer) { service.check(item, std::move(answer)); });
        fine = tellPlan(session.console, item, reply, telling) && fine;
    }
    for (const InputList::Bad& bad : order.inputs.bad) {
        api::SubmitItem item;
        item.spec.input = bad.name;
        tellPlan(session.console, item, std::unexpected(bad.error), telling);
    }
    session.console.print(telling == Telling::Plan ? "Nothing was written (--dry-run)."
                                                   : "Nothing was run (--explain).");
    return fine ? kAllDone : kSomeFailed;
}

base::Result<int> run(Session& session, const RunOptions& options) {
    if (!options.jobs.empty()) FOTOGRAMA_RETURN_IF_ERROR(session.settings.setFlag("jobs", options.jobs));
    FOTOGRAMA_ASSIGN_OR_RETURN(BatchOrder order, orderOf(options.job, session.settings));
    order.traceFile = options.trace;
    const Settings& settings = session.settings.values();
    const bool onlyTells = options.dryRun || options.explain;
    const auto place = onlyTells ? StorePlace::Scratch : StorePlace::Folder;
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto engine,
                               Engine::open(session, place, service::Drains::OwnBatches, cacheUseOf(order)));
    FOTOGRAMA_RETURN_IF_ERROR(checkDevice(engine->service(), settings.device));
    if (onlyTells) {
        const auto telling = options.explain ? Telling::Passes : Telling::Plan;
        return dryRun(session, engine->service(), order, telling);
    }
    FOTOGRAMA_ASSIGN_OR_RETURN(const BatchResult result, runBatch(session, *engine, order));
    printClosingTable(session.console, result, settings);
    return exitCodeOf(result);
}

}  // namespace

Command addRun(CLI::App& root) {
    Command command = makeCommand(root, "run", "Put files through a recipe: filter, measure, encode.", kExamples);
    auto options = std::make_shared<RunOptions>();
    CLI::App& app = *command.app;
    addJobOptions(app, options->job);
    app.add_option("-j,--jobs", options->jobs, "Files at the same time; by default as many as there is room for.");
    addTraceOption(app, options->trace);
    app.add_flag("--dry-run", options->dryRun, "Say what would be done; write nothing.");
    app.add_flag("--explain", options->explain, "Say how the filters would run, pass by pass; run nothing.");
    command.place = Place::Anywhere;
    command.run = [options](Session& session) { return run(session, *options); };
    return command;
}

}  // namespace fotograma::app
