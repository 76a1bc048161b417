#include "engine/media/decoder.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <mutex>

#include "engine/base/log.h"
#include "engine/base/text.h"
#include "engine/media/av.h"
#include "engine/media/decoder_shelf.h"
#include "engine/media/pictures.h"
#include "engine/media/stream_format.h"

namespace fotograma::media {

namespace {

constexpr double kTolerance = 0.0005;  ///< Seconds: a frame so little before a cut is the cut's first.
constexpr int kErrorsInARow = 4096;    ///< While draining: a decoder that never says it is done.

api::FateNote changed(std::string subject, std::string sentence) {
    return {api::Fate::Changed, -1, std::move(subject), std::move(sentence)};
}

/// What frame threads need of us: reached through the codec context's opaque, which their copies share.
struct Shared : av::MessageLog {
    HardwareFrames* hardware = nullptr;
    std::mutex mutex;  ///< Protects fallback.
    std::string fallback;

    void setFallback(std::string reason) {
        const std::lock_guard lock(mutex);
        if (fallback.empty()) fallback = std::move(reason);
    }
};

/// What FFmpeg's H.264 decoder calls full range from the first picture on; one that served another file keeps to "yuv".
int fullRangeFormat(const AVFrame& frame) noexcept {
    if (frame.color_range != AVCOL_RANGE_JPEG) return frame.format;
    switch (frame.format) {
        case AV_PIX_FMT_YUV420P: return AV_PIX_FMT_YUVJ420P;
        case AV_PIX_FMT_YUV422P: return AV_PIX_FMT_YUVJ422P;
        case AV_PIX_FMT_YUV444P: return AV_PIX_FMT_YUVJ444P;
        default: return frame.format;
    }
}

AVPixelFormat chooseFormat(AVCodecContext* context, const AVPixelFormat* offered) {
    auto& shared = *static_cast<Shared*>(static_cast<av::MessageLog*>(context->opaque));
    if (shared.hardware != nullptr) {
        for (const AVPixelFormat* each = offered; *each != AV_PIX_FMT_NONE; ++each)
            if (*each == shared.hardware->pixelFormat()) return *each;
        shared.setFallback(base::concat("the device's decoder does not take this ", avcodec_get_name(context->codec_id),
                                        " stream; it was decoded on the CPU"));
    }
    return avcodec_default_get_format(context, offered);
}

}  // namespace

struct Decoder::Impl {
    std::unique_ptr<Shared> shared = std::make_unique<Shared>();  // outlives the context's threads
    av::CodecContext context;
    DecoderShelf* shelf = nullptr;
    std::unique_ptr<AVCodecParameters, FreeCodecParameters> parameters;  ///< When the context may go back to the shelf.
    bool isDescriptionDue = false;  ///< A context that served another file gets this file's with the first packet.
    Track track;
    bool statesAspect = false;  ///< The container does: it wins over the bitstream, as players have it.
    Trim trim;
    bool keyFramesOnly = false;
    base::Rational timeBase;
    std::int64_t usualDuration = 0;  ///< In timeBase; 0 unknown.

    struct {
        int format = -1;
        int width = 0;
        int height = 0;
        frame::FieldOrder fieldOrder = frame::FieldOrder::Progressive;
    } firstSeen;                             ///< As it left FFmpeg.
    std::optional<frame::PictureSpec> spec;  ///< Of the first frame; all others are brought to it.
    std::int64_t lastPts = INT64_MIN;
    std::int64_t lastDuration = 0;
    std::int64_t index = 0;
    std::optional<frame::MasteringDisplay> masteringDisplay;
    std::optional<frame::ContentLight> contentLight;
    PictureConverter converter;
    std::deque<av::Frame> early;  ///< Frames that had to be taken so that a packet fits.

    bool isFinished = false;  ///< No more packets.
    bool isDrained = false;
    std::int64_t packets = 0;
    std::int64_t framesSeen = 0;  ///< Also those outside the cut.
    std::int64_t framesDecoded = 0;
    std::int64_t framesNeeded = 0;
    std::int64_t framesDamaged = 0;
    std::int64_t packetsRefused = 0;
    std::int64_t timesRepaired = 0;
    std::vector<api::FateNote> notes;
    bool hasNotedResize = false;

    Impl() = default;
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;
    ~Impl();
    base::Status makeContext(const AVCodecParameters& coded, const DecoderOptions& options);
    base::Status addDescription(AVPacket& packet);
    base::Status open(const Demuxer& demuxer, int trackIndex, const DecoderOptions& options);
    void useHardware(HardwareFrames& hardware);
    base::Result<av::Frame> receive();
    base::Result<frame::Frame> toFrame(av::Frame decoded);
    base::Result<frame::Frame> wrap(av::Frame decoded, const frame::PictureFormat& format, frame::FrameInfo info);
    base::Result<frame::Frame> unpack(const AVFrame& decoded, frame::FrameInfo info);
    base::Result<frame::Frame> fromDevice(av::Frame decoded, frame::FrameInfo info);
    void noteFirst(const AVFrame& decoded);
    frame::FrameInfo describe(const AVFrame& decoded);
    frame::PictureSpec describeSpec(const AVFrame& decoded) const;
    std::int64_t repairTime(const AVFrame& decoded);
    void readHdr(const AVFrame& decoded);
    [[nodiscard]] bool isWanted(std::int64_t pts) const;
    [[nodiscard]] base::Error nothingDecoded() const;
};

base::Status Decoder::Impl::open(const Demuxer& demuxer, int trackIndex, const DecoderOptions& options) {
    const auto& tracks = demuxer.info().tracks;
    if (trackIndex < 0 || static_cast<std::size_t>(trackIndex) >= tracks.size() ||
        !tracks[static_cast<std::size_t>(trackIndex)].video)
        return base::fail(base::ErrorCode::InvalidArgument, "There is no picture track to decode.");
    track = tracks[static_cast<std::size_t>(trackIndex)];
    trim = demuxer.trim();
    keyFramesOnly = options.keyFramesOnly;
    const Demuxer::Coding coding = demuxer.coding(trackIndex);
    statesAspect = coding.statesAspect;
    timeBase = coding.timeBase;
    const bool isShared = options.shelf != nullptr && options.threads <= 1 && options.hardware == nullptr;
    if (isShared) {
        shelf = options.shelf;
        context.reset(shelf->take(*coding.parameters));
        isDescriptionDue = context != nullptr && coding.parameters->extradata_size > 0;
        parameters.reset(avcodec_parameters_alloc());
        if (!parameters || avcodec_parameters_copy(parameters.get(), coding.parameters) < 0)
            return av::avFail(AVERROR(ENOMEM), "The decoder cannot be opened");
    }
    if (!context) FOTOGRAMA_RETURN_IF_ERROR(makeContext(*coding.parameters, options));
    context->pkt_timebase = av::fromRational(timeBase);
    context->opaque = static_cast<av::MessageLog*>(shared.get());
    context->skip_frame = keyFramesOnly ? AVDISCARD_NONKEY : AVDISCARD_DEFAULT;

    const base::Rational rate = track.video->meanRate;
    if (rate.isPositive()) usualDuration = std::llround(1.0 / (rate.value() * timeBase.value()));
    masteringDisplay = track.video->masteringDisplay;
    contentLight = track.video->contentLight;
    return {};
}

base::Status Decoder::Impl::makeContext(const AVCodecParameters& coded, const DecoderOptions& options) {
    const AVCodec* codec = avcodec_find_decoder(coded.codec_id);
    if (codec == nullptr)
        return base::fail(base::ErrorCode::Unsupported, base::concat("The picture is coded as \"", track.codec,
                                                                     "\", for which this FFmpeg has no decoder."));
    context.reset(avcodec_alloc_context3(codec));
    if (!context || avcodec_parameters_to_context(context.get(), &coded) < 0)
        return av::avFail(AVERROR(ENOMEM), "The decoder cannot be opened");
    context->pkt_timebase = av::fromRational(timeBase);
    context->opaque = static_cast<av::MessageLog*>(shared.get());
    context->thread_count = std::max(1, options.threads);
    context->get_format = &chooseFormat;
    context->max_pixels = std::int64_t{16384} * 16384;
    context->flags |= AV_CODEC_FLAG_UNALIGNED;  // cropped to the sample, as the stream says
    if (keyFramesOnly) context->skip_frame = AVDISCARD_NONKEY;
    if (options.hardware != nullptr) useHardware(*options.hardware);
    const int code = avcodec_open2(context.get(), codec, nullptr);
    if (code < 0) return av::avFail(code, base::concat("The decoder for ", track.codec, " cannot be opened"));
    return {};
}

/// A context goes back to the shelf only after a file without any fault.
Decoder::Impl::~Impl() {
    if (shelf == nullptr || !context || framesSeen == 0) return;
    if (framesDamaged > 0 || packetsRefused > 0 || timesRepaired > 0) return;
    early.clear();
    shelf->put(context.release(), *parameters);
}

base::Status Decoder::Impl::addDescription(AVPacket& packet) {
    isDescriptionDue = false;
    const auto bytes = static_cast<std::size_t>(parameters->extradata_size);
    std::uint8_t* data = av_packet_new_side_data(&packet, AV_PKT_DATA_NEW_EXTRADATA, bytes);
    if (data == nullptr) return av::avFail(AVERROR(ENOMEM), "A picture cannot be decoded");
    std::copy_n(parameters->extradata, bytes, data);
    return {};
}

void Decoder::Impl::useHardware(HardwareFrames& hardware) {
    shared->hardware = &hardware;
    context->hw_device_ctx = av_buffer_ref(hardware.deviceContext());
    context->extra_hw_frames = hardware.extraFrames();
    if (context->hw_device_ctx != nullptr) return;
    shared->hardware = nullptr;
    shared->setFallback("the device's decoder could not be set up; it was decoded on the CPU");
}

void Decoder::Impl::noteFirst(const AVFrame& decoded) {
    firstSeen.format = context->codec_id == AV_CODEC_ID_H264 ? fullRangeFormat(decoded) : decoded.format;
    firstSeen.width = decoded.width;
    firstSeen.height = decoded.height;
    firstSeen.fieldOrder = av::fieldOrderOf(decoded);
}

/// Why there is no frame at the end of it all.
base::Error Decoder::Impl::nothingDecoded() const {
    if (framesSeen > 0 || (packets == 0 && trim.startSeconds > 0.0))
        return {base::ErrorCode::InvalidArgument,
                base::concat("There is no picture in the part from ", base::fixed(trim.startSeconds, 3), " s on."),
                {}};
    if (packets == 0)
        return {base::ErrorCode::InvalidData, "The file declares a picture track, but no picture is in it.", {}};
    return {base::ErrorCode::InvalidData,
            base::concat("None of the ", packets, " packets of the picture could be decoded."), shared->last()};
}

/// A frame, or an empty handle when more packets are needed or all is done.
base::Result<av::Frame> Decoder::Impl::receive() {
    if (!early.empty()) {
        av::Frame frame = std::move(early.front());
        early.pop_front();
        return frame;
    }
    av::Frame frame(av_frame_alloc());
    if (!frame) return av::avFail(AVERROR(ENOMEM), "A picture cannot be decoded");
    for (int errors = 0; errors < kErrorsInARow; ++errors) {
        const int code = avcodec_receive_frame(context.get(), frame.get());
        if (code >= 0) return frame;
        if (code == AVERROR(EAGAIN)) return av::Frame();
        if (code == AVERROR_EOF) {
            isDrained = true;
            return av::Frame();
        }
        if (code == AVERROR(ENOMEM)) return av::avFail(code, "A picture cannot be decoded");
        ++packetsRefused;  // frame threads report a packet's damage here
        if (!isFinished) return av::Frame();
    }
    isDrained = true;
    return av::Frame();
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
    result.width = decoded.width;
    result.height = decoded.height;
    result.color.primaries = decoded.color_primaries;
    result.color.transfer = decoded.color_trc;
    result.color.matrix = decoded.colorspace;
    result.color.fullRange = decoded.color_range == AVCOL_RANGE_JPEG ||
                             std::string_view(pixelFormatName(decoded.format)).starts_with("yuvj");
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

base::Result<frame::Frame> Decoder::Impl::fromDevice(av::Frame decoded, frame::FrameInfo info) {
    if (spec) info.spec = *spec;
    base::Result<frame::Frame> wrapped = shared->hardware->wrap(decoded.get(), info);
    if (wrapped) return wrapped;
    shared->setFallback(base::concat("frames could not stay on the device: ", wrapped.error().message));
    av::Frame host(av_frame_alloc());
    const int code = host ? av_hwframe_transfer_data(host.get(), decoded.get(), 0) : AVERROR(ENOMEM);
    if (code < 0) return av::avFail(code, "A picture cannot be brought from the device");
    av_frame_copy_props(host.get(), decoded.get());
    return unpack(*host, std::move(info));
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
    const bool isResized = spec && (decoded->width != spec->width || decoded->height != spec->height);
    if (isResized && !hasNotedResize) {
        hasNotedResize = true;
        notes.push_back(
            changed("picture size", base::concat("it changes midway to ", decoded->width, "x", decoded->height,
                                                 "; pictures were scaled to ", spec->width, "x", spec->height)));
    }
    return unpack(*decoded, std::move(info));
}

Decoder::Decoder(std::unique_ptr<Impl> impl) noexcept : m_impl(std::move(impl)) {}
Decoder::~Decoder() = default;

base::Result<std::unique_ptr<Decoder>> Decoder::create(const Demuxer& demuxer, int track,
                                                       const DecoderOptions& options) {
    auto impl = std::make_unique<Impl>();
    FOTOGRAMA_RETURN_IF_ERROR(impl->open(demuxer, track, options));
    return std::unique_ptr<Decoder>(new Decoder(std::move(impl)));
}

base::Status Decoder::push(const Packet& packet) {
    Impl& impl = *m_impl;
    FOTOGRAMA_ASSERT(!impl.isFinished, "no packet follows the last one");
    if (packet.track() != impl.track.index || (impl.keyFramesOnly && !packet.isKey())) return {};
    if (av_packet_get_side_data(packet.av(), AV_PKT_DATA_ENCRYPTION_INFO, nullptr) != nullptr)
        return base::fail(base::ErrorCode::Unsupported,
                          "The picture is encrypted (DRM); only the player it was sold for can decode it.");
    ++impl.packets;
    if ((packet.av()->flags & AV_PKT_FLAG_DISCARD) != 0) ++impl.framesNeeded;
    if (impl.isDescriptionDue) FOTOGRAMA_RETURN_IF_ERROR(impl.addDescription(*packet.av()));
    int code = avcodec_send_packet(impl.context.get(), packet.av());
    while (code == AVERROR(EAGAIN)) {  // the caller did not pull everything
        av::Frame frame(av_frame_alloc());
        if (!frame) return av::avFail(AVERROR(ENOMEM), "A picture cannot be decoded");
        const int received = avcodec_receive_frame(impl.context.get(), frame.get());
        if (received >= 0)
            impl.early.push_back(std::move(frame));
        else if (received == AVERROR(EAGAIN))
            break;
        else
            ++impl.packetsRefused;
        code = avcodec_send_packet(impl.context.get(), packet.av());
    }
    if (code == AVERROR(ENOMEM)) return av::avFail(code, "A picture cannot be decoded");
    if (code < 0) ++impl.packetsRefused;
    return {};
}

base::Status Decoder::finish() {
    if (m_impl->isFinished) return {};
    m_impl->isFinished = true;
    const int code = avcodec_send_packet(m_impl->context.get(), nullptr);
    if (code == AVERROR(ENOMEM)) return av::avFail(code, "A picture cannot be decoded");
    return {};
}

base::Result<std::optional<frame::Frame>> Decoder::pull() {
    Impl& impl = *m_impl;
    while (!impl.isDrained || !impl.early.empty()) {
        FOTOGRAMA_ASSIGN_OR_RETURN(av::Frame decoded, impl.receive());
        if (!decoded) break;
        ++impl.framesSeen;
        if (impl.firstSeen.format < 0) impl.noteFirst(*decoded);
        if (!impl.isWanted(impl.repairTime(*decoded))) continue;
        FOTOGRAMA_ASSIGN_OR_RETURN(frame::Frame frame, impl.toFrame(std::move(decoded)));
        if (!impl.spec) impl.spec = frame.spec();
        ++impl.index;
        ++impl.framesDecoded;
        if (frame.info().isDamaged) ++impl.framesDamaged;
        return std::optional<frame::Frame>(std::move(frame));
    }
    if (impl.isDrained && impl.framesDecoded == 0) return std::unexpected(impl.nothingDecoded());
    return std::optional<frame::Frame>();
}

void Decoder::reset() {
    avcodec_flush_buffers(m_impl->context.get());
    m_impl->early.clear();
    m_impl->isFinished = false;
    m_impl->isDrained = false;
    m_impl->lastPts = INT64_MIN;
}

void Decoder::completeFacts(Track& track) const {
    const Impl& impl = *m_impl;
    if (impl.firstSeen.format < 0 || !track.video || !impl.spec) return;
    VideoFacts& facts = *track.video;
    const AVPixFmtDescriptor* layout = av_pix_fmt_desc_get(static_cast<AVPixelFormat>(impl.firstSeen.format));
    if (facts.pixelFormat.empty() && layout != nullptr) {
        facts.pixelFormat = layout->name;
        facts.bits = layout->comp[0].depth;
        facts.hasAlpha = hasAlpha(impl.firstSeen.format);
    }
    const auto unstated = [](int code) { return code == 2; };
    if (unstated(facts.color.primaries)) facts.color.primaries = impl.spec->color.primaries;
    if (unstated(facts.color.transfer)) facts.color.transfer = impl.spec->color.transfer;
    if (unstated(facts.color.matrix)) facts.color.matrix = impl.spec->color.matrix;
    facts.color.fullRange = facts.color.fullRange || impl.spec->color.fullRange;
    facts.fieldOrder = impl.firstSeen.fieldOrder;
    if (!facts.masteringDisplay) facts.masteringDisplay = impl.masteringDisplay;
    if (!facts.contentLight) facts.contentLight = impl.contentLight;
    const AVCodecContext& context = *impl.context;
    if (const char* profile = avcodec_profile_name(context.codec_id, context.profile); profile && track.profile.empty())
        track.profile = profile;
}

bool Decoder::agreesWith(const Track& track) const noexcept {
    return m_impl->firstSeen.format < 0 ||
           (m_impl->firstSeen.width == track.video->width && m_impl->firstSeen.height == track.video->height);
}

std::int64_t Decoder::framesDecoded() const noexcept { return m_impl->framesDecoded; }
std::int64_t Decoder::framesNeeded() const noexcept { return m_impl->framesNeeded; }
std::int64_t Decoder::framesDamaged() const noexcept { return m_impl->framesDamaged; }
std::int64_t Decoder::packetsRefused() const noexcept { return m_impl->packetsRefused; }
std::int64_t Decoder::timesRepaired() const noexcept { return m_impl->timesRepaired; }

std::vector<api::FateNote> Decoder::notes() const {
    std::vector<api::FateNote> notes = m_impl->notes;
    if (m_impl->timesRepaired > 0)
        notes.push_back(
            changed("frame times", base::concat(m_impl->timesRepaired,
                                                " frames had no usable time of their own and were put behind "
                                                "the frame before")));
    return notes;
}

std::string Decoder::fallback() const {
    const std::lock_guard lock(m_impl->shared->mutex);
    return m_impl->shared->fallback;
}

}  // namespace fotograma::media
