/// Joins the stages of a pipeline: on the calling thread, or on a thread each with bounded queues between them.
///
/// Errors   the first cause of any stage; then all stages stop. Cancelled when the stop token asked.
/// Owner    borrows the stages for the call; its threads have ended when it returns.
/// Thread   the caller's thread tells progress.
#pragma once

#include <optional>
#include <stop_token>
#include <vector>

#include "engine/pipeline/filtering.h"
#include "engine/pipeline/progress.h"
#include "engine/pipeline/sinks.h"
#include "engine/pipeline/source.h"

namespace fotograma::pipeline {

struct Stages {
    Source* source = nullptr;
    Filtering* filtering = nullptr;  ///< Null when nothing is decoded.
    TrackSink* tracks = nullptr;
    std::vector<EncodeSink*> encoders;  ///< By output; null where pictures are copied.

    telemetry::StageMeter* sourceMeter = nullptr;
    telemetry::StageMeter* filterMeter = nullptr;
    telemetry::StageMeter* trackMeter = nullptr;
    std::vector<telemetry::StageMeter*> encodeMeters;  ///< As `encoders`.
    std::vector<std::size_t> encodeBranches;           ///< Of the progress, as `encoders`.
    std::optional<std::size_t> wholeBranch;            ///< When there is no encoder: of measuring, or of copying.
};

base::Status runInline(Stages& stages, Progress& progress, const std::stop_token& stop);
base::Status runThreaded(Stages& stages, Progress& progress, const std::stop_token& stop);

}  // namespace fotograma::pipeline
