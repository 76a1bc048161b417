#include "engine/media/probe.h"

#include "engine/base/text.h"
#include "engine/media/demuxer.h"

namespace fotograma::media {

namespace {

using base::Json;

Json toJson(base::Rational value) { return base::concat(value.num, "/", value.den); }

Json toJson(const Tags& tags) {
    Json json = Json::object();
    for (const auto& [key, value] : tags) json.set(key, value);
    return json;
}

Json toJson(const frame::ColorInfo& color) {
    return Json::object()
        .set("primaries", color.primaries)
        .set("transfer", color.transfer)
        .set("matrix", color.matrix)
        .set("full_range", color.fullRange)
        .set("hdr", color.isHdr());
}

Json toJson(const frame::MasteringDisplay& display) {
    Json primaries = Json::array();
    for (const frame::Chromaticity& point : display.primaries)
        primaries.append(Json::array().append(point.x).append(point.y));
    return Json::object()
        .set("primaries", primaries)
        .set("white_point", Json::array().append(display.whitePoint.x).append(display.whitePoint.y))
        .set("min_luminance", display.minLuminance)
        .set("max_luminance", display.maxLuminance);
}

Json toJson(const VideoFacts& facts) {
    Json json = Json::object();
    json.set("width", facts.width).set("height", facts.height);
    json.set("display_width", facts.displayWidth).set("display_height", facts.displayHeight);
    json.set("sample_aspect", toJson(facts.sampleAspect));
    json.set("rotation", facts.transform.clockwise).set("mirrored", facts.transform.mirrored);
    json.set("frame_rate", toJson(facts.frameRate)).set("mean_rate", toJson(facts.meanRate));
    json.set("variable_rate", facts.isVariableRate);
    if (!facts.pixelFormat.empty())
        json.set("pixel_format", facts.pixelFormat).set("bits", facts.bits).set("alpha", facts.hasAlpha);
    json.set("color", toJson(facts.color));
    json.set("interlaced", facts.fieldOrder != frame::FieldOrder::Progressive);
    if (facts.masteringDisplay) json.set("mastering_display", toJson(*facts.masteringDisplay));
    if (facts.contentLight)
        json.set("content_light", Json::object()
                                      .set("max_content_level", facts.contentLight->maxContentLevel)
                                      .set("max_frame_average_level", facts.contentLight->maxFrameAverageLevel));
    if (facts.dolbyVisionProfile != 0) json.set("dolby_vision_profile", facts.dolbyVisionProfile);
    if (facts.isCover) json.set("cover", true);
    return json;
}

Json toJson(const Track& track) {
    Json json = Json::object();
    json.set("index", track.index).set("kind", toText(track.kind)).set("codec", track.codec);
    if (!track.codecTitle.empty()) json.set("codec_title", track.codecTitle);
    if (!track.profile.empty()) json.set("profile", track.profile);
    json.set("can_decode", track.canDecode);
    if (track.isEmpty) json.set("empty", true);
    if (track.isEncrypted) json.set("encrypted", true);
    json.set("default", track.isDefault);
    if (track.isForced) json.set("forced", true);
    if (!track.language.empty()) json.set("language", track.language);
    if (!track.title.empty()) json.set("title", track.title);
    json.set("start", track.startSeconds).set("duration", track.durationSeconds);
    if (track.bitRate > 0) json.set("bit_rate", track.bitRate);
    if (track.frames > 0) json.set("frames", track.frames);
    if (track.video) json.set("video", toJson(*track.video));
    if (track.audio)
        json.set("audio", Json::object()
                              .set("sample_rate", track.audio->sampleRate)
                              .set("channels", track.audio->channels)
                              .set("layout", track.audio->layout));
    if (track.kind == TrackKind::Subtitle) json.set("text", track.isText);
    if (track.attachment)
        json.set("attachment", Json::object()
                                   .set("file_name", track.attachment->fileName)
                                   .set("mime_type", track.attachment->mimeType)
                                   .set("size", track.attachment->sizeBytes));
    if (!track.tags.empty()) json.set("tags", toJson(track.tags));
    return json;
}

/// The name that people know a codec by.
std::string_view shortName(std::string_view codec) {
    constexpr std::pair<std::string_view, std::string_view> kNames[] = {{"h264", "H.264"},
                                                                        {"hevc", "HEVC"},
                                                                        {"av1", "AV1"},
                                                                        {"vp8", "VP8"},
                                                                        {"vp9", "VP9"},
                                                                        {"aac", "AAC"},
                                                                        {"ac3", "AC-3"},
                                                                        {"eac3", "E-AC-3"},
                                                                        {"dts", "DTS"},
                                                                        {"mp2", "MP2"},
                                                                        {"mp3", "MP3"},
                                                                        {"opus", "Opus"},
                                                                        {"vorbis", "Vorbis"},
                                                                        {"flac", "FLAC"},
                                                                        {"alac", "ALAC"},
                                                                        {"truehd", "TrueHD"},
                                                                        {"subrip", "SubRip"},
                                                                        {"ass", "ASS"},
                                                                        {"mov_text", "MP4 text"},
                                                                        {"webvtt", "WebVTT"},
                                                                        {"hdmv_pgs_subtitle", "PGS"},
                                                                        {"dvd_subtitle", "VobSub"},
                                                                        {"dvb_subtitle", "DVB"}};
    for (const auto& [key, name] : kNames)
        if (key == codec) return name;
    return codec.starts_with("pcm_") ? "PCM" : codec;
}

}  // namespace

std::string_view toText(TrackKind kind) noexcept {
    switch (kind) {
        case TrackKind::Video: return "video";
        case TrackKind::Audio: return "audio";
        case TrackKind::Subtitle: return "subtitle";
        case TrackKind::Attachment: return "attachment";
        case TrackKind::Data: break;
    }
    return "data";
}

std::string trackName(const MediaInfo& info, int index) {
    const Track& track = info.tracks[static_cast<std::size_t>(index)];
    if (track.video && track.video->isCover) return "cover picture";
    int number = 1;
    for (const Track& other : info.tracks)
        if (other.index < index && other.kind == track.kind && !(other.video && other.video->isCover)) ++number;
    std::vector<std::string> facts;
    if (!track.language.empty()) facts.push_back(track.language);
    if (track.attachment && !track.attachment->fileName.empty())
        facts.push_back(track.attachment->fileName);
    else if (!track.codec.empty())
        facts.emplace_back(shortName(track.codec));
    if (track.audio && !track.audio->layout.empty()) facts.push_back(track.audio->layout);
    const std::string name = base::concat(toText(track.kind), " ", number);
    return facts.empty() ? name : base::concat(name, " (", base::join(facts, ", "), ")");
}

base::Json toJson(const MediaInfo& info) {
    Json json = Json::object();
    json.set("path", info.path).set("container", info.container).set("container_title", info.containerTitle);
    json.set("start", info.startSeconds).set("duration", info.durationSeconds);
    if (info.isDurationEstimated) json.set("duration_estimated", true);
    json.set("bit_rate", info.bitRate).set("size", info.sizeBytes);
    json.set("video_track", info.videoTrack);
    if (!info.videoChoice.empty()) json.set("video_choice", info.videoChoice);
    Json tracks = Json::array();
    for (const Track& track : info.tracks) tracks.append(toJson(track));
    json.set("tracks", tracks);
    Json chapters = Json::array();
    for (const Chapter& chapter : info.chapters)
        chapters.append(Json::object()
                            .set("start", chapter.startSeconds)
                            .set("end", chapter.endSeconds)
                            .set("title", chapter.title));
    json.set("chapters", chapters);
    json.set("tags", toJson(info.tags));
    return json;
}

base::Result<MediaInfo> probe(const std::filesystem::path& path, ProbeDepth depth, const Limits& limits,
                              std::stop_token stop, std::span<const std::filesystem::path> roots) {
    OpenOptions options;
    options.depth = depth;
    options.limits = limits;
    options.picturesOnly = depth == ProbeDepth::Header;  // nothing is read, so the index alone will do
    options.roots.assign(roots.begin(), roots.end());
    options.stop = std::move(stop);
    FOTOGRAMA_ASSIGN_OR_RETURN(const std::unique_ptr<Demuxer> demuxer, Demuxer::open(path, options));
    return demuxer->info();
}

}  // namespace fotograma::media
