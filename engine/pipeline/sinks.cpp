#include "engine/pipeline/sinks.h"

#include <cmath>
#include <utility>

namespace fotograma::pipeline {

using base::Result;
using base::Status;

// ---- OutputFile --------------------------------------------------------------------------------------------------

OutputFile::OutputFile(std::filesystem::path path, const OutputPlan& plan, const media::Demuxer& demuxer,
                       telemetry::StageMeter& meter)
    : m_path(std::move(path)),
      m_plan(&plan),
      m_demuxer(&demuxer),
      m_meter(&meter),
      m_formats(plan.tracks.tracks.size()),
      m_tracks(plan.tracks.tracks.size(), -1) {}

Result<std::unique_ptr<OutputFile>> OutputFile::create(const std::filesystem::path& path, const OutputPlan& plan,
                                                       const media::Demuxer& demuxer, telemetry::StageMeter& meter) {
    std::unique_ptr<OutputFile> file(new OutputFile(path, plan, demuxer, meter));
    media::MuxerOptions options;
    options.container = plan.container;
    if (plan.tracks.tags) options.tags = demuxer.info().tags;
    if (plan.tracks.chapters) options.chapters = demuxer.chapters();
    FOTOGRAMA_ASSIGN_OR_RETURN(file->m_muxer, media::Muxer::create(path, options));
    return file;
}

void OutputFile::describe(std::size_t decision, media::StreamFormat format) { m_formats[decision] = std::move(format); }

Status OutputFile::addTracks(const media::StreamFormat* encoded) {
    const media::MediaInfo& info = m_demuxer->info();
    if (encoded != nullptr) {
        FOTOGRAMA_ASSIGN_OR_RETURN(m_encodedTrack, m_muxer->addTrack(*encoded, media::labelsOf(*info.video())));
    }
    for (std::size_t i = 0; i < m_formats.size(); ++i) {
        const int track = m_plan->tracks.tracks[i].track;
        if (!m_formats[i]) {
            FOTOGRAMA_RETURN_IF_ERROR(m_muxer->addAttachment(*m_demuxer, track));
            continue;
        }
        const media::TrackLabels labels = media::labelsOf(info.tracks[static_cast<std::size_t>(track)]);
        FOTOGRAMA_ASSIGN_OR_RETURN(m_tracks[i], m_muxer->addTrack(*m_formats[i], labels));
    }
    return m_muxer->begin();
}

Status OutputFile::start(const media::StreamFormat* encoded) {
    const std::lock_guard lock(m_mutex);
    const telemetry::BusyScope busy(*m_meter);
    FOTOGRAMA_RETURN_IF_ERROR(addTracks(encoded));
    m_isStarted = true;
    for (Waiting& waiting : std::exchange(m_waiting, {}))
        FOTOGRAMA_RETURN_IF_ERROR(m_muxer->write(m_tracks[waiting.decision], std::move(waiting.packet)));
    return {};
}

Status OutputFile::write(std::size_t decision, media::Packet packet) {
    {
        const std::lock_guard lock(m_mutex);
        if (!m_isStarted) {
            m_waiting.push_back({decision, std::move(packet)});
            return {};
        }
    }
    const telemetry::BusyScope busy(*m_meter);
    return m_muxer->write(decision == kEncoded ? m_encodedTrack : m_tracks[decision], std::move(packet));
}

Status OutputFile::writeEncoded(media::Packet packet) { return write(kEncoded, std::move(packet)); }
Status OutputFile::writeTrack(std::size_t decision, media::Packet packet) { return write(decision, std::move(packet)); }

Status OutputFile::finish() {
    const telemetry::BusyScope busy(*m_meter);
    return m_muxer->finish();
}

Status OutputFile::publish(media::Existing existing) { return m_muxer->publish(existing); }

namespace {

/// The rate of made frames where filters may have changed the mean rate of the source or not (a progressive file through
/// a deinterlacer): that of the two which the first frame's length is nearer to.
base::Rational rateOf(const frame::FrameInfo& first, base::Rational mean, double factor) {
    const double seconds = static_cast<double>(first.duration) * first.timeBase.value();
    if (factor == 1.0 || !mean.isPositive() || seconds <= 0.0) return mean;
    const double own = 1.0 / seconds;
    if (std::abs(own - mean.value()) <= std::abs(own - factor * mean.value())) return mean;
    constexpr int kMostParts = 12;
    for (int parts = 1; parts <= kMostParts; ++parts) {
        const double share = factor * parts;
        if (std::abs(share - std::round(share)) > 1e-6) continue;
        return {mean.num * static_cast<int>(std::lround(share)), mean.den * parts};
    }
    return {static_cast<int>(std::lround(own * 1000.0)), 1000};
}

}  // namespace

// ---- EncodeSink --------------------------------------------------------------------------------------------------

Status EncodeSink::push(const frame::Frame& frame, double rateFactor) {
    if (m_encoder == nullptr) {
        media::VideoEncoderSettings settings = m_plan->video;
        settings.hardware = m_hardware;
        settings.rateHint = rateOf(frame.info(), settings.rateHint, rateFactor);
        FOTOGRAMA_ASSIGN_OR_RETURN(m_encoder, media::VideoEncoder::create(settings, frame.info()));
        m_wantsDevice = m_encoder->isOnChip();
        const media::StreamFormat format = m_encoder->streamFormat();
        FOTOGRAMA_RETURN_IF_ERROR(m_file->start(&format));
    }
    if (m_check) m_check->offer(frame, m_hardware);
    FOTOGRAMA_RETURN_IF_ERROR(m_encoder->push(frame));
    return drain(nullptr);
}

Status EncodeSink::finish(const std::stop_token& stop) {
    if (m_encoder == nullptr) return {};
    FOTOGRAMA_RETURN_IF_ERROR(m_encoder->finish());
    return drain(&stop);
}

Status EncodeSink::drain(const std::stop_token* stop) {
    while (stop == nullptr || !stop->stop_requested()) {
        FOTOGRAMA_ASSIGN_OR_RETURN(std::optional<media::Packet> packet, m_encoder->pull());
        if (!packet) return {};
        FOTOGRAMA_RETURN_IF_ERROR(m_file->writeEncoded(std::move(*packet)));
    }
    return {};
}

// ---- TrackSink ---------------------------------------------------------------------------------------------------

Result<TrackSink> TrackSink::create(const Plan& plan, const media::Demuxer& demuxer,
                                    std::span<const std::unique_ptr<OutputFile>> files) {
    TrackSink sink;
    for (std::size_t output = 0; output < plan.outputs.size(); ++output) {
        const auto& decisions = plan.outputs[output].tracks.tracks;
        for (std::size_t i = 0; i < decisions.size(); ++i) {
            if (isWhole(demuxer.info().tracks[static_cast<std::size_t>(decisions[i].track)])) continue;
            Lead lead{decisions[i].track, output, i, files[output].get(), nullptr};
            FOTOGRAMA_ASSIGN_OR_RETURN(lead.transform, media::createTransform(demuxer, decisions[i]));
            lead.file->describe(i, lead.transform->streamFormat());
            sink.m_leads.push_back(std::move(lead));
        }
        if (plan.outputs[output].isCopy) FOTOGRAMA_RETURN_IF_ERROR(files[output]->start(nullptr));
    }
    return sink;
}

Status TrackSink::push(const media::Packet& packet) {
    for (Lead& lead : m_leads) {
        if (lead.track != packet.track()) continue;
        FOTOGRAMA_RETURN_IF_ERROR(lead.transform->push(packet));
        FOTOGRAMA_RETURN_IF_ERROR(drain(lead));
    }
    return {};
}

Status TrackSink::finish() {
    for (Lead& lead : m_leads) {
        FOTOGRAMA_RETURN_IF_ERROR(lead.transform->finish());
        FOTOGRAMA_RETURN_IF_ERROR(drain(lead));
    }
    return {};
}

Status TrackSink::drain(Lead& lead) {
    while (true) {
        FOTOGRAMA_ASSIGN_OR_RETURN(std::optional<media::Packet> packet, lead.transform->pull());
        if (!packet) return {};
        FOTOGRAMA_RETURN_IF_ERROR(lead.file->writeTrack(lead.decision, std::move(*packet)));
    }
}

std::vector<api::FateNote> TrackSink::notes() const {
    std::vector<api::FateNote> notes;
    for (const Lead& lead : m_leads) {
        for (api::FateNote note : lead.transform->notes()) {
            note.output = static_cast<int>(lead.output);
            notes.push_back(std::move(note));
        }
    }
    return notes;
}

}  // namespace fotograma::pipeline
