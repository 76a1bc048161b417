// How a decoder is set up: on the shelf, in software, or on the device's chip.
#include <algorithm>
#include <cmath>

#include "engine/base/log.h"
#include "engine/media/decoder_impl.h"
#include "engine/media/decoder_shelf.h"

namespace fotograma::media {

namespace {

AVPixelFormat chooseFormat(AVCodecContext* context, const AVPixelFormat* offered) {
    auto& shared = *static_cast<Shared*>(static_cast<av::MessageLog*>(context->opaque));
    if (shared.hardware != nullptr) {
        for (const AVPixelFormat* each = offered; *each != AV_PIX_FMT_NONE; ++each)
            if (*each == shared.hardware->pixelFormat()) return *each;
        if (context->hw_device_ctx != nullptr)
            shared.setFallback(base::concat("the chip refused this ", avcodec_get_name(context->codec_id), " stream"));
    }
    return avcodec_default_get_format(context, offered);
}

/// A picture of a software decoder in memory that the device copies from by itself. Laid out as FFmpeg's own would be.
int pinnedBuffer(AVCodecContext* context, AVFrame* frame, int flags) {
    auto& shared = *static_cast<Shared*>(static_cast<av::MessageLog*>(context->opaque));
    const bool isOurs = shared.hardware != nullptr && plainFormat(frame->format).has_value();
    if (!isOurs) return avcodec_default_get_buffer2(context, frame, flags);
    constexpr int kAlignment = 64;
    const auto format = static_cast<AVPixelFormat>(frame->format);
    int width = frame->width;
    int height = frame->height;
    int unused[AV_NUM_DATA_POINTERS] = {};
    avcodec_align_dimensions2(context, &width, &height, unused);
    int lines[4] = {};
    if (av_image_fill_linesizes(lines, format, width) < 0) return AVERROR(EINVAL);
    std::ptrdiff_t pitches[4] = {};
    for (int i = 0; i < 4; ++i) pitches[i] = (lines[i] + kAlignment - 1) / kAlignment * kAlignment;
    std::size_t sizes[4] = {};
    if (av_image_fill_plane_sizes(sizes, format, height, pitches) < 0) return AVERROR(EINVAL);
    std::size_t offsets[4] = {};
    std::size_t total = 0;
    for (int i = 0; i < 4; ++i) {
        offsets[i] = total;
        // Decoders may write a little beyond a row's end.
        if (sizes[i] > 0) total += (sizes[i] + 2 * kAlignment - 1) / kAlignment * kAlignment;
    }
    auto buffer = shared.hardware->hostBuffer(total + kAlignment);
    if (!buffer) return avcodec_default_get_buffer2(context, frame, flags);
    frame->buf[0] = *buffer;
    for (int i = 0; i < 4; ++i) {
        if (sizes[i] == 0) continue;
        frame->data[i] = frame->buf[0]->data + offsets[i];
        frame->linesize[i] = static_cast<int>(pitches[i]);
    }
    frame->extended_data = frame->data;
    return 0;
}

/// As far as the header tells; what most files are where it does not.
CodedPicture codedPicture(const AVCodecParameters& coded) {
    CodedPicture picture{coded.codec_id, {}, coded.width, coded.height};
    if (const auto format = plainFormat(coded.format)) picture.format = *format;
    return picture;
}

}  // namespace

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
    if (options.hardware != nullptr) useHardware(*options.hardware, coded);
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

/// On the chip where it takes the stream; else in software, into memory that the device copies from.
void Decoder::Impl::useHardware(HardwareFrames& hardware, const AVCodecParameters& coded) {
    shared->hardware = &hardware;
    const std::string reason = hardware.whyNotDecode(codedPicture(coded));
    if (reason.empty()) {
        context->hw_device_ctx = av_buffer_ref(hardware.deviceContext());
        context->extra_hw_frames = hardware.extraSurfaces();
        if (context->hw_device_ctx != nullptr) {
            context->thread_count = 1;  // the chip decodes: further threads would only hold surfaces
            return;
        }
    }
    shared->setFallback(reason.empty() ? "the device's decoder could not be set up" : reason);
    if ((context->codec->capabilities & AV_CODEC_CAP_DR1) == 0) return;
    context->get_buffer2 = &pinnedBuffer;
    av::allowThreadedCallbacks(*context);
}

}  // namespace fotograma::media
