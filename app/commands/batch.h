/// What `run` and `analyze` share: files to jobs, jobs to their end, and what is told on the way.
///
/// Errors   what stops the whole batch before it began: no input at all, a device that is not there.
/// Thread   one at a time.
#pragma once

#include <string>
#include <vector>

#include "app/batch_follower.h"
#include "app/commands/command.h"
#include "app/inputs.h"
#include "engine/recipe/recipe.h"

namespace fotograma::app {

struct BatchOrder {
    InputList inputs;
    recipe::Recipe recipe;
    std::filesystem::path outputFolder;  ///< Empty for analysis.
    std::string title;
    api::CacheRule cache = api::CacheRule::Use;
};

struct BatchResult {
    std::vector<BatchRow> rows;  ///< Inputs that could not be found come last.
    double seconds = 0.0;        ///< On the wall, submission to end.
    bool interrupted = false;
};

/// The items of a batch, one for each file.
[[nodiscard]] std::vector<api::SubmitItem> itemsOf(const BatchOrder& order, const Settings& settings);

/// --no-cache does not even open it.
[[nodiscard]] inline CacheUse cacheUseOf(const BatchOrder& order) {
    return order.cache == api::CacheRule::Off ? CacheUse::Never : CacheUse::ForJobs;
}

/// Whether the device that is asked for is there: NoDevice with the reason when not.
base::Status checkDevice(api::Service& service, const std::string& device);

/// Runs the batch to its end with progress on the terminal, and JSON lines when they were asked for.
base::Result<BatchResult> runBatch(Session& session, Composition& composition, const BatchOrder& order);

/// Follows jobs that are in the store already; an interruption leaves them there.
base::Result<BatchResult> watchJobs(Session& session, Composition& composition,
                                    const std::vector<api::JobRecord>& jobs);

/// True for a row that failed; a file that -n left alone did not.
[[nodiscard]] bool isFailure(const BatchRow& row, const Settings& settings);
[[nodiscard]] int exitCodeOf(const BatchResult& result, const Settings& settings);

/// One row as JSON: {"type":"finished",...}.
[[nodiscard]] base::Json toJson(const BatchRow& row);

}  // namespace fotograma::app
