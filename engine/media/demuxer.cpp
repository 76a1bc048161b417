#include "engine/media/demuxer.h"

#include <algorithm>
#include <cmath>

#include "engine/base/text.h"
#include "engine/media/demuxer_impl.h"
#include "engine/media/stream_format.h"

namespace fotograma::media {

namespace {

constexpr int kFailuresInARow = 64;          ///< Reads that fail one after another before the file counts as ended.
constexpr double kClockJumpSeconds = 10.0;   ///< In formats whose clock may start anew.
constexpr double kMostReordered = 16.0;      ///< Pictures between decoding and showing, at most (H.264, HEVC).
constexpr double kUnknownLeadSeconds = 1.0;  ///< For as many where the rate is not known.
constexpr double kTolerance = 0.0005;        ///< Seconds; time bases of a millisecond round by so much.

}  // namespace

base::Result<av::Packet> Demuxer::Impl::next() {
    if (!ahead.empty()) {
        av::Packet packet = std::move(ahead.front());
        ahead.pop_front();
        return packet;
    }
    for (int failures = 0; failures < kFailuresInARow; ++failures) {
        av::Packet packet(av_packet_alloc());
        if (!packet) return av::avFail(AVERROR(ENOMEM), base::concat(name, " cannot be read further"));
        const int code = av_read_frame(context.get(), packet.get());
        if (code >= 0) return packet;
        if (file->isStopped()) return readFailure(code);
        if (code == AVERROR_EOF) return av::Packet();
        if (code == AVERROR(EIO)) return av::avFail(code, base::concat(name, " cannot be read further"));
        if (code == AVERROR(ENOMEM)) return av::avFail(code, base::concat(name, " cannot be read further"));
        if (code == AVERROR(EAGAIN)) continue;
        damage = base::concat("parts of the file are damaged (", av::avError(code, name).detail, ")");
    }
    endedEarly = true;
    return av::Packet();
}

/// Broadcast streams may start their clock anew; one shift for all tracks keeps them together.
void Demuxer::Impl::followClock(AVPacket& packet) {
    TrackState& state = tracks[static_cast<std::size_t>(packet.stream_index)];
    const double tick = av_q2d(packet.time_base);
    std::int64_t shift = std::llround(clockJump / tick);
    if (packet.dts != AV_NOPTS_VALUE) {
        if ((context->iformat->flags & AVFMT_TS_DISCONT) != 0 && state.nextDts != AV_NOPTS_VALUE) {
            const double jump = static_cast<double>(packet.dts - shift - state.nextDts) * tick;
            if (std::abs(jump) > kClockJumpSeconds) {
                clockJump += jump;
                shift = std::llround(clockJump / tick);
                damage = "the file's clock jumps; the jump was taken out";
            }
        }
        packet.dts -= shift;
        state.nextDts = packet.dts + std::max<std::int64_t>(packet.duration, 1);
    }
    if (packet.pts != AV_NOPTS_VALUE) packet.pts -= shift;
}

/// Moves the packet to the zero of what comes out; false when it is not wanted.
bool Demuxer::Impl::accept(AVPacket& packet) {
    const auto index = static_cast<std::size_t>(packet.stream_index);
    if (index >= tracks.size() || !tracks[index].isSelected || packet.size == 0) return false;
    const bool isSuperfluous = choice.which == Pictures::Key && packet.stream_index == info.videoTrack &&
                               (packet.flags & AV_PKT_FLAG_KEY) == 0;
    if (isSuperfluous) return false;
    TrackState& state = tracks[index];
    if (packet.stream_index == info.videoTrack)
        latestRead = std::max(latestRead, packet.dts != AV_NOPTS_VALUE ? packet.dts : packet.pts);
    packet.time_base = context->streams[packet.stream_index]->time_base;
    followClock(packet);
    const double tick = av_q2d(packet.time_base);
    if (packet.pts != AV_NOPTS_VALUE) packet.pts -= state.offset;
    if (packet.dts != AV_NOPTS_VALUE) packet.dts -= state.offset;
    if (const std::int64_t time = packet.pts != AV_NOPTS_VALUE ? packet.pts : packet.dts; time != AV_NOPTS_VALUE)
        state.endSeconds = std::max(state.endSeconds, static_cast<double>(time + packet.duration) * tick);
    if (!trim.durationSeconds) return true;
    // Decoding order: no later packet of the track is shown before this one's dts.
    const std::int64_t earliest = packet.dts != AV_NOPTS_VALUE ? packet.dts : packet.pts;
    if (earliest != AV_NOPTS_VALUE && static_cast<double>(earliest) * tick >= *trim.durationSeconds - kTolerance)
        state.isPast = true;
    return !state.isPast;
}

bool Demuxer::Impl::everythingIsPast() const {
    bool any = false;
    for (const Track& each : info.tracks) {
        const TrackState& state = tracks[static_cast<std::size_t>(each.index)];
        const bool carriesTime = each.kind == TrackKind::Video || each.kind == TrackKind::Audio;
        if (!state.isSelected || !carriesTime || each.isEmpty) continue;
        if (!state.isPast) return false;
        any = true;
    }
    return any;
}

/// Compares what came with what the header promised: of the picture, or of the whole where tracks have no lengths.
void Demuxer::Impl::noteEnd() {
    hasEnded = true;
    const Track* picture = info.video();
    if (choice.which != Pictures::All) {  // what was left out on purpose is not missing
        endedEarly = endedEarly || indexPointsBeyondTheEnd();
        if (endedEarly && damage.empty()) damage = "the file ends before the pictures that its index promises";
        return;
    }
    if (trim.durationSeconds || info.isDurationEstimated || picture == nullptr) return;
    double came = tracks[static_cast<std::size_t>(picture->index)].endSeconds;
    double promised = picture->startSeconds + picture->durationSeconds - zeroSeconds();
    double slack = std::max(0.25, 0.05 * promised);
    if (!tracks[static_cast<std::size_t>(picture->index)].isSelected) return;
    if (picture->durationSeconds <= 0.0) {
        for (const Track& each : info.tracks) {
            if (each.kind != TrackKind::Video && each.kind != TrackKind::Audio) continue;
            const TrackState& state = tracks[static_cast<std::size_t>(each.index)];
            if (!state.isSelected) return;
            came = std::max(came, state.endSeconds);
        }
        promised = info.durationSeconds - lead - trim.startSeconds;
        slack = std::max(0.5, 0.1 * promised);
    }
    if (promised - came <= slack) return;
    endedEarly = true;
    damage = base::concat("the file ends at ", base::fixed(came, 2), " s of ", base::fixed(promised, 2),
                          " s that its header promises");
}

bool Demuxer::Impl::indexPointsBeyondTheEnd() const {
    if (info.videoTrack < 0 || !std::string_view(context->iformat->name).starts_with("mov,")) return false;
    AVStream* stream = context->streams[info.videoTrack];
    for (int i = avformat_index_get_entries_count(stream) - 1; i >= 0; --i) {
        const AVIndexEntry& entry = *avformat_index_get_entry(stream, i);
        if (entry.pos + entry.size > file->sizeBytes()) return true;
    }
    return false;
}

base::Result<bool> Demuxer::Impl::skipTo(double seconds) {
    if (!isIndexed() || info.videoTrack < 0) return false;
    AVStream* stream = context->streams[info.videoTrack];
    // Indexes tell when pictures are decoded, or leave out that some are shown before their key frame.
    const base::Rational rate = info.video()->video->meanRate;
    const double before = rate.isPositive() ? kMostReordered / rate.value() : kUnknownLeadSeconds;
    const double time = zeroSeconds() + seconds - before;
    const int found =
        av_index_search_timestamp(stream, std::llround(time / av_q2d(stream->time_base)), AVSEEK_FLAG_BACKWARD);
    if (found < 0) return false;
    const std::int64_t key = avformat_index_get_entry(stream, found)->timestamp;
    if (latestRead == AV_NOPTS_VALUE || key <= latestRead) return false;
    FOTOGRAMA_RETURN_IF_ERROR(seekFile(time));
    return true;
}

Demuxer::Demuxer(std::unique_ptr<Impl> impl) noexcept : m_impl(std::move(impl)) {}
Demuxer::~Demuxer() = default;

base::Result<std::unique_ptr<Demuxer>> Demuxer::open(const std::filesystem::path& path, const OpenOptions& options) {
    auto impl = std::make_unique<Impl>();
    impl->stop = options.stop;
    if (options.picturesOnly && !options.trim.isCut()) impl->openIndexed(path, options);
    if (!impl->indexed) FOTOGRAMA_RETURN_IF_ERROR(impl->open(path, options));
    return std::unique_ptr<Demuxer>(new Demuxer(std::move(impl)));
}

const MediaInfo& Demuxer::info() const noexcept { return m_impl->info; }
const Trim& Demuxer::trim() const noexcept { return m_impl->trim; }
bool Demuxer::endedEarly() const noexcept { return m_impl->endedEarly; }
const std::string& Demuxer::damage() const noexcept { return m_impl->damage; }

double Demuxer::durationSeconds() const noexcept {
    const double whole = m_impl->info.durationSeconds;
    if (whole <= 0.0) return m_impl->trim.durationSeconds.value_or(0.0);
    const double left = std::max(0.0, whole - m_impl->lead - m_impl->trim.startSeconds);
    return std::min(left, m_impl->trim.durationSeconds.value_or(left));
}

std::vector<Chapter> Demuxer::chapters() const {
    std::vector<Chapter> chapters;
    const double end = durationSeconds();
    for (Chapter chapter : m_impl->info.chapters) {
        chapter.startSeconds = std::max(0.0, chapter.startSeconds - m_impl->zeroSeconds());
        chapter.endSeconds -= m_impl->zeroSeconds();
        if (end > 0.0) chapter.endSeconds = std::min(chapter.endSeconds, end);
        if (chapter.endSeconds > chapter.startSeconds) chapters.push_back(std::move(chapter));
    }
    return chapters;
}

void Demuxer::select(std::span<const int> wanted) {
    if (m_impl->indexed) return;
    for (std::size_t i = 0; i < m_impl->tracks.size(); ++i) {
        const bool selected = std::ranges::find(wanted, static_cast<int>(i)) != wanted.end();
        m_impl->tracks[i].isSelected = selected;
        m_impl->context->streams[i]->discard = selected ? AVDISCARD_DEFAULT : AVDISCARD_ALL;
    }
}

void Demuxer::choosePictures(const PictureChoice& choice) {
    m_impl->choice = choice;
    if (m_impl->indexed) return m_impl->indexed->choose(choice);
    const int track = m_impl->info.videoTrack;
    if (track < 0 || choice.which == Pictures::All) return;
    const bool isMatroska = std::string_view(m_impl->context->iformat->name).starts_with("matroska");
    // Not with mov: FFmpeg 5.1 loses count of composition offsets where it skips, and times come out wrong.
    if (choice.which == Pictures::Key && isMatroska) m_impl->context->streams[track]->discard = AVDISCARD_NONKEY;
    if (choice.which == Pictures::Sampled && isMatroska && !m_impl->trim.isCut()) {
        // Its index is read with the first seek. A file that cannot is read from where it stands.
        if (const base::Status done = m_impl->seekFile(m_impl->zeroSeconds()); !done) av::takeLastMessage();
    }
}

base::Result<bool> Demuxer::skipTo(double seconds) {
    return m_impl->indexed ? base::Result<bool>(false) : m_impl->skipTo(seconds);  // its plan skips by itself
}

bool Demuxer::endsRun() const noexcept { return m_impl->indexed && m_impl->indexed->endsRun(); }
bool Demuxer::isIndexed() const noexcept { return m_impl->indexed != nullptr; }

base::Result<std::optional<Packet>> Demuxer::read() {
    if (m_impl->indexed) {
        if (m_impl->stop.stop_requested()) return m_impl->cancelled();
        return m_impl->indexed->read();
    }
    while (!m_impl->hasEnded) {
        if (m_impl->file->isStopped()) return m_impl->readFailure(AVERROR_EXIT);
        if (m_impl->everythingIsPast()) {
            m_impl->hasEnded = true;
            break;
        }
        FOTOGRAMA_ASSIGN_OR_RETURN(av::Packet packet, m_impl->next());
        if (!packet) {
            m_impl->noteEnd();
            break;
        }
        if (!m_impl->accept(*packet)) continue;
        const int track = packet->stream_index;
        return std::optional<Packet>(std::in_place, packet.release(), track);
    }
    return std::optional<Packet>();
}

base::Status Demuxer::seek(double seconds) {
    if (m_impl->indexed) {
        m_impl->indexed->seek(seconds);
        return {};
    }
    FOTOGRAMA_RETURN_IF_ERROR(m_impl->seekFile(m_impl->zeroSeconds() + seconds));
    return {};
}

StreamFormat Demuxer::streamFormat(int index) const {
    FOTOGRAMA_ASSERT(m_impl->context != nullptr, "what is opened for pictures only is not copied");
    const AVStream& source = *m_impl->context->streams[index];
    auto data = std::make_shared<StreamFormat::Data>();
    data->parameters.reset(avcodec_parameters_alloc());
    FOTOGRAMA_ASSERT(
        data->parameters != nullptr && avcodec_parameters_copy(data->parameters.get(), source.codecpar) >= 0,
        "a stream's description is small");
    data->timeBase = av::toRational(source.time_base);
    const Track& track = m_impl->track(index);
    if (track.video) {
        data->frameRate = track.video->meanRate;
        data->sampleAspect = track.video->sampleAspect;
    }
    data->sideData = av::readStreamSideData(source);
    data->isCopy = true;
    return StreamFormat(std::move(data));
}

std::span<const std::byte> Demuxer::attachmentBytes(int index) const noexcept {
    if (m_impl->indexed) return {};
    const AVStream& stream = *m_impl->context->streams[index];
    const auto bytes = [](const std::uint8_t* data, int size) {
        return std::span(reinterpret_cast<const std::byte*>(data), static_cast<std::size_t>(std::max(size, 0)));
    };
    if (stream.codecpar->codec_type == AVMEDIA_TYPE_ATTACHMENT)
        return bytes(stream.codecpar->extradata, stream.codecpar->extradata_size);
    return bytes(stream.attached_pic.data, stream.attached_pic.size);
}

Demuxer::Coding Demuxer::coding(int track) const noexcept {
    if (m_impl->indexed) {
        const AVCodecParameters* parameters = m_impl->indexed->index().parameters.get();
        return {parameters, m_impl->track(track).timeBase, parameters->sample_aspect_ratio.num > 0};
    }
    const AVStream& stream = *m_impl->context->streams[track];
    return {stream.codecpar, av::toRational(stream.time_base),
            stream.sample_aspect_ratio.num > 0 && stream.sample_aspect_ratio.den > 0};
}

AVStream* Demuxer::stream(int track) const noexcept { return m_impl->context->streams[track]; }

}  // namespace fotograma::media
