#include "ui/recipe/recipe_tables.h"

#include <QCoreApplication>

namespace fotograma::ui {

using api::Json;
using api::ParameterInfo;
using api::ParameterKind;

namespace {

struct RecipeTables {
    Q_DECLARE_TR_FUNCTIONS(RecipeTables)
};

std::string plain(const QString& text) { return text.toStdString(); }

ParameterInfo number(const char* id, std::string label, std::string sentence, double from, double to, Json byDefault,
                     const char* unit = "", double step = 0.0) {
    return {.id = id,
            .label = std::move(label),
            .sentence = std::move(sentence),
            .kind = ParameterKind::Number,
            .unit = unit,
            .minimum = from,
            .maximum = to,
            .step = step,
            .defaultValue = std::move(byDefault),
            .choices = {}};
}

ParameterInfo integer(const char* id, std::string label, std::string sentence, double from, double to, Json byDefault,
                      const char* unit = "") {
    ParameterInfo made = number(id, std::move(label), std::move(sentence), from, to, std::move(byDefault), unit, 1.0);
    made.kind = ParameterKind::Integer;
    return made;
}

ParameterInfo choice(const char* id, std::string label, std::string sentence, std::vector<std::string> choices) {
    ParameterInfo made{.id = id, .label = std::move(label), .sentence = std::move(sentence)};
    made.kind = ParameterKind::Choice;
    made.defaultValue = choices.front();
    made.choices = std::move(choices);
    return made;
}

ParameterInfo toggle(const char* id, std::string label, std::string sentence, bool byDefault = true) {
    ParameterInfo made{.id = id, .label = std::move(label), .sentence = std::move(sentence)};
    made.kind = ParameterKind::Boolean;
    made.defaultValue = byDefault;
    return made;
}

ParameterInfo text(const char* id, std::string label, std::string sentence, const char* byDefault) {
    ParameterInfo made{.id = id, .label = std::move(label), .sentence = std::move(sentence)};
    made.kind = ParameterKind::Text;
    made.defaultValue = byDefault;
    return made;
}

std::vector<ParameterInfo> trackTable() {
    return {text("language", plain(RecipeTables::tr("Language")),
                 plain(RecipeTables::tr("Fits tracks of this language, as in the file (eng, spa); empty: any.")), ""),
            integer("track", plain(RecipeTables::tr("Track")),
                    plain(RecipeTables::tr("Fits this track alone, counted from 0; automatic: any.")), 0, 255, {})};
}

}  // namespace

std::vector<ParameterInfo> inputTable() {
    return {
        number("start", plain(RecipeTables::tr("Start")),
               plain(RecipeTables::tr("Seconds to leave out at the beginning.")), 0, 86'400, 0.0, "s", 0.1),
        number("duration", plain(RecipeTables::tr("Duration")),
               plain(RecipeTables::tr("Seconds to use from there; automatic: to the end.")), 0.1, 86'400, {}, "s", 0.1),
        choice("frames", plain(RecipeTables::tr("Frames")),
               plain(RecipeTables::tr("Which pictures measures look at. Only all goes with outputs.")),
               {"all", "key", "sample", "none"}),
        number("every", plain(RecipeTables::tr("One frame every")),
               plain(RecipeTables::tr("Distance of the samples; only with sample.")), 0.1, 3'600, {}, "s", 0.1),
        choice("rotation", plain(RecipeTables::tr("Rotation")),
               plain(RecipeTables::tr("Whether pictures are turned as they are meant to be seen.")),
               {"apply", "ignore"}),
        choice("audio", plain(RecipeTables::tr("Sound tracks")),
               plain(RecipeTables::tr("Tracks that outputs may draw from.")), {"all", "first", "none"}),
        choice("subtitles", plain(RecipeTables::tr("Subtitles")),
               plain(RecipeTables::tr("Tracks that outputs may draw from.")), {"all", "first", "none"})};
}

std::vector<ParameterInfo> outputTable() {
    return {text("name", plain(RecipeTables::tr("File name")),
                 plain(RecipeTables::tr("Made of {stem}, {recipe}, {ext}, {codec}, {index} and {output}.")),
                 "{stem}-{recipe}.{ext}"),
            choice("container", plain(RecipeTables::tr("Container")), plain(RecipeTables::tr("The kind of file.")),
                   {"mp4", "mkv", "mov", "webm"}),
            toggle("chapters", plain(RecipeTables::tr("Keep chapters")),
                   plain(RecipeTables::tr("Chapters go into the output."))),
            toggle("attachments", plain(RecipeTables::tr("Keep attachments")),
                   plain(RecipeTables::tr("Attached files (fonts, covers) go into the output."))),
            toggle("tags", plain(RecipeTables::tr("Keep tags")),
                   plain(RecipeTables::tr("Title, date and artist go into the output.")))};
}

std::vector<ParameterInfo> videoTable() {
    return {
        choice("codec", plain(RecipeTables::tr("Codec")),
               plain(RecipeTables::tr("How pictures are encoded; copy keeps the packets as they are.")),
               {"h264", "hevc", "av1", "vp9", "ffv1", "prores", "copy"}),
        number(
            "quality", plain(RecipeTables::tr("Quality")),
            plain(RecipeTables::tr(
                "Constant quality on the codec's own scale: lower is better and larger. Automatic: the codec's own.")),
            0, 63, {}, "", 0.5),
        integer("bitrate_kbps", plain(RecipeTables::tr("Bit rate")),
                plain(RecipeTables::tr("Mean rate instead of quality.")), 20, 1'000'000, {}, "kbit/s"),
        choice("preset", plain(RecipeTables::tr("Speed")),
               plain(RecipeTables::tr("Slower makes smaller files of the same quality.")),
               {"medium", "fastest", "fast", "slow", "slowest"}),
        integer("bits", plain(RecipeTables::tr("Bits a sample")), plain(RecipeTables::tr("8 or 10; 0: as the source.")),
                0, 10, 0),
        choice("chroma", plain(RecipeTables::tr("Chroma")), plain(RecipeTables::tr("How finely colours are kept.")),
               {"420", "422", "444", "source"}),
        number("gop_seconds", plain(RecipeTables::tr("Key frames")),
               plain(RecipeTables::tr("Longest distance of key frames; 0: the codec's own.")), 0, 60, 0.0, "s", 0.5),
        choice("encoder", plain(RecipeTables::tr("Encoder")),
               plain(RecipeTables::tr(
                   "Hardware: the GPU's own for h264 and hevc; faster, and larger at the same quality.")),
               {"software", "hardware"}),
        toggle(
            "check_quality", plain(RecipeTables::tr("Check the quality")),
            plain(RecipeTables::tr("Compares frames of the finished file with what was encoded (SSIM); takes as long "
                                   "as decoding the file once, at most.")),
            false)};
}

std::vector<ParameterInfo> soundRuleTable() {
    std::vector<ParameterInfo> table = trackTable();
    table.push_back(choice("codec", plain(RecipeTables::tr("What is done")),
                           plain(RecipeTables::tr("Auto: copied where the container holds it, else converted.")),
                           {"auto", "copy", "drop", "aac", "opus", "flac"}));
    table.push_back(integer("bitrate_kbps", plain(RecipeTables::tr("Bit rate")),
                            plain(RecipeTables::tr("For aac and opus; automatic: fitting the channels.")), 8, 2'000, {},
                            "kbit/s"));
    table.push_back(integer("channels", plain(RecipeTables::tr("Channels")),
                            plain(RecipeTables::tr("Mixed down to so many; automatic: as the source.")), 1, 8, {}));
    table.push_back(integer("sample_rate", plain(RecipeTables::tr("Sample rate")),
                            plain(RecipeTables::tr("Automatic: as the source.")), 8'000, 192'000, {}, "Hz"));
    return table;
}

std::vector<ParameterInfo> subtitleRuleTable() {
    std::vector<ParameterInfo> table = trackTable();
    table.push_back(choice("codec", plain(RecipeTables::tr("What is done")),
                           plain(RecipeTables::tr("Auto: copied where the container holds them, else converted.")),
                           {"auto", "copy", "drop", "srt", "ass", "mov_text", "webvtt"}));
    return table;
}

}  // namespace fotograma::ui
