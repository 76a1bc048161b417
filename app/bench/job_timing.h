/// Whole files through the pipeline, one or several at once, as a worker runs them: frames a second and where time goes.
///
/// Units    frames a second of wall time over all files; shares of the jobs' wall time, 0..1.
/// Errors   the first that a job ended with.
/// Owner    borrows the devices; outputs go to a folder of its own that is removed.
/// Thread   starts a thread a job, and returns when all have ended.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "app/bench/chains.h"
#include "app/composition.h"
#include "engine/base/result.h"

namespace fotograma::bench {

struct JobCase {
    std::filesystem::path input;
    const TypicalChain* chain = nullptr;  ///< Null: frames are decoded and measured (luma) alone.
    std::string codec;                    ///< Empty: nothing is encoded; the luma of the filtered picture is measured.
    std::string device = "cpu";
    int jobs = 1;
};

struct JobCost {
    std::int64_t frames = 0;
    double wallSeconds = 0.0;
    double cpuSeconds = 0.0;
    std::vector<api::StageShare> stages;   ///< Mean over the jobs.
    std::vector<std::string> deviceNotes;  ///< Of the first job: what left the device, and why.

    [[nodiscard]] double framesPerSecond() const {
        return wallSeconds > 0.0 ? static_cast<double>(frames) / wallSeconds : 0.0;
    }
};

base::Result<JobCost> timeJobs(const JobCase& which, app::Devices& devices);

}  // namespace fotograma::bench
