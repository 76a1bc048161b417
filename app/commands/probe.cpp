// fotograma probe: what a file says about itself.
#include "engine/media/probe.h"
#include "app/commands/command.h"
#include "app/inputs.h"
#include "app/text_columns.h"
#include "engine/api/wire.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"

namespace fotograma::app {

using base::concat;
using base::Json;

namespace {

struct ProbeOptions {
    std::vector<std::string> inputs;
    bool recursive = false;
    bool header = false;
};

constexpr const char* kExamples = R"(Examples:
  fotograma probe clip.mp4
  fotograma probe -R ~/Videos --json | jq 'select(.facts.duration_seconds > 600) | .input'
  fotograma probe --header *.mp4
      Only what the container says: faster, some facts may be missing.)";

std::string pictureText(const media::Track& track) {
    const media::VideoFacts& video = *track.video;
    std::string text = concat(video.displayWidth, "×", video.displayHeight);
    const double fps = video.frameRate.isPositive() ? video.frameRate.value() : video.meanRate.value();
    if (fps > 0.0) text.append(concat(", ", base::fixed(fps, 3), " fps", video.isVariableRate ? " (variable)" : ""));
    if (!video.pixelFormat.empty()) text.append(concat(", ", video.pixelFormat));
    if (video.transform.clockwise != 0) text.append(concat(", turned ", video.transform.clockwise, "°"));
    if (video.transform.mirrored) text.append(", mirrored");
    if (video.masteringDisplay || video.contentLight) text.append(", HDR metadata");
    if (video.dolbyVisionProfile > 0) text.append(concat(", Dolby Vision profile ", video.dolbyVisionProfile));
    if (video.isCover) text.append(", cover");
    return text;
}

std::string soundText(const media::AudioFacts& audio) {
    const std::string layout = audio.layout.empty() ? concat(audio.channels, " channels") : audio.layout;
    return concat(layout, ", ", audio.sampleRate, " Hz");
}

std::string trackText(const media::Track& track) {
    std::string text = concat(media::toText(track.kind), "  ", track.codec.empty() ? "?" : track.codec);
    if (!track.profile.empty()) text.append(concat(" (", track.profile, ")"));
    if (track.video) text.append(concat(", ", pictureText(track)));
    if (track.audio) text.append(concat(", ", soundText(*track.audio)));
    if (track.attachment) text.append(concat(", ", track.attachment->fileName));
    if (track.bitRate > 0)
        text.append(concat(", ", base::fixed(static_cast<double>(track.bitRate) / 1000.0, 0), " kb/s"));
    if (!track.language.empty()) text.append(concat(", ", track.language));
    if (!track.title.empty()) text.append(concat(", \"", track.title, "\""));
    if (track.isEncrypted) text.append(", encrypted");
    if (track.isEmpty) text.append(", empty");
    const bool hasPicturesOrSound = track.video || track.audio;
    if (hasPicturesOrSound && !track.canDecode) text.append(", cannot be decoded here");
    return text;
}

void printInfo(Console& console, const media::MediaInfo& info) {
    console.print(console.onOutput(Style::Bold, printable(info.path)));
    std::string line = concat("  ", info.containerTitle.empty() ? info.container : info.containerTitle);
    if (info.durationSeconds > 0.0)
        line.append(concat(", ", info.isDurationEstimated ? "about " : "", base::humanDuration(info.durationSeconds)));
    line.append(concat(", ", base::humanBytes(info.sizeBytes)));
    if (info.bitRate > 0)
        line.append(concat(", ", base::fixed(static_cast<double>(info.bitRate) / 1000.0, 0), " kb/s"));
    console.print(line);
    for (const media::Track& track : info.tracks)
        console.print(concat("  ", padded(concat(track.index), 2, Align::Right),
                             track.index == info.videoTrack ? " ▸ " : "   ", printable(trackText(track))));
    if (!info.videoChoice.empty()) console.print(concat("     ", printable(info.videoChoice)));
    if (!info.chapters.empty()) console.print(concat("  ", info.chapters.size(), " chapters"));
}

/// True when the file could be read.
bool probeOne(Console& console, const std::string& name, const base::Result<media::MediaInfo>& info) {
    Json line = Json::object();
    line.set("type", "probe").set("input", name);
    if (info) {
        console.json(line.set("facts", media::toJson(*info)));
        if (!console.wantsJson()) printInfo(console, *info);
        return true;
    }
    console.json(line.set("error", api::toJson(info.error())));
    console.print(console.onOutput(Style::Bold, printable(name)));
    console.print(concat("  ", console.onOutput(Style::Bad, printable(info.error().message))));
    return false;
}

base::Result<int> probe(Session& session, const ProbeOptions& options) {
    const InputList inputs = collectInputs(options.inputs, options.recursive ? Walk::Folders : Walk::FilesOnly);
    const auto depth = options.header ? media::ProbeDepth::Header : media::ProbeDepth::Full;
    bool fine = true;
    for (const InputFile& file : inputs.files)
        fine = probeOne(session.console, base::toUtf8(base::pathFromUtf8(file.path)),
                        media::probe(base::pathFromUtf8(file.path), depth)) &&
               fine;
    for (const InputList::Bad& bad : inputs.bad)
        fine = probeOne(session.console, bad.name, std::unexpected(bad.error)) && fine;
    return fine ? kAllDone : kSomeFailed;
}

}  // namespace

Command addProbe(CLI::App& root) {
    Command command = makeCommand(root, "probe", "Show what files say about themselves.", kExamples);
    auto options = std::make_shared<ProbeOptions>();
    command.app->add_option("INPUT", options->inputs, "Video files, or folders with -R.")->required();
    command.app->add_flag("-R,--recursive", options->recursive, "Take the videos in folders.");
    command.app->add_flag("--header", options->header, "Read the container only, not the streams.");
    command.run = [options](Session& session) { return probe(session, *options); };
    return command;
}

}  // namespace fotograma::app
