// Sound decoded, resampled and encoded anew, at the times it had.
#include <algorithm>
#include <cmath>
#include <deque>

#include "engine/base/text.h"
#include "engine/media/audio_encoder.h"
#include "engine/media/av.h"
#include "engine/media/stream_format.h"
#include "engine/media/transforms.h"

namespace fotograma::media {

namespace {

constexpr double kGapSeconds = 0.05;      ///< Smaller differences are rounding of coarse time bases.
constexpr double kLongestFilled = 600.0;  ///< A longer gap is not sounded out; what follows keeps its time.
constexpr int kFreeFrameSamples = 1024;   ///< For encoders that take any number.
constexpr int kDrainSamples = 4096;

class AudioTranscoder final : public TrackTransform {
public:
    base::Status open(const Demuxer& demuxer, const TrackDecision& decision);

    base::Status push(const Packet& packet) override;
    base::Status finish() override;
    base::Result<std::optional<Packet>> pull() override;
    StreamFormat streamFormat() const override;
    std::vector<api::FateNote> notes() const override;

private:
    base::Status openDecoder(const AVStream& stream);
    base::Status openEncoder(const AudioSettings& settings);
    base::Status drainDecoder();
    base::Status take(AVFrame& frame);
    base::Status follow(std::int64_t target, std::int64_t& skip);
    base::Status prepareResampler(AVFrame& frame);
    base::Status resample(const std::uint8_t* const* data, int samples);
    base::Status flushResampler();
    base::Status silence(std::int64_t samples);
    base::Status store(std::uint8_t** data, int samples);
    base::Status encode(bool everything);
    base::Status send(AVFrame* frame);
    /// Where the next sample that comes in will lie, in samples of the output.
    std::int64_t position() const;
    std::unexpected<base::Error> failure(int code) const { return av::avFail(code, m_name + " cannot be converted"); }

    std::string m_name;
    av::CodecContext m_decoder;
    av::CodecContext m_encoder;
    av::Resampler m_resampler;
    av::AudioFifo m_fifo;
    AVSampleFormat m_sourceSample = AV_SAMPLE_FMT_NONE;  ///< What the resampler was set up for.
    int m_sourceRate = 0;
    Layout m_sourceLayout;
    std::optional<std::int64_t> m_limit;  ///< Samples after which the cut ends.
    bool m_hasStarted = false;
    std::int64_t m_start = 0;    ///< Time of the first sample, in samples.
    std::int64_t m_stored = 0;   ///< Samples that went into the queue so far.
    std::int64_t m_encoded = 0;  ///< Samples that went into the encoder so far.
    std::deque<Packet> m_ready;
    std::vector<api::FateNote> m_notes;
    int m_gaps = 0;
    double m_gapSeconds = 0.0;
    std::int64_t m_refused = 0;
};

base::Status AudioTranscoder::openDecoder(const AVStream& stream) {
    const AVCodec* codec = avcodec_find_decoder(stream.codecpar->codec_id);
    if (codec == nullptr) return failure(AVERROR_DECODER_NOT_FOUND);
    m_decoder.reset(avcodec_alloc_context3(codec));
    if (!m_decoder || avcodec_parameters_to_context(m_decoder.get(), stream.codecpar) < 0)
        return failure(AVERROR(ENOMEM));
    m_decoder->pkt_timebase = stream.time_base;
    const int code = avcodec_open2(m_decoder.get(), codec, nullptr);
    if (code < 0) return failure(code);
    if (m_decoder->sample_rate <= 0 || m_decoder->ch_layout.nb_channels <= 0) return failure(AVERROR_INVALIDDATA);
    return {};
}

base::Status AudioTranscoder::openEncoder(const AudioSettings& settings) {
    FOTOGRAMA_ASSIGN_OR_RETURN(m_encoder, openSoundEncoder(settings, *m_decoder, m_name));
    if (m_encoder->ch_layout.nb_channels != m_decoder->ch_layout.nb_channels)
        m_notes.push_back(
            {api::Fate::Changed, -1, m_name,
             base::concat("mixed from ", av::toText(m_decoder->ch_layout), " to ", av::toText(m_encoder->ch_layout))});
    if (m_encoder->sample_rate != m_decoder->sample_rate)
        m_notes.push_back(
            {api::Fate::Changed, -1, m_name,
             base::concat("resampled from ", m_decoder->sample_rate, " to ", m_encoder->sample_rate, " Hz")});
    m_fifo.reset(av_audio_fifo_alloc(m_encoder->sample_fmt, m_encoder->ch_layout.nb_channels, kDrainSamples));
    if (!m_fifo) return failure(AVERROR(ENOMEM));
    return {};
}

base::Status AudioTranscoder::open(const Demuxer& demuxer, const TrackDecision& decision) {
    m_name = decision.name;
    FOTOGRAMA_RETURN_IF_ERROR(openDecoder(*demuxer.stream(decision.track)));
    FOTOGRAMA_RETURN_IF_ERROR(openEncoder(decision.audio));
    if (demuxer.trim().durationSeconds)
        m_limit = std::llround(*demuxer.trim().durationSeconds * m_encoder->sample_rate);
    return {};
}

std::int64_t AudioTranscoder::position() const {
    const std::int64_t inside = m_resampler ? swr_get_delay(m_resampler.get(), m_encoder->sample_rate) : 0;
    return m_start + m_stored + inside;
}

base::Status AudioTranscoder::push(const Packet& packet) {
    int code = avcodec_send_packet(m_decoder.get(), packet.av());
    if (code == AVERROR(EAGAIN)) {
        FOTOGRAMA_RETURN_IF_ERROR(drainDecoder());
        code = avcodec_send_packet(m_decoder.get(), packet.av());
    }
    if (code == AVERROR(ENOMEM)) return failure(code);
    if (code < 0) ++m_refused;  // what is missing will show as a gap
    return drainDecoder();
}

base::Status AudioTranscoder::drainDecoder() {
    av::Frame frame(av_frame_alloc());
    if (!frame) return failure(AVERROR(ENOMEM));
    for (;;) {
        const int code = avcodec_receive_frame(m_decoder.get(), frame.get());
        if (code == AVERROR(EAGAIN) || code == AVERROR_EOF) return {};
        if (code == AVERROR(ENOMEM)) return failure(code);
        if (code < 0) {
            ++m_refused;
            return {};
        }
        FOTOGRAMA_RETURN_IF_ERROR(take(*frame));
        av_frame_unref(frame.get());
    }
}

/// Compares where the sound says it belongs with where it would go, and fills or skips the difference. `skip` is in
/// samples of the output.
base::Status AudioTranscoder::follow(std::int64_t target, std::int64_t& skip) {
    const double rate = m_encoder->sample_rate;
    if (!m_hasStarted) {
        m_hasStarted = true;
        skip = std::max<std::int64_t>(0, -target);
        m_start = std::max<std::int64_t>(0, target);
        return {};
    }
    const std::int64_t difference = target - position();
    if (std::abs(static_cast<double>(difference)) < kGapSeconds * rate) return {};
    if (difference < 0) {
        skip = -difference;
        return {};
    }
    ++m_gaps;
    m_gapSeconds += static_cast<double>(difference) / rate;
    if (static_cast<double>(difference) > kLongestFilled * rate) {
        m_start += difference;
        return {};
    }
    FOTOGRAMA_RETURN_IF_ERROR(flushResampler());
    return silence(difference);
}

base::Status AudioTranscoder::take(AVFrame& frame) {
    if (frame.nb_samples <= 0 || frame.sample_rate <= 0 || frame.ch_layout.nb_channels <= 0) return {};
    if (frame.ch_layout.order == AV_CHANNEL_ORDER_UNSPEC)
        av_channel_layout_default(&frame.ch_layout, frame.ch_layout.nb_channels);
    const std::int64_t pts = frame.best_effort_timestamp;
    std::int64_t skipped = 0;
    if (pts != AV_NOPTS_VALUE || !m_hasStarted) {
        const double time = pts == AV_NOPTS_VALUE ? 0.0 : static_cast<double>(pts) * av_q2d(m_decoder->pkt_timebase);
        const std::int64_t target = std::llround(time * m_encoder->sample_rate);
        if (!m_hasStarted && time + static_cast<double>(frame.nb_samples) / frame.sample_rate <= 0.0) return {};
        FOTOGRAMA_RETURN_IF_ERROR(follow(target, skipped));
    }
    if (m_limit && position() >= *m_limit) return {};
    const auto drop = static_cast<int>(std::min<std::int64_t>(
        frame.nb_samples, skipped == 0 ? 0 : av_rescale(skipped, frame.sample_rate, m_encoder->sample_rate)));
    if (drop == frame.nb_samples) return {};
    FOTOGRAMA_RETURN_IF_ERROR(prepareResampler(frame));
    const auto format = static_cast<AVSampleFormat>(frame.format);
    const bool isPlanar = av_sample_fmt_is_planar(format) != 0;
    const int channels = frame.ch_layout.nb_channels;
    const int step = av_get_bytes_per_sample(format) * (isPlanar ? 1 : channels);
    std::vector<const std::uint8_t*> data;
    for (int i = 0; i < (isPlanar ? channels : 1); ++i)
        data.push_back(frame.extended_data[i] + static_cast<std::ptrdiff_t>(drop) * step);
    FOTOGRAMA_RETURN_IF_ERROR(resample(data.data(), frame.nb_samples - drop));
    return encode(false);
}

/// Anew whenever the sound's own layout, rate or format changes.
base::Status AudioTranscoder::prepareResampler(AVFrame& frame) {
    const auto format = static_cast<AVSampleFormat>(frame.format);
    if (m_resampler && format == m_sourceSample && frame.sample_rate == m_sourceRate &&
        av_channel_layout_compare(&frame.ch_layout, &m_sourceLayout.av()) == 0)
        return {};
    FOTOGRAMA_RETURN_IF_ERROR(flushResampler());
    SwrContext* raw = nullptr;
    const int made = swr_alloc_set_opts2(&raw, &m_encoder->ch_layout, m_encoder->sample_fmt, m_encoder->sample_rate,
                                         &frame.ch_layout, format, frame.sample_rate, 0, nullptr);
    m_resampler.reset(raw);
    const int code = made < 0 ? made : swr_init(raw);
    if (code < 0) return failure(code);
    m_sourceSample = format;
    m_sourceRate = frame.sample_rate;
    m_sourceLayout = Layout(frame.ch_layout);
    return {};
}

base::Status AudioTranscoder::resample(const std::uint8_t* const* data, int samples) {
    const int room = swr_get_out_samples(m_resampler.get(), samples);
    if (room < 0) return failure(room);
    if (room == 0) return {};
    std::uint8_t* planes[AV_NUM_DATA_POINTERS] = {};
    const int channels = m_encoder->ch_layout.nb_channels;
    if (channels > AV_NUM_DATA_POINTERS) return failure(AVERROR(EINVAL));
    if (const int code = av_samples_alloc(planes, nullptr, channels, room, m_encoder->sample_fmt, 0); code < 0)
        return failure(code);
    const int got = swr_convert(m_resampler.get(), planes, room, const_cast<const std::uint8_t**>(data), samples);
    const base::Status stored = got < 0 ? base::Status(failure(got)) : store(planes, got);
    av_freep(&planes[0]);
    return stored;
}

base::Status AudioTranscoder::flushResampler() {
    if (!m_resampler) return {};
    FOTOGRAMA_RETURN_IF_ERROR(resample(nullptr, 0));
    m_resampler.reset();
    return {};
}

base::Status AudioTranscoder::silence(std::int64_t samples) {
    std::uint8_t* planes[AV_NUM_DATA_POINTERS] = {};
    const int channels = m_encoder->ch_layout.nb_channels;
    if (channels > AV_NUM_DATA_POINTERS) return failure(AVERROR(EINVAL));
    if (const int code = av_samples_alloc(planes, nullptr, channels, kDrainSamples, m_encoder->sample_fmt, 0); code < 0)
        return failure(code);
    av_samples_set_silence(planes, 0, kDrainSamples, channels, m_encoder->sample_fmt);
    base::Status stored;
    while (samples > 0 && stored) {
        const auto piece = static_cast<int>(std::min<std::int64_t>(samples, kDrainSamples));
        stored = store(planes, piece);
        if (stored) stored = encode(false);
        samples -= piece;
    }
    av_freep(&planes[0]);
    return stored;
}

base::Status AudioTranscoder::store(std::uint8_t** data, int samples) {
    if (m_limit) samples = static_cast<int>(std::clamp<std::int64_t>(*m_limit - m_start - m_stored, 0, samples));
    if (samples <= 0) return {};
    const int code = av_audio_fifo_write(m_fifo.get(), reinterpret_cast<void**>(data), samples);
    if (code < 0) return failure(code);
    m_stored += samples;
    return {};
}

base::Status AudioTranscoder::encode(bool everything) {
    const int size = m_encoder->frame_size > 0 ? m_encoder->frame_size : kFreeFrameSamples;
    while (av_audio_fifo_size(m_fifo.get()) >= size || (everything && av_audio_fifo_size(m_fifo.get()) > 0)) {
        av::Frame frame(av_frame_alloc());
        if (!frame) return failure(AVERROR(ENOMEM));
        frame->nb_samples = std::min(size, av_audio_fifo_size(m_fifo.get()));
        frame->format = m_encoder->sample_fmt;
        frame->sample_rate = m_encoder->sample_rate;
        av_channel_layout_copy(&frame->ch_layout, &m_encoder->ch_layout);
        if (const int code = av_frame_get_buffer(frame.get(), 0); code < 0) return failure(code);
        av_audio_fifo_read(m_fifo.get(), reinterpret_cast<void**>(frame->extended_data), frame->nb_samples);
        frame->pts = m_start + m_encoded;
        m_encoded += frame->nb_samples;
        FOTOGRAMA_RETURN_IF_ERROR(send(frame.get()));
    }
    return {};
}

base::Status AudioTranscoder::send(AVFrame* frame) {
    if (const int code = avcodec_send_frame(m_encoder.get(), frame); code < 0) return failure(code);
    for (;;) {
        av::Packet packet(av_packet_alloc());
        if (!packet) return failure(AVERROR(ENOMEM));
        const int code = avcodec_receive_packet(m_encoder.get(), packet.get());
        if (code == AVERROR(EAGAIN) || code == AVERROR_EOF) return {};
        if (code < 0) return failure(code);
        packet->time_base = m_encoder->time_base;
        m_ready.emplace_back(packet.release(), -1);
    }
}

base::Status AudioTranscoder::finish() {
    avcodec_send_packet(m_decoder.get(), nullptr);
    FOTOGRAMA_RETURN_IF_ERROR(drainDecoder());
    FOTOGRAMA_RETURN_IF_ERROR(flushResampler());
    FOTOGRAMA_RETURN_IF_ERROR(encode(true));
    return send(nullptr);
}

base::Result<std::optional<Packet>> AudioTranscoder::pull() { return takeFirst(m_ready); }

StreamFormat AudioTranscoder::streamFormat() const {
    return StreamFormat(describeEncoder(*m_encoder, av::toRational(m_encoder->time_base)));
}

std::vector<api::FateNote> AudioTranscoder::notes() const {
    std::vector<api::FateNote> notes = m_notes;
    if (m_gaps > 0)
        notes.push_back({api::Fate::Changed, -1, m_name,
                         base::concat(m_gaps, m_gaps == 1 ? " gap of " : " gaps of together ",
                                      base::fixed(m_gapSeconds, 2), " s became silence")});
    if (m_refused > 0)
        notes.push_back(
            {api::Fate::Lost, -1, m_name, base::concat(m_refused, " damaged packets could not be decoded")});
    return notes;
}

}  // namespace

base::Result<std::unique_ptr<TrackTransform>> createAudioTranscoder(const Demuxer& demuxer,
                                                                    const TrackDecision& decision) {
    auto transcoder = std::make_unique<AudioTranscoder>();
    FOTOGRAMA_RETURN_IF_ERROR(transcoder->open(demuxer, decision));
    return transcoder;
}

}  // namespace fotograma::media
