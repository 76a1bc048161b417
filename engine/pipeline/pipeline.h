/// One file being processed: decoded once, filtered, measured, encoded to every output.
///
/// Errors   in RunResult::error: Unsupported (no picture, no decoder), InvalidData (nothing decodes), AlreadyExists,
///          PermissionDenied, ResourceExhausted, Cancelled and what the stages say. The first cause wins.
/// Owner    outputs are written aside and renamed when all of them are whole: all of a job's outputs or none.
/// Thread   run: one call a lane; different lanes at once. The observer is called from one thread at a time.
#pragma once

#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "engine/api/types.h"
#include "engine/base/clock.h"
#include "engine/pipeline/lane.h"
#include "engine/recipe/recipe.h"

namespace fotograma::pipeline {

enum class Schedule {
    Auto,      ///< Inline for small clips, threaded for the rest.
    Inline,    ///< Every stage on the calling thread.
    Threaded,  ///< A thread a stage, joined by bounded queues.
};

/// Which files a recipe may name.
struct FileRules {
    /// Folders; files elsewhere are refused, after links and ".." are resolved. Empty: whatever the user can read.
    std::vector<std::filesystem::path> allowedRoots;
};

/// What was found out about the input before, between jobs. Found by the question's text.
class Findings {
public:
    virtual ~Findings() = default;
    virtual std::optional<base::Json> find(const std::string& question) = 0;
    virtual void keep(const std::string& question, const base::Json& found, double seconds) = 0;
};

struct RunRequest {
    std::filesystem::path input;
    recipe::Recipe recipe;
    std::vector<std::filesystem::path> outputs;              ///< One for each output of the recipe, in order.
    api::OverwriteRule overwrite = api::OverwriteRule::Ask;  ///< Ask and Never fail with AlreadyExists.
    int threads = 1;                                         ///< Host threads that decoders and encoders may keep busy.
    Schedule schedule = Schedule::Auto;
    FileRules files;
    Findings* findings = nullptr;        ///< Of this input; null: nothing is remembered.
    const base::Clock* clock = nullptr;  ///< Of progress and stages; null: the machine's. Benchmarks count thread time.
};

class RunObserver {
public:
    virtual ~RunObserver() = default;
    virtual void progress(
        const api::Progress& progress) = 0;       ///< At most ten a second, and at the end of one that told.
    virtual void log(std::string_view line) = 0;  ///< One line for the job's log.
    /// Called before more input is read: does not return while the job is paused. A stop must end the pause.
    virtual void waitWhilePaused() {}
};

struct RunResult {
    api::Report report;  ///< What was found out, also before a failure.
    std::optional<base::Error> error;
};

/// Returns when the job has ended. After a stop request: within 200 ms at 1080p, or after the encoder call in progress.
RunResult run(const RunRequest& request, Lane& lane, RunObserver& observer, std::stop_token stop);

/// What opening the input's header tells, without decoding or writing.
struct Forecast {
    base::Json input;                   ///< Probe facts, as Report::input.
    std::vector<api::FateNote> plan;    ///< What would be kept, changed or lost.
    std::vector<api::PassInfo> passes;  ///< What would be done with every picture.
};
/// `device` is where filters would run: "cpu", "cuda:0".
base::Result<Forecast> forecast(const std::filesystem::path& input, const recipe::Recipe& recipe,
                                const FileRules& files = {}, std::string_view device = "cpu");

}  // namespace fotograma::pipeline
