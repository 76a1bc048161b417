/// Decides what happens to every track that is not the encoded picture: copied, converted or dropped, and why.
///
/// Errors   none: what cannot be done becomes a note.
/// Thread   any; pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/api/types.h"
#include "engine/media/container.h"
#include "engine/media/probe.h"

namespace fotograma::media {

/// Of several rules the first that fits a track decides; a track that none fits is treated as "auto".
struct TrackRule {
    std::string language;      ///< "eng"; empty: any.
    std::optional<int> track;  ///< Index among the tracks of this kind, from 0; absent: any.
    /// "auto" (copied when it can be, converted when that keeps its meaning, else dropped with a note), "copy", "drop", or
    /// a codec: "aac", "opus", "flac"; "srt", "ass", "mov_text", "webvtt".
    std::string codec = "auto";
    std::optional<int> bitrateKbps;  ///< Sound only, as the next two.
    std::optional<int> channels;
    std::optional<int> sampleRate;
};

enum class TrackChoice { All, First, None };

struct TrackRules {
    TrackChoice audio = TrackChoice::All;  ///< Which take part at all.
    TrackChoice subtitles = TrackChoice::All;
    std::vector<TrackRule> audioRules;
    std::vector<TrackRule> subtitleRules;
    bool copyVideo = false;  ///< The picture track is copied too; else it is not in the plan.
    bool keepChapters = true;
    bool keepAttachments = true;
    bool keepTags = true;
    bool isTrimmed = false;
};

/// How sound is encoded. Zero: fitting the source.
struct AudioSettings {
    std::string codec = "aac";  ///< "aac", "opus", "flac".
    std::int64_t bitRate = 0;
    int sampleRate = 0;
    int channels = 0;
};

enum class TrackAction { Copy, Convert };

struct TrackDecision {
    int track = 0;  ///< Index in the input.
    TrackKind kind = TrackKind::Audio;
    TrackAction action = TrackAction::Copy;
    std::string codec;    ///< FFmpeg's name of what comes out: "aac", "mov_text".
    AudioSettings audio;  ///< Convert of sound only.
    std::string name;     ///< "audio 1 (eng, AC-3, 5.1)"
};

struct TrackPlan {
    std::vector<TrackDecision> tracks;  ///< In output order: video, audio, subtitles, covers, attachments.
    bool chapters = false;
    bool tags = false;
    std::vector<api::FateNote> notes;
};

[[nodiscard]] TrackPlan planTracks(const MediaInfo& info, Container container, const TrackRules& rules);

}  // namespace fotograma::media
