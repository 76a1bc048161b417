#include "engine/pipeline/clip_pictures.h"

#include "engine/base/text.h"

namespace fotograma::pipeline {

using base::ErrorCode;
using base::Result;
using base::Status;

namespace {
constexpr double kTolerance = 0.0005;  // as media::Sampler: time bases of a millisecond round by so much
constexpr double kStep = 0.5;          // so far ahead it is quicker to go on decoding than to seek
}  // namespace

Result<std::unique_ptr<ClipPictures>> ClipPictures::open(const What& what, const std::stop_token& stop) {
    std::unique_ptr<ClipPictures> clip(new ClipPictures);
    clip->m_what = what;
    if (const auto stamp = base::fileStamp(what.file)) clip->m_stamp = *stamp;
    const std::stop_callback link(stop, [&clip] { clip->m_stop.request_stop(); });
    FOTOGRAMA_RETURN_IF_ERROR(clip->start());
    return clip;
}

Status ClipPictures::start() {
    media::OpenOptions options;
    options.trim = m_what.trim;
    options.stop = m_stop.get_token();
    options.roots = m_what.roots;
    options.picturesOnly = m_what.opening == Opening::Quick;
    if (m_what.opening == Opening::Quick) options.depth = media::ProbeDepth::Header;
    FOTOGRAMA_ASSIGN_OR_RETURN(m_demuxer, media::Demuxer::open(m_what.file, options));
    m_decoder.reset();
    m_track = -1;
    m_isBegun = m_isFinished = false;
    m_last.reset();
    return {};
}

bool ClipPictures::isStill(const What& what) const {
    if (m_stop.stop_requested() || !m_stamp || m_what.file != what.file || m_what.isQuick != what.isQuick ||
        m_what.trim.startSeconds != what.trim.startSeconds || m_what.trim.durationSeconds != what.trim.durationSeconds)
        return false;
    const auto stamp = base::fileStamp(what.file);
    return stamp && *stamp == *m_stamp;
}

bool ClipPictures::knows(double seconds) const {
    if (!m_last) return false;
    if (seconds == m_asked) return true;
    // Whatever is asked for between two pictures is the second of them.
    return !m_what.isQuick && seconds >= m_asked && m_last->info().timeSeconds() >= seconds - kTolerance;
}

Result<frame::Frame> ClipPictures::at(int track, double seconds, const std::stop_token& stop) {
    const std::stop_callback link(stop, [this] { m_stop.request_stop(); });
    if (track == m_track && knows(seconds)) return *m_last;
    FOTOGRAMA_RETURN_IF_ERROR(goTo(track, seconds));
    FOTOGRAMA_ASSIGN_OR_RETURN(m_last, decodeTo(seconds));
    m_asked = seconds;
    return *m_last;
}

/// Makes the decoder stand before the picture.
Status ClipPictures::goTo(int track, double seconds) {
    const bool isAhead = m_last && !m_isFinished && !m_what.isQuick && track == m_track && seconds >= m_asked &&
                         seconds - m_last->info().timeSeconds() < kStep;
    if (isAhead) return {};
    if (m_isBegun && (track != m_track || m_what.opening == Opening::FromStart)) FOTOGRAMA_RETURN_IF_ERROR(start());
    if (track != m_track) {
        m_demuxer->select({&track, 1});
        FOTOGRAMA_ASSIGN_OR_RETURN(m_decoder, media::Decoder::create(*m_demuxer, track,
                                                                     {.threads = m_what.isQuick ? 1 : m_what.threads,
                                                                      .keyFramesOnly = m_what.isQuick}));
        m_track = track;
    }
    const bool maySeek = m_what.opening != Opening::FromStart && (m_isBegun || seconds > 0.0);
    if (maySeek && m_demuxer->seek(seconds)) {
        m_decoder->reset();
        m_isFinished = false;
        return {};
    }
    // A file without an index is read from where it stands: from its beginning, the first time.
    if (!m_isBegun) return {};
    FOTOGRAMA_RETURN_IF_ERROR(start());
    return goTo(track, 0.0);
}

Result<frame::Frame> ClipPictures::decodeTo(double seconds) {
    const double wanted = m_what.isQuick && m_what.opening != Opening::FromStart ? -1.0 : seconds - kTolerance;
    std::optional<frame::Frame> last;
    m_isBegun = true;
    while (true) {
        while (true) {
            FOTOGRAMA_ASSIGN_OR_RETURN(auto frame, m_decoder->pull());
            if (!frame) break;
            last = std::move(frame);
            if (last->info().timeSeconds() >= wanted) return std::move(*last);
        }
        if (m_isFinished) break;
        if (m_stop.stop_requested()) return base::fail(ErrorCode::Cancelled, "stopped on request");
        FOTOGRAMA_ASSIGN_OR_RETURN(const auto packet, m_demuxer->read());
        m_isFinished = !packet;
        FOTOGRAMA_RETURN_IF_ERROR(packet ? m_decoder->push(*packet) : m_decoder->finish());
    }
    if (last) return std::move(*last);
    return base::fail(ErrorCode::InvalidData,
                      base::concat("no picture could be decoded at ", base::fixed(seconds, 3), " s"));
}

}  // namespace fotograma::pipeline
