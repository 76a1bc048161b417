#include "engine/media/demuxer.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <deque>

#include "engine/base/log.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/media/av.h"
#include "engine/media/describe.h"
#include "engine/media/file_kinds.h"
#include "engine/media/input_file.h"
#include "engine/media/stream_format.h"

namespace fotograma::media {

namespace {

constexpr int kMaximumSide = 16384;
constexpr int kProbeHeadBytes = 64;
constexpr int kAheadPackets = 64;              ///< Read for start times where nothing else tells them.
constexpr int kFailuresInARow = 64;            ///< Reads that fail one after another before the file counts as ended.
constexpr double kClockJumpSeconds = 10.0;     ///< In formats whose clock may start anew.
constexpr double kSoundPrerollSeconds = 0.1;   ///< Decoded before a cut, so that its first sound is whole.
constexpr double kBlindPrerollSeconds = 15.0;  ///< Without an index of key frames: longer than any usual distance.
constexpr double kTolerance = 0.0005;          ///< Seconds; time bases of a millisecond round by so much.

}  // namespace

struct Demuxer::Impl {
    std::unique_ptr<InputFile> file;
    av::InputContext context;  // after the file it reads from: closed before it
    MediaInfo info;
    Trim trim;
    Limits limits;
    std::string name;  ///< Of the file, for sentences.
    int refusedOpens = 0;

    std::deque<av::Packet> ahead;
    struct TrackState {
        bool isSelected = true;
        bool isPast = false;                    ///< Beyond the trim's end.
        std::int64_t offset = 0;                ///< Taken from every time: the zero of what comes out.
        std::int64_t nextDts = AV_NOPTS_VALUE;  ///< Expected, in the file's own time.
        double endSeconds = 0.0;                ///< Latest seen.
    };
    std::vector<TrackState> tracks;
    double clockJump = 0.0;  ///< Seconds to take from the file's times since its clock started anew.
    bool hasEnded = false;
    bool endedEarly = false;
    std::string damage;

    base::Status open(const std::filesystem::path& path, const OpenOptions& options);
    base::Result<const AVInputFormat*> identify();
    base::Status openContext(const AVInputFormat* format);
    base::Status lookInside();
    [[nodiscard]] bool headerIsEnough() const;
    void readAhead();
    base::Status checkLimits();
    void setZero();
    void seekForTrim();
    base::Status seekFile(double fileSeconds);
    base::Result<av::Packet> next();
    void followClock(AVPacket& packet);
    bool accept(AVPacket& packet);
    void noteEnd();
    [[nodiscard]] bool everythingIsPast() const;
    [[nodiscard]] std::unexpected<base::Error> readFailure(int code) const;

    [[nodiscard]] double zeroSeconds() const noexcept { return info.startSeconds + trim.startSeconds; }
    [[nodiscard]] const Track& track(int index) const noexcept { return info.tracks[static_cast<std::size_t>(index)]; }
};

namespace {

int refuseOpen(AVFormatContext* context, AVIOContext**, const char* url, int, AVDictionary**) {
    ++*static_cast<int*>(context->opaque);
    base::logDebug("media", base::concat("refused to open \"", url, "\" on behalf of a file"));
    return AVERROR(EPERM);
}

int interrupted(void* file) { return static_cast<InputFile*>(file)->shouldEnd() ? 1 : 0; }

}  // namespace

std::unexpected<base::Error> Demuxer::Impl::readFailure(int code) const {
    if (file->isStopped())
        return base::fail(base::ErrorCode::Cancelled, base::concat("Reading ", name, " was cancelled."));
    if (file->isTooLate())
        return base::fail(base::ErrorCode::Timeout, base::concat(name, " cannot be read: opening it took longer than ",
                                                                 base::fixed(limits.wallSeconds, 0), " s."));
    if (refusedOpens > 0)
        return base::fail(base::ErrorCode::PermissionDenied,
                          base::concat(name, " wants to open other files, which is never allowed."));
    if (code == AVERROR(EPERM) || code == AVERROR(EINVAL)) code = AVERROR_INVALIDDATA;
    std::string said = av::takeLastMessage();
    if (said.find("moov atom not found") != std::string::npos)
        return base::fail(base::ErrorCode::InvalidData,
                          base::concat(name, " has no index (moov): the recording or download did not finish."),
                          std::move(said));
    av::putLastMessage(std::move(said));
    return av::avFail(code, base::concat(name, " cannot be read"));
}

/// What the content says the file is; its name has no say.
base::Result<const AVInputFormat*> Demuxer::Impl::identify() {
    const AVInputFormat* format = nullptr;
    const int score = av_probe_input_buffer2(file->io(), &format, "", nullptr, 0,
                                             static_cast<unsigned>(std::min<std::int64_t>(limits.probeBytes, 1 << 20)));
    if (file->shouldEnd()) return readFailure(AVERROR_EXIT);
    if (score < 0 || format == nullptr) {
        char head[kProbeHeadBytes];
        avio_seek(file->io(), 0, SEEK_SET);
        const int got = avio_read(file->io(), reinterpret_cast<unsigned char*>(head), sizeof head);
        return std::unexpected(unknownKind({head, static_cast<std::size_t>(std::max(got, 0))}, name));
    }
    FOTOGRAMA_RETURN_IF_ERROR(checkFileKind(format->name, name));
    return format;
}

base::Status Demuxer::Impl::openContext(const AVInputFormat* format) {
    AVFormatContext* raw = avformat_alloc_context();
    if (raw == nullptr) return av::avFail(AVERROR(ENOMEM), base::concat(name, " cannot be read"));
    raw->pb = file->io();
    raw->io_open = &refuseOpen;
    raw->opaque = &refusedOpens;
    raw->interrupt_callback = {&interrupted, file.get()};
    raw->probesize = limits.probeBytes;
    raw->max_analyze_duration = static_cast<std::int64_t>(limits.probeSeconds * AV_TIME_BASE);
    raw->max_streams = limits.maximumTracks;
    // Without an address FFmpeg has nothing to resolve relative names against.
    const int code = avformat_open_input(&raw, "", format, nullptr);
    if (code < 0) return readFailure(code);  // FFmpeg has freed the context
    context.reset(raw);
    return {};
}

/// Whether decoding can begin on what the container says.
bool Demuxer::Impl::headerIsEnough() const {
    const std::string_view format = context->iformat->name;
    if (!format.starts_with("mov,") && !format.starts_with("matroska")) return false;
    if (context->nb_streams == 0 || context->duration <= 0) return false;
    for (unsigned i = 0; i < context->nb_streams; ++i) {
        const AVCodecParameters& parameters = *context->streams[i]->codecpar;
        if (parameters.codec_type == AVMEDIA_TYPE_VIDEO) {
            const bool saneSize = parameters.width > 0 && parameters.height > 0 && parameters.width <= kMaximumSide &&
                                  parameters.height <= kMaximumSide &&
                                  std::int64_t{parameters.width} * parameters.height <= limits.maximumPixels;
            const bool needsHeader = parameters.codec_id == AV_CODEC_ID_H264 || parameters.codec_id == AV_CODEC_ID_HEVC;
            if (parameters.codec_id == AV_CODEC_ID_NONE || !saneSize) return false;
            if (needsHeader && parameters.extradata_size == 0) return false;
        }
        if (parameters.codec_type == AVMEDIA_TYPE_AUDIO &&
            (parameters.codec_id == AV_CODEC_ID_NONE || parameters.sample_rate <= 0 ||
             parameters.ch_layout.nb_channels <= 0))
            return false;
    }
    return true;
}

/// Start times come with a track's first packet; packets read for them are handed out later.
void Demuxer::Impl::readAhead() {
    const auto missing = [this] {
        for (unsigned i = 0; i < context->nb_streams; ++i) {
            const AVStream& stream = *context->streams[i];
            const AVMediaType type = stream.codecpar->codec_type;
            const bool counts = type == AVMEDIA_TYPE_AUDIO ||
                                (type == AVMEDIA_TYPE_VIDEO && (stream.disposition & AV_DISPOSITION_ATTACHED_PIC) == 0);
            if (counts && stream.start_time == AV_NOPTS_VALUE) return true;
        }
        return false;
    };
    while (missing() && static_cast<int>(ahead.size()) < kAheadPackets) {
        av::Packet packet(av_packet_alloc());
        if (!packet || av_read_frame(context.get(), packet.get()) < 0) return;
        ahead.push_back(std::move(packet));
    }
}

base::Status Demuxer::Impl::lookInside() {
    std::vector<av::Options> options(context->nb_streams);
    std::vector<AVDictionary*> dictionaries;
    for (av::Options& each : options) {
        each.set("max_pixels", base::concat(limits.maximumPixels));
        each.set("threads", "1");
        dictionaries.push_back(*each.address());
        *each.address() = nullptr;
    }
    const int code = avformat_find_stream_info(context.get(), dictionaries.empty() ? nullptr : dictionaries.data());
    for (AVDictionary*& each : dictionaries) av_dict_free(&each);
    if (file->shouldEnd() || code < 0) return readFailure(code);
    return {};
}

base::Status Demuxer::Impl::checkLimits() {
    if (static_cast<int>(context->nb_streams) > limits.maximumTracks)
        return base::fail(
            base::ErrorCode::ResourceExhausted,
            base::concat(name, " has ", context->nb_streams, " tracks; the limit is ", limits.maximumTracks, "."));
    if (context->nb_streams == 0)
        return base::fail(base::ErrorCode::InvalidData, base::concat(name, " has no tracks in it."));
    for (unsigned i = 0; i < context->nb_streams; ++i) {
        const AVCodecParameters& parameters = *context->streams[i]->codecpar;
        if (parameters.codec_type != AVMEDIA_TYPE_VIDEO) continue;
        if (parameters.width <= kMaximumSide && parameters.height <= kMaximumSide &&
            std::int64_t{parameters.width} * parameters.height <= limits.maximumPixels)
            continue;
        return base::fail(base::ErrorCode::ResourceExhausted,
                          base::concat(name, " claims pictures of ", parameters.width, "x", parameters.height,
                                       ", more than the limit of ", kMaximumSide, " on a side."));
    }
    return {};
}

base::Status Demuxer::Impl::open(const std::filesystem::path& path, const OpenOptions& options) {
    av::initialize();
    name = base::toUtf8(path.filename());
    trim = options.trim;
    limits = options.limits;
    if (trim.startSeconds < 0.0 || (trim.durationSeconds && *trim.durationSeconds <= 0.0))
        return base::fail(base::ErrorCode::InvalidArgument, "A cut must start at or after 0 and last longer than 0 s.");
    FOTOGRAMA_ASSIGN_OR_RETURN(file, InputFile::open(path, options.stop));
    file->setDeadline(std::chrono::steady_clock::now() +
                      std::chrono::milliseconds(static_cast<std::int64_t>(limits.wallSeconds * 1000.0)));

    char head[kProbeHeadBytes];
    const int got = avio_read(file->io(), reinterpret_cast<unsigned char*>(head), sizeof head);
    avio_seek(file->io(), 0, SEEK_SET);
    const std::string_view start(head, static_cast<std::size_t>(std::max(got, 0)));
    const std::string_view docType = start.find("webm") != std::string_view::npos ? "webm" : "matroska";

    FOTOGRAMA_ASSIGN_OR_RETURN(const AVInputFormat* format, identify());
    FOTOGRAMA_RETURN_IF_ERROR(openContext(format));
    if (options.depth == ProbeDepth::Full || !headerIsEnough())
        FOTOGRAMA_RETURN_IF_ERROR(lookInside());
    else
        readAhead();
    FOTOGRAMA_RETURN_IF_ERROR(checkLimits());
    file->setDeadline(std::nullopt);
    info = describe(*context, path, file->sizeBytes(), docType);
    av::takeLastMessage();

    tracks.resize(info.tracks.size());
    for (const Track& each : info.tracks) {
        TrackState& state = tracks[static_cast<std::size_t>(each.index)];
        state.isSelected = each.kind != TrackKind::Attachment && !(each.video && each.video->isCover);
    }
    setZero();
    if (trim.startSeconds > 0.0) seekForTrim();
    return {};
}

void Demuxer::Impl::setZero() {
    for (std::size_t i = 0; i < tracks.size(); ++i)
        tracks[i].offset = std::llround(zeroSeconds() / av_q2d(context->streams[i]->time_base));
}

base::Status Demuxer::Impl::seekFile(double fileSeconds) {
    // By the picture where there is one: its key frames decide where decoding can begin.
    int anchor = info.videoTrack;
    std::int64_t time = std::llround(fileSeconds * AV_TIME_BASE);
    if (anchor >= 0) time = std::llround(fileSeconds / av_q2d(context->streams[anchor]->time_base));
    const int code = av_seek_frame(context.get(), anchor, time, AVSEEK_FLAG_BACKWARD);
    if (code < 0)
        return av::avFail(code, base::concat(name, " cannot be read from ", base::fixed(fileSeconds, 3), " s"));
    ahead.clear();
    for (TrackState& state : tracks) {
        state.isPast = false;
        state.nextDts = AV_NOPTS_VALUE;
    }
    hasEnded = false;
    clockJump = 0.0;
    return {};
}

/// As near before the cut as decoding allows. Where that is not possible the file is read from its beginning.
void Demuxer::Impl::seekForTrim() {
    const std::string_view format = context->iformat->name;
    const bool indexed = format.starts_with("mov,") || format.starts_with("matroska") || format == "avi";
    const bool hasSound = std::ranges::any_of(info.tracks, [](const Track& each) { return each.audio.has_value(); });
    const double preroll = indexed ? (hasSound ? kSoundPrerollSeconds : 0.0) : kBlindPrerollSeconds;
    const double target = trim.startSeconds - preroll;
    if (target <= 0.0) return;
    if (const base::Status done = seekFile(info.startSeconds + target); !done)
        base::logDebug("media", base::concat(done.error().message, " Reading from the beginning instead."));
}

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
    TrackState& state = tracks[index];
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
        promised = info.durationSeconds - trim.startSeconds;
        slack = std::max(0.5, 0.1 * promised);
    }
    if (promised - came <= slack) return;
    endedEarly = true;
    damage = base::concat("the file ends at ", base::fixed(came, 2), " s of ", base::fixed(promised, 2),
                          " s that its header promises");
}

Demuxer::Demuxer(std::unique_ptr<Impl> impl) noexcept : m_impl(std::move(impl)) {}
Demuxer::~Demuxer() = default;

base::Result<std::unique_ptr<Demuxer>> Demuxer::open(const std::filesystem::path& path, const OpenOptions& options) {
    auto impl = std::make_unique<Impl>();
    FOTOGRAMA_RETURN_IF_ERROR(impl->open(path, options));
    return std::unique_ptr<Demuxer>(new Demuxer(std::move(impl)));
}

const MediaInfo& Demuxer::info() const noexcept { return m_impl->info; }
const Trim& Demuxer::trim() const noexcept { return m_impl->trim; }
bool Demuxer::endedEarly() const noexcept { return m_impl->endedEarly; }
const std::string& Demuxer::damage() const noexcept { return m_impl->damage; }

double Demuxer::durationSeconds() const noexcept {
    const double whole = m_impl->info.durationSeconds;
    if (whole <= 0.0) return m_impl->trim.durationSeconds.value_or(0.0);
    const double left = std::max(0.0, whole - m_impl->trim.startSeconds);
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
    for (std::size_t i = 0; i < m_impl->tracks.size(); ++i) {
        const bool selected = std::ranges::find(wanted, static_cast<int>(i)) != wanted.end();
        m_impl->tracks[i].isSelected = selected;
        m_impl->context->streams[i]->discard = selected ? AVDISCARD_DEFAULT : AVDISCARD_ALL;
    }
}

base::Result<std::optional<Packet>> Demuxer::read() {
    while (!m_impl->hasEnded) {
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
    FOTOGRAMA_RETURN_IF_ERROR(m_impl->seekFile(m_impl->zeroSeconds() + seconds));
    return {};
}

StreamFormat Demuxer::streamFormat(int index) const {
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
    const AVStream& stream = *m_impl->context->streams[index];
    const auto bytes = [](const std::uint8_t* data, int size) {
        return std::span(reinterpret_cast<const std::byte*>(data), static_cast<std::size_t>(std::max(size, 0)));
    };
    if (stream.codecpar->codec_type == AVMEDIA_TYPE_ATTACHMENT)
        return bytes(stream.codecpar->extradata, stream.codecpar->extradata_size);
    return bytes(stream.attached_pic.data, stream.attached_pic.size);
}

AVStream* Demuxer::stream(int track) const noexcept { return m_impl->context->streams[track]; }

}  // namespace fotograma::media
