// fotograma run: files through a recipe.
#include <algorithm>

#include "app/await.h"
#include "app/commands/batch.h"
#include "app/commands/closing_table.h"
#include "app/recipe_choice.h"
#include "app/text_columns.h"
#include "engine/api/wire.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"

namespace fotograma::app {

using base::concat;
using base::ErrorCode;
using base::Json;

namespace {

struct RunOptions {
    std::vector<std::string> inputs;
    RecipeChoice recipe;
    std::string output;
    std::string device;
    std::string jobs;
    bool recursive = false;
    bool replace = false;
    bool keep = false;
    bool dryRun = false;
};

constexpr const char* kExamples = R"(Examples:
  fotograma run holiday.mov -r web-1080p -o out
      One file; the result is out/holiday-web-1080p.mp4.
  fotograma run -R ~/Videos -r archive-hevc -o /mnt/archive
      Every video under ~/Videos, mirrored under /mnt/archive.
  fotograma run *.mp4 -r web-720p -o out --start 0:30 --duration 10
      Ten seconds of each, from half a minute on.
  fotograma run *.mkv -r web-720p -o out --name "{stem}.{ext}" -n
      Names of your own; files that are there already stay.
  fotograma run clip.mov -r my.recipe.json -o out --dry-run
      What would be made, kept, changed and lost; nothing is written.
  fotograma run -r web-720p -o out -- -starts-with-a-dash.mp4
      After -- everything is a file.

Interrupted or killed, the same command goes on where it was: what is done is not done again.
Exit code: 0 all done, 1 some failed, 2 wrong use, 3 something is missing here, 130 interrupted.)";

base::Status applyFlags(const RunOptions& options, LoadedSettings& settings) {
    if (!options.device.empty()) FOTOGRAMA_RETURN_IF_ERROR(settings.setFlag("device", options.device));
    if (!options.jobs.empty()) FOTOGRAMA_RETURN_IF_ERROR(settings.setFlag("jobs", options.jobs));
    if (!options.output.empty()) FOTOGRAMA_RETURN_IF_ERROR(settings.setFlag("output", options.output));
    if (options.replace) FOTOGRAMA_RETURN_IF_ERROR(settings.setFlag("overwrite", "always"));
    if (options.keep) FOTOGRAMA_RETURN_IF_ERROR(settings.setFlag("overwrite", "never"));
    return {};
}

base::Result<recipe::Recipe> recipeOf(const RunOptions& options, const Settings& settings) {
    RecipeChoice choice = options.recipe;
    if (choice.name.empty()) choice.name = settings.recipe;
    if (choice.name.empty())
        return base::fail(ErrorCode::InvalidArgument, "No recipe was named: use -r NAME; `fotograma recipes` lists them.");
    return chooseRecipe(choice, settings.recipeFolder);
}

/// One file of a dry run; true when it would run.
bool tellPlan(Console& console, const api::SubmitItem& item, const base::Result<api::CheckReply>& reply) {
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
        for (const api::FateNote& note : reply->plan) {
            line.set("plan", Json(line["plan"]).append(api::toJson(note)));
            if (note.fate != api::Fate::Kept)
                console.print(concat("    ", api::toText(note.fate), ": ", printable(concat(note.subject, ": ", note.sentence))));
        }
    }
    if (error) {
        line.set("error", api::toJson(*error));
        console.print(concat("    ", console.onOutput(Style::Bad, printable(error->message))));
    }
    console.json(line);
    return !error;
}

int dryRun(Session& session, api::Service& service, const BatchOrder& order) {
    bool fine = order.inputs.bad.empty();
    for (const api::SubmitItem& item : itemsOf(order, session.settings.values())) {
        const auto reply = await<api::CheckReply>([&](auto answer) { service.check(item, std::move(answer)); });
        fine = tellPlan(session.console, item, reply) && fine;
    }
    for (const InputList::Bad& bad : order.inputs.bad) {
        api::SubmitItem item;
        item.spec.input = bad.name;
        tellPlan(session.console, item, std::unexpected(bad.error));
    }
    session.console.print("Nothing was written (--dry-run).");
    return fine ? kAllDone : kSomeFailed;
}

base::Result<int> run(Session& session, const RunOptions& options) {
    FOTOGRAMA_RETURN_IF_ERROR(applyFlags(options, session.settings));
    const Settings& settings = session.settings.values();
    BatchOrder order;
    FOTOGRAMA_ASSIGN_OR_RETURN(order.recipe, recipeOf(options, settings));
    order.outputFolder = settings.outputFolder;
    order.title = concat(order.recipe.title, " from the command line");
    order.inputs = collectInputs(options.inputs, options.recursive ? Walk::Folders : Walk::FilesOnly, order.outputFolder);
    if (order.inputs.files.empty() && order.inputs.bad.empty())
        return base::fail(ErrorCode::InvalidArgument, "There are no videos in what was named.");

    const auto place = options.dryRun ? StorePlace::Scratch : StorePlace::Folder;
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto composition, Composition::create(settings, place, service::Drains::OwnBatches));
    FOTOGRAMA_RETURN_IF_ERROR(checkDevice(*composition->service(), settings.device));
    if (options.dryRun) return dryRun(session, *composition->service(), order);
    FOTOGRAMA_ASSIGN_OR_RETURN(const BatchResult result, runBatch(session, *composition, order));
    printClosingTable(session.console, result, settings);
    return exitCodeOf(result, settings);
}

}  // namespace

Command addRun(CLI::App& root) {
    Command command = makeCommand(root, "run", "Put files through a recipe: filter, measure, encode.", kExamples);
    auto options = std::make_shared<RunOptions>();
    CLI::App& app = *command.app;
    app.add_option("INPUT", options->inputs, "Video files, or folders with -R.")->required();
    app.add_option("-r,--recipe", options->recipe.name, "A recipe's name or file; `fotograma recipes` lists the names.");
    app.add_option("-o,--output", options->output, "Folder for the results; made when missing.");
    app.add_flag("-R,--recursive", options->recursive, "Take the videos in folders, mirrored under the output folder.");
    app.add_option("--name", options->recipe.nameTemplate, "Name of results: {stem} {recipe} {ext} {codec} {index} {output}.");
    auto* replace = app.add_flag("-y,--overwrite", options->replace, "Replace files that are in the way.");
    app.add_flag("-n,--no-overwrite", options->keep, "Leave files that are in the way, and go on.")->excludes(replace);
    app.add_option("--start", options->recipe.start, "Begin at this time: 90, 1:30 or 0:01:30.5.");
    app.add_option("--duration", options->recipe.duration, "Take so much: 10, 0:10.");
    app.add_option("--device", options->device, "auto, cpu, cuda or cuda:N.");
    app.add_option("-j,--jobs", options->jobs, "Files at the same time; by default as many as there is room for.");
    app.add_flag("--dry-run", options->dryRun, "Say what would be done; write nothing.");
    command.run = [options](Session& session) { return run(session, *options); };
    return command;
}

}  // namespace fotograma::app
