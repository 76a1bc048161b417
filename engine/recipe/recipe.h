/// What is to be done with an input: filters, measures and outputs, as a value read from a JSON document.
///
/// Units    seconds; sizes in display pixels; rates in kilobits a second.
/// Errors   parse: InvalidArgument with the JSON path, the rule and, for a misspelt name, the nearest valid one.
/// Owner    plain values; copies are independent. Names of codecs, containers and presets are valid once parsed.
/// Thread   any.
/// Source   resources/recipe.schema.json, which schema() generates (engine/recipe/schema.h).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/json.h"
#include "engine/base/result.h"

namespace fotograma::recipe {

inline constexpr int kVersion = 1;  ///< Of the document form; others are refused.
inline constexpr int kMaxOutputs = 16;
inline constexpr int kMaxFilters = 64;  ///< In one chain.
inline constexpr int kMaxMeasures = 64;

/// One use of a filter.
struct FilterUse {
    std::string id;         ///< "resize"
    base::Json parameters;  ///< Object with every parameter of the definition: defaults are filled in.
    friend bool operator==(const FilterUse&, const FilterUse&) = default;
};

/// Where a measure looks.
enum class MeasurePoint {
    Source,    ///< What was decoded, in display orientation.
    Filtered,  ///< After the shared filters.
    Output,    ///< What an output's encoder is given.
};

/// One use of a measure. Its report key is the id, with "@filtered" or "@output:0" behind it where it is not the source.
struct MeasureUse {
    std::string id;  ///< "luma"
    MeasurePoint at = MeasurePoint::Source;
    int output = -1;        ///< Index of the output for MeasurePoint::Output; else -1.
    base::Json parameters;  ///< As FilterUse::parameters.
    bool perFrame = false;  ///< Also one row a frame in the report.
    friend bool operator==(const MeasureUse&, const MeasureUse&) = default;
};

/// "luma", "luma@filtered", "luma@output:0".
[[nodiscard]] std::string reportKey(const MeasureUse& measure);

enum class TrackChoice { All, First, None };
enum class Rotation {
    Apply,   ///< Chains see display orientation: turning is the first pass and the tag is cleared.
    Ignore,  ///< Coded orientation; the tag is dropped too.
};

/// Which pictures are looked at. Only All goes with outputs.
enum class Frames {
    All,
    Key,     ///< Key frames: where the container tells them apart, nothing else is read.
    Sample,  ///< For each multiple of `everySeconds` the first frame at or after it, once.
    None,    ///< Nothing is decoded: the report holds what the header says.
};
/// What a report calls it: "all", "keyframes", "sample", "headers".
[[nodiscard]] std::string_view modeName(Frames frames) noexcept;

struct Input {
    double startSeconds = 0.0;              ///< From the first frame shown.
    std::optional<double> durationSeconds;  ///< To the end when absent.
    Frames frames = Frames::All;
    double everySeconds = 1.0;  ///< Frames::Sample only.
    Rotation rotation = Rotation::Apply;
    TrackChoice audio = TrackChoice::All;  ///< Tracks that outputs may draw from.
    TrackChoice subtitles = TrackChoice::All;
    friend bool operator==(const Input&, const Input&) = default;
};

/// How the pictures of an output are encoded.
struct Video {
    std::string codec = "h264";      ///< "h264", "hevc", "av1", or "copy": packets as they are, no filters.
    std::optional<double> quality;   ///< Constant quality on the codec's own scale (CRF; lower is better).
    std::optional<int> bitrateKbps;  ///< Mean rate instead of quality. With neither: the codec's default quality.
    std::string preset = "medium";   ///< "fastest", "fast", "medium", "slow", "slowest".
    int bits = 0;                    ///< 8 or 10; 0: as the source, HDR never under 10.
    std::string chroma = "420";      ///< "420", "422", "444", or "source".
    double gopSeconds = 0.0;         ///< Longest distance of key frames; 0: the codec's default.
    /// "software", or "hardware": the GPU's encoder for h264 and hevc where the job runs on a GPU that has one.
    std::string encoder = "software";
    bool checksQuality = false;  ///< Frames of the finished file are compared with what was encoded (Fidelity).
    [[nodiscard]] bool isCopy() const noexcept { return codec == "copy"; }
    friend bool operator==(const Video&, const Video&) = default;
};

/// What happens to tracks of sound or subtitles; of an output's rules the first that fits a track decides.
struct TrackRule {
    std::string language;      ///< ISO 639-2 as in the file ("eng"); empty: any.
    std::optional<int> track;  ///< Index among the tracks of this kind, from 0; absent: any.
    /// "auto" (copied when the container can hold it, else converted when that keeps its meaning, else dropped with a
    /// note), "copy", "drop", or a codec to convert to: "aac", "opus", "flac"; "srt", "ass", "mov_text", "webvtt".
    std::string codec = "auto";
    std::optional<int> bitrateKbps;  ///< Sound only, as are the next two; absent: fitting the channels.
    std::optional<int> channels;     ///< Mixed down to so many; absent: as the source.
    std::optional<int> sampleRate;   ///< Hz; absent: as the source, or the nearest that the codec takes.
    friend bool operator==(const TrackRule&, const TrackRule&) = default;
};

struct Output {
    std::string name = "{stem}-{recipe}.{ext}";  ///< File name template (engine/recipe/naming.h).
    std::string container = "mp4";               ///< "mp4", "mkv", "mov", "webm".
    std::vector<FilterUse> filters;              ///< After the shared ones.
    Video video;
    std::vector<TrackRule> audio;      ///< Never empty once parsed: the last rule fits every track.
    std::vector<TrackRule> subtitles;  ///< As `audio`.
    bool chapters = true;
    bool attachments = true;
    bool tags = true;
    friend bool operator==(const Output&, const Output&) = default;
};

struct Recipe {
    std::string id;     ///< Lower-case letters, digits, '-' and '_'.
    std::string title;  ///< For people; the id when the document has none.
    std::string description;
    Input input;
    std::vector<MeasureUse> measures;
    std::vector<FilterUse> filters;  ///< Shared by all outputs and by measures at "filtered".
    std::vector<Output> outputs;     ///< Empty: analysis only.
    friend bool operator==(const Recipe&, const Recipe&) = default;
};

base::Result<Recipe> parse(const base::Json& document);

/// The whole document, every default written out. parse(toJson(r)) == r.
[[nodiscard]] base::Json toJson(const Recipe& recipe);

/// Hex digest of the part that decides what comes out: id, title, description and file names are left out, defaults are
/// filled in, so that two documents that mean the same agree.
[[nodiscard]] std::string digest(const Recipe& recipe);

}  // namespace fotograma::recipe
