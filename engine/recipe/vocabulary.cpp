#include "engine/recipe/vocabulary.h"

#include <algorithm>
#include <array>

#include "engine/recipe/recipe.h"

namespace fotograma::recipe {

namespace {

using enum FieldKind;
using Words = std::string_view;

constexpr std::array kRotations{Words("apply"), Words("ignore")};
constexpr std::array kFrameChoices{Words("all"), Words("key"), Words("sample"), Words("none")};
constexpr std::array kTrackChoices{Words("all"), Words("first"), Words("none")};
constexpr std::array kContainerIds{Words("mp4"), Words("mkv"), Words("mov"), Words("webm")};
constexpr std::array kVideoCodecs{Words("h264"), Words("hevc"),   Words("av1"), Words("vp9"),
                                  Words("ffv1"), Words("prores"), Words("copy")};
constexpr std::array kPresets{Words("fastest"), Words("fast"), Words("medium"), Words("slow"), Words("slowest")};
constexpr std::array kEncoders{Words("software"), Words("hardware")};
constexpr std::array kChromas{Words("420"), Words("422"), Words("444"), Words("source")};
constexpr std::array kAudioCodecs{Words("auto"), Words("copy"), Words("drop"),
                                  Words("aac"),  Words("opus"), Words("flac")};
constexpr std::array kSubtitleCodecs{Words("auto"), Words("copy"),     Words("drop"),  Words("srt"),
                                     Words("ass"),  Words("mov_text"), Words("webvtt")};

constexpr double kLongest = 1e6;  // seconds; eleven days

constexpr std::array kRecipeFields{
    Field{"$schema", Text, "For editors: where the schema of this document lies. Not read."},
    Field{"version", Integer, "Of the document form.", kVersion, kVersion, {}, true},
    Field{"id", Text, "Name on the command line: lower-case letters, digits, '-' and '_', at most 64.", 0, 0, {}, true},
    Field{"title", Text, "Name for people; the id when absent."},
    Field{"description", Text, "A sentence or two on what comes out."},
    Field{"input", Object, "Which part of the input is used."},
    Field{"measures", List, "What is measured, and where."},
    Field{"filters", List, "Filters in order, shared by all outputs."},
    Field{"outputs", List, "The files to make; none: the input is only measured."},
};

constexpr std::array kInputFields{
    Field{"start", Number, "Seconds to leave out at the beginning.", 0, kLongest},
    Field{"duration", Number, "Seconds to use from there; absent: to the end.", 0.001, kLongest},
    Field{"frames", Choice,
          "all; key: key frames only; sample: the first frame at or after every multiple of 'every'; none: nothing is "
          "decoded. Only all goes with outputs.",
          0, 0, kFrameChoices},
    Field{"every", Number, "Seconds between samples; absent: 1. Only with sample.", 0.001, kLongest},
    Field{"rotation", Choice, "apply: pictures are turned as they are meant to be seen; ignore: as they are coded.", 0,
          0, kRotations},
    Field{"audio", Choice, "Sound tracks that outputs may draw from.", 0, 0, kTrackChoices},
    Field{"subtitles", Choice, "Subtitle tracks that outputs may draw from.", 0, 0, kTrackChoices},
};

constexpr std::array kFilterUseFields{
    Field{"id", Text, "Which filter.", 0, 0, {}, true},
    Field{"params", Object, "Its parameters; what is absent takes its default."},
};

constexpr std::array kMeasureUseFields{
    Field{"id", Text, "Which measure.", 0, 0, {}, true},
    Field{"at", Text,
          "source: what was decoded; filtered: after the shared filters; output:N: what output N encodes, from 0."},
    Field{"params", Object, "Its parameters; what is absent takes its default."},
    Field{"per_frame", Boolean, "Also one row a frame in the report."},
};

constexpr std::array kOutputFields{
    Field{"name", Text, "File name template with {stem} {recipe} {ext} {codec} {index} {output}."},
    Field{"container", Choice, "Kind of file.", 0, 0, kContainerIds},
    Field{"filters", List, "Filters of this output, after the shared ones."},
    Field{"video", Object, "How pictures are encoded, or \"copy\"."},
    Field{"audio", List, "Rules for sound tracks: the first that fits decides; without any, auto."},
    Field{"subtitles", List, "Rules for subtitle tracks: the first that fits decides; without any, auto."},
    Field{"chapters", Boolean, "Keep chapters."},
    Field{"attachments", Boolean, "Keep attached files (fonts, covers)."},
    Field{"tags", Boolean, "Keep tags (title, date, artist)."},
};

constexpr std::array kVideoFields{
    Field{"codec", Choice, "copy keeps the packets as they are and takes no other setting.", 0, 0, kVideoCodecs},
    Field{
        "quality", Number,
        "Constant quality on the codec's own scale; lower is better. h264 and hevc 0 to 51, av1 1 to 63, vp9 0 to 63; "
        "prores: 0 is 4444 XQ, 1 4444, 2 422 HQ, 3 422, 4 422 LT, 5 422 Proxy; ffv1 is lossless and knows 0 alone.",
        0, 63},
    Field{"bitrate_kbps", Integer, "Mean rate instead of quality; not for ffv1 and prores.", 20, 1'000'000},
    Field{"preset", Choice, "Slower makes smaller files of the same quality; prores is the same in all.", 0, 0,
          kPresets},
    Field{"bits", Integer, "Bits a sample, 8 or 10; 0: as the source (ffv1: exactly; prores: always 10).", 0, 10},
    Field{"chroma", Choice, "Chroma subsampling; absent: 420, but source for ffv1 and prores (whose quality decides).",
          0, 0, kChromas},
    Field{"gop_seconds", Number, "Longest distance of key frames; 0: the codec's default.", 0, 60},
    Field{"encoder", Choice,
          "hardware: the GPU's own for h264 and hevc where the job runs on a GPU that has one; faster, and larger at "
          "the same quality.",
          0, 0, kEncoders},
    Field{
        "check_quality", Boolean,
        "Decode up to 24 frames of the finished file, drawn by chance, and compare them with what was encoded (SSIM); "
        "absent: no."},
};

constexpr std::array kAudioRuleFields{
    Field{"language", Text, "Fits tracks of this language (ISO 639-2, as in the file); absent: any."},
    Field{"track", Integer, "Fits this track only, counted among its kind from 0; absent: any.", 0, 255},
    Field{"codec", Choice,
          "auto: copied when the container holds it, else converted without losing meaning, else dropped.", 0, 0,
          kAudioCodecs},
    Field{"bitrate_kbps", Integer, "For aac and opus; absent: fitting the channels.", 8, 2000},
    Field{"channels", Integer, "Mixed down to so many; absent: as the source.", 1, 8},
    Field{"sample_rate", Integer, "Hz; absent: as the source or the nearest that the codec takes.", 8000, 192'000},
};

constexpr std::array kSubtitleRuleFields{
    Field{"language", Text, "Fits tracks of this language (ISO 639-2, as in the file); absent: any."},
    Field{"track", Integer, "Fits this track only, counted among its kind from 0; absent: any.", 0, 255},
    Field{"codec", Choice,
          "auto: copied when the container holds it, else converted without losing meaning, else dropped.", 0, 0,
          kSubtitleCodecs},
};

constexpr std::array kSourceChroma{Words("source")};

// Ranges and usual values of CRF in libx264, libx265, SVT-AV1 and libvpx (31 is what Google advises for 1080p).
constexpr std::array kCodecs{
    CodecWords{"h264", 0, 51, 22},
    CodecWords{"hevc", 0, 51, 24},
    CodecWords{"av1", 1, 63, 32},
    CodecWords{"vp9", 0, 63, 31},
    CodecWords{"ffv1", 0, 0, 0, false, "source", {}},
    CodecWords{"prores", 0, 5, 3, false, "source", kSourceChroma},
};

constexpr std::array kMp4Video{Words("h264"), Words("hevc"), Words("av1"), Words("vp9")};
constexpr std::array kMkvVideo{Words("h264"), Words("hevc"), Words("av1"),
                               Words("vp9"),  Words("ffv1"), Words("prores")};
constexpr std::array kMovVideo{Words("h264"), Words("hevc"), Words("prores")};
constexpr std::array kWebmVideo{Words("av1"), Words("vp9")};
constexpr std::array kAllAudio{Words("aac"), Words("opus"), Words("flac")};
constexpr std::array kMovAudio{Words("aac")};
constexpr std::array kWebmAudio{Words("opus")};
constexpr std::array kMp4Subtitles{Words("mov_text")};
constexpr std::array kMkvSubtitles{Words("srt"), Words("ass"), Words("webvtt")};
constexpr std::array kWebmSubtitles{Words("webvtt")};

constexpr std::array kContainers{
    ContainerWords{"mp4", "mp4", kMp4Video, kAllAudio, kMp4Subtitles},
    ContainerWords{"mkv", "mkv", kMkvVideo, kAllAudio, kMkvSubtitles},
    ContainerWords{"mov", "mov", kMovVideo, kMovAudio, kMp4Subtitles},
    ContainerWords{"webm", "webm", kWebmVideo, kWebmAudio, kWebmSubtitles},
};

}  // namespace

std::span<const Field> recipeFields() { return kRecipeFields; }
std::span<const Field> inputFields() { return kInputFields; }
std::span<const Field> filterUseFields() { return kFilterUseFields; }
std::span<const Field> measureUseFields() { return kMeasureUseFields; }
std::span<const Field> outputFields() { return kOutputFields; }
std::span<const Field> videoFields() { return kVideoFields; }
std::span<const Field> audioRuleFields() { return kAudioRuleFields; }
std::span<const Field> subtitleRuleFields() { return kSubtitleRuleFields; }

const CodecWords* findCodec(std::string_view id) {
    const auto found = std::ranges::find(kCodecs, id, &CodecWords::id);
    return found == kCodecs.end() ? nullptr : &*found;
}

const ContainerWords* findContainer(std::string_view id) {
    const auto found = std::ranges::find(kContainers, id, &ContainerWords::id);
    return found == kContainers.end() ? nullptr : &*found;
}

}  // namespace fotograma::recipe
