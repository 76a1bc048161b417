#include "tests/support/clips.h"

#include <algorithm>
#include <cmath>

#include "engine/media/av.h"
#include "engine/media/muxer.h"
#include "engine/media/stream_format.h"

namespace fotograma::testing {

namespace {

constexpr double kClickSeconds = 0.005;
constexpr base::Rational kMilliseconds{1, 1000};

frame::FrameInfo pictureInfo(const ClipOptions& options) {
    frame::FrameInfo info;
    info.spec.format = {frame::ColorModel::Yuv, options.bits > 8 ? frame::SampleType::U16 : frame::SampleType::U8,
                        options.bits, options.chromaShiftX, options.chromaShiftY};
    info.spec.width = options.width;
    info.spec.height = options.height;
    info.spec.color = options.color;
    info.spec.sampleAspect = options.sampleAspect;
    info.fieldOrder = options.fieldOrder;
    info.masteringDisplay = options.masteringDisplay;
    info.contentLight = options.contentLight;
    if (options.times.empty()) {
        info.spec.frameRate = options.rate;
        info.timeBase = {options.rate.den, options.rate.num * 100};
    } else {
        info.timeBase = kMilliseconds;
    }
    return info;
}

int frameCount(const ClipOptions& options) {
    return options.times.empty() ? options.frames : static_cast<int>(options.times.size());
}

bool isClick(const ClipOptions& options, int index) {
    const double step = options.times.empty() ? 1.0 / options.rate.value() : 0.04;
    const double time = clipTime(options, index);
    return std::ranges::any_of(options.clicks,
                               [&](double click) { return time >= click - 1e-6 && time < click + step - 1e-6; });
}

void setSample(const frame::MutableFrame& picture, int plane, int x, int y, int value) {
    std::byte* row = picture.plane(plane).data + y * picture.plane(plane).pitchBytes;
    if (picture.info().spec.format.bytesPerSample() == 1)
        row[x] = static_cast<std::byte>(value);
    else
        reinterpret_cast<std::uint16_t*>(row)[x] = static_cast<std::uint16_t>(value);
}

/// Streams of several makers, written in order of time as a muxer likes it.
struct Timed {
    int track = 0;
    media::Packet packet;
};

media::StreamFormat withMatrix(const media::StreamFormat& format, const media::DisplayTransform& transform) {
    if (transform.isIdentity()) return format;
    const auto& source = format.data();
    auto data = std::make_shared<media::StreamFormat::Data>();
    data->parameters.reset(avcodec_parameters_alloc());
    avcodec_parameters_copy(data->parameters.get(), source.parameters.get());
    data->timeBase = source.timeBase;
    data->frameRate = source.frameRate;
    data->sampleAspect = source.sampleAspect;
    data->sideData = source.sideData;
    const int quarter = transform.clockwise / 90;
    const std::int32_t cosine = (quarter == 0 ? 1 : quarter == 2 ? -1 : 0) * (1 << 16);
    const std::int32_t sine = (quarter == 1 ? 1 : quarter == 3 ? -1 : 0) * (1 << 16);
    const std::int32_t matrix[9] = {
        transform.mirrored ? -cosine : cosine, transform.mirrored ? -sine : sine, 0, -sine, cosine, 0, 0, 0, 1 << 30};
    const auto* bytes = reinterpret_cast<const unsigned char*>(matrix);
    data->sideData.push_back({AV_PKT_DATA_DISPLAYMATRIX, {bytes, bytes + sizeof matrix}});
    return media::StreamFormat(std::move(data));
}

base::Status encodePictures(const ClipOptions& options, media::Muxer& muxer, std::vector<Timed>& packets) {
    media::VideoEncoderSettings settings;
    settings.codec = options.codec;
    settings.quality = options.codec == media::VideoCodec::Av1 ? std::max(options.quality, 20.0) : options.quality;
    settings.preset = "fastest";
    settings.bits = options.bits;
    settings.chroma = media::ChromaChoice::Source;
    settings.rateHint = {25, 1};
    if (options.gopFrames > 0)
        settings.gopSeconds = options.gopFrames / (options.times.empty() ? options.rate.value() : 25.0);
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto encoder, media::VideoEncoder::create(settings, pictureInfo(options)));
    FOTOGRAMA_ASSIGN_OR_RETURN(const int track,
                               muxer.addTrack(withMatrix(encoder->streamFormat(), options.transform), {}));
    const auto drain = [&]() -> base::Status {
        for (;;) {
            FOTOGRAMA_ASSIGN_OR_RETURN(auto packet, encoder->pull());
            if (!packet) return {};
            packets.push_back({track, std::move(*packet)});
        }
    };
    for (int i = 0; i < frameCount(options); ++i) {
        FOTOGRAMA_RETURN_IF_ERROR(encoder->push(clipPicture(options, i)));
        FOTOGRAMA_RETURN_IF_ERROR(drain());
    }
    FOTOGRAMA_RETURN_IF_ERROR(encoder->finish());
    return drain();
}

float soundAt(const ClipOptions& options, double time) {
    for (const double click : options.clicks)
        if (time >= click && time < click + kClickSeconds)
            return static_cast<float>(0.9 * std::sin((time - click) * 2000.0 * 2.0 * 3.14159265358979));
    return 0.0F;
}

void fillSound(AVFrame& frame, const ClipOptions& options, std::int64_t first) {
    const auto format = static_cast<AVSampleFormat>(frame.format);
    const int channels = frame.ch_layout.nb_channels;
    for (int i = 0; i < frame.nb_samples; ++i) {
        const float value = soundAt(options, static_cast<double>(first + i) / frame.sample_rate);
        for (int c = 0; c < channels; ++c) {
            const bool planar = av_sample_fmt_is_planar(format) != 0;
            std::uint8_t* at = frame.extended_data[planar ? c : 0];
            const int position = planar ? i : i * channels + c;
            if (format == AV_SAMPLE_FMT_S16 || format == AV_SAMPLE_FMT_S16P)
                reinterpret_cast<std::int16_t*>(at)[position] = static_cast<std::int16_t>(value * 32767.0F);
            else
                reinterpret_cast<float*>(at)[position] = value;
        }
    }
}

base::Status receiveSound(AVCodecContext& encoder, const ClipSound& sound, int track, std::vector<Timed>& packets) {
    for (;;) {
        media::av::Packet packet(av_packet_alloc());
        const int code = avcodec_receive_packet(&encoder, packet.get());
        if (code == AVERROR(EAGAIN) || code == AVERROR_EOF) return {};
        if (code < 0) return media::av::avFail(code, "A clip's sound cannot be encoded");
        packet->time_base = encoder.time_base;
        const double time = static_cast<double>(packet->pts) / encoder.sample_rate;
        const bool isGap = std::ranges::any_of(sound.gaps, [&](double gap) { return time >= gap && time < gap + 0.3; });
        if (!isGap) packets.push_back({track, media::Packet(packet.release(), -1)});
    }
}

base::Status encodeSound(const ClipOptions& options, const ClipSound& sound, media::Muxer& muxer,
                         std::vector<Timed>& packets) {
    const std::string name = sound.codec == "opus" ? "libopus" : sound.codec == "pcm" ? "pcm_s16le" : sound.codec;
    const AVCodec* codec = avcodec_find_encoder_by_name(name.c_str());
    if (codec == nullptr) return media::av::avFail(AVERROR_ENCODER_NOT_FOUND, name);
    const media::av::CodecContext encoder(avcodec_alloc_context3(codec));
    encoder->sample_rate = sound.sampleRate;
    encoder->sample_fmt = codec->sample_fmts[0];
    encoder->time_base = {1, sound.sampleRate};
    encoder->bit_rate = 128000;
    encoder->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
    av_channel_layout_default(&encoder->ch_layout, sound.channels);
    if (const int code = avcodec_open2(encoder.get(), codec, nullptr); code < 0) return media::av::avFail(code, name);
    auto data = std::make_shared<media::StreamFormat::Data>();
    data->parameters.reset(avcodec_parameters_alloc());
    avcodec_parameters_from_context(data->parameters.get(), encoder.get());
    data->timeBase = media::av::toRational(encoder->time_base);
    media::TrackLabels labels;
    labels.language = sound.language;
    FOTOGRAMA_ASSIGN_OR_RETURN(const int track, muxer.addTrack(media::StreamFormat(std::move(data)), labels));
    const int count = frameCount(options);
    const double end = count > 0 ? clipTime(options, count - 1) + 1.0 / options.rate.value() : 1.0;
    const int size = encoder->frame_size > 0 ? encoder->frame_size : 1024;
    for (auto at = std::llround(sound.startSeconds * sound.sampleRate);
         static_cast<double>(at) < end * sound.sampleRate; at += size) {
        const media::av::Frame frame(av_frame_alloc());
        frame->nb_samples = size;
        frame->format = encoder->sample_fmt;
        frame->sample_rate = sound.sampleRate;
        frame->pts = at;
        av_channel_layout_copy(&frame->ch_layout, &encoder->ch_layout);
        if (const int code = av_frame_get_buffer(frame.get(), 0); code < 0) return media::av::avFail(code, name);
        fillSound(*frame, options, at);
        if (const int code = avcodec_send_frame(encoder.get(), frame.get()); code < 0)
            return media::av::avFail(code, name);
        FOTOGRAMA_RETURN_IF_ERROR(receiveSound(*encoder, sound, track, packets));
    }
    avcodec_send_frame(encoder.get(), nullptr);
    return receiveSound(*encoder, sound, track, packets);
}

base::Status addSubtitles(const ClipOptions& options, media::Muxer& muxer, std::vector<Timed>& packets) {
    if (options.subtitles.empty()) return {};
    auto data = std::make_shared<media::StreamFormat::Data>();
    data->parameters.reset(avcodec_parameters_alloc());
    data->parameters->codec_type = AVMEDIA_TYPE_SUBTITLE;
    data->parameters->codec_id = AV_CODEC_ID_SUBRIP;
    data->timeBase = kMilliseconds;
    media::TrackLabels labels;
    labels.language = "eng";
    FOTOGRAMA_ASSIGN_OR_RETURN(const int track, muxer.addTrack(media::StreamFormat(std::move(data)), labels));
    for (const ClipSubtitle& line : options.subtitles) {
        media::av::Packet packet(av_packet_alloc());
        if (av_new_packet(packet.get(), static_cast<int>(line.text.size())) < 0)
            return media::av::avFail(AVERROR(ENOMEM), "A line");
        std::ranges::copy(line.text, packet->data);
        packet->time_base = media::av::fromRational(kMilliseconds);
        packet->pts = packet->dts = std::llround(line.startSeconds * 1000.0);
        packet->duration = std::llround((line.endSeconds - line.startSeconds) * 1000.0);
        packet->flags |= AV_PKT_FLAG_KEY;
        packets.push_back({track, media::Packet(packet.release(), -1)});
    }
    return {};
}

base::Status addAttachments(const ClipOptions& options, media::Muxer& muxer) {
    for (const ClipAttachment& attachment : options.attachments) {
        auto data = std::make_shared<media::StreamFormat::Data>();
        data->parameters.reset(avcodec_parameters_alloc());
        AVCodecParameters& parameters = *data->parameters;
        parameters.codec_type = AVMEDIA_TYPE_ATTACHMENT;
        parameters.extradata =
            static_cast<std::uint8_t*>(av_mallocz(attachment.bytes.size() + AV_INPUT_BUFFER_PADDING_SIZE));
        std::ranges::copy(attachment.bytes, parameters.extradata);
        parameters.extradata_size = static_cast<int>(attachment.bytes.size());
        FOTOGRAMA_RETURN_IF_ERROR(
            muxer.addAttachment(media::StreamFormat(std::move(data)), attachment.fileName, attachment.mimeType));
    }
    return {};
}

double decodingTime(const Timed& timed) {
    const AVPacket& packet = *timed.packet.av();
    return static_cast<double>(packet.dts) * av_q2d(packet.time_base);
}

}  // namespace

double clipTime(const ClipOptions& options, int index) {
    const double time =
        options.times.empty() ? index / options.rate.value() : options.times[static_cast<std::size_t>(index)];
    return options.startSeconds + time;
}

frame::Frame clipPicture(const ClipOptions& options, int index) {
    frame::FrameInfo info = pictureInfo(options);
    info.index = index;
    info.pts = std::llround(clipTime(options, index) / info.timeBase.value());
    const int next = index + 1 < frameCount(options) ? index + 1 : index;
    const double length =
        next > index ? clipTime(options, next) - clipTime(options, index) : 1.0 / options.rate.value();
    info.duration = std::llround(length / info.timeBase.value());
    auto picture = frame::MutableFrame::allocateHost(info);
    FOTOGRAMA_ASSERT(picture.has_value(), "a clip's pictures are small");
    const int scale = 1 << (options.bits - 8);
    const bool white = isClick(options, index);
    for (int plane = 0; plane < picture->planes(); ++plane)
        for (int y = 0; y < picture->plane(plane).height; ++y)
            for (int x = 0; x < picture->plane(plane).width; ++x) {
                const int ramp = 40 + (x * 2 + y + index * 3) % 120;
                const int value = plane == 0 ? (white ? 235 : ramp)
                                  : white    ? 128
                                             : (plane == 1 ? 110 + x % 16 : 140 - y % 16);
                setSample(*picture, plane, x, y, value * scale);
            }
    return std::move(*picture).freeze();
}

base::Status makeClip(const std::filesystem::path& path, const ClipOptions& options) {
    media::MuxerOptions muxing;
    muxing.container = options.container;
    muxing.tags = options.tags;
    muxing.chapters = options.chapters;
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto muxer, media::Muxer::create(path, muxing));
    std::vector<Timed> packets;
    if (frameCount(options) > 0) FOTOGRAMA_RETURN_IF_ERROR(encodePictures(options, *muxer, packets));
    for (const ClipSound& sound : options.sounds)
        FOTOGRAMA_RETURN_IF_ERROR(encodeSound(options, sound, *muxer, packets));
    FOTOGRAMA_RETURN_IF_ERROR(addSubtitles(options, *muxer, packets));
    FOTOGRAMA_RETURN_IF_ERROR(addAttachments(options, *muxer));
    FOTOGRAMA_RETURN_IF_ERROR(muxer->begin());
    std::ranges::stable_sort(packets, {}, decodingTime);
    for (Timed& timed : packets) FOTOGRAMA_RETURN_IF_ERROR(muxer->write(timed.track, std::move(timed.packet)));
    FOTOGRAMA_RETURN_IF_ERROR(muxer->finish());
    return muxer->publish(media::Existing::Replace);
}

}  // namespace fotograma::testing
