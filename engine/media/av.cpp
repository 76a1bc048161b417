#include "engine/media/av.h"

#include <cerrno>
#include <cmath>
#include <cstring>
#include <span>

#include "engine/base/text.h"

namespace fotograma::media::av {

namespace {

struct Wording {
    int code;
    base::ErrorCode ours;
    const char* reason;
};

// Every code that an ordinary file, disk or machine can cause. What is not here is a bug of ours or of FFmpeg.
constexpr Wording kWordings[] = {
    {AVERROR_INVALIDDATA, base::ErrorCode::InvalidData, "the data is damaged or not what it claims to be"},
    {AVERROR_EOF, base::ErrorCode::InvalidData, "the file ends too early"},
    {AVERROR_EXIT, base::ErrorCode::Cancelled, "it was cancelled"},
    {AVERROR_DECODER_NOT_FOUND, base::ErrorCode::Unsupported, "this FFmpeg has no decoder for it"},
    {AVERROR_ENCODER_NOT_FOUND, base::ErrorCode::Unsupported, "this FFmpeg has no encoder for it"},
    {AVERROR_DEMUXER_NOT_FOUND, base::ErrorCode::Unsupported, "this FFmpeg cannot read such files"},
    {AVERROR_MUXER_NOT_FOUND, base::ErrorCode::Unsupported, "this FFmpeg cannot write such files"},
    {AVERROR_STREAM_NOT_FOUND, base::ErrorCode::InvalidData, "there is no such track"},
    {AVERROR_PATCHWELCOME, base::ErrorCode::Unsupported, "this FFmpeg does not support what the file uses"},
    {AVERROR_EXPERIMENTAL, base::ErrorCode::Unsupported, "this FFmpeg calls it experimental"},
    {AVERROR_EXTERNAL, base::ErrorCode::Unsupported, "the codec's library refused"},
    {AVERROR(ENOSYS), base::ErrorCode::Unsupported, "this FFmpeg does not support what the file uses"},
    {AVERROR(EINVAL), base::ErrorCode::InvalidArgument, "its settings or data do not fit together"},
    {AVERROR(ERANGE), base::ErrorCode::InvalidData, "a value is out of range"},
    {AVERROR(ENOMEM), base::ErrorCode::ResourceExhausted, "there is not enough memory"},
    {AVERROR(ENOSPC), base::ErrorCode::ResourceExhausted, "the disk is full"},
#ifdef EDQUOT
    {AVERROR(EDQUOT), base::ErrorCode::ResourceExhausted, "the disk quota is used up"},
#endif
    {AVERROR(EFBIG), base::ErrorCode::ResourceExhausted, "the file would be too large for this disk"},
    {AVERROR(EMFILE), base::ErrorCode::ResourceExhausted, "too many files are open"},
    {AVERROR(ENOENT), base::ErrorCode::NotFound, "there is no such file"},
    {AVERROR(EACCES), base::ErrorCode::PermissionDenied, "the system does not allow it"},
    {AVERROR(EPERM), base::ErrorCode::PermissionDenied, "it is not allowed"},
    {AVERROR(ETIMEDOUT), base::ErrorCode::Timeout, "it took too long"},
    {AVERROR(EIO), base::ErrorCode::IoError, "reading or writing failed"},
};

}  // namespace

base::Error avError(int code, std::string_view what) {
    char text[AV_ERROR_MAX_STRING_SIZE] = {};
    av_strerror(code, text, sizeof text);
    std::string detail = base::concat(text, " (", code, ")");
    if (const std::string said = takeLastMessage(); !said.empty()) detail = base::concat(said, "; ", detail);
    for (const Wording& wording : kWordings)
        if (wording.code == code)
            return {wording.ours, base::concat(what, ": ", wording.reason, "."), std::move(detail)};
    return {base::ErrorCode::Internal, base::concat(what, ": ", text, "."), std::move(detail)};
}

std::unexpected<base::Error> avFail(int code, std::string_view what) { return std::unexpected(avError(code, what)); }

std::string codecTitle(AVCodecID id) {
    const AVCodecDescriptor* descriptor = avcodec_descriptor_get(id);
    if (descriptor == nullptr) return {};
    return descriptor->long_name != nullptr ? descriptor->long_name : descriptor->name;
}

std::string toText(const AVChannelLayout& layout) {
    char text[128] = {};
    if (av_channel_layout_describe(&layout, text, sizeof text) < 0)
        return base::concat(layout.nb_channels, " channels");
    return text;
}

frame::FieldOrder fieldOrderOf(const AVFrame& frame) noexcept {
#if LIBAVUTIL_VERSION_INT >= AV_VERSION_INT(58, 7, 100)
    const bool interlaced = (frame.flags & AV_FRAME_FLAG_INTERLACED) != 0;
    const bool topFirst = (frame.flags & AV_FRAME_FLAG_TOP_FIELD_FIRST) != 0;
#else
    const bool interlaced = frame.interlaced_frame != 0;
    const bool topFirst = frame.top_field_first != 0;
#endif
    if (!interlaced) return frame::FieldOrder::Progressive;
    return topFirst ? frame::FieldOrder::TopFirst : frame::FieldOrder::BottomFirst;
}

void setFieldOrder(AVFrame& frame, frame::FieldOrder order) noexcept {
    const bool interlaced = order != frame::FieldOrder::Progressive;
    const bool topFirst = order == frame::FieldOrder::TopFirst;
#if LIBAVUTIL_VERSION_INT >= AV_VERSION_INT(58, 7, 100)
    if (interlaced) frame.flags |= AV_FRAME_FLAG_INTERLACED;
    if (topFirst) frame.flags |= AV_FRAME_FLAG_TOP_FIELD_FIRST;
#else
    frame.interlaced_frame = interlaced ? 1 : 0;
    frame.top_field_first = topFirst ? 1 : 0;
#endif
}

const std::uint8_t* streamSideData(const AVStream& stream, AVPacketSideDataType type, std::size_t& bytes) noexcept {
    bytes = 0;
#if LIBAVFORMAT_VERSION_INT >= AV_VERSION_INT(60, 15, 100)
    const AVPacketSideData* found =
        av_packet_side_data_get(stream.codecpar->coded_side_data, stream.codecpar->nb_coded_side_data, type);
    if (found == nullptr) return nullptr;
    bytes = found->size;
    return found->data;
#else
    return av_stream_get_side_data(&stream, type, &bytes);
#endif
}

bool addStreamSideData(AVStream& stream, AVPacketSideDataType type, const void* data, std::size_t bytes) {
#if LIBAVFORMAT_VERSION_INT >= AV_VERSION_INT(60, 15, 100)
    AVPacketSideData* added = av_packet_side_data_new(&stream.codecpar->coded_side_data,
                                                      &stream.codecpar->nb_coded_side_data, type, bytes, 0);
    if (added == nullptr) return false;
    std::memcpy(added->data, data, bytes);
#else
    std::uint8_t* added = av_stream_new_side_data(&stream, type, bytes);
    if (added == nullptr) return false;
    std::memcpy(added, data, bytes);
#endif
    return true;
}

std::vector<SideData> readStreamSideData(const AVStream& stream) {
    std::vector<SideData> copies;
#if LIBAVFORMAT_VERSION_INT >= AV_VERSION_INT(60, 15, 100)
    const std::span all(stream.codecpar->coded_side_data,
                        static_cast<std::size_t>(stream.codecpar->nb_coded_side_data));
#else
    const std::span all(stream.side_data, static_cast<std::size_t>(stream.nb_side_data));
#endif
    for (const AVPacketSideData& each : all) copies.push_back({each.type, {each.data, each.data + each.size}});
    return copies;
}

std::optional<frame::MasteringDisplay> fromAv(const AVMasteringDisplayMetadata& metadata) {
    if (metadata.has_primaries == 0 || metadata.has_luminance == 0) return std::nullopt;
    frame::MasteringDisplay display;
    for (std::size_t i = 0; i < 3; ++i)
        display.primaries[i] = {av_q2d(metadata.display_primaries[i][0]), av_q2d(metadata.display_primaries[i][1])};
    display.whitePoint = {av_q2d(metadata.white_point[0]), av_q2d(metadata.white_point[1])};
    display.minLuminance = av_q2d(metadata.min_luminance);
    display.maxLuminance = av_q2d(metadata.max_luminance);
    return display;
}

frame::ContentLight fromAv(const AVContentLightMetadata& metadata) {
    return {static_cast<int>(metadata.MaxCLL), static_cast<int>(metadata.MaxFALL)};
}

void toAv(const frame::MasteringDisplay& display, AVMasteringDisplayMetadata& metadata) {
    // The units of SMPTE ST 2086 as HEVC codes them: 0.00002 for chromaticities, 0.0001 cd/m² for luminance.
    const auto chromaticity = [](double value) {
        return AVRational{static_cast<int>(std::lround(value * 50000)), 50000};
    };
    const auto luminance = [](double value) { return AVRational{static_cast<int>(std::lround(value * 10000)), 10000}; };
    for (std::size_t i = 0; i < 3; ++i) {
        metadata.display_primaries[i][0] = chromaticity(display.primaries[i].x);
        metadata.display_primaries[i][1] = chromaticity(display.primaries[i].y);
    }
    metadata.white_point[0] = chromaticity(display.whitePoint.x);
    metadata.white_point[1] = chromaticity(display.whitePoint.y);
    metadata.min_luminance = luminance(display.minLuminance);
    metadata.max_luminance = luminance(display.maxLuminance);
    metadata.has_primaries = 1;
    metadata.has_luminance = 1;
}

}  // namespace fotograma::media::av
