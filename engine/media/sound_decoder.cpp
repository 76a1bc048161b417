#include "engine/media/sound_decoder.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/base/text.h"
#include "engine/media/audio_encoder.h"
#include "engine/media/av.h"

namespace fotograma::media {

using base::Result;
using base::Status;

int chosenSound(const MediaInfo& info) noexcept {
    int chosen = -1;
    for (const Track& track : info.tracks) {
        if (track.kind != TrackKind::Audio || !track.canDecode || track.isEmpty || track.isEncrypted) continue;
        if (chosen < 0) chosen = track.index;
        if (track.isDefault) return track.index;
    }
    return chosen;
}

struct SoundDecoder::Impl {
    std::string name;
    Trim trim;
    av::CodecContext decoder;
    av::Resampler resampler;
    av::Frame frame{av_frame_alloc()};
    AVSampleFormat sourceSample = AV_SAMPLE_FMT_NONE;  ///< What the resampler was set up for, as are the next two.
    int sourceRate = 0;
    Layout sourceLayout;
    int rate = 0;  ///< Of all blocks: the first frame's, as is the next.
    Layout layout;
    std::string layoutText;
    std::vector<double> samples;
    double nextSeconds = 0.0;  ///< Where a frame without a time of its own goes.
    std::int64_t refused = 0;

    Status open(const AVStream& stream);
    Status settle(AVFrame& decoded);
    Status convert(const AVFrame& decoded);
    void cut(SoundBlock& block) const;
    [[nodiscard]] std::unexpected<base::Error> failure(int code) const {
        return av::avFail(code, name + " cannot be decoded");
    }
};

Status SoundDecoder::Impl::open(const AVStream& stream) {
    const AVCodec* codec = avcodec_find_decoder(stream.codecpar->codec_id);
    if (codec == nullptr) return failure(AVERROR_DECODER_NOT_FOUND);
    decoder.reset(avcodec_alloc_context3(codec));
    if (!decoder || !frame || avcodec_parameters_to_context(decoder.get(), stream.codecpar) < 0)
        return failure(AVERROR(ENOMEM));
    decoder->pkt_timebase = stream.time_base;
    decoder->thread_count = 1;
    const int code = avcodec_open2(decoder.get(), codec, nullptr);
    return code < 0 ? Status(failure(code)) : Status();
}

/// The resampler for this frame: only the sample type changes, unless the track changes its mind.
Status SoundDecoder::Impl::settle(AVFrame& decoded) {
    if (decoded.ch_layout.order == AV_CHANNEL_ORDER_UNSPEC)
        av_channel_layout_default(&decoded.ch_layout, decoded.ch_layout.nb_channels);
    if (rate == 0) {
        rate = decoded.sample_rate;
        layout = Layout(decoded.ch_layout);
        layoutText = av::toText(decoded.ch_layout);
    }
    const auto sample = static_cast<AVSampleFormat>(decoded.format);
    if (resampler && sample == sourceSample && decoded.sample_rate == sourceRate &&
        av_channel_layout_compare(&decoded.ch_layout, &sourceLayout.av()) == 0)
        return {};
    SwrContext* raw = nullptr;
    AVChannelLayout wanted = layout.av();  // copied by the callee
    const int made = swr_alloc_set_opts2(&raw, &wanted, AV_SAMPLE_FMT_DBL, rate, &decoded.ch_layout, sample,
                                         decoded.sample_rate, 0, nullptr);
    resampler.reset(raw);
    const int code = made < 0 ? made : swr_init(raw);
    if (code < 0) return failure(code);
    sourceSample = sample;
    sourceRate = decoded.sample_rate;
    sourceLayout = Layout(decoded.ch_layout);
    return {};
}

Status SoundDecoder::Impl::convert(const AVFrame& decoded) {
    const int room = swr_get_out_samples(resampler.get(), decoded.nb_samples);
    if (room < 0) return failure(room);
    const auto channels = static_cast<std::size_t>(layout.av().nb_channels);
    samples.resize(static_cast<std::size_t>(room) * channels);
    auto* to = reinterpret_cast<std::uint8_t*>(samples.data());
    const int got = swr_convert(resampler.get(), &to, room, const_cast<const std::uint8_t**>(decoded.extended_data),
                                decoded.nb_samples);
    if (got < 0) return failure(got);
    samples.resize(static_cast<std::size_t>(got) * channels);
    return {};
}

/// What lies outside the trim goes.
void SoundDecoder::Impl::cut(SoundBlock& block) const {
    if (!trim.isCut()) return;
    const auto channels = static_cast<std::size_t>(block.channels);
    const auto frames = static_cast<double>(block.samples.size() / channels);
    const double before = std::clamp(std::ceil(-block.timeSeconds * rate), 0.0, frames);
    double after = frames;
    if (trim.durationSeconds)
        after = std::clamp(std::floor((*trim.durationSeconds - block.timeSeconds) * rate), before, frames);
    block.samples = block.samples.subspan(static_cast<std::size_t>(before) * channels,
                                          static_cast<std::size_t>(after - before) * channels);
    block.timeSeconds += before / rate;
}

SoundDecoder::SoundDecoder(std::unique_ptr<Impl> impl) noexcept : m_impl(std::move(impl)) {}
SoundDecoder::~SoundDecoder() = default;

Result<std::unique_ptr<SoundDecoder>> SoundDecoder::create(const Demuxer& demuxer, int track) {
    auto impl = std::make_unique<Impl>();
    impl->name = trackName(demuxer.info(), track);
    impl->trim = demuxer.trim();
    FOTOGRAMA_RETURN_IF_ERROR(impl->open(*demuxer.stream(track)));
    return std::unique_ptr<SoundDecoder>(new SoundDecoder(std::move(impl)));
}

Status SoundDecoder::push(const Packet& packet) {
    const int code = avcodec_send_packet(m_impl->decoder.get(), packet.av());
    if (code == AVERROR(ENOMEM)) return m_impl->failure(code);
    if (code < 0) ++m_impl->refused;
    return {};
}

Status SoundDecoder::finish() {
    avcodec_send_packet(m_impl->decoder.get(), nullptr);
    return {};
}

Result<std::optional<SoundBlock>> SoundDecoder::pull() {
    Impl& impl = *m_impl;
    AVFrame& decoded = *impl.frame;
    const int code = avcodec_receive_frame(impl.decoder.get(), &decoded);
    if (code == AVERROR(EAGAIN) || code == AVERROR_EOF) return std::optional<SoundBlock>();
    if (code == AVERROR(ENOMEM)) return impl.failure(code);
    if (code < 0) {
        ++impl.refused;
        return std::optional<SoundBlock>();
    }
    if (decoded.nb_samples <= 0 || decoded.sample_rate <= 0 || decoded.ch_layout.nb_channels <= 0) return pull();
    FOTOGRAMA_RETURN_IF_ERROR(impl.settle(decoded));
    FOTOGRAMA_RETURN_IF_ERROR(impl.convert(decoded));
    SoundBlock block;
    block.sampleRate = impl.rate;
    block.channels = impl.layout.av().nb_channels;
    block.layout = impl.layoutText;
    block.samples = impl.samples;
    const std::int64_t pts = decoded.best_effort_timestamp;
    block.timeSeconds =
        pts == AV_NOPTS_VALUE ? impl.nextSeconds : static_cast<double>(pts) * av_q2d(impl.decoder->pkt_timebase);
    impl.nextSeconds = block.timeSeconds + static_cast<double>(decoded.nb_samples) / decoded.sample_rate;
    impl.cut(block);
    return std::optional(block);
}

std::int64_t SoundDecoder::packetsRefused() const noexcept { return m_impl->refused; }

}  // namespace fotograma::media
