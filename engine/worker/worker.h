/// Runs one job, in this process or in another.
///
/// Errors   in JobOutcome::error; the report tells what was found out before it.
/// Owner    everything that crosses is a value with a JSON form: the same worker can sit behind a pipe.
/// Thread   run: one thread a call, many calls at once. Events arrive on that thread or on one it started, one at a time.
#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "engine/api/types.h"

namespace fotograma::worker {

struct JobOrder {
    base::JobId id;
    api::JobSpec spec;
    std::string device = "cpu";               ///< Decided: "cpu" or "cuda:N".
    int threads = 1;                          ///< Host threads it may keep busy.
    std::vector<std::string> allowedRoots{};  ///< Folders whose files recipes may name; empty: all that can be read.
};

struct JobOutcome {
    api::Report report;
    std::optional<base::Error> error;  ///< Cancelled when the stop token asked for it.
};

class Events {
public:
    virtual ~Events() = default;
    virtual void progress(const api::Progress& progress) = 0;  ///< At most ten a second.
    virtual void log(std::string_view line) = 0;
    /// Called before more input is read, on any thread of the job: does not return while the job is paused.
    virtual void waitWhilePaused() {}
};

class Worker {
public:
    virtual ~Worker() = default;
    /// Returns when the job has ended; after a stop request within 200 ms or the encoder call in progress.
    virtual JobOutcome run(const JobOrder& order, Events& events, std::stop_token stop) = 0;
};

}  // namespace fotograma::worker
