// Opening a file: what it is, whether its header is enough, where its zero lies, and where a cut begins to be read.
#include <algorithm>
#include <chrono>
#include <cmath>

#include "engine/base/log.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/media/demuxer_impl.h"
#include "engine/media/describe.h"
#include "engine/media/file_kinds.h"

namespace fotograma::media {

namespace {

constexpr int kMaximumSide = 16384;
constexpr int kProbeHeadBytes = 64;
constexpr int kAheadPackets = 64;              ///< Read for start times where nothing else tells them.
constexpr double kSoundPrerollSeconds = 0.1;   ///< Decoded before a cut, so that its first sound is whole.
constexpr double kBlindPrerollSeconds = 15.0;  ///< Without an index of key frames: longer than any usual distance.

int refuseOpen(AVFormatContext* context, AVIOContext**, const char* url, int, AVDictionary**) {
    ++*static_cast<int*>(context->opaque);
    base::logDebug("media", base::concat("refused to open \"", url, "\" on behalf of a file"));
    return AVERROR(EPERM);
}

int interrupted(void* file) { return static_cast<InputFile*>(file)->shouldEnd() ? 1 : 0; }

}  // namespace

std::unexpected<base::Error> Demuxer::Impl::cancelled() const {
    return base::fail(base::ErrorCode::Cancelled, base::concat("Reading ", name, " was cancelled."));
}

std::unexpected<base::Error> Demuxer::Impl::readFailure(int code) const {
    if (file->isStopped()) return cancelled();
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
    // Matroska's header tells none, and FFmpeg says 0 until it has looked inside.
    const bool isGuessed = std::string_view(context->iformat->name).starts_with("matroska");
    std::vector<bool> isKnown(context->nb_streams);
    for (unsigned i = 0; i < context->nb_streams; ++i) {
        const AVStream& stream = *context->streams[i];
        const AVMediaType type = stream.codecpar->codec_type;
        const bool counts = type == AVMEDIA_TYPE_AUDIO ||
                            (type == AVMEDIA_TYPE_VIDEO && (stream.disposition & AV_DISPOSITION_ATTACHED_PIC) == 0);
        isKnown[i] = !counts || (!isGuessed && stream.start_time != AV_NOPTS_VALUE);
    }
    while (std::ranges::find(isKnown, false) != isKnown.end() && static_cast<int>(ahead.size()) < kAheadPackets) {
        av::Packet packet(av_packet_alloc());
        if (!packet || av_read_frame(context.get(), packet.get()) < 0) return;
        const auto index = static_cast<std::size_t>(packet->stream_index);
        if (index < isKnown.size() && !isKnown[index] && packet->pts != AV_NOPTS_VALUE) {
            if (isGuessed) context->streams[index]->start_time = packet->pts;
            isKnown[index] = true;
        }
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

/// Leaves `indexed` empty for everything that is not plain, also for what is no file at all: the ordinary way tells why.
void Demuxer::Impl::openIndexed(const std::filesystem::path& path, const OpenOptions& options) {
    av::initialize();
    indexed = IndexedFile::open(path, options.roots);
    if (!indexed) return;
    name = base::toUtf8(path.filename());
    info = indexed->index().info;
    const VideoFacts& facts = *info.video()->video;
    const bool isWithin = facts.width <= kMaximumSide && facts.height <= kMaximumSide &&
                          std::int64_t{facts.width} * facts.height <= options.limits.maximumPixels &&
                          static_cast<int>(info.tracks.size()) <= options.limits.maximumTracks;
    if (!isWithin) indexed.reset();
}

base::Status Demuxer::Impl::open(const std::filesystem::path& path, const OpenOptions& options) {
    av::initialize();
    name = base::toUtf8(path.filename());
    trim = options.trim;
    limits = options.limits;
    if (trim.startSeconds < 0.0 || (trim.durationSeconds && *trim.durationSeconds <= 0.0))
        return base::fail(base::ErrorCode::InvalidArgument, "A cut must start at or after 0 and last longer than 0 s.");
    FOTOGRAMA_ASSIGN_OR_RETURN(file, InputFile::open(path, options.stop, options.roots));
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
    if (trim.isCut()) findFirstPicture();
    setZero();
    if (trim.startSeconds > 0.0) seekForTrim();
    return {};
}

/// Cuts count from the first picture that can be shown: recordings of broadcasts begin anywhere between two key frames.
void Demuxer::Impl::findFirstPicture() {
    const Track* picture = info.video();
    if (picture == nullptr) return;
    lead = std::max(0.0, picture->startSeconds - info.startSeconds);
    if (isIndexed()) return;
    std::int64_t bytes = 0;
    while (bytes < limits.probeBytes) {
        av::Packet packet(av_packet_alloc());
        if (!packet || av_read_frame(context.get(), packet.get()) < 0) return;
        bytes += packet->size;
        const bool isFirst = packet->stream_index == picture->index && (packet->flags & AV_PKT_FLAG_KEY) != 0 &&
                             packet->pts != AV_NOPTS_VALUE;
        const double time = static_cast<double>(packet->pts) * av_q2d(context->streams[picture->index]->time_base);
        ahead.push_back(std::move(packet));
        if (!isFirst) continue;
        lead = std::max(lead, time - info.startSeconds);
        return;
    }
}

/// Whether a seek leads to the last key frame before a time, rather than to just any place.
bool Demuxer::Impl::isIndexed() const {
    const std::string_view format = context->iformat->name;
    return format.starts_with("mov,") || format.starts_with("matroska") || format == "avi";
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
    const bool hasIndex = isIndexed();
    const bool hasSound = std::ranges::any_of(info.tracks, [](const Track& each) { return each.audio.has_value(); });
    const double preroll = hasIndex ? (hasSound ? kSoundPrerollSeconds : 0.0) : kBlindPrerollSeconds;
    const double target = trim.startSeconds - preroll;
    if (target <= 0.0) return;
    if (const base::Status done = seekFile(info.startSeconds + lead + target); !done)
        base::logDebug("media", base::concat(done.error().message, " Reading from the beginning instead."));
}

}  // namespace fotograma::media
