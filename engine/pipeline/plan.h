/// What a recipe means for one input: which tracks go where, what is decoded, how each output is encoded.
///
/// Errors   Unsupported: the input has no picture.
/// Owner    plain values.
/// Thread   any; pure.
#pragma once

#include <vector>

#include "engine/api/types.h"
#include "engine/filter/chain.h"
#include "engine/media/encoder.h"
#include "engine/media/probe.h"
#include "engine/media/track_plan.h"
#include "engine/recipe/recipe.h"

namespace fotograma::pipeline {

struct OutputPlan {
    media::Container container = media::Container::Mp4;
    media::TrackPlan tracks;            ///< All but the encoded picture.
    bool isCopy = false;                ///< The picture is among the copied tracks.
    media::VideoEncoderSettings video;  ///< When it is not.
    bool checksQuality = false;         ///< The finished file is compared with what was encoded.
    std::vector<filter::Use> filters;   ///< Its own.
};

struct MeasurePlan {
    recipe::MeasureUse use;
    filter::Use operation;
};

struct Plan {
    int videoTrack = -1;
    bool decodes = false;  ///< False: packets are only copied, or nothing is read but the header.
    recipe::Frames frames = recipe::Frames::All;
    double everySeconds = 0.0;                 ///< Frames::Sample only.
    std::vector<filter::Use> turn;             ///< Rotation by the display matrix; may be empty.
    std::vector<filter::Use> filters;          ///< Shared.
    std::vector<MeasurePlan> measures;         ///< Of pictures.
    std::vector<MeasurePlan> soundMeasures;    ///< They listen to one track of sound.
    std::vector<MeasurePlan> derivedMeasures;  ///< From the summaries of the others.
    std::vector<OutputPlan> outputs;
    std::vector<int> sideTracks;  ///< Of the input, sorted: those whose packets are copied or converted.
    std::vector<int> readTracks;  ///< Those and the decoded picture.
};

base::Result<Plan> makePlan(const media::MediaInfo& info, const recipe::Recipe& recipe, int threads);

/// A cover or an attachment: carried over whole, not packet by packet.
[[nodiscard]] bool isWhole(const media::Track& track) noexcept;

/// The picture as the header describes it: what the decoder will most likely give.
[[nodiscard]] frame::PictureSpec expectedSpec(const media::VideoFacts& facts);

}  // namespace fotograma::pipeline
