/// One attempt at a job on one queue: opened, planned, joined, finished, published.
///
/// Owner    borrows request, observer and queue for its life; unfinished outputs vanish with it.
/// Thread   one at a time.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "engine/device/device.h"
#include "engine/pipeline/listening.h"
#include "engine/pipeline/pipeline.h"
#include "engine/pipeline/plan.h"
#include "engine/pipeline/progress.h"
#include "engine/pipeline/runner.h"

namespace fotograma::pipeline {

class Job {
public:
    Job(const RunRequest& request, RunObserver& observer, std::stop_token stop);

    /// Opens the input and plans; after it, needsQueue() is known.
    base::Status open();
    [[nodiscard]] bool needsQueue() const noexcept { return m_plan.decodes; }

    /// Runs to published outputs. `queue` may be null when nothing is decoded.
    base::Status run(device::Queue* queue);

    /// True when run() failed because of the device: another may still do the work.
    [[nodiscard]] bool isDeviceFailure() const noexcept { return m_filtering && m_filtering->isDeviceFailure(); }

    /// What is known by now; complete after run().
    [[nodiscard]] api::Report report() const;

private:
    base::Status prepareOutputs();
    base::Status join();
    base::Status checkDecoded() const;
    base::Status finishOutputs();
    base::Result<api::Artifact> inspect(std::size_t output) const;
    base::Status publish();
    [[nodiscard]] Schedule schedule() const;
    [[nodiscard]] std::vector<api::FateNote> notes() const;

    const RunRequest& m_request;
    RunObserver& m_observer;
    std::stop_token m_stop;
    Plan m_plan;
    std::unique_ptr<media::Demuxer> m_demuxer;  ///< Until the source takes it.
    api::Json m_input;
    std::unique_ptr<Source> m_source;
    std::optional<Progress> m_progress;
    std::optional<Filtering> m_filtering;
    std::optional<Listening> m_listening;
    std::vector<std::unique_ptr<OutputFile>> m_files;
    std::optional<TrackSink> m_tracks;
    std::vector<std::unique_ptr<EncodeSink>> m_encoders;  ///< By output; null where pictures are copied.
    std::vector<api::Artifact> m_artifacts;
};

}  // namespace fotograma::pipeline
