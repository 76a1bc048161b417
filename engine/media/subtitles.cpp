// Subtitles of one text form turned into another.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <deque>

#include "engine/base/text.h"
#include "engine/media/av.h"
#include "engine/media/stream_format.h"
#include "engine/media/transforms.h"

namespace fotograma::media {

namespace {

constexpr int kLongestEvent = 1 << 20;  ///< Bytes of one event, far above what anybody reads.
constexpr AVRational kMilliseconds{1, 1000};

/// An AVSubtitle that frees what the decoder put into it.
struct Subtitle {
    AVSubtitle value{};
    Subtitle() = default;
    Subtitle(const Subtitle&) = delete;
    Subtitle& operator=(const Subtitle&) = delete;
    ~Subtitle() { avsubtitle_free(&value); }
};

class SubtitleConverter final : public TrackTransform {
public:
    base::Status open(const Demuxer& demuxer, const TrackDecision& decision);

    base::Status push(const Packet& packet) override;
    base::Status finish() override { return {}; }
    base::Result<std::optional<Packet>> pull() override;
    StreamFormat streamFormat() const override;
    std::vector<api::FateNote> notes() const override;

private:
    base::Status openEncoder(const std::string& codec);
    base::Status encode(AVSubtitle& event, std::int64_t startMs, std::int64_t endMs);
    std::unexpected<base::Error> failure(int code) const { return av::avFail(code, m_name + " cannot be converted"); }

    std::string m_name;
    av::CodecContext m_decoder;
    av::CodecContext m_encoder;
    Trim m_trim;
    std::vector<std::uint8_t> m_buffer;
    std::deque<Packet> m_ready;
    std::int64_t m_refused = 0;
};

base::Status SubtitleConverter::openEncoder(const std::string& name) {
    const AVCodecDescriptor* descriptor = avcodec_descriptor_get_by_name(name.c_str());
    const AVCodec* codec = descriptor != nullptr ? avcodec_find_encoder(descriptor->id) : nullptr;
    if (codec == nullptr) return failure(AVERROR_ENCODER_NOT_FOUND);
    m_encoder.reset(avcodec_alloc_context3(codec));
    if (!m_encoder) return failure(AVERROR(ENOMEM));
    m_encoder->time_base = kMilliseconds;
    if (m_decoder->subtitle_header_size > 0) {
        const auto bytes = static_cast<std::size_t>(m_decoder->subtitle_header_size);
        m_encoder->subtitle_header = static_cast<std::uint8_t*>(av_mallocz(bytes + 1));
        if (m_encoder->subtitle_header == nullptr) return failure(AVERROR(ENOMEM));
        std::memcpy(m_encoder->subtitle_header, m_decoder->subtitle_header, bytes);
        m_encoder->subtitle_header_size = m_decoder->subtitle_header_size;
    }
    const int code = avcodec_open2(m_encoder.get(), codec, nullptr);
    if (code < 0) return failure(code);
    return {};
}

base::Status SubtitleConverter::open(const Demuxer& demuxer, const TrackDecision& decision) {
    m_name = decision.name;
    m_trim = demuxer.trim();
    const AVStream& stream = *demuxer.stream(decision.track);
    const AVCodec* codec = avcodec_find_decoder(stream.codecpar->codec_id);
    if (codec == nullptr) return failure(AVERROR_DECODER_NOT_FOUND);
    m_decoder.reset(avcodec_alloc_context3(codec));
    if (!m_decoder || avcodec_parameters_to_context(m_decoder.get(), stream.codecpar) < 0)
        return failure(AVERROR(ENOMEM));
    m_decoder->pkt_timebase = stream.time_base;
    const int code = avcodec_open2(m_decoder.get(), codec, nullptr);
    if (code < 0) return failure(code);
    FOTOGRAMA_RETURN_IF_ERROR(openEncoder(decision.codec));
    m_buffer.resize(kLongestEvent);
    return {};
}

base::Status SubtitleConverter::push(const Packet& packet) {
    if (!packet.hasTime()) return {};
    Subtitle event;
    int got = 0;
    if (avcodec_decode_subtitle2(m_decoder.get(), &event.value, &got, packet.av()) < 0) {
        ++m_refused;
        return {};
    }
    if (got == 0 || event.value.num_rects == 0) return {};
    std::int64_t start = std::llround(packet.timeSeconds() * 1000.0);
    std::int64_t end = std::llround(packet.endSeconds() * 1000.0);
    if (packet.av()->duration <= 0 && event.value.end_display_time != UINT32_MAX)
        end = start + event.value.end_display_time;
    start += event.value.start_display_time;
    if (m_trim.startSeconds > 0.0 && end <= 0) return {};
    start = std::max<std::int64_t>(start, 0);
    if (m_trim.durationSeconds) end = std::min<std::int64_t>(end, std::llround(*m_trim.durationSeconds * 1000.0));
    if (end <= start) return {};
    return encode(event.value, start, end);
}

base::Status SubtitleConverter::encode(AVSubtitle& event, std::int64_t startMs, std::int64_t endMs) {
    event.pts = av_rescale_q(startMs, kMilliseconds, AV_TIME_BASE_Q);
    event.start_display_time = 0;
    event.end_display_time = static_cast<std::uint32_t>(endMs - startMs);
    const int bytes = avcodec_encode_subtitle(m_encoder.get(), m_buffer.data(), kLongestEvent, &event);
    if (bytes < 0) {
        ++m_refused;
        return {};
    }
    av::Packet packet(av_packet_alloc());
    if (!packet || av_new_packet(packet.get(), bytes) < 0) return failure(AVERROR(ENOMEM));
    std::memcpy(packet->data, m_buffer.data(), static_cast<std::size_t>(bytes));
    packet->time_base = kMilliseconds;
    packet->pts = packet->dts = startMs;
    packet->duration = endMs - startMs;
    packet->flags |= AV_PKT_FLAG_KEY;
    m_ready.emplace_back(packet.release(), -1);
    return {};
}

base::Result<std::optional<Packet>> SubtitleConverter::pull() { return takeFirst(m_ready); }

StreamFormat SubtitleConverter::streamFormat() const {
    return StreamFormat(describeEncoder(*m_encoder, av::toRational(kMilliseconds)));
}

std::vector<api::FateNote> SubtitleConverter::notes() const {
    if (m_refused == 0) return {};
    return {{api::Fate::Lost, -1, m_name, base::concat(m_refused, " events could not be read")}};
}

}  // namespace

base::Result<std::unique_ptr<TrackTransform>> createSubtitleConverter(const Demuxer& demuxer,
                                                                      const TrackDecision& decision) {
    auto converter = std::make_unique<SubtitleConverter>();
    FOTOGRAMA_RETURN_IF_ERROR(converter->open(demuxer, decision));
    return converter;
}

}  // namespace fotograma::media
