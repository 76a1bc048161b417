#include "app/reports/fact_columns.h"

#include <charconv>

#include "engine/api/wire.h"
#include "engine/base/text.h"

namespace fotograma::app {
namespace {

using base::Json;

TableCell textCell(const Json& value) {
    return value.isString() && !value.asString().empty() ? TableCell(validUtf8(value.asString())) : TableCell();
}
TableCell flagCell(const Json& value) { return value.isBool() ? TableCell(value.asBool()) : TableCell(); }
TableCell integerCell(const Json& value) { return value.isInteger() ? TableCell(value.asInteger()) : TableCell(); }
/// Where 0 says that nobody knows.
TableCell knownInteger(const Json& value) { return value.asInteger() > 0 ? TableCell(value.asInteger()) : TableCell(); }
TableCell knownNumber(const Json& value) { return value.asNumber() > 0.0 ? TableCell(value.asNumber()) : TableCell(); }

/// "30000/1001" as a number; 0 when it is none.
double rateOf(const Json& value) {
    const std::string& text = value.asString();
    const std::size_t slash = text.find('/');
    if (slash == std::string::npos) return 0.0;
    int num = 0;
    int den = 0;
    std::from_chars(text.data(), text.data() + slash, num);
    std::from_chars(text.data() + slash + 1, text.data() + text.size(), den);
    return num > 0 && den > 0 ? static_cast<double>(num) / den : 0.0;
}

const Json kNothing;

const Json& factsOf(const ReportRow& row) { return row.report ? row.report->input : kNothing; }

const Json& pictureTrack(const Json& facts) {
    const std::int64_t index = facts["video_track"].asInteger(-1);
    const Json::Array& tracks = facts["tracks"].items();
    return index >= 0 && index < std::ssize(tracks) ? tracks[static_cast<std::size_t>(index)] : kNothing;
}

/// The one that players would play: the default one, or the first.
const Json& soundTrack(const Json& facts) {
    const Json* first = nullptr;
    for (const Json& track : facts["tracks"].items()) {
        if (track["kind"].asString() != "audio") continue;
        if (track["default"].asBool()) return track;
        if (!first) first = &track;
    }
    return first ? *first : kNothing;
}

TableCell countTracks(const Json& facts, std::string_view kind) {
    if (!facts.find("tracks")) return {};
    std::int64_t count = 0;
    for (const Json& track : facts["tracks"].items()) count += track["kind"].asString() == kind ? 1 : 0;
    return count;
}

TableCell frameRate(const Json& facts) {
    const Json& video = pictureTrack(facts)["video"];
    const double nominal = rateOf(video["frame_rate"]);
    const double rate = nominal > 0.0 ? nominal : rateOf(video["mean_rate"]);
    return rate > 0.0 ? TableCell(rate) : TableCell();
}

using Cell = TableCell (*)(const Json&);

ClipColumn column(std::string id, ColumnType type, std::string unit, std::string sentence,
                  std::function<TableCell(const ReportRow&)> read) {
    return {{std::move(id), type, std::move(unit), std::move(sentence)}, std::move(read)};
}

/// A fact of the whole file.
ClipColumn fact(std::string id, ColumnType type, std::string unit, std::string sentence, std::string key, Cell cell) {
    return column(std::move(id), type, std::move(unit), std::move(sentence),
                  [key = std::move(key), cell](const ReportRow& row) { return cell(factsOf(row)[key]); });
}

/// A fact of the picture track, of what is said of its pictures, or of their colours.
enum class Part { Track, Video, Color };
ClipColumn picture(std::string id, ColumnType type, std::string unit, std::string sentence, Part part, std::string key,
                   Cell cell) {
    return column(
        std::move(id), type, std::move(unit), std::move(sentence),
        [part, key = std::move(key), cell](const ReportRow& row) {
            const Json& track = pictureTrack(factsOf(row));
            const Json& video = track["video"];
            return cell(part == Part::Track ? track[key] : part == Part::Video ? video[key] : video["color"][key]);
        });
}

ClipColumn sound(std::string id, ColumnType type, std::string unit, std::string sentence, Part part, std::string key,
                 Cell cell) {
    return column(std::move(id), type, std::move(unit), std::move(sentence),
                  [part, key = std::move(key), cell](const ReportRow& row) {
                      const Json& track = soundTrack(factsOf(row));
                      return cell(part == Part::Track ? track[key] : track["audio"][key]);
                  });
}

/// A number of the report itself.
ClipColumn counted(std::string id, std::string unit, std::string sentence, std::int64_t api::Report::*member) {
    return column(
        std::move(id), ColumnType::Integer, std::move(unit), std::move(sentence),
        [member](const ReportRow& row) { return row.report ? TableCell((*row.report).*member) : TableCell(); });
}

TableCell notesCell(const std::vector<api::FateNote>& notes) {
    std::vector<std::string> texts;
    for (const api::FateNote& note : notes)
        texts.push_back(base::concat(api::toText(note.fate), ' ', note.subject, ": ", note.sentence));
    return texts.empty() ? TableCell() : TableCell(validUtf8(base::join(texts, "; ")));
}

std::vector<ClipColumn> outcomeColumns() {
    using enum ColumnType;
    return {
        column("input", Text, "", "Path of the input, as UTF-8; what is no UTF-8 in its name stands as U+FFFD.",
               [](const ReportRow& row) { return TableCell(validUtf8(row.input)); }),
        column("state", Text, "", "done or failed.",
               [](const ReportRow& row) { return TableCell(std::string(row.done ? "done" : "failed")); }),
        column("error_code", Text, "", "Why it failed, as a word for programs; empty when it did not.",
               [](const ReportRow& row) {
                   return row.error ? TableCell(std::string(base::traits(row.error->code).name)) : TableCell();
               }),
        column("error", Text, "", "The same as a sentence for people.",
               [](const ReportRow& row) { return row.error ? TableCell(validUtf8(row.error->message)) : TableCell(); }),
        column("device", Text, "", "Where it was measured: cpu, cuda:0.",
               [](const ReportRow& row) {
                   return row.report && !row.report->device.empty() ? TableCell(row.report->device) : TableCell();
               }),
        column("mode", Text, "", "Which frames were looked at: headers, keyframes, sample or all.",
               [](const ReportRow& row) {
                   return row.report && !row.report->mode.empty() ? TableCell(row.report->mode) : TableCell();
               }),
        counted("frames_measured", "frames", "Frames that were looked at.", &api::Report::framesMeasured),
        counted("frames_decoded", "frames", "Frames that were decoded.", &api::Report::framesDecoded),
        counted("frames_damaged", "frames", "Frames that the decoder marked as damaged.", &api::Report::framesDamaged),
        column("partial", Boolean, "", "The input ended early or was damaged, and what could be read was measured.",
               [](const ReportRow& row) { return row.report ? TableCell(row.report->partial) : TableCell(); }),
        column("notes", Text, "",
               "What was kept, changed, lost or missing on the way (no sound to measure, alpha dropped, a file that "
               "breaks "
               "off), joined by \"; \"; empty when there is nothing to say.",
               [](const ReportRow& row) { return row.report ? notesCell(row.report->notes) : TableCell(); }),
    };
}

std::vector<ClipColumn> containerColumns() {
    using enum ColumnType;
    return {
        fact("container", Text, "", "mp4, mov, mkv, webm, avi, mpegts and others.", "container", textCell),
        fact("duration_seconds", Number, "s", "Length that the container states; empty when it states none.",
             "duration", knownNumber),
        fact("size_bytes", Integer, "bytes", "Size of the file.", "size", integerCell),
        fact("bit_rate", Integer, "bit/s", "Mean bit rate of the whole file; empty when unknown.", "bit_rate",
             knownInteger),
        picture("video_codec", Text, "", "Codec of the picture track by FFmpeg's name; empty when there is no picture.",
                Part::Track, "codec", textCell),
        picture("video_profile", Text, "", "Profile of that codec; empty when not stated.", Part::Track, "profile",
                textCell),
        picture("video_bit_rate", Integer, "bit/s", "Bit rate of the picture track; empty when unknown.", Part::Track,
                "bit_rate", knownInteger),
        picture("video_frames", Integer, "frames", "Frames that the container counts; empty when it does not.",
                Part::Track, "frames", knownInteger),
        picture("width", Integer, "px", "Coded width.", Part::Video, "width", knownInteger),
        picture("height", Integer, "px", "Coded height.", Part::Video, "height", knownInteger),
        picture("display_width", Integer, "px", "Width as shown: sample aspect and rotation applied.", Part::Video,
                "display_width", knownInteger),
        picture("display_height", Integer, "px", "Height as shown.", Part::Video, "display_height", knownInteger),
        picture("rotation", Integer, "degrees", "Clockwise turn that players apply: 0, 90, 180 or 270.", Part::Video,
                "rotation", integerCell),
        column("frame_rate", Number, "1/s", "Nominal frame rate, or the mean one where it varies.",
               [](const ReportRow& row) { return frameRate(factsOf(row)); }),
        picture("variable_rate", Boolean, "", "Frames do not come at a steady rate.", Part::Video, "variable_rate",
                flagCell),
        picture("pixel_format", Text, "", "FFmpeg's name; empty when only decoding would tell.", Part::Video,
                "pixel_format", textCell),
        picture("bits", Integer, "bits", "Bits a sample; empty when only decoding would tell.", Part::Video, "bits",
                knownInteger),
        picture("color_primaries", Integer, "", "ITU-T H.273, table 2; 2 is unspecified.", Part::Color, "primaries",
                integerCell),
        picture("color_transfer", Integer, "", "ITU-T H.273, table 3.", Part::Color, "transfer", integerCell),
        picture("color_matrix", Integer, "", "ITU-T H.273, table 4.", Part::Color, "matrix", integerCell),
        picture("full_range", Boolean, "", "Samples use all code values.", Part::Color, "full_range", flagCell),
        picture("hdr", Boolean, "", "The transfer is PQ or HLG.", Part::Color, "hdr", flagCell),
        picture("interlaced", Boolean, "", "The stream says that it has fields.", Part::Video, "interlaced", flagCell),
        column("audio_tracks", Integer, "", "How many audio tracks there are.",
               [](const ReportRow& row) { return countTracks(factsOf(row), "audio"); }),
        sound("audio_codec", Text, "", "Codec of the default audio track, else of the first; empty without sound.",
              Part::Track, "codec", textCell),
        sound("audio_sample_rate", Integer, "Hz", "Sample rate of that track.", Part::Video, "sample_rate",
              knownInteger),
        sound("audio_channels", Integer, "", "Channels of that track.", Part::Video, "channels", knownInteger),
        sound("audio_layout", Text, "", "Their layout: mono, stereo, 5.1.", Part::Video, "layout", textCell),
        sound("audio_bit_rate", Integer, "bit/s", "Bit rate of that track; empty when unknown.", Part::Track,
              "bit_rate", knownInteger),
        column("subtitle_tracks", Integer, "", "How many subtitle tracks there are.",
               [](const ReportRow& row) { return countTracks(factsOf(row), "subtitle"); }),
    };
}

}  // namespace

std::span<const ClipColumn> factColumns() {
    static const std::vector<ClipColumn> columns = [] {
        std::vector<ClipColumn> all = outcomeColumns();
        for (ClipColumn& each : containerColumns()) all.push_back(std::move(each));
        return all;
    }();
    return columns;
}

std::span<const ClipColumn> duplicateColumns() {
    static const std::vector<ClipColumn> columns{
        column("duplicate_group", ColumnType::Integer, "",
               "Number of the group of duplicates that the clip belongs to, from 1; empty when it has none.",
               [](const ReportRow& row) { return row.duplicate ? TableCell(row.duplicate->group) : TableCell(); }),
        column(
            "duplicate_of", ColumnType::Text, "",
            "The clip that stands for the group (the largest picture, then the longest); empty for that clip itself.",
            [](const ReportRow& row) {
                return row.duplicate && !row.duplicate->of.empty() ? TableCell(validUtf8(row.duplicate->of))
                                                                   : TableCell();
            }),
        column("duplicate_kind", ColumnType::Text, "",
               "original (stands for the group), exact (the same bytes as another of the group) or near (looks alike).",
               [](const ReportRow& row) { return row.duplicate ? TableCell(row.duplicate->kind) : TableCell(); }),
    };
    return columns;
}

}  // namespace fotograma::app
