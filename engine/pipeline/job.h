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

/// How much is found out about the input before it is decoded.
enum class Opening {
    Quick,     ///< What the container says, and decoders that served other files. For analysis only.
    Thorough,  ///< Also a look into the streams, and a decoder of its own.
};

/// Where an attempt computes.
struct Ground {
    device::Queue* queue = nullptr;             ///< May be null when nothing is decoded.
    media::HardwareFrames* hardware = nullptr;  ///< The device's decoder and encoder; null: the host's alone.
    bool isNarrow = false;                      ///< The device is short of memory: as few frames in flight as it goes.
};

class Job {
public:
    /// `shelf` lends decoders to quick attempts.
    Job(const RunRequest& request, RunObserver& observer, std::stop_token stop, Opening opening,
        media::DecoderShelf& shelf);

    /// True when a quick opening may be tried: nothing is written, so nothing must be known beforehand.
    [[nodiscard]] static bool mayOpenQuickly(const RunRequest& request) noexcept;

    /// Opens the input and plans; after it, needsQueue() is known.
    base::Status open();
    [[nodiscard]] bool needsQueue() const noexcept { return m_plan.decodes; }

    /// Runs to published outputs.
    base::Status run(const Ground& ground);

    /// True when run() failed because of the device: another may still do the work.
    [[nodiscard]] bool isDeviceFailure() const noexcept;

    /// How the work was shared between a device (`name`) and the host.
    [[nodiscard]] std::vector<std::string> deviceNotes(std::string_view name) const;

    /// True when something about a quick attempt was out of the ordinary: damage, missing data, a header that was wrong.
    /// A thorough one then has the last word.
    [[nodiscard]] bool wasOdd() const noexcept;

    /// What is known by now; complete after run().
    [[nodiscard]] api::Report report() const;

private:
    base::Status settle(device::Queue& queue);
    base::Status runOn(const Ground& ground);
    [[nodiscard]] media::DecoderOptions decoderOptions(const Ground& ground) const;
    [[nodiscard]] bool isSmall(const media::Demuxer& demuxer) const;
    base::Status prepareOutputs(const Ground& ground);
    base::Status join();
    base::Status checkDecoded() const;
    base::Status finishOutputs();
    base::Result<api::Artifact> inspect(std::size_t output) const;
    base::Status check(std::size_t output, api::Artifact& artifact) const;
    base::Status publish();
    [[nodiscard]] Schedule schedule() const;
    [[nodiscard]] std::vector<api::FateNote> notes() const;
    [[nodiscard]] api::Json facts() const;

    const RunRequest& m_request;
    RunObserver& m_observer;
    std::stop_token m_stop;
    Opening m_opening;
    media::DecoderShelf* m_shelf;
    Ground m_ground;
    std::optional<base::ErrorCode> m_failure;  ///< Of run().
    Plan m_plan;
    std::unique_ptr<media::Demuxer> m_demuxer;  ///< Until the source takes it.
    std::unique_ptr<Source> m_source;
    std::optional<Progress> m_progress;
    std::optional<Filtering> m_filtering;
    std::optional<Listening> m_listening;
    std::vector<std::unique_ptr<OutputFile>> m_files;
    std::optional<TrackSink> m_tracks;
    std::vector<std::unique_ptr<EncodeSink>> m_encoders;  ///< By output; null where pictures are copied.
    std::vector<telemetry::StageMeter*> m_checkMeters;    ///< By output; null where none is compared.
    std::vector<api::Artifact> m_artifacts;
    std::vector<api::FateNote> m_settled;  ///< What filters were told about the clip.
    bool m_hasLookFailed = false;          ///< The first pass did, because of the device.
};

}  // namespace fotograma::pipeline
