/// What `run` and `analyze` share: files to jobs, jobs to their end, and what is told on the way.
///
/// Errors   what stops the whole batch before it began: no input at all, a device that is not there.
/// Thread   one at a time.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "app/batch_follower.h"
#include "app/commands/command.h"
#include "app/inputs.h"
#include "app/reports/report_schema.h"
#include "engine/recipe/recipe.h"
#include "engine/telemetry/percentiles.h"

namespace fotograma::app {

struct BatchOrder {
    InputList inputs;
    recipe::Recipe recipe;
    std::filesystem::path outputFolder;  ///< Empty for analysis.
    std::string title;
    api::CacheRule cache = api::CacheRule::Use;
    std::string traceFile;  ///< Where spans of the jobs go; empty: nowhere but to a collector that is set.
};

/// --trace, which the commands that run jobs have.
void addTraceOption(CLI::App& app, std::string& file);

/// What a batch came to. Memory does not grow with its length: rows and failures are the first ones only.
struct BatchResult {
    std::vector<BatchRow> rows;      ///< In the order of the inputs; those that could not be found come last.
    std::vector<BatchRow> failures;  ///< In the order of ending, without reports.
    std::size_t inputs = 0;
    std::size_t ended = 0;
    std::size_t done = 0;
    std::size_t failed = 0;
    std::size_t skipped = 0;   ///< Neither: left alone, or not finished.
    std::size_t inTheWay = 0;  ///< Of the failed: a file that may not be replaced.
    std::int64_t frames = 0;   ///< Decoded for this batch.
    std::int64_t inputBytes = 0;
    std::int64_t outputBytes = 0;
    telemetry::PercentileHistogram submitToStored;  ///< Seconds, of the jobs that ran.
    double seconds = 0.0;                           ///< On the wall, submission to end.
    bool interrupted = false;
};

/// One item of a batch; `document` is its recipe as JSON, made once for all.
[[nodiscard]] api::SubmitItem itemOf(const BatchOrder& order, const base::Json& document, const Settings& settings,
                                     std::size_t index);
/// All of them.
[[nodiscard]] std::vector<api::SubmitItem> itemsOf(const BatchOrder& order, const Settings& settings);

/// --no-cache does not even open it.
[[nodiscard]] inline CacheUse cacheUseOf(const BatchOrder& order) {
    return order.cache == api::CacheRule::Off ? CacheUse::Never : CacheUse::ForJobs;
}

/// Whether the device that is asked for is there: NoDevice with the reason when not.
base::Status checkDevice(api::Service& service, const std::string& device);

/// Takes each row once it has ended, in the order of the inputs.
using RowSink = std::function<base::Status(const BatchRow&)>;

/// Runs the batch to its end with progress on the terminal, and JSON lines when they were asked for.
base::Result<BatchResult> runBatch(Session& session, Engine& engine, const BatchOrder& order, RowSink sink = {});

/// Follows jobs that are in the store already; an interruption leaves them there.
base::Result<BatchResult> watchJobs(Session& session, Engine& engine, const std::vector<api::JobRecord>& jobs);

/// The row as the report files know it; it borrows.
[[nodiscard]] ReportRow reportRowOf(const BatchRow& row);

/// True for a row that failed; a file that -n left alone did not.
[[nodiscard]] bool isFailure(const BatchRow& row, const Settings& settings);
[[nodiscard]] int exitCodeOf(const BatchResult& result);

/// One row as JSON: {"type":"finished",...}.
[[nodiscard]] base::Json toJson(const BatchRow& row);

}  // namespace fotograma::app
