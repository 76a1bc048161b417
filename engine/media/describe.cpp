#include "engine/media/describe.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstring>
#include <map>

#include "engine/base/platform.h"
#include "engine/media/av.h"

namespace fotograma::media {

namespace {

constexpr double kRateTolerance = 0.02;  ///< Of a frame's time: above it a rate counts as variable.
constexpr double kAbsurdRate = 480.0;    ///< Frames a second that come from bad durations rather than from a camera.

Tags tagsOf(const AVDictionary* dictionary) {
    Tags tags;
    const AVDictionaryEntry* entry = nullptr;
    while ((entry = av_dict_get(dictionary, "", entry, AV_DICT_IGNORE_SUFFIX)) != nullptr)
        tags.emplace_back(entry->key, entry->value);
    return tags;
}

std::string tagValue(const AVDictionary* dictionary, const char* key) {
    const AVDictionaryEntry* entry = av_dict_get(dictionary, key, nullptr, 0);
    return entry != nullptr ? entry->value : std::string();
}

/// Codes of letters only: some writers leave other bytes where a language should be.
std::string languageOf(const AVDictionary* dictionary) {
    std::string language = tagValue(dictionary, "language");
    const bool plain = std::ranges::all_of(language, [](unsigned char c) { return std::isalnum(c) != 0 || c == '-'; });
    if (!plain || language == "und") language.clear();
    return language;
}

double seconds(std::int64_t time, AVRational base) {
    return time == AV_NOPTS_VALUE ? 0.0 : static_cast<double>(time) * av_q2d(base);
}

std::string containerName(const AVFormatContext& file, std::string_view docType) {
    const std::string_view name = file.iformat->name;
    if (name.starts_with("mov,")) {
        const std::string brand = tagValue(file.metadata, "major_brand");
        if (brand.starts_with("qt")) return "mov";
        return brand.starts_with("3g") ? "3gp" : "mp4";
    }
    if (name.starts_with("matroska")) return docType == "webm" ? "webm" : "mkv";
    return std::string(name.substr(0, name.find(',')));
}

bool isMov(const AVFormatContext& file) { return std::string_view(file.iformat->name).starts_with("mov,"); }

IndexFacts readIndex(AVStream& stream) {
    IndexFacts facts;
    facts.entries = avformat_index_get_entries_count(&stream);
    if (facts.entries < 1) return facts;
    const std::int64_t first = avformat_index_get_entry(&stream, 0)->timestamp;
    std::int64_t previous = first;
    std::int64_t smallest = INT64_MAX;
    std::int64_t largest = 0;
    for (int i = 1; i < facts.entries; ++i) {
        const std::int64_t time = avformat_index_get_entry(&stream, i)->timestamp;
        smallest = std::min(smallest, time - previous);
        largest = std::max(largest, time - previous);
        previous = time;
    }
    const double tick = av_q2d(stream.time_base);
    if (facts.entries > 1) facts.meanDelta = static_cast<double>(previous - first) * tick / (facts.entries - 1);
    facts.isEven = isEvenRate(facts.entries, smallest, largest, tick, facts.meanDelta);
    facts.endSeconds = static_cast<double>(previous) * tick + facts.meanDelta;
    return facts;
}

void describeRate(VideoFacts& facts, AVFormatContext& file, AVStream& stream, const IndexFacts& index) {
    const AVRational mean = stream.avg_frame_rate;
    const AVRational base = stream.r_frame_rate;
    const double meanValue = mean.num > 0 && mean.den > 0 ? av_q2d(mean) : 0.0;
    const double baseValue = base.num > 0 && base.den > 0 ? av_q2d(base) : 0.0;
    if (isMov(file) && index.meanDelta > 0.0) {
        describeIndexedRate(facts, index, av::toRational(mean));
    } else if (meanValue > 0.0 && meanValue <= kAbsurdRate) {
        // Fields counted as frames give twice the rate: that is not variable.
        const double ratio = baseValue / meanValue;
        facts.isVariableRate =
            baseValue > 0.0 && std::abs(ratio - 1.0) > kRateTolerance && std::abs(ratio - 2.0) > 2.0 * kRateTolerance;
        facts.meanRate = av::toRational(mean);
    } else if (baseValue > 0.0 && baseValue <= kAbsurdRate) {
        facts.isVariableRate = true;
        facts.meanRate = av::toRational(base);
    }
    if (!facts.isVariableRate) facts.frameRate = facts.meanRate;
}

void describeSideData(VideoFacts& facts, const AVStream& stream) {
    std::size_t bytes = 0;
    if (const auto* data = av::streamSideData(stream, AV_PKT_DATA_DISPLAYMATRIX, bytes);
        data != nullptr && bytes >= 9 * sizeof(std::int32_t)) {
        std::int32_t matrix[9];
        std::memcpy(matrix, data, sizeof matrix);
        facts.transform = toDisplayTransform(matrix);
    }
    if (const auto* data = av::streamSideData(stream, AV_PKT_DATA_MASTERING_DISPLAY_METADATA, bytes);
        data != nullptr && bytes >= sizeof(AVMasteringDisplayMetadata))
        facts.masteringDisplay = av::fromAv(*reinterpret_cast<const AVMasteringDisplayMetadata*>(data));
    if (const auto* data = av::streamSideData(stream, AV_PKT_DATA_CONTENT_LIGHT_LEVEL, bytes);
        data != nullptr && bytes >= sizeof(AVContentLightMetadata))
        facts.contentLight = av::fromAv(*reinterpret_cast<const AVContentLightMetadata*>(data));
    if (const auto* data = av::streamSideData(stream, AV_PKT_DATA_DOVI_CONF, bytes);
        data != nullptr && bytes >= sizeof(AVDOVIDecoderConfigurationRecord))
        facts.dolbyVisionProfile = reinterpret_cast<const AVDOVIDecoderConfigurationRecord*>(data)->dv_profile;
}

VideoFacts describeVideo(AVFormatContext& file, AVStream& stream, const IndexFacts& index) {
    VideoFacts facts;
    const AVCodecParameters& parameters = *stream.codecpar;
    facts.width = std::max(parameters.width, 0);
    facts.height = std::max(parameters.height, 0);
    const AVRational aspect = av_guess_sample_aspect_ratio(&file, &stream, nullptr);
    if (aspect.num > 0 && aspect.den > 0) facts.sampleAspect = av::toRational(aspect);
    facts.isCover = (stream.disposition & (AV_DISPOSITION_ATTACHED_PIC | AV_DISPOSITION_TIMED_THUMBNAILS)) != 0;
    describeLayout(facts, parameters);
    describeRate(facts, file, stream, index);
    describeSideData(facts, stream);
    describeDisplaySize(facts);
    return facts;
}

TrackKind kindOf(AVMediaType type) {
    switch (type) {
        case AVMEDIA_TYPE_VIDEO: return TrackKind::Video;
        case AVMEDIA_TYPE_AUDIO: return TrackKind::Audio;
        case AVMEDIA_TYPE_SUBTITLE: return TrackKind::Subtitle;
        case AVMEDIA_TYPE_ATTACHMENT: return TrackKind::Attachment;
        default: return TrackKind::Data;
    }
}

/// The number of an AAC stream's channels says which they are; headers give FFmpeg the number alone.
std::string layoutOf(const AVCodecParameters& parameters) {
    if (parameters.codec_id != AV_CODEC_ID_AAC || parameters.ch_layout.order != AV_CHANNEL_ORDER_UNSPEC)
        return av::toText(parameters.ch_layout);
    AVChannelLayout usual{};
    av_channel_layout_default(&usual, parameters.ch_layout.nb_channels);
    return av::toText(usual);
}

Track describeTrack(AVFormatContext& file, AVStream& stream, const IndexFacts& index) {
    Track track;
    const AVCodecParameters& parameters = *stream.codecpar;
    track.index = stream.index;
    track.kind = kindOf(parameters.codec_type);
    describeCodec(track, parameters);
    track.disposition = static_cast<unsigned>(stream.disposition);
    track.isDefault = (stream.disposition & AV_DISPOSITION_DEFAULT) != 0;
    track.isForced = (stream.disposition & AV_DISPOSITION_FORCED) != 0;
    track.tags = tagsOf(stream.metadata);
    track.language = languageOf(stream.metadata);
    track.title = tagValue(stream.metadata, "title");
    track.timeBase = av::toRational(stream.time_base);
    track.startSeconds = seconds(stream.start_time, stream.time_base);
    track.durationSeconds = std::max(0.0, seconds(stream.duration, stream.time_base));
    track.bitRate = std::max<std::int64_t>(0, parameters.bit_rate);
    track.frames = std::max<std::int64_t>(0, stream.nb_frames);
    std::size_t bytes = 0;
    track.isEncrypted = parameters.codec_tag == MKTAG('e', 'n', 'c', 'v') ||
                        parameters.codec_tag == MKTAG('e', 'n', 'c', 'a') ||
                        av::streamSideData(stream, AV_PKT_DATA_ENCRYPTION_INIT_INFO, bytes) != nullptr;
    if (track.kind == TrackKind::Video) track.video = describeVideo(file, stream, index);
    if (track.kind == TrackKind::Audio)
        track.audio = AudioFacts{parameters.sample_rate, parameters.ch_layout.nb_channels, layoutOf(parameters),
                                 parameters.bits_per_raw_sample};
    if (track.kind == TrackKind::Attachment)
        track.attachment = AttachmentFacts{tagValue(stream.metadata, "filename"), tagValue(stream.metadata, "mimetype"),
                                           parameters.extradata_size};
    // FFmpeg marks the text track that a chapter list points at so.
    track.isChapterText = track.kind == TrackKind::Data && parameters.codec_id == AV_CODEC_ID_BIN_DATA &&
                          file.nb_chapters > 0 && stream.discard == AVDISCARD_ALL;
    return track;
}

}  // namespace

void describeLayout(VideoFacts& facts, const AVCodecParameters& parameters) {
    const auto format = static_cast<AVPixelFormat>(parameters.format);
    if (const AVPixFmtDescriptor* descriptor = av_pix_fmt_desc_get(format)) {
        facts.pixelFormat = descriptor->name;
        facts.bits = descriptor->comp[0].depth;
        facts.hasAlpha = (descriptor->flags & AV_PIX_FMT_FLAG_ALPHA) != 0;
    }
    facts.color.primaries = parameters.color_primaries;
    facts.color.transfer = parameters.color_trc;
    facts.color.matrix = parameters.color_space;
    facts.color.fullRange =
        parameters.color_range == AVCOL_RANGE_JPEG || std::string_view(facts.pixelFormat).starts_with("yuvj");
    facts.color.chromaLocation = parameters.chroma_location;
    switch (parameters.field_order) {
        case AV_FIELD_TT:
        case AV_FIELD_BT: facts.fieldOrder = frame::FieldOrder::TopFirst; break;
        case AV_FIELD_BB:
        case AV_FIELD_TB: facts.fieldOrder = frame::FieldOrder::BottomFirst; break;
        default: break;
    }
}

namespace {

/// FFmpeg walks over its whole list of codecs to answer; most files of a folder ask for the same two.
bool hasDecoder(AVCodecID id) {
    thread_local std::map<AVCodecID, bool> known;
    const auto found = known.find(id);
    if (found != known.end()) return found->second;
    return known[id] = avcodec_find_decoder(id) != nullptr;
}

}  // namespace

void describeCodec(Track& track, const AVCodecParameters& parameters) {
    const AVCodecDescriptor* descriptor = avcodec_descriptor_get(parameters.codec_id);
    if (descriptor != nullptr) {
        track.codec = descriptor->name;
        track.isText = (descriptor->props & AV_CODEC_PROP_TEXT_SUB) != 0;
    } else if (parameters.codec_tag != 0) {
        char text[AV_FOURCC_MAX_STRING_SIZE];
        track.codec = av_fourcc_make_string(text, parameters.codec_tag);
    }
    track.codecTitle = av::codecTitle(parameters.codec_id);
    if (const char* profile = avcodec_profile_name(parameters.codec_id, parameters.profile)) track.profile = profile;
    track.canDecode = hasDecoder(parameters.codec_id);
}

bool isEvenRate(int entries, std::int64_t smallest, std::int64_t largest, double tick, double meanDelta) noexcept {
    // One tick of rounding is not a change of rate.
    return entries < 3 || static_cast<double>(largest - smallest - 1) * tick <= kRateTolerance * meanDelta;
}

void describeIndexedRate(VideoFacts& facts, const IndexFacts& index, base::Rational stated) {
    facts.isVariableRate = !index.isEven;
    const double rate = 1.0 / index.meanDelta;
    const bool agrees = stated.isPositive() && std::abs(rate - stated.value()) < kRateTolerance * rate;
    if (rate <= kAbsurdRate) facts.meanRate = agrees ? stated : av::toRational(av_d2q(rate, 100000));
    if (!facts.isVariableRate) facts.frameRate = facts.meanRate;
}

void settleDuration(MediaInfo& info, double lastEnd, double indexedEnd) {
    // The header's duration counts from 0, also where nothing is shown before the first picture.
    if (lastEnd > info.startSeconds) info.durationSeconds = std::min(info.durationSeconds, lastEnd - info.startSeconds);
    // A header that promises days over an index of seconds: the index is what can be read.
    if (indexedEnd > 0.0 && info.durationSeconds > 1.5 * indexedEnd + 1.0) {
        info.durationSeconds = indexedEnd - std::min(info.startSeconds, indexedEnd);
        info.isDurationEstimated = true;
    }
}

void describeDisplaySize(VideoFacts& facts) {
    facts.displayWidth = static_cast<int>(std::lround(facts.width * facts.sampleAspect.value()));
    facts.displayHeight = facts.height;
    if (facts.transform.swapsSides()) std::swap(facts.displayWidth, facts.displayHeight);
}

void completeBitRate(MediaInfo& info) {
    if (info.bitRate > 0 || info.durationSeconds <= 0.0) return;
    info.bitRate = std::llround(static_cast<double>(info.sizeBytes) * 8.0 / info.durationSeconds);
}

/// The picture that is meant: one that can be decoded before one that cannot, default before others, moving before the
/// single large stills that phones put beside a film, then the larger.
void chooseVideo(MediaInfo& info) {
    constexpr double kSlideRate = 2.0;
    const auto rank = [](const Track& track) {
        const double rate = track.video->meanRate.value();
        return std::tuple(track.canDecode, track.isDefault, rate == 0.0 || rate >= kSlideRate,
                          std::int64_t{track.video->width} * track.video->height);
    };
    int candidates = 0;
    for (const Track& track : info.tracks) {
        if (!track.video || track.video->isCover || track.isEmpty) continue;
        ++candidates;
        if (info.videoTrack < 0 || rank(track) > rank(*info.video())) info.videoTrack = track.index;
    }
    if (candidates > 1)
        info.videoChoice =
            "of several picture tracks the default one was taken, or the largest where that leaves a choice";
}

DisplayTransform toDisplayTransform(const std::int32_t (&matrix)[9]) noexcept {
    constexpr double kDegrees = 180.0 / 3.14159265358979323846;
    DisplayTransform transform;
    const double a = matrix[0];
    const double b = matrix[1];
    const double c = matrix[3];
    const double d = matrix[4];
    const double determinant = a * d - b * c;
    if (determinant == 0.0) return transform;  // maps everything onto a line: not meant
    transform.mirrored = determinant < 0.0;
    // Where the picture's right goes; a mirrored picture's right began as its left.
    const double angle = (transform.mirrored ? std::atan2(-b, -a) : std::atan2(b, a)) * kDegrees;
    const long quarter = std::lround(angle / 90.0);
    transform.isExact = std::abs(angle - static_cast<double>(quarter) * 90.0) < 0.5;
    transform.clockwise = static_cast<int>(((quarter % 4) + 4) % 4) * 90;
    return transform;
}

MediaInfo describe(const AVFormatContext& file, const std::filesystem::path& path, std::int64_t sizeBytes,
                   std::string_view docType) {
    auto& context = const_cast<AVFormatContext&>(file);  // FFmpeg's guessing functions take it so; they only read
    MediaInfo info;
    info.path = base::toUtf8(path);
    info.container = containerName(file, docType);
    info.containerTitle = file.iformat->long_name != nullptr ? file.iformat->long_name : file.iformat->name;
    info.durationSeconds = std::max(0.0, seconds(file.duration, AVRational{1, AV_TIME_BASE}));
    info.isDurationEstimated = file.duration_estimation_method == AVFMT_DURATION_FROM_BITRATE;
    info.bitRate = std::max<std::int64_t>(0, file.bit_rate);
    info.sizeBytes = sizeBytes;
    info.tags = tagsOf(file.metadata);

    double indexedEnd = 0.0;
    bool anyIndexed = false;
    std::vector<IndexFacts> indexes;
    for (unsigned i = 0; i < file.nb_streams; ++i) {
        indexes.push_back(readIndex(*file.streams[i]));
        anyIndexed = anyIndexed || indexes.back().entries > 0;
        indexedEnd = std::max(indexedEnd, indexes.back().endSeconds);
    }
    std::optional<double> start;
    double lastEnd = 0.0;
    for (unsigned i = 0; i < file.nb_streams; ++i) {
        AVStream& stream = *file.streams[i];
        Track track = describeTrack(context, stream, indexes[i]);
        track.isEmpty = isMov(file) && anyIndexed && indexes[i].entries == 0 && track.frames == 0;
        const bool counts = track.kind == TrackKind::Audio || (track.video && !track.video->isCover);
        if (counts && !track.isEmpty && stream.start_time != AV_NOPTS_VALUE) {
            // Sound before 0 is the encoder's run-up, which decoders drop.
            const double begins = track.audio ? std::max(track.startSeconds, 0.0) : track.startSeconds;
            start = std::min(start.value_or(begins), begins);
            lastEnd = std::max(lastEnd, track.durationSeconds > 0.0 ? track.startSeconds + track.durationSeconds : 0.0);
        }
        info.tracks.push_back(std::move(track));
    }
    info.startSeconds = start.value_or(seconds(file.start_time, AVRational{1, AV_TIME_BASE}));
    if (isMov(file)) settleDuration(info, lastEnd, indexedEnd);
    for (unsigned i = 0; i < file.nb_chapters; ++i) {
        const AVChapter& chapter = *file.chapters[i];
        info.chapters.push_back({seconds(chapter.start, chapter.time_base), seconds(chapter.end, chapter.time_base),
                                 tagValue(chapter.metadata, "title")});
    }
    completeBitRate(info);
    chooseVideo(info);
    return info;
}

}  // namespace fotograma::media
