// fotograma analyze: numbers instead of pictures.
#include <algorithm>
#include <fstream>

#include "app/commands/batch.h"
#include "app/commands/closing_table.h"
#include "app/commands/job_options.h"
#include "app/recipe_choice.h"
#include "app/table.h"
#include "engine/api/wire.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"

namespace fotograma::app {

namespace fs = std::filesystem;
using base::concat;
using base::ErrorCode;
using base::Json;

namespace {

struct AnalyzeOptions {
    std::vector<std::string> inputs;
    RecipeChoice recipe;
    std::vector<std::string> measures;
    std::string output;
    std::string device;
    std::string jobs;
    bool recursive = false;
    bool replace = false;
    bool perFrame = false;
    CacheOptions cache;
};

constexpr const char* kExamples = R"(Examples:
  fotograma analyze *.mp4
      A table with the main number of each measure.
  fotograma analyze -R ~/dataset --refresh
      Computes what is known already anew; without it a second run looks up what the first one found.
  fotograma analyze -R ~/dataset -o report.jsonl
      One JSON object a file, for pandas, DuckDB or jq.
  fotograma analyze clip.mov --measures luma,blur --per-frame -o frames.jsonl
      Two measures, with a row for every frame.
  fotograma analyze *.mp4 --json | jq .report.measures.luma.mean
      As it is found out, file by file.

Files are decoded once for all measures. A file that was measured before and has not changed is not decoded again.
Exit code: 0 all done, 1 some failed, 2 wrong use, 3 something is missing here, 130 interrupted.)";

base::Result<recipe::Recipe> recipeOf(const AnalyzeOptions& options, const Settings& settings) {
    RecipeChoice choice = options.recipe;
    if (choice.name.empty()) choice.name = "analyze";
    FOTOGRAMA_ASSIGN_OR_RETURN(recipe::Recipe chosen, chooseRecipe(choice, settings.recipeFolder));
    chosen.outputs.clear();
    if (!options.measures.empty()) {
        chosen.measures.clear();
        for (const std::string& id : options.measures)
            chosen.measures.push_back({.id = id,
                                       .at = recipe::MeasurePoint::Source,
                                       .output = -1,
                                       .parameters = Json::object(),
                                       .perFrame = false});
    }
    std::erase_if(chosen.measures,
                  [](const recipe::MeasureUse& use) { return use.at == recipe::MeasurePoint::Output; });
    for (recipe::MeasureUse& use : chosen.measures) use.perFrame = use.perFrame || options.perFrame;
    if (chosen.measures.empty())
        return base::fail(ErrorCode::InvalidArgument, concat("The recipe ", chosen.id, " measures nothing."));
    // Through the document and back: names of measures are checked and their parameters filled in.
    return recipe::parse(recipe::toJson(chosen));
}

/// One line of the report file.
Json reportLine(const BatchRow& row) {
    Json line = Json::object();
    line.set("input", row.input).set("state", row.succeeded() ? "done" : "failed");
    if (row.error) line.set("error", api::toJson(*row.error));
    if (!row.report) return line;
    line.set("facts", row.report->input).set("measures", row.report->measures);
    if (!row.report->frames.isNull()) line.set("frames", row.report->frames);
    line.set("frames_decoded", row.report->framesDecoded).set("frames_damaged", row.report->framesDamaged);
    return line.set("partial", row.report->partial).set("device", row.report->device);
}

/// Written aside and renamed when whole, as every output.
base::Status writeReport(const fs::path& path, const std::vector<BatchRow>& rows, bool replace) {
    const fs::path aside = path.parent_path() / base::pathFromUtf8(concat(".", base::toUtf8(path.filename()), ".",
                                                                          base::processId(), ".part"));
    std::ofstream file(aside, std::ios::binary | std::ios::trunc);
    for (const BatchRow& row : rows) file << reportLine(row).dump() << '\n';
    file.close();
    base::Status written;
    if (!file)
        written = base::fail(ErrorCode::IoError, concat("The report ", base::toUtf8(path), " cannot be written."));
    else
        written = base::flushFile(aside);
    if (written) written = replace ? base::replaceFile(aside, path) : base::renameNoReplace(aside, path);
    std::error_code ignored;
    if (!written) fs::remove(aside, ignored);
    return written;
}

/// A value of a clip: a number, or the mean of one that changes over the clip; null when it is neither.
Json clipValue(const Json& value) { return value.isObject() ? value["mean"] : value; }

/// The numbers of every measure, as many as a table holds.
void printMeasures(Console& console, const BatchResult& result) {
    std::vector<std::string> titles;
    for (const BatchRow& row : result.rows) {
        if (!row.report) continue;
        for (const auto& [measure, values] : row.report->measures.members())
            for (const auto& [id, value] : values.members())
                if (const std::string title = concat(measure, " ", id);
                    clipValue(value).isNumber() && std::ranges::find(titles, title) == titles.end())
                    titles.push_back(title);
        if (!titles.empty()) break;
    }
    constexpr std::size_t kMostColumns = 7;
    if (titles.size() > kMostColumns) titles.resize(kMostColumns);

    std::vector<Column> columns{{.title = "File", .align = Align::Left, .shrinks = true},
                                {.title = "Frames", .align = Align::Right}};
    for (const std::string& title : titles) columns.push_back({.title = title, .align = Align::Right});
    Table table(std::move(columns));
    for (const BatchRow& row : result.rows) {
        std::vector<Cell> cells{Cell(printable(base::toUtf8(base::pathFromUtf8(row.input).filename())))};
        cells.emplace_back(row.report ? concat(row.report->framesDecoded) : "");
        for (const std::string& title : titles) {
            const std::size_t space = title.find(' ');
            const Json value =
                row.report ? clipValue(row.report->measures[title.substr(0, space)][title.substr(space + 1)]) : Json();
            cells.emplace_back(value.isNumber() ? base::fixed(value.asNumber(), 3) : "–");
        }
        table.add(std::move(cells));
    }
    table.print(console);
}

base::Status applyFlags(const AnalyzeOptions& options, LoadedSettings& settings) {
    if (!options.device.empty()) FOTOGRAMA_RETURN_IF_ERROR(settings.setFlag("device", options.device));
    if (!options.jobs.empty()) FOTOGRAMA_RETURN_IF_ERROR(settings.setFlag("jobs", options.jobs));
    return {};
}

base::Status checkReportPlace(const fs::path& path, bool replace) {
    std::error_code ignored;
    const std::string name = base::toUtf8(path);
    if (fs::is_directory(path, ignored))
        return base::fail(ErrorCode::InvalidArgument, concat(name, " is a folder; -o names a file."));
    if (fs::exists(path, ignored) && !replace)
        return base::fail(ErrorCode::AlreadyExists, concat(name, " is there already; -y replaces it."));
    return base::checkWritable(path.parent_path());
}

base::Result<int> analyze(Session& session, const AnalyzeOptions& options) {
    FOTOGRAMA_RETURN_IF_ERROR(applyFlags(options, session.settings));
    const Settings& settings = session.settings.values();
    BatchOrder order;
    FOTOGRAMA_ASSIGN_OR_RETURN(order.recipe, recipeOf(options, settings));
    order.title = "Analysis from the command line";
    FOTOGRAMA_ASSIGN_OR_RETURN(order.cache, options.cache.rule());
    order.inputs = collectInputs(options.inputs, options.recursive ? Walk::Folders : Walk::FilesOnly);
    if (order.inputs.files.empty() && order.inputs.bad.empty())
        return base::fail(ErrorCode::InvalidArgument, "There are no videos in what was named.");
    const fs::path report =
        options.output.empty() ? fs::path() : fs::absolute(base::pathFromUtf8(options.output)).lexically_normal();
    if (!report.empty()) FOTOGRAMA_RETURN_IF_ERROR(checkReportPlace(report, options.replace));

    FOTOGRAMA_ASSIGN_OR_RETURN(
        const auto composition,
        Composition::create(settings, StorePlace::Folder, service::Drains::OwnBatches, cacheUseOf(order)));
    FOTOGRAMA_RETURN_IF_ERROR(checkDevice(*composition->service(), settings.device));
    FOTOGRAMA_ASSIGN_OR_RETURN(const BatchResult result, runBatch(session, *composition, order));
    if (!report.empty() && !result.interrupted) {
        FOTOGRAMA_RETURN_IF_ERROR(writeReport(report, result.rows, options.replace));
        session.console.note(concat("Report: ", base::toUtf8(report)));
    } else if (!session.console.wantsJson()) {
        printMeasures(session.console, result);
        session.console.print();
    }
    printSum(session.console, result, settings);
    return exitCodeOf(result, settings);
}

}  // namespace

Command addAnalyze(CLI::App& root) {
    Command command = makeCommand(root, "analyze", "Measure files: brightness, sharpness, change and more.", kExamples);
    auto options = std::make_shared<AnalyzeOptions>();
    CLI::App& app = *command.app;
    app.add_option("INPUT", options->inputs, "Video files, or folders with -R.")->required();
    app.add_option("-o,--output", options->output, "Report file, one JSON object a line. Without it: a table.");
    app.add_option("-m,--measures", options->measures, "Measures by name; `fotograma filters` lists them.")
        ->delimiter(',');
    app.add_option("-r,--recipe", options->recipe.name, "A recipe whose measures are taken; its outputs are not made.");
    app.add_flag("--per-frame", options->perFrame, "Also a row for every frame.");
    app.add_flag("-R,--recursive", options->recursive, "Take the videos in folders.");
    app.add_flag("-y,--overwrite", options->replace, "Replace the report file.");
    app.add_option("--start", options->recipe.start, "Begin at this time: 90, 1:30 or 0:01:30.5.");
    app.add_option("--duration", options->recipe.duration, "Take so much: 10, 0:10.");
    app.add_option("--device", options->device, "auto, cpu, cuda or cuda:N.");
    app.add_option("-j,--jobs", options->jobs, "Files at the same time; by default as many as there is room for.");
    options->cache.addTo(app);
    command.run = [options](Session& session) { return analyze(session, *options); };
    return command;
}

}  // namespace fotograma::app
