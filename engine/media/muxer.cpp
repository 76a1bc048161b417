#include "engine/media/muxer.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <mutex>

#include "engine/base/log.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/media/av.h"
#include "engine/media/input_file.h"
#include "engine/media/output_file.h"
#include "engine/media/stream_format.h"

namespace fotograma::media {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kLongestStem = 160;    ///< Bytes of the final name in the temporary one: most disks allow 255.
constexpr std::size_t kMostWaiting = 2000;   ///< Packets held for a track of sound whose first one does not come.
constexpr std::int64_t kMostRefused = 1000;  ///< Copied packets left out before that counts as a failure.
constexpr const char* kOwnName = "self";     ///< What the context is called; only that name may be opened again.

const char* formatName(Container container) {
    switch (container) {
        case Container::Mp4: return "mp4";
        case Container::Mov: return "mov";
        case Container::Mkv: return "matroska";
        case Container::WebM: return "webm";
    }
    return "";
}

/// How the names of unfinished files for `path` begin.
std::string unfinishedPrefix(const fs::path& path) {
    std::string name = base::toUtf8(path.filename());
    if (name.size() > kLongestStem) {
        std::size_t end = kLongestStem;
        while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0) == 0x80) --end;  // whole UTF-8 characters
        name.resize(end);
    }
    return base::concat(".", name, ".fotograma-");
}

constexpr std::string_view kUnfinishedSuffix = ".part";

/// Hidden, in the same folder (a rename must not copy), and nobody else's.
fs::path temporaryFor(const fs::path& path) {
    static std::atomic<unsigned> counter{0};
    return path.parent_path() / base::pathFromUtf8(base::concat(unfinishedPrefix(path), base::processId(), "-",
                                                                counter.fetch_add(1), kUnfinishedSuffix));
}

/// What describes the old file rather than the film.
bool isStale(std::string_view key) {
    constexpr std::string_view kKeys[] = {"major_brand", "minor_version", "compatible_brands", "encoder",
                                          "duration",    "handler_name",  "vendor_id",         "language",
                                          "title",       "filename",      "mimetype"};
    const std::string lower = base::toLower(key);
    return std::ranges::find(kKeys, lower) != std::end(kKeys) || lower.starts_with("_statistics") ||
           lower.starts_with("bps") || lower.starts_with("number_of_") || lower.starts_with("duration-");
}

void setTag(AVDictionary*& dictionary, std::string_view key, std::string_view value) {
    if (!value.empty()) av_dict_set(&dictionary, std::string(key).c_str(), std::string(value).c_str(), 0);
}

/// The last part of a name, whatever separator it uses: what a file calls its attachment is never a path to us.
std::string_view plainName(std::string_view name) {
    const std::size_t slash = name.find_last_of("/\\");
    return slash == std::string_view::npos ? name : name.substr(slash + 1);
}

}  // namespace

fs::path unfinishedName(const fs::path& path) { return temporaryFor(path); }

void removeUnfinished(const fs::path& path) {
    const std::string prefix = unfinishedPrefix(path);
    std::vector<fs::path> found;
    std::error_code ignored;  // what cannot be removed is in nobody's way
    for (fs::directory_iterator entry(path.parent_path(), ignored), end; entry != end; entry.increment(ignored)) {
        const std::string name = base::toUtf8(entry->path().filename());
        if (name.starts_with(prefix) && name.ends_with(kUnfinishedSuffix)) found.push_back(entry->path());
    }
    for (const fs::path& file : found) fs::remove(file, ignored);
}

struct Muxer::Impl {
    fs::path path;
    fs::path temporary;
    MuxerOptions options;
    std::unique_ptr<OutputFile> file;
    std::unique_ptr<InputFile> reader;  ///< While the index moves to the front, the file is read and written at once.
    av::OutputContext context;

    std::mutex mutex;  ///< Protects context, tracks, file while packets are written.
    struct TrackState {
        std::int64_t lastDts = INT64_MIN;  ///< In the stream's time base.
        std::int64_t next = 0;             ///< Where a packet without times goes.
        bool isAwaited = false;            ///< Its first packet must be seen before the header is written.
        std::int64_t runUp = 0;  ///< Of sound before its zero, in the stream's time base: stated in the header.
    };
    std::vector<TrackState> tracks;
    std::vector<std::pair<int, av::Packet>> covers;
    std::vector<Packet> waiting;  ///< Until the header is written.
    bool hasCopies = false;
    std::int64_t packetsRefused = 0;
    bool hasBegun = false;
    bool hasHeader = false;
    bool isWhole = false;
    bool isPublished = false;

    ~Impl();
    base::Status open();
    AVStream* newStream(const StreamFormat& format);
    void addChapters();
    base::Status addCover(const StreamFormat& format, std::span<const std::byte> bytes);
    void repairTimes(AVPacket& packet);
    void noteRunUp(const AVPacket& packet);
    base::Status writeHeader();
    base::Status writePacket(AVPacket& packet);
    [[nodiscard]] bool isMatroska() const {
        return options.container == Container::Mkv || options.container == Container::WebM;
    }
    [[nodiscard]] std::unexpected<base::Error> writeFailure(int code) const;

    static int openAgain(AVFormatContext* context, AVIOContext** io, const char* url, int flags, AVDictionary**);
    static int closeAgain(AVFormatContext* context, AVIOContext* io);
};

Muxer::Impl::~Impl() {
    context.reset();
    file.reset();
    if (isPublished || temporary.empty()) return;
    std::error_code ignored;
    fs::remove(temporary, ignored);
}

int Muxer::Impl::openAgain(AVFormatContext* context, AVIOContext** io, const char* url, int flags, AVDictionary**) {
    auto& self = *static_cast<Impl*>(context->opaque);
    if (std::string_view(url) != kOwnName || flags != AVIO_FLAG_READ) return AVERROR(EPERM);
    base::Result<std::unique_ptr<InputFile>> opened = InputFile::open(self.temporary, {});
    if (!opened) return AVERROR(EIO);
    self.reader = std::move(*opened);
    *io = self.reader->io();
    return 0;
}

int Muxer::Impl::closeAgain(AVFormatContext* context, AVIOContext*) {
    static_cast<Impl*>(context->opaque)->reader.reset();
    return 0;
}

std::unexpected<base::Error> Muxer::Impl::writeFailure(int code) const {
    if (file->errorCode() != 0) code = file->errorCode();
    return av::avFail(code, base::concat(base::toUtf8(path), " cannot be written"));
}

base::Status Muxer::Impl::open() {
    temporary = temporaryFor(path);
    base::Result<std::unique_ptr<OutputFile>> opened = OutputFile::open(temporary);
    if (!opened) {
        temporary.clear();
        return std::unexpected(std::move(opened).error());
    }
    file = std::move(*opened);
    AVFormatContext* raw = nullptr;
    const int code = avformat_alloc_output_context2(&raw, nullptr, formatName(options.container), kOwnName);
    if (code < 0) return av::avFail(code, base::concat("There is no writer for ", toText(options.container)));
    context.reset(raw);
    raw->pb = file->io();
    raw->flags |= AVFMT_FLAG_CUSTOM_IO;
    raw->opaque = this;
    raw->io_open = &openAgain;
    raw->io_close2 = &closeAgain;
    raw->strict_std_compliance = FF_COMPLIANCE_EXPERIMENTAL;  // FLAC and Opus in mp4 are long since standard
    for (const auto& [key, value] : options.tags)
        if (!isStale(key) || key == "title") setTag(raw->metadata, key, value);
    addChapters();
    return {};
}

void Muxer::Impl::addChapters() {
    constexpr AVRational kMilliseconds{1, 1000};
    std::int64_t id = 0;
    for (const Chapter& chapter : options.chapters) {
        auto* made = static_cast<AVChapter*>(av_mallocz(sizeof(AVChapter)));
        if (made == nullptr) return;
        made->id = id++;
        made->time_base = kMilliseconds;
        made->start = std::llround(chapter.startSeconds * 1000.0);
        made->end = std::llround(chapter.endSeconds * 1000.0);
        setTag(made->metadata, "title", chapter.title);
        int count = static_cast<int>(context->nb_chapters);
        if (av_dynarray_add_nofree(&context->chapters, &count, made) < 0) {
            av_dict_free(&made->metadata);
            av_free(made);
            return;
        }
        context->nb_chapters = static_cast<unsigned>(count);
    }
}

AVStream* Muxer::Impl::newStream(const StreamFormat& format) {
    const StreamFormat::Data& data = format.data();
    AVStream* stream = avformat_new_stream(context.get(), nullptr);
    if (stream == nullptr || avcodec_parameters_copy(stream->codecpar, data.parameters.get()) < 0) return nullptr;
    AVCodecParameters& parameters = *stream->codecpar;
    // The tag of the old container says nothing here, unless it is this one's name for the same codec.
    const AVCodecTag* const* known = context->oformat->codec_tag;
    if (known == nullptr || av_codec_get_id(known, parameters.codec_tag) != parameters.codec_id)
        parameters.codec_tag = 0;
    const bool isMp4 = options.container == Container::Mp4 || options.container == Container::Mov;
    if (isMp4 && parameters.codec_id == AV_CODEC_ID_HEVC)
        parameters.codec_tag = MKTAG('h', 'v', 'c', '1');  // the only one that Apple's players take
    hasCopies = hasCopies || data.isCopy;
    stream->time_base = av::fromRational(data.timeBase);
    if (data.frameRate.isPositive()) stream->avg_frame_rate = av::fromRational(data.frameRate);
    if (data.sampleAspect.isPositive())
        stream->sample_aspect_ratio = parameters.sample_aspect_ratio = av::fromRational(data.sampleAspect);
    for (const SideData& each : data.sideData)
        av::addStreamSideData(*stream, static_cast<AVPacketSideDataType>(each.type), each.bytes.data(),
                              each.bytes.size());
    tracks.emplace_back();
    return stream;
}

/// Every stored packet has a time, and decoding times only rise.
void Muxer::Impl::repairTimes(AVPacket& packet) {
    TrackState& state = tracks[static_cast<std::size_t>(packet.stream_index)];
    if (packet.dts == AV_NOPTS_VALUE && packet.pts == AV_NOPTS_VALUE) packet.dts = state.next;
    if (packet.pts == AV_NOPTS_VALUE) packet.pts = packet.dts;
    if (packet.dts == AV_NOPTS_VALUE) packet.dts = packet.pts;
    const bool mayRepeat = (context->oformat->flags & AVFMT_TS_NONSTRICT) != 0;
    if (state.lastDts != INT64_MIN) {
        const std::int64_t least = state.lastDts + (mayRepeat ? 0 : 1);
        if (packet.dts < least) packet.dts = least;
        packet.pts = std::max(packet.pts, packet.dts);
    }
    state.lastDts = packet.dts;
    state.next = packet.dts + std::max<std::int64_t>(packet.duration, 1);
}

Muxer::Muxer(std::unique_ptr<Impl> impl) noexcept : m_impl(std::move(impl)) {}
Muxer::~Muxer() = default;

TrackLabels labelsOf(const Track& track) { return {track.language, track.title, track.disposition, track.tags}; }

base::Result<std::unique_ptr<Muxer>> Muxer::create(const fs::path& path, const MuxerOptions& options) {
    av::initialize();
    auto impl = std::make_unique<Impl>();
    impl->path = path;
    impl->options = options;
    FOTOGRAMA_RETURN_IF_ERROR(impl->open());
    return std::unique_ptr<Muxer>(new Muxer(std::move(impl)));
}

base::Result<int> Muxer::addTrack(const StreamFormat& format, const TrackLabels& labels) {
    FOTOGRAMA_ASSERT(!m_impl->hasBegun, "tracks are declared before the first packet");
    AVStream* stream = m_impl->newStream(format);
    if (stream == nullptr) return av::avFail(AVERROR(ENOMEM), "A track cannot be added");
    setTag(stream->metadata, "language", labels.language);
    setTag(stream->metadata, "title", labels.title);
    for (const auto& [key, value] : labels.tags)
        if (!isStale(key)) setTag(stream->metadata, key, value);
    stream->disposition = static_cast<int>(labels.disposition);
    return stream->index;
}

/// mp4 keeps a cover as one packet of a still track.
base::Status Muxer::Impl::addCover(const StreamFormat& format, std::span<const std::byte> bytes) {
    AVStream* stream = newStream(format);
    av::Packet packet(av_packet_alloc());
    if (stream == nullptr || !packet || av_new_packet(packet.get(), static_cast<int>(bytes.size())) < 0)
        return av::avFail(AVERROR(ENOMEM), "A cover picture cannot be added");
    std::ranges::copy(bytes, reinterpret_cast<std::byte*>(packet->data));
    packet->flags |= AV_PKT_FLAG_KEY;
    packet->pts = packet->dts = 0;
    packet->stream_index = stream->index;
    stream->disposition = AV_DISPOSITION_ATTACHED_PIC;
    covers.emplace_back(stream->index, std::move(packet));
    return {};
}

base::Status Muxer::addAttachment(const StreamFormat& format, std::string_view fileName, std::string_view mimeType) {
    FOTOGRAMA_ASSERT(!m_impl->hasBegun, "attachments are declared before the first packet");
    AVStream* stream = m_impl->newStream(format);
    if (stream == nullptr) return av::avFail(AVERROR(ENOMEM), "An attachment cannot be added");
    stream->disposition = 0;
    const std::string_view name = plainName(fileName);
    setTag(stream->metadata, "filename", name.empty() ? "attachment" : name);
    setTag(stream->metadata, "mimetype", mimeType.empty() ? "application/octet-stream" : mimeType);
    return {};
}

base::Status Muxer::addAttachment(const Demuxer& demuxer, int track) {
    const Track& source = demuxer.info().tracks[static_cast<std::size_t>(track)];
    const StreamFormat format = demuxer.streamFormat(track);
    if (source.attachment) return addAttachment(format, source.attachment->fileName, source.attachment->mimeType);
    const std::span<const std::byte> bytes = demuxer.attachmentBytes(track);
    if (!m_impl->isMatroska()) return m_impl->addCover(format, bytes);
    // Matroska keeps it as a file like any other, with a customary name.
    auto data = std::make_shared<StreamFormat::Data>();
    data->parameters.reset(avcodec_parameters_alloc());
    AVCodecParameters& parameters = *data->parameters;
    parameters.codec_type = AVMEDIA_TYPE_ATTACHMENT;
    parameters.codec_id = format.data().parameters->codec_id;
    parameters.extradata = static_cast<std::uint8_t*>(av_mallocz(bytes.size() + AV_INPUT_BUFFER_PADDING_SIZE));
    if (parameters.extradata == nullptr) return av::avFail(AVERROR(ENOMEM), "A cover picture cannot be added");
    std::ranges::copy(bytes, reinterpret_cast<std::byte*>(parameters.extradata));
    parameters.extradata_size = static_cast<int>(bytes.size());
    const bool isPng = source.codec == "png";
    return addAttachment(StreamFormat(std::move(data)), isPng ? "cover.png" : "cover.jpg",
                         isPng ? "image/png" : "image/jpeg");
}

/// Matroska has no edit lists: what Opus puts before its zero is named in the header, and block times count from the
/// run-up's start. FFmpeg 5.1 writes that field for no other codec; theirs moves all tracks alike, by some 20 ms.
void Muxer::Impl::noteRunUp(const AVPacket& packet) {
    TrackState& state = tracks[static_cast<std::size_t>(packet.stream_index)];
    if (!state.isAwaited) return;
    state.isAwaited = false;
    AVCodecParameters& parameters = *context->streams[packet.stream_index]->codecpar;
    const std::int64_t before = packet.pts == AV_NOPTS_VALUE ? 0 : std::max<std::int64_t>(0, -packet.pts);
    parameters.initial_padding =
        static_cast<int>(av_rescale_q(before, packet.time_base, AVRational{1, parameters.sample_rate}));
}

base::Status Muxer::Impl::writeHeader() {
    av::Options header;
    if (!isMatroska()) header.set("movflags", "+faststart+write_colr");
    const int code = avformat_write_header(context.get(), header.address());
    if (code < 0) return writeFailure(code);
    hasHeader = true;
    for (unsigned i = 0; i < context->nb_streams; ++i) {
        const AVStream& stream = *context->streams[i];
        if (isMatroska() && stream.codecpar->codec_id == AV_CODEC_ID_OPUS)
            tracks[i].runUp = av_rescale_q(stream.codecpar->initial_padding,
                                           AVRational{1, std::max(stream.codecpar->sample_rate, 1)}, stream.time_base);
    }
    for (auto& [index, packet] : covers) {
        const int written = av_interleaved_write_frame(context.get(), packet.get());
        if (written < 0) return writeFailure(written);
    }
    covers.clear();
    for (Packet& packet : std::exchange(waiting, {})) FOTOGRAMA_RETURN_IF_ERROR(writePacket(*packet.av()));
    return {};
}

base::Status Muxer::Impl::writePacket(AVPacket& packet) {
    const TrackState& state = tracks[static_cast<std::size_t>(packet.stream_index)];
    av_packet_rescale_ts(&packet, packet.time_base, context->streams[packet.stream_index]->time_base);
    if (packet.pts != AV_NOPTS_VALUE) packet.pts += state.runUp;
    if (packet.dts != AV_NOPTS_VALUE) packet.dts += state.runUp;
    repairTimes(packet);
    const int code = av_interleaved_write_frame(context.get(), &packet);
    // A copied packet may be half of one: a recording begins anywhere. The rest of its track is still good.
    if (code == AVERROR_INVALIDDATA && file->errorCode() == 0 && hasCopies && ++packetsRefused < kMostRefused)
        return {};
    if (code < 0) return writeFailure(code);
    if (file->errorCode() != 0) return writeFailure(file->errorCode());
    return {};
}

base::Status Muxer::begin() {
    Impl& impl = *m_impl;
    const std::lock_guard lock(impl.mutex);
    if (impl.context->nb_streams == 0)
        return base::fail(base::ErrorCode::InvalidArgument,
                          base::concat("There is no track that ", toText(impl.options.container), " could hold."));
    impl.hasBegun = true;
    bool mustWait = false;
    for (unsigned i = 0; impl.isMatroska() && i < impl.context->nb_streams; ++i) {
        impl.tracks[i].isAwaited = impl.context->streams[i]->codecpar->codec_id == AV_CODEC_ID_OPUS;
        mustWait = mustWait || impl.tracks[i].isAwaited;
    }
    return mustWait ? base::Status() : impl.writeHeader();
}

base::Status Muxer::write(int track, Packet packet) {
    Impl& impl = *m_impl;
    const std::lock_guard lock(impl.mutex);
    FOTOGRAMA_ASSERT(impl.hasBegun && !impl.isWhole, "packets go between begin and finish");
    packet.av()->stream_index = track;
    if (impl.hasHeader) return impl.writePacket(*packet.av());
    impl.noteRunUp(*packet.av());
    impl.waiting.push_back(std::move(packet));
    const bool isComplete = std::ranges::none_of(impl.tracks, &Impl::TrackState::isAwaited);
    return isComplete || impl.waiting.size() >= kMostWaiting ? impl.writeHeader() : base::Status();
}

base::Status Muxer::finish() {
    Impl& impl = *m_impl;
    const std::lock_guard lock(impl.mutex);
    FOTOGRAMA_ASSERT(impl.hasBegun && !impl.isWhole, "a file is finished once");
    if (!impl.hasHeader) FOTOGRAMA_RETURN_IF_ERROR(impl.writeHeader());
    const int code = av_write_trailer(impl.context.get());
    const bool isClosed = impl.file->close();
    if (code < 0 || !isClosed) return impl.writeFailure(code);
    // Writing goes on into a file that has lost its name: only here it shows.
    std::error_code ignored;
    if (!fs::exists(impl.temporary, ignored))
        return base::fail(base::ErrorCode::NotFound,
                          base::concat(base::toUtf8(impl.path), ": its folder went away while it was written"));
    FOTOGRAMA_RETURN_IF_ERROR(base::flushFile(impl.temporary));
    impl.isWhole = true;
    return {};
}

base::Status Muxer::publish(Existing existing) {
    Impl& impl = *m_impl;
    FOTOGRAMA_ASSERT(impl.isWhole, "only a whole file gets its name");
    FOTOGRAMA_RETURN_IF_ERROR(existing == Existing::Replace ? base::replaceFile(impl.temporary, impl.path)
                                                            : base::renameNoReplace(impl.temporary, impl.path));
    impl.isPublished = true;
    return {};
}

const fs::path& Muxer::temporaryPath() const noexcept { return m_impl->temporary; }
std::int64_t Muxer::packetsRefused() const noexcept {
    const std::lock_guard lock(m_impl->mutex);
    return m_impl->packetsRefused;
}

std::int64_t Muxer::bytesWritten() const noexcept { return m_impl->file->bytesWritten(); }

}  // namespace fotograma::media
