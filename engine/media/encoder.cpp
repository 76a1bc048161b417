#include "engine/media/encoder.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <deque>
#include <map>

#include "engine/base/text.h"
#include "engine/media/av.h"
#include "engine/media/encoder_options.h"
#include "engine/media/hardware_encoder.h"
#include "engine/media/pictures.h"

namespace fotograma::media {

namespace {

constexpr int kFinestTimeBase = 10'000'000;  ///< Ticks a second that every container and encoder still takes.

/// A picture as FFmpeg's encoders want it: no copy, kept by a buffer that holds our reference.
av::Frame borrow(const frame::Frame& picture, int width, int height) {
    av::Frame result(av_frame_alloc());
    if (!result) return nullptr;
    auto held = std::make_unique<frame::Frame>(picture);
    const auto release = [](void* opaque, std::uint8_t*) {
        std::unique_ptr<frame::Frame>(static_cast<frame::Frame*>(opaque));
    };
    const frame::Plane& first = picture.plane(0);
    result->buf[0] = av_buffer_create(reinterpret_cast<std::uint8_t*>(first.data),
                                      static_cast<std::size_t>(std::abs(first.pitchBytes)), release, held.get(),
                                      AV_BUFFER_FLAG_READONLY);
    if (result->buf[0] == nullptr) return nullptr;
    static_cast<void>(held.release());  // the buffer frees it
    for (int i = 0; i < picture.planes(); ++i) {
        result->data[i] = reinterpret_cast<std::uint8_t*>(picture.plane(i).data);
        result->linesize[i] = static_cast<int>(picture.plane(i).pitchBytes);
    }
    result->format = pixelFormatOf(picture.spec().format);
    result->width = width;
    result->height = height;
    return result;
}

template <class T>
SideData sideData(AVPacketSideDataType type, const T& value) {
    const auto* bytes = reinterpret_cast<const unsigned char*>(&value);
    return {type, {bytes, bytes + sizeof value}};
}

}  // namespace

struct VideoEncoder::Impl {
    av::MessageLog log;  // outlives the context's threads
    av::CodecContext context;
    EncodePlan plan;
    frame::PictureSpec source;
    frame::ColorInfo color;  ///< What is encoded is tagged with.
    std::optional<frame::MasteringDisplay> masteringDisplay;
    std::optional<frame::ContentLight> contentLight;
    PictureConverter converter;
    std::deque<av::Packet> early;
    std::map<std::int64_t, std::int64_t> durations;  ///< By time, of frames inside the encoder.
    std::int64_t lastPts = INT64_MIN;
    std::int64_t framesEncoded = 0;
    bool isFinished = false;
    bool isDrained = false;
    HardwareFrames* hardware = nullptr;
    bool isOnChip = false;
    std::string fallback;

    base::Status openOnChip(const VideoEncoderSettings& settings, const frame::FrameInfo& first, base::Rational rate);
    base::Status openOnHost(const VideoEncoderSettings& settings, const frame::FrameInfo& first, base::Rational rate);
    base::Status makeContext(const AVCodec* codec, const VideoEncoderSettings& settings, const frame::FrameInfo& first,
                             base::Rational rate);
    base::Status openContext(const AVCodec* codec, const std::vector<std::pair<std::string, std::string>>& list);
    base::Status open(const VideoEncoderSettings& settings, const frame::FrameInfo& first);
    void setPicture(const frame::FrameInfo& first, base::Rational rate);
    void setFields(const VideoEncoderSettings& settings, frame::FieldOrder order);
    base::Result<av::Frame> picture(const frame::Frame& frame);
    base::Result<av::Frame> prepare(const frame::Frame& frame);
    base::Result<av::Packet> receive();
    base::Status send(AVFrame* frame);
};

void VideoEncoder::Impl::setPicture(const frame::FrameInfo& first, base::Rational rate) {
    context->width = plan.width;
    context->height = plan.height;
    context->pix_fmt = static_cast<AVPixelFormat>(pixelFormatOf(plan.format));
    context->time_base = av::fromRational(first.timeBase);
    if (context->time_base.num <= 0 || context->time_base.den <= 0 ||
        context->time_base.den / context->time_base.num > kFinestTimeBase)
        context->time_base = {1, 90000};
    if (rate.isPositive()) context->framerate = av::fromRational(rate);
    if (source.sampleAspect.isPositive()) context->sample_aspect_ratio = av::fromRational(source.sampleAspect);
    context->color_primaries = static_cast<AVColorPrimaries>(color.primaries);
    context->color_trc = static_cast<AVColorTransferCharacteristic>(color.transfer);
    context->colorspace = static_cast<AVColorSpace>(color.matrix);
    context->color_range = color.fullRange ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG;
    context->chroma_sample_location = static_cast<AVChromaLocation>(color.chromaLocation);
}

/// x264 codes fields as fields, four lines at a time; ProRes does; FFV1 codes lines as they come and says what they are.
bool codesFields(VideoCodec codec, int height) {
    return (codec == VideoCodec::H264 && height % 4 == 0) || codec == VideoCodec::ProRes || codec == VideoCodec::Ffv1;
}

void VideoEncoder::Impl::setFields(const VideoEncoderSettings& settings, frame::FieldOrder order) {
    if (order == frame::FieldOrder::Progressive) return;
    if (codesFields(settings.codec, plan.height)) {
        context->flags |= AV_CODEC_FLAG_INTERLACED_DCT;
        context->field_order = order == frame::FieldOrder::TopFirst ? AV_FIELD_TT : AV_FIELD_BB;
        return;
    }
    plan.notes.push_back({api::Fate::Changed, -1, "interlacing",
                          "the two fields of each frame are stored woven together, as a progressive frame"});
}

base::Status VideoEncoder::Impl::open(const VideoEncoderSettings& settings, const frame::FrameInfo& first) {
    source = first.spec;
    masteringDisplay = first.masteringDisplay;
    contentLight = first.contentLight;
    hardware = settings.hardware;
    FOTOGRAMA_ASSIGN_OR_RETURN(plan, planEncoding(settings, source));
    color = source.color;
    if (source.format.model == frame::ColorModel::Rgb) {
        color.matrix = 1;
        color.fullRange = false;
    }
    const base::Rational rate = source.frameRate.isPositive() ? source.frameRate : settings.rateHint;
    if (settings.onChip) {
        const base::Status opened = openOnChip(settings, first, rate);
        isOnChip = opened.has_value();
        if (!isOnChip) {
            fallback = opened.error().message;
            plan.notes.push_back(
                {api::Fate::Changed, -1, "encoder",
                 base::concat(encoderName(settings.codec), " on the CPU instead of the GPU's: ", fallback)});
        }
    }
    if (!isOnChip) FOTOGRAMA_RETURN_IF_ERROR(openOnHost(settings, first, rate));
    if (color.isHdr())
        plan.notes.push_back({api::Fate::Kept, -1, "HDR",
                              base::concat(color.transfer == 16 ? "PQ" : "HLG", " with its color tags",
                                           masteringDisplay ? ", mastering display" : "",
                                           contentLight ? ", content light level" : "", "; nothing was tone-mapped")});
    return {};
}

/// All that both kinds of encoder are told.
base::Status VideoEncoder::Impl::makeContext(const AVCodec* codec, const VideoEncoderSettings& settings,
                                             const frame::FrameInfo& first, base::Rational rate) {
    context.reset(avcodec_alloc_context3(codec));
    if (!context) return av::avFail(AVERROR(ENOMEM), "The encoder cannot be opened");
    setPicture(first, rate);
    context->opaque = &log;
    context->thread_count = std::max(1, settings.threads);
    context->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;  // every container we write keeps it apart
    context->bit_rate = std::max<std::int64_t>(settings.bitRate, 0);
    if (settings.gopSeconds > 0.0 && rate.isPositive())
        context->gop_size = std::max(1, static_cast<int>(std::lround(settings.gopSeconds * rate.value())));
    return {};
}

base::Status VideoEncoder::Impl::openContext(const AVCodec* codec,
                                             const std::vector<std::pair<std::string, std::string>>& list) {
    av::Options options;
    for (const auto& [key, value] : list) options.set(key.c_str(), value);
    av::takeLastMessage();
    const int code = avcodec_open2(context.get(), codec, options.address());
    if (code < 0)
        return av::avFail(code, base::concat("The encoder ", codec->name, " cannot encode ", plan.width, "x",
                                             plan.height, " as ", frame::toText(plan.format)));
    return {};
}

base::Status VideoEncoder::Impl::openOnChip(const VideoEncoderSettings& settings, const frame::FrameInfo& first,
                                            base::Rational rate) {
    if (std::string reason = whyNotOnChip(settings, plan, first); !reason.empty())
        return base::fail(base::ErrorCode::Unsupported, std::move(reason));
    const AVCodec* codec = avcodec_find_encoder_by_name(hardwareEncoderName(settings.codec).c_str());
    FOTOGRAMA_RETURN_IF_ERROR(makeContext(codec, settings, first, rate));
    FOTOGRAMA_RETURN_IF_ERROR(useSurfaces(*context, *hardware, plan));
    base::Status opened = openContext(codec, hardwareOptions(settings, plan));
    // The sentence for the user is general; what the chip's library said is the reason, behind "[h264_nvenc @ 0x...] ".
    const std::string said = log.last();
    if (!opened && !said.empty())
        opened = base::fail(opened.error().code, said.substr(said.starts_with('[') ? said.find("] ") + 2 : 0));
    return opened;
}

base::Status VideoEncoder::Impl::openOnHost(const VideoEncoderSettings& settings, const frame::FrameInfo& first,
                                            base::Rational rate) {
    const AVCodec* codec = avcodec_find_encoder_by_name(encoderName(settings.codec).c_str());
    FOTOGRAMA_RETURN_IF_ERROR(makeContext(codec, settings, first, rate));
    setFields(settings, first.fieldOrder);
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto list, encoderOptions(settings, first, rate));
    return openContext(codec, list);
}

/// The picture where and how the encoder wants it: on a surface, or in host memory in its own layout.
base::Result<av::Frame> VideoEncoder::Impl::picture(const frame::Frame& frame) {
    if (isOnChip) {
        FOTOGRAMA_ASSIGN_OR_RETURN(AVFrame* const surface, hardware->toSurface(frame, context->hw_frames_ctx));
        return av::Frame(surface);
    }
    frame::Frame host = frame;
    if (!frame::isHost(frame.info().device)) {
        FOTOGRAMA_ASSIGN_OR_RETURN(host, hardware->download(frame));
    }
    if (host.spec().format != plan.format) {
        frame::FrameInfo target = host.info();
        target.spec.format = plan.format;
        target.spec.width = plan.width;
        target.spec.height = plan.height;
        target.spec.color = color;
        PixelRows rows = PixelRows::of(host);
        rows.width = plan.width;
        rows.height = plan.height;
        FOTOGRAMA_ASSIGN_OR_RETURN(host, converter.convert(rows, std::move(target)));
    }
    av::Frame result = borrow(host, plan.width, plan.height);
    if (!result) return av::avFail(AVERROR(ENOMEM), "A picture cannot be encoded");
    return result;
}

base::Result<av::Frame> VideoEncoder::Impl::prepare(const frame::Frame& frame) {
    const frame::FrameInfo& info = frame.info();
    if (hardware == nullptr && !frame::isHost(info.device))
        return base::fail(base::ErrorCode::InvalidArgument, "This encoder takes frames in host memory only.");
    if (isOnChip && frame::isHost(info.device))
        return base::fail(base::ErrorCode::InvalidArgument, "This encoder takes frames of its device only.");
    if (info.spec.width != source.width || info.spec.height != source.height || info.spec.format != source.format)
        return base::fail(base::ErrorCode::InvalidArgument, "The size or layout of the frames changed midway.");
    FOTOGRAMA_ASSIGN_OR_RETURN(av::Frame result, picture(frame));
    const AVRational from = av::fromRational(info.timeBase);
    result->pts = av_rescale_q(info.pts, from, context->time_base);
    if (lastPts != INT64_MIN) result->pts = std::max(result->pts, lastPts + 1);  // a coarser base may merge two times
    lastPts = result->pts;
    durations[result->pts] = av_rescale_q(info.duration, from, context->time_base);
    result->color_primaries = context->color_primaries;
    result->color_trc = context->color_trc;
    result->colorspace = context->colorspace;
    result->color_range = context->color_range;
    result->chroma_location = context->chroma_sample_location;
    result->sample_aspect_ratio = context->sample_aspect_ratio;
    if ((context->flags & AV_CODEC_FLAG_INTERLACED_DCT) != 0) av::setFieldOrder(*result, info.fieldOrder);
    return result;
}

/// A packet, or an empty handle when more frames are needed or all is done.
base::Result<av::Packet> VideoEncoder::Impl::receive() {
    av::Packet packet(av_packet_alloc());
    if (!packet) return av::avFail(AVERROR(ENOMEM), "A picture cannot be encoded");
    const int code = avcodec_receive_packet(context.get(), packet.get());
    if (code == AVERROR(EAGAIN)) return av::Packet();
    if (code == AVERROR_EOF) {
        isDrained = true;
        return av::Packet();
    }
    if (code < 0) {
        av::putLastMessage(log.last());
        return av::avFail(code, "A picture cannot be encoded");
    }
    packet->time_base = context->time_base;
    if (const auto found = durations.find(packet->pts); found != durations.end()) {
        packet->duration = found->second;
        durations.erase(found);
    }
    ++framesEncoded;
    return packet;
}

base::Status VideoEncoder::Impl::send(AVFrame* frame) {
    int code = avcodec_send_frame(context.get(), frame);
    while (code == AVERROR(EAGAIN)) {  // the caller did not pull everything
        FOTOGRAMA_ASSIGN_OR_RETURN(av::Packet packet, receive());
        if (!packet) break;
        early.push_back(std::move(packet));
        code = avcodec_send_frame(context.get(), frame);
    }
    if (code >= 0) return {};
    av::putLastMessage(log.last());
    return av::avFail(code, "A picture cannot be encoded");
}

VideoEncoder::VideoEncoder(std::unique_ptr<Impl> impl) noexcept : m_impl(std::move(impl)) {}
VideoEncoder::~VideoEncoder() = default;

base::Result<std::unique_ptr<VideoEncoder>> VideoEncoder::create(const VideoEncoderSettings& settings,
                                                                 const frame::FrameInfo& first) {
    av::initialize();
    auto impl = std::make_unique<Impl>();
    FOTOGRAMA_RETURN_IF_ERROR(impl->open(settings, first));
    return std::unique_ptr<VideoEncoder>(new VideoEncoder(std::move(impl)));
}

base::Status VideoEncoder::push(const frame::Frame& frame) {
    FOTOGRAMA_ASSERT(!m_impl->isFinished, "no frame follows the last one");
    FOTOGRAMA_ASSIGN_OR_RETURN(const av::Frame prepared, m_impl->prepare(frame));
    return m_impl->send(prepared.get());
}

base::Status VideoEncoder::finish() {
    if (m_impl->isFinished) return {};
    m_impl->isFinished = true;
    return m_impl->send(nullptr);
}

base::Result<std::optional<Packet>> VideoEncoder::pull() {
    Impl& impl = *m_impl;
    if (!impl.early.empty()) {
        std::optional<Packet> packet(std::in_place, impl.early.front().release(), -1);
        impl.early.pop_front();
        return packet;
    }
    if (impl.isDrained) return std::optional<Packet>();
    FOTOGRAMA_ASSIGN_OR_RETURN(av::Packet packet, impl.receive());
    if (!packet) return std::optional<Packet>();
    return std::optional<Packet>(std::in_place, packet.release(), -1);
}

StreamFormat VideoEncoder::streamFormat() const {
    const AVCodecContext& context = *m_impl->context;
    auto data = describeEncoder(context, av::toRational(context.time_base));
    data->frameRate = av::toRational(context.framerate);
    data->sampleAspect = av::toRational(context.sample_aspect_ratio);
    if (m_impl->masteringDisplay) {
        AVMasteringDisplayMetadata metadata{};
        av::toAv(*m_impl->masteringDisplay, metadata);
        data->sideData.push_back(sideData(AV_PKT_DATA_MASTERING_DISPLAY_METADATA, metadata));
    }
    if (m_impl->contentLight) {
        AVContentLightMetadata metadata{};
        metadata.MaxCLL = static_cast<unsigned>(m_impl->contentLight->maxContentLevel);
        metadata.MaxFALL = static_cast<unsigned>(m_impl->contentLight->maxFrameAverageLevel);
        data->sideData.push_back(sideData(AV_PKT_DATA_CONTENT_LIGHT_LEVEL, metadata));
    }
    return StreamFormat(std::move(data));
}

frame::PictureFormat VideoEncoder::format() const noexcept { return m_impl->plan.format; }
bool VideoEncoder::isOnChip() const noexcept { return m_impl->isOnChip; }
const std::string& VideoEncoder::fallback() const noexcept { return m_impl->fallback; }
std::int64_t VideoEncoder::framesEncoded() const noexcept { return m_impl->framesEncoded; }
const std::vector<api::FateNote>& VideoEncoder::notes() const noexcept { return m_impl->plan.notes; }

}  // namespace fotograma::media
