#include "engine/media/still.h"

#include <cstring>
#include <string_view>

#include "engine/base/text.h"
#include "engine/media/av.h"
#include "engine/media/pictures.h"

namespace fotograma::media {

using base::concat;
using base::ErrorCode;
using base::Result;

namespace {

constexpr std::int64_t kMostPixels = std::int64_t{1} << 26;  // 8192x8192: more than any overlay needs
constexpr int kLongestSide = 16384;

/// Known by the first bytes: a file's name says nothing about what is in it.
AVCodecID codecOf(std::span<const std::byte> file) {
    const std::string_view text(reinterpret_cast<const char*>(file.data()), file.size());
    if (text.starts_with("\x89PNG\r\n\x1a\n")) return AV_CODEC_ID_PNG;
    if (text.starts_with("\xff\xd8\xff")) return AV_CODEC_ID_MJPEG;
    if (text.starts_with("RIFF") && text.size() > 12 && text.substr(8, 4) == "WEBP") return AV_CODEC_ID_WEBP;
    if (text.starts_with("BM")) return AV_CODEC_ID_BMP;
    if (text.starts_with("II*") || text.starts_with(std::string_view("MM\0*", 4))) return AV_CODEC_ID_TIFF;
    return AV_CODEC_ID_NONE;
}

/// The file as the one packet that it is, through its decoder.
Result<av::Frame> decode(std::span<const std::byte> file) {
    const AVCodecID id = codecOf(file);
    const AVCodec* codec = id == AV_CODEC_ID_NONE ? nullptr : avcodec_find_decoder(id);
    if (codec == nullptr) return base::fail(ErrorCode::Unsupported, "it is no PNG, JPEG, WebP, BMP or TIFF picture");
    av::CodecContext decoder(avcodec_alloc_context3(codec));
    av::Packet packet(av_packet_alloc());
    av::Frame frame(av_frame_alloc());
    if (!decoder || !packet || !frame || av_new_packet(packet.get(), static_cast<int>(file.size())) < 0)
        return base::fail(ErrorCode::ResourceExhausted, "there is no memory for the picture");
    std::memcpy(packet->data, file.data(), file.size());
    decoder->max_pixels = kMostPixels;
    decoder->thread_count = 1;
    if (const int code = avcodec_open2(decoder.get(), codec, nullptr); code < 0)
        return av::avFail(code, "the picture cannot be decoded");
    int code = avcodec_send_packet(decoder.get(), packet.get());
    if (code >= 0) code = avcodec_send_packet(decoder.get(), nullptr);
    if (code >= 0) code = avcodec_receive_frame(decoder.get(), frame.get());
    if (code < 0)
        return base::fail(ErrorCode::InvalidData, "it is damaged or too large: no picture could be decoded",
                          av::takeLastMessage());
    if (frame->width > kLongestSide || frame->height > kLongestSide)
        return base::fail(ErrorCode::InvalidArgument, "the picture has a side of over 16384 pixels");
    return frame;
}

/// R, G, B, A one after another, of 8 or 16 bits.
Result<av::Frame> unpacked(const AVFrame& source, bool isDeep) {
    av::Frame target(av_frame_alloc());
    if (!target) return base::fail(ErrorCode::ResourceExhausted, "there is no memory for the picture");
    target->format = isDeep ? AV_PIX_FMT_RGBA64 : AV_PIX_FMT_RGBA;
    target->width = source.width;
    target->height = source.height;
    if (av_frame_get_buffer(target.get(), 0) < 0)
        return base::fail(ErrorCode::ResourceExhausted, "there is no memory for the picture");
    const av::Scaler scaler(sws_getContext(source.width, source.height, static_cast<AVPixelFormat>(source.format),
                                           source.width, source.height, static_cast<AVPixelFormat>(target->format),
                                           SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT | SWS_FULL_CHR_H_INP,
                                           nullptr, nullptr, nullptr));
    if (!scaler) return base::fail(ErrorCode::Unsupported, "its layout is not known", av::takeLastMessage());
    // JFIF: BT.601 of full range, whatever a height may suggest.
    const bool isFull = source.color_range != AVCOL_RANGE_MPEG;
    const int* matrix = sws_getCoefficients(
        source.colorspace == AVCOL_SPC_UNSPECIFIED ? SWS_CS_ITU601 : static_cast<int>(source.colorspace));
    sws_setColorspaceDetails(scaler.get(), matrix, isFull ? 1 : 0, matrix, 1, 0, 1 << 16, 1 << 16);
    const int done =
        sws_scale(scaler.get(), source.data, source.linesize, 0, source.height, target->data, target->linesize);
    if (done < 0) return av::avFail(done, "the picture cannot be converted");
    return target;
}

template <class Sample>
void copyChannel(const AVFrame& packed, int channel, const frame::Plane& plane) {
    for (int y = 0; y < plane.height; ++y) {
        const auto* from = reinterpret_cast<const Sample*>(packed.data[0] + std::ptrdiff_t{y} * packed.linesize[0]);
        auto* to = reinterpret_cast<Sample*>(plane.data + y * plane.pitchBytes);
        for (int x = 0; x < plane.width; ++x) to[x] = from[4 * x + channel];
    }
}

Result<frame::Frame> channels(const AVFrame& packed, bool isDeep, frame::ColorModel model, int first) {
    frame::FrameInfo info;
    info.spec.format = {model, isDeep ? frame::SampleType::U16 : frame::SampleType::U8, isDeep ? 16 : 8, 0, 0};
    info.spec.width = packed.width;
    info.spec.height = packed.height;
    // IEC 61966-2-1: primaries of BT.709, its own transfer.
    info.spec.color = {.primaries = 1, .transfer = 13, .matrix = 0, .fullRange = true, .chromaLocation = 0};
    FOTOGRAMA_ASSIGN_OR_RETURN(frame::MutableFrame made, frame::MutableFrame::allocateHost(info));
    for (int plane = 0; plane < made.planes(); ++plane) {
        if (isDeep) {
            copyChannel<std::uint16_t>(packed, first + plane, made.plane(plane));
        } else {
            copyChannel<std::uint8_t>(packed, first + plane, made.plane(plane));
        }
    }
    return std::move(made).freeze();
}

}  // namespace

Result<Still> readStill(std::span<const std::byte> file) {
    av::initialize();
    FOTOGRAMA_ASSIGN_OR_RETURN(const av::Frame decoded, decode(file));
    const AVPixFmtDescriptor* descriptor = av_pix_fmt_desc_get(static_cast<AVPixelFormat>(decoded->format));
    const bool isDeep = descriptor != nullptr && descriptor->comp[0].depth > 8;
    const bool isPalette = descriptor != nullptr && (descriptor->flags & AV_PIX_FMT_FLAG_PAL) != 0;
    FOTOGRAMA_ASSIGN_OR_RETURN(const av::Frame packed, unpacked(*decoded, isDeep));
    FOTOGRAMA_ASSIGN_OR_RETURN(frame::Frame picture, channels(*packed, isDeep, frame::ColorModel::Rgb, 0));
    Still still{std::move(picture), std::nullopt};
    if (isPalette || hasAlpha(decoded->format)) {
        FOTOGRAMA_ASSIGN_OR_RETURN(still.alpha, channels(*packed, isDeep, frame::ColorModel::Gray, 3));
    }
    return still;
}

}  // namespace fotograma::media
