#include "engine/pipeline/listening.h"

#include <array>

#include "engine/base/text.h"

namespace fotograma::pipeline {

using base::concat;
using base::Status;

Listening::Listening(const Plan& plan, std::filesystem::path input, std::vector<std::filesystem::path> roots,
                     const media::Trim& trim)
    : m_plan(&plan), m_input(std::move(input)), m_roots(std::move(roots)), m_trim(trim) {}

void Listening::note(const MeasurePlan& measure, const std::string& sentence) {
    m_notes.push_back({api::Fate::Lost, -1, concat("measure ", recipe::reportKey(measure.use)), sentence});
}

Status Listening::run(const std::stop_token& stop) {
    if (m_plan->soundMeasures.empty()) return {};
    const Status status = listen(stop);
    if (stop.stop_requested()) return base::fail(base::ErrorCode::Cancelled, "stopped on request");
    m_isWhole = status.has_value() && !m_listeners.empty();
    if (m_isWhole) return {};
    for (const MeasurePlan& measure : m_plan->soundMeasures)
        note(measure, status ? std::string("it was not measured: the file has no sound that can be decoded")
                             : concat("it was not measured: ", status.error().message));
    return {};
}

Status Listening::listen(const std::stop_token& stop) {
    media::OpenOptions options;
    options.depth = media::ProbeDepth::Header;
    options.trim = m_trim;
    options.stop = stop;
    options.roots = m_roots;
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto demuxer, media::Demuxer::open(m_input, options));
    const int track = media::chosenSound(demuxer->info());
    if (track < 0) return {};
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto decoder, media::SoundDecoder::create(*demuxer, track));
    demuxer->select(std::array{track});
    while (!stop.stop_requested()) {
        FOTOGRAMA_ASSIGN_OR_RETURN(const std::optional<media::Packet> packet, demuxer->read());
        if (!packet) break;
        FOTOGRAMA_RETURN_IF_ERROR(decoder->push(*packet));
        FOTOGRAMA_RETURN_IF_ERROR(drain(*decoder));
    }
    FOTOGRAMA_RETURN_IF_ERROR(decoder->finish());
    FOTOGRAMA_RETURN_IF_ERROR(drain(*decoder));
    for (Listener& listener : m_listeners)
        if (listener.graph) FOTOGRAMA_RETURN_IF_ERROR(listener.graph->finish());
    return {};
}

Status Listening::drain(media::SoundDecoder& decoder) {
    while (true) {
        FOTOGRAMA_ASSIGN_OR_RETURN(const std::optional<media::SoundBlock> block, decoder.pull());
        if (!block) return {};
        if (m_listeners.empty()) start(*block);
        for (Listener& listener : m_listeners)
            if (listener.graph) FOTOGRAMA_RETURN_IF_ERROR(listener.graph->push(block->samples, block->timeSeconds));
    }
}

void Listening::start(const media::SoundBlock& block) {
    m_listeners.resize(m_plan->soundMeasures.size());
    for (std::size_t i = 0; i < m_listeners.size(); ++i) {
        m_listeners[i].plan = &m_plan->soundMeasures[i];
        if (const Status started = startOne(block, m_listeners[i]); !started)
            note(m_plan->soundMeasures[i], concat("it was not measured: ", started.error().message));
    }
}

Status Listening::startOne(const media::SoundBlock& block, Listener& listener) {
    const filter::Use& use = listener.plan->operation;
    const filter::SoundFormat format{block.sampleRate, block.channels, std::string(block.layout)};
    FOTOGRAMA_ASSIGN_OR_RETURN(const filter::PreparedSound prepared, use.definition->prepareSound(use.values, format));
    listener.summary = prepared.summarise();
    const auto hear = [summary = listener.summary.get()](const media::AudioFinding& finding) {
        summary->add({finding.startSeconds, finding.endSeconds, finding.values});
    };
    FOTOGRAMA_ASSIGN_OR_RETURN(
        listener.graph,
        media::AudioGraph::create(prepared.graph, {format.sampleRate, format.channels, format.layout}, hear));
    return {};
}

void Listening::addTo(api::Json& measures) const {
    if (!m_isWhole) return;
    for (const Listener& listener : m_listeners)
        if (listener.graph) measures.set(recipe::reportKey(listener.plan->use), listener.summary->finish());
}

}  // namespace fotograma::pipeline
