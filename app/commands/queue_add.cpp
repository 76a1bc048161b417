// fotograma queue add: jobs for whoever works through the queue.
#include "app/await.h"
#include "app/commands/batch.h"
#include "app/commands/queue.h"
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

constexpr const char* kExamples = R"(Examples:
  fotograma queue add *.mov -r archive-hevc -o /mnt/archive
  fotograma queue add -R ~/Videos -r web-720p -o out --paused
  fotograma queue run)";

struct AddOptions {
    std::vector<std::string> inputs;
    RecipeChoice recipe;
    std::string output;
    std::string device;
    bool recursive = false;
    bool replace = false;
    bool keep = false;
    bool paused = false;
};

bool tellOutcome(Console& console, const std::string& input, const api::SubmitOutcome& outcome) {
    Json line = Json::object();
    line.set("type", "submitted").set("input", input).set("submission", api::toText(outcome.submission));
    if (outcome.job) line.set("job", outcome.job.value);
    if (outcome.error) line.set("error", api::toJson(*outcome.error));
    console.json(line);
    const std::string name = printable(base::toUtf8(base::pathFromUtf8(input).filename()));
    switch (outcome.submission) {
        case api::Submission::Accepted: console.print(concat("job ", outcome.job.value, "  ", name)); return true;
        case api::Submission::Adopted: console.print(concat("job ", outcome.job.value, "  ", name, "  (was there already)")); return true;
        case api::Submission::AlreadyDone: console.print(concat("job ", outcome.job.value, "  ", name, "  (already done)")); return true;
        case api::Submission::Refused: break;
    }
    console.print(concat(console.onOutput(Style::Bad, "refused"), "  ", name, ": ", outcome.error ? printable(outcome.error->message) : ""));
    return false;
}

base::Result<int> add(Session& session, const AddOptions& options) {
    LoadedSettings& flags = session.settings;
    if (!options.device.empty()) FOTOGRAMA_RETURN_IF_ERROR(flags.setFlag("device", options.device));
    if (!options.output.empty()) FOTOGRAMA_RETURN_IF_ERROR(flags.setFlag("output", options.output));
    if (options.replace) FOTOGRAMA_RETURN_IF_ERROR(flags.setFlag("overwrite", "always"));
    if (options.keep) FOTOGRAMA_RETURN_IF_ERROR(flags.setFlag("overwrite", "never"));
    const Settings& settings = flags.values();

    RecipeChoice choice = options.recipe;
    if (choice.name.empty()) choice.name = settings.recipe;
    if (choice.name.empty())
        return base::fail(ErrorCode::InvalidArgument, "No recipe was named: use -r NAME; `fotograma recipes` lists them.");
    BatchOrder order;
    FOTOGRAMA_ASSIGN_OR_RETURN(order.recipe, chooseRecipe(choice, settings.recipeFolder));
    order.outputFolder = settings.outputFolder;
    order.inputs = collectInputs(options.inputs, options.recursive ? Walk::Folders : Walk::FilesOnly, order.outputFolder);

    FOTOGRAMA_ASSIGN_OR_RETURN(const auto composition, Composition::create(settings, StorePlace::Folder, service::Drains::Nothing));
    api::SubmitRequest request;
    request.items = itemsOf(order, settings);
    request.title = concat(order.recipe.title, " from the command line");
    request.startPaused = options.paused;
    const std::vector<api::SubmitItem> items = request.items;
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto reply, await<api::SubmitReply>([&](auto answer) {
        composition->service()->submit(std::move(request), std::move(answer));
    }));
    bool fine = order.inputs.bad.empty();
    for (std::size_t i = 0; i < items.size(); ++i)
        fine = tellOutcome(session.console, items[i].spec.input, reply.outcomes[i]) && fine;
    for (const InputList::Bad& bad : order.inputs.bad) {
        api::SubmitOutcome refused;
        refused.submission = api::Submission::Refused;
        refused.error = bad.error;
        tellOutcome(session.console, bad.name, refused);
    }
    return fine ? kAllDone : kSomeFailed;
}

}  // namespace

Command addQueueAdd(CLI::App& queue) {
    Command command = makeCommand(queue, "add", "Add files to the queue.", kExamples);
    auto options = std::make_shared<AddOptions>();
    CLI::App& app = *command.app;
    app.add_option("INPUT", options->inputs, "Video files, or folders with -R.")->required();
    app.add_option("-r,--recipe", options->recipe.name, "A recipe's name or file.");
    app.add_option("-o,--output", options->output, "Folder for the results; made when missing.");
    app.add_flag("-R,--recursive", options->recursive, "Take the videos in folders, mirrored under the output folder.");
    app.add_option("--name", options->recipe.nameTemplate, "Name of results: {stem} {recipe} {ext} {codec} {index} {output}.");
    auto* replace = app.add_flag("-y,--overwrite", options->replace, "Replace files that are in the way.");
    app.add_flag("-n,--no-overwrite", options->keep, "Leave files that are in the way.")->excludes(replace);
    app.add_option("--start", options->recipe.start, "Begin at this time: 90, 1:30 or 0:01:30.5.");
    app.add_option("--duration", options->recipe.duration, "Take so much: 10, 0:10.");
    app.add_option("--device", options->device, "auto, cpu, cuda or cuda:N.");
    app.add_flag("--paused", options->paused, "Add them paused.");
    command.run = [options](Session& session) { return add(session, *options); };
    return command;
}

}  // namespace fotograma::app
