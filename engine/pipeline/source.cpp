#include "engine/pipeline/source.h"

#include <algorithm>

namespace fotograma::pipeline {

using base::Result;
using base::Status;

Source::Source(std::unique_ptr<media::Demuxer> demuxer, const Plan& plan)
    : m_demuxer(std::move(demuxer)), m_videoTrack(plan.videoTrack), m_sideTracks(plan.sideTracks) {}

Result<std::unique_ptr<Source>> Source::create(std::unique_ptr<media::Demuxer> demuxer, const Plan& plan, int threads) {
    std::unique_ptr<Source> source(new Source(std::move(demuxer), plan));
    if (plan.decodes) {
        media::DecoderOptions options;
        options.threads = threads;
        FOTOGRAMA_ASSIGN_OR_RETURN(source->m_decoder,
                                   media::Decoder::create(*source->m_demuxer, plan.videoTrack, options));
    }
    source->m_demuxer->select(plan.readTracks);
    return source;
}

Result<Pulled> Source::step() {
    Pulled pulled;
    FOTOGRAMA_ASSIGN_OR_RETURN(std::optional<media::Packet> packet, m_demuxer->read());
    if (!packet) {
        pulled.isEnd = true;
        if (m_decoder != nullptr) {
            FOTOGRAMA_RETURN_IF_ERROR(m_decoder->finish());
            FOTOGRAMA_RETURN_IF_ERROR(drain(pulled));
        }
        return pulled;
    }
    if (m_decoder != nullptr && packet->track() == m_videoTrack) FOTOGRAMA_RETURN_IF_ERROR(decode(*packet, pulled));
    if (std::ranges::binary_search(m_sideTracks, packet->track())) pulled.packet = std::move(packet);
    return pulled;
}

Status Source::decode(const media::Packet& packet, Pulled& pulled) {
    FOTOGRAMA_RETURN_IF_ERROR(m_decoder->push(packet));
    return drain(pulled);
}

Status Source::drain(Pulled& pulled) {
    while (true) {
        FOTOGRAMA_ASSIGN_OR_RETURN(std::optional<frame::Frame> frame, m_decoder->pull());
        if (!frame) return {};
        pulled.frames.push_back(std::move(*frame));
    }
}

}  // namespace fotograma::pipeline
