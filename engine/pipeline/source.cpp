#include "engine/pipeline/source.h"

#include <algorithm>

namespace fotograma::pipeline {

using base::Result;
using base::Status;

namespace {

media::PictureChoice choiceOf(const Plan& plan) {
    switch (plan.frames) {
        case recipe::Frames::Key: return {.which = media::Pictures::Key};
        case recipe::Frames::Sample: return {.which = media::Pictures::Sampled, .everySeconds = plan.everySeconds};
        case recipe::Frames::All:
        case recipe::Frames::None: break;
    }
    return {};
}

}  // namespace

Source::Source(std::unique_ptr<media::Demuxer> demuxer, const Plan& plan)
    : m_demuxer(std::move(demuxer)), m_videoTrack(plan.videoTrack), m_sideTracks(plan.sideTracks) {}

Result<std::unique_ptr<Source>> Source::create(std::unique_ptr<media::Demuxer> demuxer, const Plan& plan,
                                               media::DecoderOptions options) {
    std::unique_ptr<Source> source(new Source(std::move(demuxer), plan));
    if (plan.decodes) {
        options.keyFramesOnly = plan.frames == recipe::Frames::Key;
        FOTOGRAMA_ASSIGN_OR_RETURN(source->m_decoder,
                                   media::Decoder::create(*source->m_demuxer, plan.videoTrack, options));
    }
    source->m_demuxer->select(plan.readTracks);
    source->m_demuxer->choosePictures(choiceOf(plan));
    if (plan.frames == recipe::Frames::Sample) source->m_sampler.emplace(plan.everySeconds);
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
    FOTOGRAMA_RETURN_IF_ERROR(drain(pulled));
    if (!m_sampler) return {};
    if (m_demuxer->endsRun()) return finishRun(pulled);
    return pulled.frames.empty() ? Status() : skip();
}

/// The last target of a group of pictures is in: what the decoder still holds comes out, and nothing after it is decoded.
Status Source::finishRun(Pulled& pulled) {
    FOTOGRAMA_RETURN_IF_ERROR(m_decoder->finish());
    FOTOGRAMA_RETURN_IF_ERROR(drain(pulled));
    m_decoder->reset();
    return {};
}

/// What lies between here and the key frame before the next target need not be decoded.
Status Source::skip() {
    FOTOGRAMA_ASSIGN_OR_RETURN(const bool went, m_demuxer->skipTo(m_sampler->target()));
    if (went) m_decoder->reset();
    return {};
}

Status Source::drain(Pulled& pulled) {
    while (true) {
        FOTOGRAMA_ASSIGN_OR_RETURN(std::optional<frame::Frame> frame, m_decoder->pull());
        if (!frame) return {};
        if (m_sampler) {
            if (!m_sampler->takes(frame->info().timeSeconds())) continue;
            frame::FrameInfo info = frame->info();
            info.index = m_framesGiven;
            frame = frame->withInfo(std::move(info));
        }
        ++m_framesGiven;
        pulled.frames.push_back(std::move(*frame));
    }
}

}  // namespace fotograma::pipeline
