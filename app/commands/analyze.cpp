// fotograma analyze: numbers instead of pictures.
#include <algorithm>

#include "app/commands/analyze_tables.h"
#include "app/commands/batch.h"
#include "app/commands/closing_table.h"
#include "app/commands/job_options.h"
#include "app/duplicate_finder.h"
#include "app/ordered_rows.h"
#include "app/recipe_choice.h"
#include "app/reports/report_writer.h"
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
    std::string mode;
    std::string every;
    std::string output;
    std::string format;
    std::string device;
    std::string jobs;
    std::string trace;
    bool recursive = false;
    bool replace = false;
    bool perFrame = false;
    CacheOptions cache;
    bool duplicates = false;
    int duplicateBits = duplicates::Rules().frameBits;
    double duplicateShare = 100.0 * duplicates::Rules().shorterShare;
};

constexpr const char* kExamples = R"(Examples:
  fotograma analyze *.mp4
      A table with the main number of each measure.
  fotograma analyze -R ~/dataset --refresh
      Computes what is known already anew; without it a second run looks up what the first one found.
  fotograma analyze -R ~/dataset -o report.jsonl
      One JSON object a file, for pandas, DuckDB or jq.
  fotograma analyze -R ~/dataset --per-frame -o report.parquet
      Two tables, report.parquet (a row a file) and report.frames.parquet (a row a frame); docs/reports.md has the columns.
  fotograma analyze clip.mov --measures luma,blur --per-frame -o frames.jsonl
      Two measures, with a row for every frame.
  fotograma analyze -R ~/dataset --duplicates -m phash
      Groups of clips that are the same, also re-encoded, scaled or trimmed.
  fotograma analyze -R ~/dataset --mode keyframes -o report.jsonl
      Key frames only: tens of times faster, and enough to sort a data set.
  fotograma analyze lecture.mp4 --mode sample --every 10s --per-frame -o report.jsonl
      A row for every ten seconds.
  fotograma analyze *.mp4 --json | jq .report.measures.luma.mean
      As it is found out, file by file.

Files are decoded once for all measures. A file that was measured before and has not changed is not decoded again.
Exit code: 0 all done, 1 some failed, 2 wrong use, 3 something is missing here, 130 interrupted.)";

/// At the source, unless it is there.
void addMeasure(recipe::Recipe& recipe, const std::string& id) {
    const bool isThere = std::ranges::any_of(recipe.measures, [&](const recipe::MeasureUse& use) {
        return use.id == id && use.at == recipe::MeasurePoint::Source;
    });
    if (isThere) return;
    recipe.measures.push_back(
        {.id = id, .at = recipe::MeasurePoint::Source, .output = -1, .parameters = Json::object(), .perFrame = false});
}

/// "all" stands for every measure there is.
std::vector<std::string> namedMeasures(const std::vector<std::string>& given) {
    if (std::ranges::find(given, "all") == given.end()) return given;
    std::vector<std::string> all;
    for (const api::OperationInfo& operation : Composition::operations())
        if (operation.kind == api::OperationKind::Measure) all.push_back(operation.id);
    return all;
}

/// "1s", "0.5", "1:30".
base::Result<double> parseEvery(std::string text) {
    if (text.ends_with('s')) text.pop_back();
    FOTOGRAMA_ASSIGN_OR_RETURN(const double seconds, parseSeconds(text));
    if (seconds <= 0.0) return base::fail(ErrorCode::InvalidArgument, "--every takes a time above 0, such as 1s.");
    return seconds;
}

/// What --mode and --every change: which frames are looked at.
base::Status chooseFrames(const AnalyzeOptions& options, recipe::Recipe& chosen) {
    recipe::Input& input = chosen.input;
    if (options.mode == "all") input.frames = recipe::Frames::All;
    if (options.mode == "keyframes") input.frames = recipe::Frames::Key;
    if (options.mode == "headers") input.frames = recipe::Frames::None;
    if (options.mode == "sample" || (options.mode.empty() && !options.every.empty()))
        input.frames = recipe::Frames::Sample;
    if (!options.every.empty()) {
        if (input.frames != recipe::Frames::Sample)
            return base::fail(ErrorCode::InvalidArgument, "--every goes with --mode sample only.");
        FOTOGRAMA_ASSIGN_OR_RETURN(input.everySeconds, parseEvery(options.every));
    }
    if (input.frames != recipe::Frames::None) return {};
    if (!options.measures.empty())
        return base::fail(ErrorCode::InvalidArgument, "--mode headers decodes nothing, so nothing can be measured.");
    chosen.measures.clear();
    return {};
}

base::Result<recipe::Recipe> recipeOf(const AnalyzeOptions& options, const Settings& settings) {
    RecipeChoice choice = options.recipe;
    if (choice.name.empty()) choice.name = "analyze";
    FOTOGRAMA_ASSIGN_OR_RETURN(recipe::Recipe chosen, chooseRecipe(choice, settings.recipeFolder));
    chosen.outputs.clear();
    if (!options.measures.empty()) {
        chosen.measures.clear();
        for (const std::string& id : namedMeasures(options.measures)) addMeasure(chosen, id);
    }
    if (options.duplicates) addMeasure(chosen, "phash");
    std::erase_if(chosen.measures,
                  [](const recipe::MeasureUse& use) { return use.at == recipe::MeasurePoint::Output; });
    for (recipe::MeasureUse& use : chosen.measures) use.perFrame = use.perFrame || options.perFrame;
    FOTOGRAMA_RETURN_IF_ERROR(chooseFrames(options, chosen));
    if (chosen.measures.empty() && chosen.input.frames != recipe::Frames::None)
        return base::fail(ErrorCode::InvalidArgument, concat("The recipe ", chosen.id, " measures nothing."));
    // Through the document and back: names of measures are checked and their parameters filled in.
    return recipe::parse(recipe::toJson(chosen));
}

/// What is written and found while the batch runs: each row as it comes, in the order of the inputs.
class Analysis {
public:
    Analysis(const AnalyzeOptions& options, api::Service& service, std::unique_ptr<ReportWriter> writer)
        : m_options(options), m_service(service), m_writer(std::move(writer)) {}

    base::Status take(const BatchRow& row) {
        if (m_options.duplicates) m_finder.add(reportRowOf(row));
        if (!m_writer) return {};
        if (!m_options.duplicates) return m_writer->add(reportRowOf(row));
        // What it is a duplicate of is known when all are: its report is read again then.
        m_later.push_back({.input = row.input,
                           .job = row.record.id,
                           .state = row.record.state,
                           .error = row.error,
                           .hasReport = row.report.has_value()});
        return {};
    }

    base::Result<std::vector<DuplicateGroup>> finish() {
        std::vector<DuplicateGroup> groups;
        if (m_options.duplicates) {
            duplicates::Rules rules;
            rules.frameBits = m_options.duplicateBits;
            rules.shorterShare = m_options.duplicateShare / 100.0;
            FOTOGRAMA_ASSIGN_OR_RETURN(groups, m_finder.find(rules, base::machineInfo().logicalCores));
        }
        if (!m_writer) return groups;
        FOTOGRAMA_RETURN_IF_ERROR(writeLater(DuplicateMarks(groups)));
        FOTOGRAMA_RETURN_IF_ERROR(m_writer->finish());
        return groups;
    }

private:
    struct Later {
        std::string input;
        base::JobId job;
        api::JobState state = api::JobState::Failed;
        std::optional<base::Error> error;
        bool hasReport = false;
    };

    base::Status writeLater(const DuplicateMarks& marks) {
        constexpr std::size_t kAtOnce = 128;
        for (std::size_t begin = 0; begin < m_later.size(); begin += kAtOnce) {
            OrderedRows page(m_service, [&](BatchRow& each) {
                ReportRow row = reportRowOf(each);
                row.duplicate = marks.find(row.input);
                return m_writer->add(row);
            });
            for (std::size_t i = begin; i < std::min(begin + kAtOnce, m_later.size()); ++i) {
                BatchRow row;
                row.index = i + 1;  // none is the first: they wait until finish(), which reads them together
                row.input = std::move(m_later[i].input);
                row.record.id = m_later[i].job;
                row.record.state = m_later[i].state;
                row.error = std::move(m_later[i].error);
                row.ended = true;
                row.reportIsStored = m_later[i].hasReport;
                FOTOGRAMA_RETURN_IF_ERROR(page.add(std::move(row)));
            }
            FOTOGRAMA_RETURN_IF_ERROR(page.finish());
        }
        return {};
    }

    const AnalyzeOptions& m_options;
    api::Service& m_service;
    std::unique_ptr<ReportWriter> m_writer;  ///< Null without a report file.
    DuplicateFinder m_finder;
    std::vector<Later> m_later;
};

base::Status applyFlags(const AnalyzeOptions& options, LoadedSettings& settings) {
    if (!options.device.empty()) FOTOGRAMA_RETURN_IF_ERROR(settings.setFlag("device", options.device));
    if (!options.jobs.empty()) FOTOGRAMA_RETURN_IF_ERROR(settings.setFlag("jobs", options.jobs));
    return {};
}

/// The report file that was asked for, once it is known that it can be written.
struct ReportOrder {
    fs::path path;  ///< Empty: none.
    ReportFormat format = ReportFormat::JsonLines;
    ReportSchema schema;
};

base::Result<ReportOrder> reportOrderOf(const AnalyzeOptions& options, const recipe::Recipe& recipe) {
    ReportOrder order;
    if (options.output.empty()) return order;
    order.path = fs::absolute(base::pathFromUtf8(options.output)).lexically_normal();
    FOTOGRAMA_ASSIGN_OR_RETURN(order.format, reportFormatOf(options.format, order.path));
    order.schema = schemaOf(recipe, {.perFrame = options.perFrame, .duplicates = options.duplicates});
    FOTOGRAMA_RETURN_IF_ERROR(checkReportPlace(order.path, order.format, order.schema, options.replace));
    return order;
}

base::Result<int> analyze(Session& session, const AnalyzeOptions& options) {
    FOTOGRAMA_RETURN_IF_ERROR(applyFlags(options, session.settings));
    const Settings& settings = session.settings.values();
    BatchOrder order;
    FOTOGRAMA_ASSIGN_OR_RETURN(order.recipe, recipeOf(options, settings));
    order.title = "Analysis from the command line";
    order.traceFile = options.trace;
    FOTOGRAMA_ASSIGN_OR_RETURN(order.cache, options.cache.rule());
    order.inputs = collectInputs(options.inputs, options.recursive ? Walk::Folders : Walk::FilesOnly);
    if (order.inputs.files.empty() && order.inputs.bad.empty())
        return base::fail(ErrorCode::InvalidArgument, "There are no videos in what was named.");
    FOTOGRAMA_ASSIGN_OR_RETURN(const ReportOrder report, reportOrderOf(options, order.recipe));

    FOTOGRAMA_ASSIGN_OR_RETURN(
        const auto engine, Engine::open(session, StorePlace::Folder, service::Drains::OwnBatches, cacheUseOf(order)));
    FOTOGRAMA_RETURN_IF_ERROR(checkDevice(engine->service(), settings.device));
    std::unique_ptr<ReportWriter> writer;
    if (!report.path.empty()) {
        FOTOGRAMA_ASSIGN_OR_RETURN(writer,
                                   ReportWriter::create(report.path, report.format, report.schema, options.replace));
    }
    Analysis analysis(options, engine->service(), std::move(writer));
    FOTOGRAMA_ASSIGN_OR_RETURN(const BatchResult result, runBatch(session, *engine, order, [&](const BatchRow& row) {
                                   return analysis.take(row);
                               }));
    std::vector<DuplicateGroup> groups;
    if (!result.interrupted) {
        FOTOGRAMA_ASSIGN_OR_RETURN(groups, analysis.finish());
    }
    if (!report.path.empty() && !result.interrupted) {
        for (const fs::path& file : reportFiles(report.path, report.format, report.schema))
            session.console.note(concat("Report: ", base::toUtf8(file)));
    } else if (!session.console.wantsJson()) {
        if (order.recipe.input.frames == recipe::Frames::None)
            printFacts(session.console, result);
        else
            printMeasures(session.console, result);
        session.console.print();
    }
    if (options.duplicates && !result.interrupted) tellDuplicates(session.console, groups);
    printSum(session.console, result);
    return exitCodeOf(result);
}

}  // namespace

Command addAnalyze(CLI::App& root) {
    Command command = makeCommand(root, "analyze", "Measure files: brightness, sharpness, change and more.", kExamples);
    auto options = std::make_shared<AnalyzeOptions>();
    CLI::App& app = *command.app;
    app.add_option("INPUT", options->inputs, "Video files, or folders with -R.")->required();
    app.add_option(
        "-o,--output", options->output,
        "Report file: .jsonl (one JSON object a line), .csv or .parquet (one row a file). Without it: a table "
        "here.");
    app.add_option("--format", options->format, "Of the report file where its name does not say: jsonl, csv, parquet.");
    app.add_option("-m,--measures", options->measures, "Measures by name, or all; `fotograma filters` lists them.")
        ->delimiter(',')
        ->allow_extra_args(false);  // else it would take the files behind it for measures
    app.add_option("-r,--recipe", options->recipe.name, "A recipe whose measures are taken; its outputs are not made.");
    app.add_option("--mode", options->mode,
                   "Frames to look at: all, keyframes (only those are decoded), sample (see --every), headers (nothing "
                   "is decoded).")
        ->check(CLI::IsMember({"all", "keyframes", "sample", "headers"}));
    app.add_option("--every", options->every, "Of --mode sample: the first frame at or after each multiple, as 1s.");
    app.add_flag("--per-frame", options->perFrame,
                 "Also the values of every frame: in the lines of .jsonl, else in a second file, <name>.frames.<ext>.");
    app.add_flag(
        "--duplicates", options->duplicates,
        "Also group clips that are the same: same bytes, or frames that look alike (measure phash). Nothing is "
        "deleted.");
    app.add_option("--duplicate-bits", options->duplicateBits,
                   "Frames look alike when at most so many of the 64 bits of their hashes differ.")
        ->capture_default_str()
        ->check(CLI::Range(0, 31));
    app.add_option("--duplicate-share", options->duplicateShare,
                   "So many percent of the shorter clip's frames must look like frames of the other, in order.")
        ->capture_default_str()
        ->check(CLI::Range(1.0, 100.0));
    app.add_flag("-R,--recursive", options->recursive, "Take the videos in folders.");
    app.add_flag("-y,--overwrite", options->replace, "Replace the report file.");
    app.add_option("--start", options->recipe.start, "Begin at this time: 90, 1:30 or 0:01:30.5.");
    app.add_option("--duration", options->recipe.duration, "Take so much: 10, 0:10.");
    app.add_option("--device", options->device, "auto, cpu, cuda or cuda:N.");
    app.add_option("-j,--jobs", options->jobs, "Files at the same time; by default as many as there is room for.");
    addTraceOption(app, options->trace);
    options->cache.addTo(app);
    command.place = Place::Anywhere;
    command.run = [options](Session& session) { return analyze(session, *options); };
    return command;
}

}  // namespace fotograma::app
