#include "engine/media/transform.h"

#include <cmath>
#include <deque>
#include <span>

#include "engine/base/text.h"
#include "engine/media/av.h"
#include "engine/media/transforms.h"

namespace fotograma::media {

namespace {

/// Packets as they are, less those that a cut leaves out.
class Copy final : public TrackTransform {
public:
    Copy(StreamFormat format, const TrackDecision& decision, const Trim& trim)
        : m_format(std::move(format)),
          m_kind(decision.kind),
          m_name(decision.name),
          m_isEac3(decision.codec == "eac3"),
          m_trim(trim) {}

    base::Status push(const Packet& packet) override {
        if (!isWanted(packet)) return {};
        if (m_isEac3 && !isWholeFrames({packet.av()->data, static_cast<std::size_t>(packet.av()->size)})) {
            ++m_torn;
            return {};
        }
        Packet copy = packet.share();
        if (m_kind == TrackKind::Subtitle) cut(*copy.av());
        m_ready.push_back(std::move(copy));
        return {};
    }
    base::Status finish() override { return {}; }
    base::Result<std::optional<Packet>> pull() override { return takeFirst(m_ready); }
    StreamFormat streamFormat() const override { return m_format; }
    std::vector<api::FateNote> notes() const override {
        if (m_torn == 0) return {};
        return {{api::Fate::Lost, -1, m_name, base::concat(m_torn, " damaged packets were left out")}};
    }

private:
    /// Pictures before the cut are needed by those after it: they stay, with times before 0, and are not shown.
    bool isWanted(const Packet& packet) const {
        if (m_trim.startSeconds > 0.0 && m_kind != TrackKind::Video && packet.hasTime() && packet.endSeconds() <= 0.0)
            return false;
        return !m_trim.durationSeconds || !packet.hasTime() || m_kind == TrackKind::Video ||
               packet.timeSeconds() < *m_trim.durationSeconds;
    }
    /// Whether a packet of E-AC-3 is whole frames, one after another.
    /// Source   ETSI TS 102 366, E.1.2.2: sync word 0x0B77; frmsiz, 11 bits, is the length in 16-bit words less one.
    static bool isWholeFrames(std::span<const std::uint8_t> bytes) {
        while (!bytes.empty()) {
            if (bytes.size() < 4 || bytes[0] != 0x0B || bytes[1] != 0x77) return false;
            const std::size_t frame = 2 * (((bytes[2] & 0x07U) << 8) + bytes[3] + 1);
            if (frame > bytes.size()) return false;
            bytes = bytes.subspan(frame);
        }
        return true;
    }
    /// A line of text is shown for the part of its time that lies within the cut.
    void cut(AVPacket& packet) const {
        if (packet.pts == AV_NOPTS_VALUE) return;
        std::int64_t end = packet.pts + packet.duration;
        if (m_trim.durationSeconds)
            end = std::min<std::int64_t>(end, std::llround(*m_trim.durationSeconds / av_q2d(packet.time_base)));
        packet.pts = std::max<std::int64_t>(packet.pts, 0);
        packet.dts = packet.pts;
        packet.duration = std::max<std::int64_t>(end - packet.pts, 0);
    }

    StreamFormat m_format;
    TrackKind m_kind;
    std::string m_name;
    bool m_isEac3;  ///< The mp4 muxer looks inside, and refuses a whole file for one torn packet that players skip.
    std::int64_t m_torn = 0;
    Trim m_trim;
    std::deque<Packet> m_ready;
};

}  // namespace

base::Result<std::unique_ptr<TrackTransform>> createCopy(const Demuxer& demuxer, const TrackDecision& decision) {
    return std::make_unique<Copy>(demuxer.streamFormat(decision.track), decision, demuxer.trim());
}

base::Result<std::unique_ptr<TrackTransform>> createTransform(const Demuxer& demuxer, const TrackDecision& decision) {
    av::initialize();
    if (decision.action == TrackAction::Copy) return createCopy(demuxer, decision);
    switch (decision.kind) {
        case TrackKind::Audio: return createAudioTranscoder(demuxer, decision);
        case TrackKind::Subtitle: return createSubtitleConverter(demuxer, decision);
        default: break;
    }
    return base::fail(base::ErrorCode::InvalidArgument, "Only sound and subtitles are converted on their own.");
}

}  // namespace fotograma::media
