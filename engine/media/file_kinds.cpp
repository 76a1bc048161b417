#include "engine/media/file_kinds.h"

#include <algorithm>
#include <array>

#include "engine/base/text.h"

namespace fotograma::media {

namespace {

// FFmpeg's demuxer names. Everything here keeps its media in the one file; nothing here interprets paths or addresses.
constexpr std::string_view kHolders[] = {"mov,mp4,m4a,3gp,3g2,mj2",
                                         "matroska,webm",
                                         "avi",
                                         "mpegts",
                                         "mpeg",
                                         "mpegvideo",
                                         "flv",
                                         "asf",
                                         "ogg",
                                         "mxf",
                                         "gxf",
                                         "nut",
                                         "ivf",
                                         "dv",
                                         "rm",
                                         "wtv",
                                         "yuv4mpegpipe",
                                         "h261",
                                         "h263",
                                         "h264",
                                         "hevc",
                                         "m4v",
                                         "mjpeg",
                                         "av1",
                                         "obu",
                                         "vc1",
                                         "vc1test",
                                         "dirac",
                                         "cavsvideo",
                                         "gif",
                                         "apng",
                                         "wav",
                                         "w64",
                                         "aiff",
                                         "caf",
                                         "mp3",
                                         "aac",
                                         "flac",
                                         "ac3",
                                         "eac3",
                                         "dts",
                                         "truehd"};

constexpr std::string_view kLists[] = {"hls",    "dash", "concat", "sdp",        "rtsp", "webm_dash_manifest",
                                       "image2", "imf",  "rpl",    "tedcaptions"};

base::Error listOfFiles(std::string_view name) {
    return {base::ErrorCode::Unsupported,
            base::concat(name,
                         " is a list of other files, and such lists are never followed; give the video files "
                         "themselves."),
            {}};
}

std::string_view withoutSpace(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    return begin == std::string_view::npos ? std::string_view() : text.substr(begin);
}

}  // namespace

base::Status checkFileKind(std::string_view format, std::string_view name) {
    if (std::ranges::find(kHolders, format) != std::end(kHolders)) return {};
    if (std::ranges::find(kLists, format) != std::end(kLists)) return std::unexpected(listOfFiles(name));
    return base::fail(base::ErrorCode::Unsupported,
                      base::concat(name, " is not a video file (its content looks like \"", format, "\")."));
}

base::Error unknownKind(std::string_view head, std::string_view name) {
    const std::string start = base::toLower(withoutSpace(head));
    if (start.starts_with("#extm3u") || start.starts_with("ffconcat")) return listOfFiles(name);
    std::string sentence = base::concat(name, " is not a video file: its content is of no known kind.");
    if (head.empty())
        sentence = base::concat(name, " is empty.");
    else if (start.starts_with("<!doctype html") || start.starts_with("<html"))
        sentence = base::concat(name, " is a web page, not a video file; the download went wrong.");
    else if (std::ranges::all_of(head, [](char c) { return c == '\0'; }))
        sentence = base::concat(name, " holds nothing but zeros; the copy or download did not finish.");
    return {base::ErrorCode::InvalidData, std::move(sentence), {}};
}

}  // namespace fotograma::media
