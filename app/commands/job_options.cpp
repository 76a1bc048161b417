#include "app/commands/job_options.h"

#include "engine/base/text.h"

namespace fotograma::app {

using base::ErrorCode;

namespace {

base::Status applyFlags(const JobOptions& options, LoadedSettings& settings) {
    if (options.replace && options.keep)
        return base::fail(ErrorCode::InvalidArgument,
                          "-y replaces files that are in the way and -n leaves them: choose one.");
    if (!options.device.empty()) FOTOGRAMA_RETURN_IF_ERROR(settings.setFlag("device", options.device));
    if (!options.output.empty()) FOTOGRAMA_RETURN_IF_ERROR(settings.setFlag("output", options.output));
    if (options.replace) FOTOGRAMA_RETURN_IF_ERROR(settings.setFlag("overwrite", "always"));
    if (options.keep) FOTOGRAMA_RETURN_IF_ERROR(settings.setFlag("overwrite", "never"));
    return {};
}

}  // namespace

void CacheOptions::addTo(CLI::App& app) {
    app.add_flag("--no-cache", off, "Compute everything; look nothing up and keep nothing.");
    app.add_flag("--refresh", refresh, "Compute everything, and keep it instead of what was known.");
}

base::Result<api::CacheRule> CacheOptions::rule() const {
    if (off && refresh)
        return base::fail(ErrorCode::InvalidArgument, "--no-cache keeps nothing and --refresh does: choose one.");
    return off ? api::CacheRule::Off : refresh ? api::CacheRule::Refresh : api::CacheRule::Use;
}

void addJobOptions(CLI::App& app, JobOptions& options) {
    app.add_option("INPUT", options.inputs, "Video files, or folders with -R.")->required();
    app.add_option("-r,--recipe", options.recipe.name, "A recipe's name or file; `fotograma recipes` lists the names.");
    app.add_option("-o,--output", options.output, "Folder for the results; made when missing.");
    app.add_flag("-R,--recursive", options.recursive, "Take the videos in folders, mirrored under the output folder.");
    app.add_option("--name", options.recipe.nameTemplate,
                   "Name of results: {stem} {recipe} {ext} {codec} {index} {output}.");
    app.add_flag("-y,--overwrite", options.replace, "Replace files that are in the way.");
    app.add_flag("-n,--no-overwrite", options.keep, "Leave files that are in the way, and go on.");
    app.add_option("--start", options.recipe.start, "Begin at this time: 90, 1:30 or 0:01:30.5.");
    app.add_option("--duration", options.recipe.duration, "Take so much: 10, 0:10.");
    app.add_option("--device", options.device, "auto, cpu, cuda or cuda:N.");
    options.cache.addTo(app);
}

base::Result<BatchOrder> orderOf(const JobOptions& options, LoadedSettings& settings) {
    FOTOGRAMA_RETURN_IF_ERROR(applyFlags(options, settings));
    RecipeChoice choice = options.recipe;
    if (choice.name.empty()) choice.name = settings.values().recipe;
    if (choice.name.empty())
        return base::fail(ErrorCode::InvalidArgument,
                          "No recipe was named: use -r NAME; `fotograma recipes` lists them.");
    BatchOrder order;
    FOTOGRAMA_ASSIGN_OR_RETURN(order.recipe, chooseRecipe(choice, settings.values().recipeFolder));
    order.outputFolder = settings.values().outputFolder;
    order.title = base::concat(order.recipe.title, " from the command line");
    FOTOGRAMA_ASSIGN_OR_RETURN(order.cache, options.cache.rule());
    order.inputs =
        collectInputs(options.inputs, options.recursive ? Walk::Folders : Walk::FilesOnly, order.outputFolder);
    if (order.inputs.files.empty() && order.inputs.bad.empty())
        return base::fail(ErrorCode::InvalidArgument, "There are no videos in what was named.");
    return order;
}

}  // namespace fotograma::app
