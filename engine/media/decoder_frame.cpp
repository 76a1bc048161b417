// What becomes of a decoded picture: its time, its facts, and the memory it is handed on in.
#include <algorithm>
#include <cmath>

#include "engine/media/decoder_impl.h"

namespace fotograma::media {

namespace {

constexpr double kTolerance = 0.0005;  ///< Seconds: a frame so little before a cut is the cut's first.

/// What FFmpeg's H.264 decoder calls full range from the first picture on; one that served another file keeps to "yuv".
int fullRangeFormat(int format, AVColorRange range) noexcept {
    if (range != AVCOL_RANGE_JPEG) return format;
    switch (format) {
        case AV_PIX_FMT_YUV420P: return AV_PIX_FMT_YUVJ420P;
        case AV_PIX_FMT_YUV422P: return AV_PIX_FMT_YUVJ422P;
        case AV_PIX_FMT_YUV444P: return AV_PIX_FMT_YUVJ444P;
        default: return format;
    }
}

/// As the stream is coded: a surface of a chip only says that it is one.
int codedFormat(const AVFrame& decoded, const AVCodecContext& context) noexcept {
    return decoded.hw_frames_ctx != nullptr ? static_cast<int>(context.sw_pix_fmt) : decoded.format;
}

}  // namespace

void Decoder::Impl::noteFirst(const AVFrame& decoded) {
    const int format = codedFormat(decoded, *context);
    firstSeen.format = context->codec_id == AV_CODEC_ID_H264 ? fullRangeFormat(format, decoded.color_range) : format;
    const frame::PictureSpec seen = describeSpec(decoded);
    firstSeen.width = seen.width;
    firstSeen.height = seen.height;
    firstSeen.fieldOrder = av::fieldOrderOf(decoded);
}

/// In the demuxer's zero; always after the frame before.
std::int64_t Decoder::Impl::repairTime(const AVFrame& decoded) {
    std::int64_t pts = decoded.best_effort_timestamp;
    const bool isFirst = lastPts == INT64_MIN;
    const std::int64_t step = usualDuration > 0 ? usualDuration : std::max<std::int64_t>(lastDuration, 1);
    lastDuration = av::durationOf(decoded);
    if (pts == AV_NOPTS_VALUE) {
        ++timesRepaired;
        pts = isFirst ? 0 : lastPts + step;
    } else if (!isFirst && pts <= lastPts) {
        // A tick or so of disorder is moved behind the last frame; a clock that went back is carried on from there.
        ++timesRepaired;
        pts = lastPts + (lastPts - pts > 10 * step || usualDuration == 0 ? step : 1);
    }
    lastPts = pts;
    return pts;
}

bool Decoder::Impl::isWanted(std::int64_t pts) const {
    const double time = static_cast<double>(pts) * timeBase.value();
    if (time < -kTolerance) return false;
    return !trim.durationSeconds || time < *trim.durationSeconds - kTolerance;
}

frame::PictureSpec Decoder::Impl::describeSpec(const AVFrame& decoded) const {
    frame::PictureSpec result;
    // Of surfaces FFmpeg takes off a crop's right and lower part alone.
    const bool isSurface = decoded.hw_frames_ctx != nullptr;
    result.width = decoded.width - (isSurface ? static_cast<int>(decoded.crop_left) : 0);
    result.height = decoded.height - (isSurface ? static_cast<int>(decoded.crop_top) : 0);
    result.color.primaries = decoded.color_primaries;
    result.color.transfer = decoded.color_trc;
    result.color.matrix = decoded.colorspace;
    result.color.fullRange = decoded.color_range == AVCOL_RANGE_JPEG ||
                             std::string_view(pixelFormatName(codedFormat(decoded, *context))).starts_with("yuvj");
    result.color.chromaLocation = decoded.chroma_location;
    result.sampleAspect = track.video->sampleAspect;
    if (!statesAspect && decoded.sample_aspect_ratio.num > 0 && decoded.sample_aspect_ratio.den > 0)
        result.sampleAspect = av::toRational(decoded.sample_aspect_ratio);
    result.frameRate = track.video->frameRate;
    return result;
}

void Decoder::Impl::readHdr(const AVFrame& decoded) {
    if (const auto* data = av_frame_get_side_data(&decoded, AV_FRAME_DATA_MASTERING_DISPLAY_METADATA))
        masteringDisplay = av::fromAv(*reinterpret_cast<const AVMasteringDisplayMetadata*>(data->data));
    if (const auto* data = av_frame_get_side_data(&decoded, AV_FRAME_DATA_CONTENT_LIGHT_LEVEL))
        contentLight = av::fromAv(*reinterpret_cast<const AVContentLightMetadata*>(data->data));
}

/// Everything but format and device, which depend on where the picture goes.
frame::FrameInfo Decoder::Impl::describe(const AVFrame& decoded) {
    frame::FrameInfo info;
    info.spec = describeSpec(decoded);
    info.pts = std::max<std::int64_t>(lastPts, 0);
    info.duration = std::max<std::int64_t>(av::durationOf(decoded), 0);
    if (info.duration == 0) info.duration = usualDuration;
    if (trim.durationSeconds) {
        const auto end = std::llround(*trim.durationSeconds / timeBase.value());
        info.duration = std::min(info.duration, std::max<std::int64_t>(end - info.pts, 1));
    }
    info.timeBase = timeBase;
    info.index = index;
    info.isKeyFrame = av::isKey(decoded);
    info.isDamaged = decoded.decode_error_flags != 0 || (decoded.flags & AV_FRAME_FLAG_CORRUPT) != 0;
    info.fieldOrder = av::fieldOrderOf(decoded);
    readHdr(decoded);
    info.masteringDisplay = masteringDisplay;
    info.contentLight = contentLight;
    return info;
}

base::Result<frame::Frame> Decoder::Impl::wrap(av::Frame decoded, const frame::PictureFormat& format,
                                               frame::FrameInfo info) {
    info.spec.format = format;
    if (spec) info.spec = *spec;  // tags that flicker from frame to frame are not a new picture
    frame::Plane planes[3];
    for (int i = 0; i < format.planes(); ++i)
        planes[i] = {reinterpret_cast<std::byte*>(decoded->data[i]), decoded->linesize[i],
                     format.planeWidth(i, decoded->width), format.planeHeight(i, decoded->height)};
    const std::shared_ptr<AVFrame> storage = std::move(decoded);
    return frame::Frame(std::move(info), std::span(planes, static_cast<std::size_t>(format.planes())), storage);
}

base::Result<frame::Frame> Decoder::Impl::unpack(const AVFrame& decoded, frame::FrameInfo info) {
    PixelRows rows = PixelRows::of(decoded);
    rows.fullRange = info.spec.color.fullRange;
    if (spec) {
        info.spec = *spec;
        return converter.convert(rows, std::move(info));
    }
    const std::optional<Unpacking> unpacking = unpackingOf(decoded.format);
    const std::string name = pixelFormatName(decoded.format);
    if (!unpacking)
        return base::fail(base::ErrorCode::Unsupported,
                          base::concat("Pictures stored as \"", name, "\" cannot be unpacked."));
    info.spec.format = unpacking->format;
    if (unpacking->isFromRgb) {
        rows.fullRange = true;
        frame::ColorInfo& color = info.spec.color;
        color.matrix = 1;
        color.fullRange = false;
        if (color.primaries == 2) color.primaries = 1;
        if (color.transfer == 2) color.transfer = 1;
        notes.push_back(changed("color model", base::concat("RGB (", name, ") was converted to ",
                                                            frame::toText(unpacking->format), ", BT.709")));
    }
    return converter.convert(rows, std::move(info));
}

/// A picture on a surface of the chip. The stream's own format says how deep it is: surfaces know only 8 and 16 bits.
base::Result<frame::Frame> Decoder::Impl::fromDevice(av::Frame decoded, frame::FrameInfo info) {
    const auto format = plainFormat(context->sw_pix_fmt);
    const auto sameAsFirst = [&] {
        return !spec || (*format == spec->format && info.spec.width == spec->width && info.spec.height == spec->height);
    };
    if (format && sameAsFirst()) {
        info.spec.format = *format;
        if (spec) info.spec = *spec;
        base::Result<frame::Frame> adopted = shared->hardware->adopt(*decoded, info);
        if (adopted) {
            ++framesOnDevice;
            return adopted;
        }
        shared->setFallback(base::concat("frames could not stay on the device: ", adopted.error().message));
    }
    av::Frame host(av_frame_alloc());
    const int code = host ? av_hwframe_transfer_data(host.get(), decoded.get(), 0) : AVERROR(ENOMEM);
    if (code < 0) return av::avFail(code, "A picture cannot be brought from the device");
    av_frame_copy_props(host.get(), decoded.get());
    host->width = decoded->width;
    host->height = decoded->height;
    av_frame_apply_cropping(host.get(), AV_FRAME_CROP_UNALIGNED);
    noteResize(*host);
    return unpack(*host, std::move(info));
}

/// Said once; all pictures are brought to the size of the first.
void Decoder::Impl::noteResize(const AVFrame& decoded) {
    const bool isResized = spec && (decoded.width != spec->width || decoded.height != spec->height);
    if (!isResized || hasNotedResize) return;
    hasNotedResize = true;
    notes.push_back(
        changed("picture size", base::concat("it changes midway to ", decoded.width, "x", decoded.height,
                                             "; pictures were scaled to ", spec->width, "x", spec->height)));
}

base::Result<frame::Frame> Decoder::Impl::toFrame(av::Frame decoded) {
    frame::FrameInfo info = describe(*decoded);
    if (!spec && hasAlpha(decoded->format))
        notes.push_back({api::Fate::Lost, -1, "transparency", "the alpha channel was dropped"});
    const bool isOnDevice = shared->hardware != nullptr && decoded->format == shared->hardware->pixelFormat();
    if (isOnDevice) return fromDevice(std::move(decoded), std::move(info));
    const std::optional<frame::PictureFormat> plain = plainFormat(decoded->format);
    const bool fits =
        !spec || (plain && *plain == spec->format && decoded->width == spec->width && decoded->height == spec->height);
    if (plain && fits) return wrap(std::move(decoded), *plain, std::move(info));
    noteResize(*decoded);
    return unpack(*decoded, std::move(info));
}

}  // namespace fotograma::media
