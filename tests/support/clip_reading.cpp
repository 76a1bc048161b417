// What came out of a file: its pictures, its sound, and where both change abruptly.
#include <algorithm>
#include <cmath>

#include "engine/media/av.h"
#include "engine/media/decoder.h"
#include "tests/support/clips.h"

namespace fotograma::testing {

namespace {

int sampleAt(const frame::Frame& picture, int x, int y) {
    const std::byte* row = picture.plane(0).data + y * picture.plane(0).pitchBytes;
    if (picture.spec().format.bytesPerSample() == 1) return std::to_integer<int>(row[x]);
    return reinterpret_cast<const std::uint16_t*>(row)[x];
}

void appendSamples(const AVFrame& frame, std::vector<float>& samples) {
    const auto format = static_cast<AVSampleFormat>(frame.format);
    const int step = av_sample_fmt_is_planar(format) != 0 ? 1 : frame.ch_layout.nb_channels;
    for (int i = 0; i < frame.nb_samples; ++i) {
        const std::uint8_t* data = frame.extended_data[0];
        const int at = i * step;
        switch (av_get_packed_sample_fmt(format)) {
            case AV_SAMPLE_FMT_S16:
                samples.push_back(static_cast<float>(reinterpret_cast<const std::int16_t*>(data)[at]) / 32768.0F);
                break;
            case AV_SAMPLE_FMT_S32:
                samples.push_back(static_cast<float>(reinterpret_cast<const std::int32_t*>(data)[at]) / 2147483648.0F);
                break;
            case AV_SAMPLE_FMT_FLT: samples.push_back(reinterpret_cast<const float*>(data)[at]); break;
            default: samples.push_back(0.0F); break;
        }
    }
}

}  // namespace

base::Result<std::vector<frame::Frame>> readPictures(const std::filesystem::path& path, const media::Trim& trim,
                                                     media::ProbeDepth depth) {
    media::OpenOptions options;
    options.trim = trim;
    options.depth = depth;
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto demuxer, media::Demuxer::open(path, options));
    const int track = demuxer->info().videoTrack;
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto decoder, media::Decoder::create(*demuxer, track, {.threads = 2}));
    demuxer->select(std::span(&track, 1));
    std::vector<frame::Frame> frames;
    const auto drain = [&]() -> base::Status {
        for (;;) {
            FOTOGRAMA_ASSIGN_OR_RETURN(auto frame, decoder->pull());
            if (!frame) return {};
            frames.push_back(std::move(*frame));
        }
    };
    for (;;) {
        FOTOGRAMA_ASSIGN_OR_RETURN(const auto packet, demuxer->read());
        if (!packet) break;
        FOTOGRAMA_RETURN_IF_ERROR(decoder->push(*packet));
        FOTOGRAMA_RETURN_IF_ERROR(drain());
    }
    FOTOGRAMA_RETURN_IF_ERROR(decoder->finish());
    FOTOGRAMA_RETURN_IF_ERROR(drain());
    return frames;
}

base::Result<Sound> readSound(const std::filesystem::path& path, int ordinal) {
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto demuxer, media::Demuxer::open(path, {}));
    int track = -1;
    for (const media::Track& each : demuxer->info().tracks)
        if (each.audio && ordinal-- == 0) track = each.index;
    if (track < 0) return base::fail(base::ErrorCode::NotFound, "There is no such sound.");
    const AVStream& stream = *demuxer->stream(track);
    const AVCodec* codec = avcodec_find_decoder(stream.codecpar->codec_id);
    const media::av::CodecContext decoder(avcodec_alloc_context3(codec));
    avcodec_parameters_to_context(decoder.get(), stream.codecpar);
    decoder->pkt_timebase = stream.time_base;
    if (const int code = avcodec_open2(decoder.get(), codec, nullptr); code < 0)
        return media::av::avFail(code, "Sound");
    demuxer->select(std::span(&track, 1));
    Sound sound;
    const media::av::Frame frame(av_frame_alloc());
    const auto drain = [&] {
        while (avcodec_receive_frame(decoder.get(), frame.get()) >= 0) {
            if (sound.samples.empty())
                sound.startSeconds = static_cast<double>(frame->best_effort_timestamp) * av_q2d(stream.time_base);
            sound.sampleRate = frame->sample_rate;
            appendSamples(*frame, sound.samples);
        }
    };
    for (;;) {
        FOTOGRAMA_ASSIGN_OR_RETURN(const auto packet, demuxer->read());
        if (!packet) break;
        avcodec_send_packet(decoder.get(), packet->av());
        drain();
    }
    avcodec_send_packet(decoder.get(), nullptr);
    drain();
    return sound;
}

std::vector<double> findClicks(const Sound& sound) {
    constexpr float kLoud = 0.3F;
    constexpr double kQuietSeconds = 0.05;
    std::vector<double> clicks;
    double lastLoud = -1.0;
    for (std::size_t i = 0; i < sound.samples.size(); ++i) {
        if (std::abs(sound.samples[i]) < kLoud) continue;
        const double time = sound.startSeconds + static_cast<double>(i) / sound.sampleRate;
        if (clicks.empty() || time - lastLoud > kQuietSeconds) clicks.push_back(time);
        lastLoud = time;
    }
    return clicks;
}

std::vector<double> findFlashes(const std::vector<frame::Frame>& pictures) {
    std::vector<double> flashes;
    bool wasWhite = false;
    for (const frame::Frame& picture : pictures) {
        const int middle = sampleAt(picture, picture.spec().width / 2, picture.spec().height / 2);
        const bool isWhite = middle > 210 << (picture.spec().format.bits - 8);
        if (isWhite && !wasWhite) flashes.push_back(picture.info().timeSeconds());
        wasWhite = isWhite;
    }
    return flashes;
}

double lumaPsnr(const frame::Frame& a, const frame::Frame& b) {
    FOTOGRAMA_ASSERT(a.spec().width == b.spec().width && a.spec().height == b.spec().height &&
                         a.spec().format.bits == b.spec().format.bits,
                     "only pictures of one kind can be compared");
    double sum = 0.0;
    for (int y = 0; y < a.spec().height; ++y)
        for (int x = 0; x < a.spec().width; ++x) {
            const double difference = sampleAt(a, x, y) - sampleAt(b, x, y);
            sum += difference * difference;
        }
    const double peak = (1 << a.spec().format.bits) - 1;
    return sum == 0.0 ? 100.0 : 10.0 * std::log10(peak * peak * a.spec().width * a.spec().height / sum);
}

}  // namespace fotograma::testing
