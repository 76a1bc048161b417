#include "tests/media/transcode_file.h"

#include <map>

#include "engine/media/decoder.h"
#include "engine/media/muxer.h"
#include "engine/media/transform.h"

namespace fotograma::testing {

namespace {

class Transcode {
public:
    Transcode(std::filesystem::path to, const TranscodeOptions& options) : m_to(std::move(to)), m_options(options) {}

    base::Result<std::vector<api::FateNote>> run(const std::filesystem::path& from) {
        FOTOGRAMA_RETURN_IF_ERROR(open(from));
        for (;;) {
            FOTOGRAMA_ASSIGN_OR_RETURN(const auto packet, m_demuxer->read());
            if (!packet) break;
            FOTOGRAMA_RETURN_IF_ERROR(route(*packet));
        }
        FOTOGRAMA_RETURN_IF_ERROR(finish());
        return std::move(m_notes);
    }

private:
    struct Lane {
        std::unique_ptr<media::TrackTransform> transform;
        int output = -1;
    };

    [[nodiscard]] const media::Track& track(int index) const {
        return m_demuxer->info().tracks[static_cast<std::size_t>(index)];
    }
    [[nodiscard]] bool isWhole(const media::TrackDecision& decision) const {
        const media::Track& source = track(decision.track);
        return source.attachment || (source.video && source.video->isCover);
    }

    base::Status open(const std::filesystem::path& from) {
        media::OpenOptions opening;
        opening.trim = m_options.trim;
        FOTOGRAMA_ASSIGN_OR_RETURN(m_demuxer, media::Demuxer::open(from, opening));
        media::TrackRules rules = m_options.rules;
        rules.isTrimmed = m_options.trim.startSeconds > 0.0 || m_options.trim.durationSeconds;
        m_plan = media::planTracks(m_demuxer->info(), m_options.container, rules);
        m_notes = m_plan.notes;
        std::vector<int> selected;
        const int picture = m_demuxer->info().videoTrack;
        if (picture >= 0 && !rules.copyVideo) {
            FOTOGRAMA_ASSIGN_OR_RETURN(m_decoder, media::Decoder::create(*m_demuxer, picture, {}));
            selected.push_back(picture);
        }
        for (const media::TrackDecision& decision : m_plan.tracks) {
            if (isWhole(decision)) continue;
            FOTOGRAMA_ASSIGN_OR_RETURN(m_lanes[decision.track].transform, media::createTransform(*m_demuxer, decision));
            selected.push_back(decision.track);
        }
        m_demuxer->select(selected);
        media::MuxerOptions muxing;
        muxing.container = m_options.container;
        if (m_plan.tags) muxing.tags = m_demuxer->info().tags;
        if (m_plan.chapters) muxing.chapters = m_demuxer->chapters();
        FOTOGRAMA_ASSIGN_OR_RETURN(m_muxer, media::Muxer::create(m_to, muxing));
        return m_decoder ? base::Status() : begin();
    }

    base::Status begin() {
        if (m_encoder) {
            const auto labels = media::labelsOf(track(m_demuxer->info().videoTrack));
            FOTOGRAMA_ASSIGN_OR_RETURN(m_picture, m_muxer->addTrack(m_encoder->streamFormat(), labels));
        }
        for (const media::TrackDecision& decision : m_plan.tracks) {
            if (isWhole(decision)) {
                FOTOGRAMA_RETURN_IF_ERROR(m_muxer->addAttachment(*m_demuxer, decision.track));
                continue;
            }
            Lane& lane = m_lanes[decision.track];
            const auto labels = media::labelsOf(track(decision.track));
            FOTOGRAMA_ASSIGN_OR_RETURN(lane.output, m_muxer->addTrack(lane.transform->streamFormat(), labels));
        }
        m_hasBegun = true;
        return m_muxer->begin();
    }

    base::Status route(const media::Packet& packet) {
        if (m_decoder && packet.track() == m_demuxer->info().videoTrack) {
            FOTOGRAMA_RETURN_IF_ERROR(m_decoder->push(packet));
            FOTOGRAMA_RETURN_IF_ERROR(drainDecoder());
        } else if (const auto lane = m_lanes.find(packet.track()); lane != m_lanes.end()) {
            FOTOGRAMA_RETURN_IF_ERROR(lane->second.transform->push(packet));
        }
        return drainLanes();
    }

    base::Status drainDecoder() {
        for (;;) {
            FOTOGRAMA_ASSIGN_OR_RETURN(const auto frame, m_decoder->pull());
            if (!frame) return {};
            if (!m_encoder) {
                media::VideoEncoderSettings settings = m_options.video;
                settings.rateHint = m_demuxer->info().video()->video->meanRate;
                FOTOGRAMA_ASSIGN_OR_RETURN(m_encoder, media::VideoEncoder::create(settings, frame->info()));
                FOTOGRAMA_RETURN_IF_ERROR(begin());
            }
            FOTOGRAMA_RETURN_IF_ERROR(m_encoder->push(*frame));
            FOTOGRAMA_RETURN_IF_ERROR(drainEncoder());
        }
    }

    base::Status drainEncoder() {
        for (;;) {
            FOTOGRAMA_ASSIGN_OR_RETURN(auto packet, m_encoder->pull());
            if (!packet) return {};
            FOTOGRAMA_RETURN_IF_ERROR(m_muxer->write(m_picture, std::move(*packet)));
        }
    }

    base::Status drainLanes() {
        if (!m_hasBegun) return {};
        for (auto& [index, lane] : m_lanes)
            for (;;) {
                FOTOGRAMA_ASSIGN_OR_RETURN(auto packet, lane.transform->pull());
                if (!packet) break;
                FOTOGRAMA_RETURN_IF_ERROR(m_muxer->write(lane.output, std::move(*packet)));
            }
        return {};
    }

    base::Status finish() {
        if (m_decoder) {
            FOTOGRAMA_RETURN_IF_ERROR(m_decoder->finish());
            FOTOGRAMA_RETURN_IF_ERROR(drainDecoder());
            FOTOGRAMA_RETURN_IF_ERROR(m_encoder->finish());
            FOTOGRAMA_RETURN_IF_ERROR(drainEncoder());
            addNotes(m_decoder->notes());
            addNotes(m_encoder->notes());
        }
        for (auto& [index, lane] : m_lanes) {
            FOTOGRAMA_RETURN_IF_ERROR(lane.transform->finish());
            addNotes(lane.transform->notes());
        }
        FOTOGRAMA_RETURN_IF_ERROR(drainLanes());
        FOTOGRAMA_RETURN_IF_ERROR(m_muxer->finish());
        return m_muxer->publish(media::Existing::Keep);
    }

    void addNotes(const std::vector<api::FateNote>& notes) {
        m_notes.insert(m_notes.end(), notes.begin(), notes.end());
    }

    std::filesystem::path m_to;
    const TranscodeOptions& m_options;
    std::unique_ptr<media::Demuxer> m_demuxer;
    media::TrackPlan m_plan;
    std::unique_ptr<media::Decoder> m_decoder;
    std::unique_ptr<media::VideoEncoder> m_encoder;
    std::unique_ptr<media::Muxer> m_muxer;
    std::map<int, Lane> m_lanes;
    int m_picture = -1;
    bool m_hasBegun = false;
    std::vector<api::FateNote> m_notes;
};

}  // namespace

base::Result<std::vector<api::FateNote>> transcodeFile(const std::filesystem::path& from,
                                                       const std::filesystem::path& to,
                                                       const TranscodeOptions& options) {
    return Transcode(to, options).run(from);
}

const api::FateNote* findNote(const std::vector<api::FateNote>& notes, api::Fate fate, std::string_view subjectStart) {
    for (const api::FateNote& note : notes)
        if (note.fate == fate && std::string_view(note.subject).starts_with(subjectStart)) return &note;
    return nullptr;
}

}  // namespace fotograma::testing
