#include "engine/media/track_plan.h"

#include <algorithm>
#include <array>

#include "engine/base/text.h"

namespace fotograma::media {

namespace {

using api::Fate;

struct Target {
    std::string_view codec;  ///< FFmpeg's name.
    std::string_view title;
};
constexpr Target kTargets[] = {{"aac", "AAC"}, {"opus", "Opus"},         {"flac", "FLAC"},    {"subrip", "SubRip"},
                               {"ass", "ASS"}, {"mov_text", "MP4 text"}, {"webvtt", "WebVTT"}};

std::string_view titleOf(std::string_view codec) {
    const auto* found = std::ranges::find(kTargets, codec, &Target::codec);
    return found == std::end(kTargets) ? codec : found->title;
}

bool isLossless(std::string_view codec) {
    return codec.starts_with("pcm_") || codec == "flac" || codec == "alac" || codec == "truehd" || codec == "wavpack" ||
           codec == "tta" || codec == "ape";
}

/// What sound becomes where it cannot stay as it is.
std::string_view usualSound(Container container, std::string_view source) {
    if (container == Container::WebM) return "opus";
    if (container == Container::Mkv && isLossless(source)) return "flac";
    return "aac";
}

std::string_view usualText(Container container) {
    switch (container) {
        case Container::WebM: return "webvtt";
        case Container::Mkv: return "subrip";
        default: return "mov_text";
    }
}

// What FFmpeg's mp4 writer stores as iTunes-style metadata; QuickTime's is shorter. Matroska and WebM take any key.
constexpr std::string_view kMp4Tags[] = {
    "title",      "artist",        "album_artist",     "composer",     "album",
    "date",       "encoder",       "comment",          "genre",        "copyright",
    "grouping",   "lyrics",        "description",      "synopsis",     "show",
    "episode_id", "network",       "keywords",         "episode_sort", "season_number",
    "media_type", "hd_video",      "gapless_playback", "compilation",  "track",
    "disc",       "creation_time", "sort_name",        "sort_artist",  "sort_album"};
constexpr std::string_view kMovTags[] = {"title",   "artist",  "composer", "album",         "date",
                                         "encoder", "comment", "genre",    "copyright",     "playback_requirements",
                                         "model",   "make",    "location", "creation_time", "timecode"};
constexpr std::string_view kOldFileTags[] = {"major_brand", "minor_version", "compatible_brands", "encoder"};

template <std::size_t N>
bool contains(const std::string_view (&list)[N], std::string_view key) {
    return std::ranges::find(list, key) != std::end(list);
}

bool keepsTag(Container container, std::string_view key) {
    if (container == Container::Mkv || container == Container::WebM) return true;
    const std::string lower = base::toLower(key);
    return container == Container::Mp4 ? contains(kMp4Tags, lower) : contains(kMovTags, lower);
}

class Planner {
public:
    Planner(const MediaInfo& info, Container container, const TrackRules& rules)
        : m_info(info), m_container(container), m_rules(rules) {}

    TrackPlan run() && {
        planVideo();
        planKind(TrackKind::Audio, m_rules.audio, m_rules.audioRules);
        planKind(TrackKind::Subtitle, m_rules.subtitles, m_rules.subtitleRules);
        planCovers();
        planAttachments();
        planData();
        planChapters();
        planTags();
        return std::move(m_plan);
    }

private:
    void note(Fate fate, std::string subject, std::string sentence) {
        m_plan.notes.push_back({fate, -1, std::move(subject), std::move(sentence)});
    }
    void note(Fate fate, const Track& track, std::string sentence) {
        note(fate, trackName(m_info, track.index), std::move(sentence));
    }
    TrackDecision& decide(const Track& track, TrackAction action, std::string_view codec) {
        m_plan.tracks.push_back(
            {track.index, track.kind, action, std::string(codec), {}, trackName(m_info, track.index)});
        return m_plan.tracks.back();
    }
    std::string here() const { return std::string(toText(m_container)); }

    void planVideo() {
        for (const Track& track : m_info.tracks) {
            if (!track.video || track.video->isCover) continue;
            if (track.isEmpty)
                note(Fate::Lost, track, "there is nothing in it");
            else if (track.index != m_info.videoTrack)
                note(Fate::Lost, track, base::concat("one picture track is carried over: ", m_info.videoChoice));
            else if (m_rules.copyVideo)
                copyVideo(track);
            else if (track.video->dolbyVisionProfile != 0)
                note(Fate::Lost, "Dolby Vision",
                     base::concat("its metadata (profile ", track.video->dolbyVisionProfile,
                                  ") does not survive encoding anew; the base picture is kept"));
        }
    }

    void copyVideo(const Track& track) {
        if (!canHold(m_container, track.codec)) {
            note(Fate::Lost, track, base::concat(here(), " cannot hold ", track.codec, ", so it cannot be copied"));
            return;
        }
        decide(track, TrackAction::Copy, track.codec);
        note(Fate::Kept, track, m_rules.isTrimmed ? "copied, from the key frame at or before the cut on" : "copied");
    }

    /// Tracks of a kind that have something in them; `first` names the one that "first" means.
    std::vector<const Track*> tracksOf(TrackKind kind, const Track*& first) {
        std::vector<const Track*> tracks;
        for (const Track& track : m_info.tracks)
            if (track.kind == kind) tracks.push_back(&track);
        first = nullptr;
        for (const Track* track : tracks)
            if (!track->isEmpty && (first == nullptr || (track->isDefault && !first->isDefault))) first = track;
        return tracks;
    }

    void planKind(TrackKind kind, TrackChoice choice, const std::vector<TrackRule>& rules) {
        const Track* first = nullptr;
        int number = 0;
        for (const Track* track : tracksOf(kind, first)) {
            const int ordinal = number++;
            const bool isChosen = choice == TrackChoice::All || (choice == TrackChoice::First && track == first);
            const auto fits = [&](const TrackRule& rule) {
                return (rule.language.empty() || rule.language == track->language) &&
                       (!rule.track || *rule.track == ordinal);
            };
            const auto rule = std::ranges::find_if(rules, fits);
            const TrackRule applied = rule == rules.end() ? TrackRule() : *rule;
            if (!isChosen || applied.codec == "drop")
                note(Fate::Lost, *track, "left out, as the recipe asks");
            else if (track->isEmpty)
                note(Fate::Lost, *track, "there is nothing in it");
            else if (track->isEncrypted)
                note(Fate::Lost, *track, "it is encrypted");
            else if (kind == TrackKind::Audio)
                planSound(*track, applied);
            else
                planSubtitle(*track, applied);
        }
    }

    void planSound(const Track& track, const TrackRule& rule) {
        const bool isDescribed = !track.codec.empty() && track.audio->sampleRate > 0 && track.audio->channels > 0;
        const bool canCopy = isDescribed && canHold(m_container, track.codec);
        const bool reshapes = rule.channels.value_or(track.audio->channels) != track.audio->channels ||
                              rule.sampleRate.value_or(track.audio->sampleRate) != track.audio->sampleRate;
        if (canCopy && (rule.codec == "copy" || (rule.codec == "auto" && !reshapes) ||
                        (rule.codec == track.codec && !reshapes && !rule.bitrateKbps))) {
            decide(track, TrackAction::Copy, track.codec);
            note(Fate::Kept, track, "copied");
            return;
        }
        if (rule.codec == "copy") {
            note(Fate::Lost, track, base::concat(here(), " cannot hold it as it is, and the recipe asks for a copy"));
            return;
        }
        if (!isDescribed || !track.canDecode) {
            note(Fate::Lost, track,
                 base::concat("it cannot be decoded here, and ", here(), " cannot hold it as it is"));
            return;
        }
        convertSound(track, rule, canCopy);
    }

    void convertSound(const Track& track, const TrackRule& rule, bool canCopy) {
        const std::string_view usual = usualSound(m_container, track.codec);
        const bool isNamed = rule.codec != "auto";
        const bool fits = isNamed && canHold(m_container, rule.codec);
        const std::string_view codec = fits ? std::string_view(rule.codec) : usual;
        TrackDecision& decision = decide(track, TrackAction::Convert, codec);
        decision.audio.codec = codec;
        decision.audio.bitRate = std::int64_t{rule.bitrateKbps.value_or(0)} * 1000;
        decision.audio.channels = rule.channels.value_or(0);
        decision.audio.sampleRate = rule.sampleRate.value_or(0);
        std::string why = "as the recipe asks";
        if (isNamed && !fits)
            why = base::concat(here(), " cannot hold ", titleOf(rule.codec));
        else if (!isNamed && !canCopy)
            why = base::concat(here(), " cannot hold it as it is");
        if (codec != "flac" && isLossless(track.codec)) why += "; no longer lossless";
        note(Fate::Changed, track, base::concat("converted to ", titleOf(codec), ": ", why));
    }

    void planSubtitle(const Track& track, const TrackRule& rule) {
        const std::string_view named = rule.codec == "srt" ? std::string_view("subrip") : std::string_view(rule.codec);
        const bool isNamed = named != "auto" && named != "copy";
        const bool canCopy = canHold(m_container, track.codec);
        if (canCopy && (!isNamed || named == track.codec)) {
            decide(track, TrackAction::Copy, track.codec);
            note(Fate::Kept, track, "copied");
            return;
        }
        if (named == "copy") {
            note(Fate::Lost, track, base::concat(here(), " cannot hold it as it is, and the recipe asks for a copy"));
            return;
        }
        if (!track.isText) {
            note(Fate::Lost, track,
                 base::concat("it consists of pictures, which ", here(), " cannot hold", isNamed ? " as text" : ""));
            return;
        }
        if (!track.canDecode) {
            note(Fate::Lost, track,
                 base::concat("it cannot be decoded here, and ", here(), " cannot hold it as it is"));
            return;
        }
        const std::string_view usual = usualText(m_container);
        const std::string_view codec = isNamed && canHold(m_container, named) ? named : usual;
        decide(track, TrackAction::Convert, codec);
        const bool wasStyled = track.codec == "ass" || track.codec == "ssa";
        note(Fate::Changed, track,
             base::concat("converted to ", titleOf(codec),
                          wasStyled && codec != "ass" ? "; fonts, colors and places are lost" : ""));
    }

    void planCovers() {
        for (const Track& track : m_info.tracks) {
            if (!track.video || !track.video->isCover) continue;
            const bool isStill = track.codec == "mjpeg" || track.codec == "png";
            if (m_rules.keepAttachments && holdsCovers(m_container) && isStill) {
                decide(track, TrackAction::Copy, track.codec);
                note(Fate::Kept, track, "copied");
            } else {
                note(Fate::Lost, track,
                     m_rules.keepAttachments ? base::concat(here(), " has no place for it")
                                             : "left out, as the recipe asks");
            }
        }
    }

    void planAttachments() {
        for (const Track& track : m_info.tracks) {
            if (track.kind != TrackKind::Attachment) continue;
            if (m_rules.keepAttachments && holdsAttachments(m_container)) {
                decide(track, TrackAction::Copy, track.codec);
                note(Fate::Kept, track, "copied");
            } else {
                note(Fate::Lost, track,
                     m_rules.keepAttachments ? base::concat(here(), " has no attachments")
                                             : "left out, as the recipe asks");
            }
        }
    }

    void planData() {
        for (const Track& track : m_info.tracks)
            if (track.kind == TrackKind::Data && !track.isChapterText)
                note(Fate::Lost, track, "timed data (telemetry, time codes) is not carried over");
    }

    void planChapters() {
        if (m_info.chapters.empty()) return;
        m_plan.chapters = m_rules.keepChapters && holdsChapters(m_container);
        note(m_plan.chapters ? Fate::Kept : Fate::Lost, "chapters",
             m_plan.chapters
                 ? base::concat(m_info.chapters.size(), m_rules.isTrimmed ? ", as far as they lie in the cut" : " kept")
                 : "left out, as the recipe asks");
    }

    void planTags() {
        m_plan.tags = m_rules.keepTags;
        std::vector<std::string> lost;
        std::size_t kept = 0;
        for (const auto& [key, value] : m_info.tags) {
            if (contains(kOldFileTags, base::toLower(key))) continue;
            if (m_rules.keepTags && keepsTag(m_container, key))
                ++kept;
            else
                lost.push_back(key);
        }
        if (kept > 0) note(Fate::Kept, "tags", base::concat(kept, " kept"));
        if (lost.empty()) return;
        note(Fate::Lost, "tags",
             m_rules.keepTags ? base::concat(here(), " has no place for ", base::join(lost, ", "))
                              : "left out, as the recipe asks");
    }

    const MediaInfo& m_info;
    Container m_container;
    const TrackRules& m_rules;
    TrackPlan m_plan;
};

}  // namespace

TrackPlan planTracks(const MediaInfo& info, Container container, const TrackRules& rules) {
    return Planner(info, container, rules).run();
}

}  // namespace fotograma::media
