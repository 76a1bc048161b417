#include "engine/pipeline/plan.h"

#include <algorithm>
#include <set>

#include "engine/base/text.h"
#include "engine/pipeline/measure_plan.h"

namespace fotograma::pipeline {

using base::concat;
using base::Json;
using base::Result;

namespace {

media::TrackChoice toMedia(recipe::TrackChoice choice) {
    switch (choice) {
        case recipe::TrackChoice::All: return media::TrackChoice::All;
        case recipe::TrackChoice::First: return media::TrackChoice::First;
        case recipe::TrackChoice::None: return media::TrackChoice::None;
    }
    return media::TrackChoice::All;
}

std::vector<media::TrackRule> toMedia(const std::vector<recipe::TrackRule>& rules) {
    std::vector<media::TrackRule> out;
    for (const recipe::TrackRule& rule : rules)
        out.push_back({rule.language, rule.track, rule.codec, rule.bitrateKbps, rule.channels, rule.sampleRate});
    return out;
}

media::TrackRules trackRules(const recipe::Recipe& recipe, const recipe::Output& output) {
    media::TrackRules rules;
    rules.audio = toMedia(recipe.input.audio);
    rules.subtitles = toMedia(recipe.input.subtitles);
    rules.audioRules = toMedia(output.audio);
    rules.subtitleRules = toMedia(output.subtitles);
    rules.copyVideo = output.video.isCopy();
    rules.keepChapters = output.chapters;
    rules.keepAttachments = output.attachments;
    rules.keepTags = output.tags;
    rules.isTrimmed = recipe.input.startSeconds > 0.0 || recipe.input.durationSeconds.has_value();
    return rules;
}

media::ChromaChoice chromaChoice(const std::string& word) {
    if (word == "422") return media::ChromaChoice::C422;
    if (word == "444") return media::ChromaChoice::C444;
    return word == "source" ? media::ChromaChoice::Source : media::ChromaChoice::C420;
}

Result<media::VideoEncoderSettings> encoderSettings(const recipe::Video& video, const media::VideoFacts& facts,
                                                    int threads) {
    media::VideoEncoderSettings settings;
    FOTOGRAMA_ASSIGN_OR_RETURN(settings.codec, media::videoCodecFromText(video.codec));
    settings.quality = video.quality;
    settings.bitRate = std::int64_t{1000} * video.bitrateKbps.value_or(0);
    settings.preset = video.preset;
    settings.bits = video.bits;
    settings.chroma = chromaChoice(video.chroma);
    settings.gopSeconds = video.gopSeconds;
    settings.onChip = video.encoder == "hardware";
    settings.threads = threads;
    settings.rateHint = facts.meanRate;
    return settings;
}

Result<std::vector<filter::Use>> uses(const std::vector<recipe::FilterUse>& filters) {
    std::vector<filter::Use> out;
    for (const recipe::FilterUse& use : filters) {
        FOTOGRAMA_ASSIGN_OR_RETURN(filter::Use found, filter::use(api::OperationKind::Filter, use.id, use.parameters));
        out.push_back(std::move(found));
    }
    return out;
}

/// The display matrix as the filter that turns pictures so.
Result<std::vector<filter::Use>> turnBy(const media::DisplayTransform& transform) {
    std::vector<filter::Use> out;
    if (transform.isIdentity()) return out;
    Json parameters = Json::object();
    parameters.set("angle", std::to_string(transform.clockwise));
    parameters.set("mirror", transform.mirrored ? "horizontal" : "none");
    FOTOGRAMA_ASSIGN_OR_RETURN(filter::Use turn, filter::use(api::OperationKind::Filter, "rotate", parameters));
    out.push_back(std::move(turn));
    return out;
}

Result<OutputPlan> planOutput(const media::MediaInfo& info, const recipe::Recipe& recipe, const recipe::Output& output,
                              int threads) {
    OutputPlan plan;
    FOTOGRAMA_ASSIGN_OR_RETURN(plan.container, media::containerFromText(output.container));
    plan.tracks = media::planTracks(info, plan.container, trackRules(recipe, output));
    plan.isCopy = output.video.isCopy();
    if (!plan.isCopy) {
        FOTOGRAMA_ASSIGN_OR_RETURN(plan.video, encoderSettings(output.video, *info.video()->video, threads));
        FOTOGRAMA_ASSIGN_OR_RETURN(plan.filters, uses(output.filters));
        plan.checksQuality = output.video.checksQuality;
    }
    return plan;
}

Result<void> checkCopied(const media::MediaInfo& info, const OutputPlan& plan) {
    const auto isPicture = [&](const media::TrackDecision& decision) { return decision.track == info.videoTrack; };
    if (!plan.isCopy || std::ranges::any_of(plan.tracks.tracks, isPicture)) return {};
    return base::fail(base::ErrorCode::Unsupported,
                      concat(media::toText(plan.container), " cannot hold its ", info.video()->codec,
                             " pictures; encode them or choose mkv"));
}

/// Layout words that FFmpeg's pixel format names carry: yuv422p10le, yuvj444p, nv12, gray.
frame::PictureFormat formatFromName(const std::string& name, int bits) {
    frame::PictureFormat format;
    format.bits = bits > 0 ? bits : 8;
    format.sample = format.bits > 8 ? frame::SampleType::U16 : frame::SampleType::U8;
    const auto has = [&](const char* word) { return name.find(word) != std::string::npos; };
    if (has("gray")) format.model = frame::ColorModel::Gray;
    // RGB is decoded to 4:4:4, as the decoder says.
    const bool isFull = has("444") || has("rgb") || has("gbr") || has("bgr") || has("gray");
    format.chromaShiftX = isFull || has("440") ? 0 : 1;
    format.chromaShiftY = isFull || has("422") ? 0 : 1;
    return format;
}

void chooseTracks(const media::MediaInfo& info, Plan& plan) {
    std::set<int> side;
    for (const OutputPlan& output : plan.outputs)
        for (const media::TrackDecision& decision : output.tracks.tracks)
            if (!isWhole(info.tracks[static_cast<std::size_t>(decision.track)])) side.insert(decision.track);
    plan.sideTracks.assign(side.begin(), side.end());
    if (plan.decodes) side.insert(plan.videoTrack);
    plan.readTracks.assign(side.begin(), side.end());
}

}  // namespace

Result<Plan> makePlan(const media::MediaInfo& info, const recipe::Recipe& recipe, int threads) {
    const media::Track* video = info.video();
    if (video == nullptr || !video->video) {
        const bool hasSound = std::ranges::any_of(
            info.tracks, [](const media::Track& track) { return track.kind == media::TrackKind::Audio; });
        return base::fail(base::ErrorCode::Unsupported,
                          hasSound ? "it holds sound but no picture; there is nothing to filter or encode"
                                   : "it holds no picture track");
    }
    Plan plan;
    plan.videoTrack = info.videoTrack;
    if (recipe.input.rotation == recipe::Rotation::Apply) {
        FOTOGRAMA_ASSIGN_OR_RETURN(plan.turn, turnBy(video->video->transform));
    }
    FOTOGRAMA_ASSIGN_OR_RETURN(plan.filters, uses(recipe.filters));
    FOTOGRAMA_RETURN_IF_ERROR(planMeasures(recipe, plan));
    for (const recipe::Output& output : recipe.outputs) {
        FOTOGRAMA_ASSIGN_OR_RETURN(OutputPlan planned, planOutput(info, recipe, output, threads));
        FOTOGRAMA_RETURN_IF_ERROR(checkCopied(info, planned));
        plan.decodes = plan.decodes || !planned.isCopy;
        plan.outputs.push_back(std::move(planned));
    }
    plan.decodes = plan.decodes || !plan.measures.empty();
    plan.frames = recipe.input.frames;
    if (plan.frames == recipe::Frames::Sample) plan.everySeconds = recipe.input.everySeconds;
    chooseTracks(info, plan);
    return plan;
}

bool isWhole(const media::Track& track) noexcept {
    return track.kind == media::TrackKind::Attachment || (track.video && track.video->isCover);
}

frame::PictureSpec expectedSpec(const media::VideoFacts& facts) {
    frame::PictureSpec spec;
    spec.format = formatFromName(facts.pixelFormat, facts.bits);
    spec.width = facts.width;
    spec.height = facts.height;
    spec.color = facts.color;
    spec.sampleAspect = facts.sampleAspect;
    spec.frameRate = facts.frameRate;
    return spec;
}

}  // namespace fotograma::pipeline
