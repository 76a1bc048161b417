#include "engine/media/picture_file.h"

#include "engine/base/text.h"
#include "engine/media/av.h"
#include "engine/media/pictures.h"

namespace fotograma::media {

using base::concat;
using base::ErrorCode;

namespace {

constexpr int kJpegScale = 4;  ///< Of 2 (best) to 31.
constexpr int kBt601 = 5;      ///< What JFIF means.

struct Target {
    AVCodecID codec = AV_CODEC_ID_MJPEG;
    AVPixelFormat layout = AV_PIX_FMT_YUVJ420P;
    const char* name = "JPEG";
};

Target targetOf(api::PictureFile format) {
    if (format == api::PictureFile::Png) return {AV_CODEC_ID_PNG, AV_PIX_FMT_RGB24, "PNG"};
    return {};
}

base::Result<av::Frame> converted(const frame::Frame& picture, const Target& target) {
    const PixelRows rows = PixelRows::of(picture);
    if (rows.format == AV_PIX_FMT_NONE)
        return base::fail(ErrorCode::Unsupported, concat("A picture of ", frame::toText(picture.spec().format),
                                                         " cannot be written as ", target.name, "."));
    av::Frame made(av_frame_alloc());
    if (!made) return base::fail(ErrorCode::ResourceExhausted, "No memory for a picture.");
    made->format = target.layout;
    made->width = rows.width;
    made->height = rows.height;
    made->color_range = AVCOL_RANGE_JPEG;
    if (const int code = av_frame_get_buffer(made.get(), 0); code < 0)
        return av::avFail(code, "No memory for a picture");
    constexpr int kFlags = SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT | SWS_FULL_CHR_H_INP;
    const av::Scaler scaler(sws_getContext(rows.width, rows.height, static_cast<AVPixelFormat>(rows.format), rows.width,
                                           rows.height, target.layout, kFlags, nullptr, nullptr, nullptr));
    if (!scaler)
        return base::fail(ErrorCode::Unsupported, concat("This picture cannot be written as ", target.name, "."),
                          av::takeLastMessage());
    frame::ColorInfo source;
    source.matrix = rows.matrix;
    sws_setColorspaceDetails(scaler.get(), sws_getCoefficients(frame::effectiveMatrix(source, rows.height)),
                             rows.fullRange ? 1 : 0, sws_getCoefficients(kBt601), 1, 0, 1 << 16, 1 << 16);
    const int done = sws_scale(scaler.get(), rows.data, rows.strides, 0, rows.height, made->data, made->linesize);
    if (done < 0) return av::avFail(done, "A picture could not be converted");
    return made;
}

base::Result<av::CodecContext> opened(const Target& target, const AVFrame& picture) {
    const AVCodec* codec = avcodec_find_encoder(target.codec);
    av::CodecContext context(codec != nullptr ? avcodec_alloc_context3(codec) : nullptr);
    if (!context)
        return base::fail(ErrorCode::Unsupported, concat("This FFmpeg does not write ", target.name, " pictures."));
    context->width = picture.width;
    context->height = picture.height;
    context->pix_fmt = target.layout;
    context->color_range = AVCOL_RANGE_JPEG;
    context->time_base = {1, 25};
    context->thread_count = 1;
    if (target.codec == AV_CODEC_ID_MJPEG) {
        context->flags |= AV_CODEC_FLAG_QSCALE;
        context->global_quality = kJpegScale * FF_QP2LAMBDA;
    }
    if (const int code = avcodec_open2(context.get(), codec, nullptr); code < 0)
        return av::avFail(code, concat("A ", target.name, " picture cannot be begun"));
    return context;
}

}  // namespace

base::Result<std::string> encodePicture(const frame::Frame& picture, api::PictureFile format) {
    av::initialize();
    const Target target = targetOf(format);
    FOTOGRAMA_ASSIGN_OR_RETURN(const av::Frame pixels, converted(picture, target));
    FOTOGRAMA_ASSIGN_OR_RETURN(const av::CodecContext context, opened(target, *pixels));
    if (target.codec == AV_CODEC_ID_MJPEG) pixels->quality = context->global_quality;
    const av::Packet packet(av_packet_alloc());
    if (!packet) return base::fail(ErrorCode::ResourceExhausted, "No memory for a picture.");
    int code = avcodec_send_frame(context.get(), pixels.get());
    if (code >= 0) code = avcodec_send_frame(context.get(), nullptr);
    if (code >= 0) code = avcodec_receive_packet(context.get(), packet.get());
    if (code < 0) return av::avFail(code, concat("A picture could not be written as ", target.name));
    return std::string(reinterpret_cast<const char*>(packet->data), static_cast<std::size_t>(packet->size));
}

}  // namespace fotograma::media
