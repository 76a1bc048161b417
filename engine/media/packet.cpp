#include "engine/media/packet.h"

#include <utility>

#include "engine/media/av.h"
#include "engine/media/stream_format.h"

namespace fotograma::media {

void Packet::Free::operator()(AVPacket* packet) const noexcept { av_packet_free(&packet); }

Packet::Packet() = default;
Packet::Packet(AVPacket* taken, int track) noexcept : m_packet(taken), m_track(track) {}
Packet::Packet(Packet&&) noexcept = default;
Packet& Packet::operator=(Packet&&) noexcept = default;
Packet::~Packet() = default;

bool Packet::isKey() const noexcept { return m_packet && (m_packet->flags & AV_PKT_FLAG_KEY) != 0; }

bool Packet::hasTime() const noexcept { return m_packet && m_packet->pts != AV_NOPTS_VALUE; }

double Packet::timeSeconds() const noexcept {
    return hasTime() ? static_cast<double>(m_packet->pts) * av_q2d(m_packet->time_base) : 0.0;
}

double Packet::endSeconds() const noexcept {
    return hasTime() ? static_cast<double>(m_packet->pts + m_packet->duration) * av_q2d(m_packet->time_base) : 0.0;
}

std::int64_t Packet::sizeBytes() const noexcept { return m_packet ? m_packet->size : 0; }

Packet Packet::share() const {
    AVPacket* copy = m_packet ? av_packet_clone(m_packet.get()) : nullptr;
    FOTOGRAMA_ASSERT(copy != nullptr || !m_packet, "a packet's reference is a few bytes");
    return Packet(copy, m_track);
}

void FreeCodecParameters::operator()(AVCodecParameters* parameters) const noexcept {
    avcodec_parameters_free(&parameters);
}

std::optional<Packet> takeFirst(std::deque<Packet>& ready) {
    if (ready.empty()) return std::nullopt;
    std::optional<Packet> packet(std::move(ready.front()));
    ready.pop_front();
    return packet;
}

std::shared_ptr<StreamFormat::Data> describeEncoder(const AVCodecContext& encoder, base::Rational timeBase) {
    auto data = std::make_shared<StreamFormat::Data>();
    data->parameters.reset(avcodec_parameters_alloc());
    FOTOGRAMA_ASSERT(
        data->parameters != nullptr && avcodec_parameters_from_context(data->parameters.get(), &encoder) >= 0,
        "a stream's description is small");
    data->timeBase = timeBase;
    return data;
}

StreamFormat::StreamFormat() {
    auto data = std::make_shared<Data>();
    data->parameters.reset(avcodec_parameters_alloc());
    m_data = std::move(data);
}

}  // namespace fotograma::media
