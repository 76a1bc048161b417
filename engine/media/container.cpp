#include "engine/media/container.h"

#include <algorithm>
#include <array>
#include <span>

#include "engine/base/text.h"

namespace fotograma::media {

namespace {

using Names = std::span<const std::string_view>;

// What common players open, not all that a muxer would write: PCM in mp4 is legal and plays almost nowhere.
constexpr std::string_view kMp4[] = {"h264", "hevc", "av1",  "vp9",  "mpeg4",    "aac",          "mp3",   "ac3",
                                     "eac3", "alac", "opus", "flac", "mov_text", "dvd_subtitle", "mjpeg", "png"};
constexpr std::string_view kMov[] = {
    "h264",      "hevc",      "prores",    "dnxhd",     "mpeg4",     "mjpeg",     "qtrle",     "png",
    "rawvideo",  "h263",      "svq1",      "svq3",      "cinepak",   "aac",       "mp3",       "ac3",
    "eac3",      "alac",      "pcm_s16le", "pcm_s16be", "pcm_s24le", "pcm_s24be", "pcm_s32le", "pcm_s32be",
    "pcm_f32le", "pcm_f32be", "pcm_u8",    "pcm_s8",    "pcm_mulaw", "pcm_alaw",  "mov_text"};
constexpr std::string_view kMkv[] = {"h264",         "hevc",         "av1",
                                     "vp8",          "vp9",          "mpeg1video",
                                     "mpeg2video",   "mpeg4",        "msmpeg4v3",
                                     "mjpeg",        "prores",       "ffv1",
                                     "theora",       "vc1",          "wmv3",
                                     "h263",         "cinepak",      "aac",
                                     "mp2",          "mp3",          "ac3",
                                     "eac3",         "dts",          "truehd",
                                     "alac",         "opus",         "vorbis",
                                     "flac",         "wavpack",      "tta",
                                     "pcm_s16le",    "pcm_s16be",    "pcm_s24le",
                                     "pcm_s24be",    "pcm_s32le",    "pcm_f32le",
                                     "pcm_f64le",    "pcm_u8",       "subrip",
                                     "ass",          "webvtt",       "hdmv_pgs_subtitle",
                                     "dvd_subtitle", "dvb_subtitle", "hdmv_text_subtitle"};
constexpr std::string_view kWebM[] = {"vp8", "vp9", "av1", "opus", "vorbis", "webvtt"};

Names codecsOf(Container container) noexcept {
    switch (container) {
        case Container::Mp4: return kMp4;
        case Container::Mov: return kMov;
        case Container::Mkv: return kMkv;
        case Container::WebM: return kWebM;
    }
    return {};
}

constexpr std::string_view kNames[] = {"mp4", "mov", "mkv", "webm"};

}  // namespace

std::string_view toText(Container container) noexcept { return kNames[static_cast<std::size_t>(container)]; }

base::Result<Container> containerFromText(std::string_view text) {
    const auto found = std::ranges::find(kNames, text);
    if (found != std::end(kNames)) return static_cast<Container>(found - std::begin(kNames));
    return base::fail(base::ErrorCode::InvalidArgument,
                      base::concat("There is no container \"", text, "\"; choose mp4, mov, mkv or webm."));
}

bool canHold(Container container, std::string_view codec) noexcept {
    return std::ranges::find(codecsOf(container), codec) != codecsOf(container).end();
}

bool holdsAttachments(Container container) noexcept { return container == Container::Mkv; }

bool holdsCovers(Container container) noexcept { return container == Container::Mp4 || container == Container::Mkv; }

bool holdsChapters(Container) noexcept { return true; }

}  // namespace fotograma::media
