#include "engine/media/mp4_index.h"

#include <algorithm>
#include <chrono>
#include <climits>
#include <cmath>
#include <cstring>

#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/media/av.h"
#include "engine/media/describe.h"
#include "engine/media/mp4_samples.h"

namespace fotograma::media {

namespace {

constexpr std::uint32_t kSecondsTo1970 = 2082844800;  ///< From 1904, where mp4 counts from.

/// As FFmpeg writes it; nullopt for what it may read in another way.
std::optional<std::string> timestamp(std::uint64_t since1904) {
    if (since1904 < kSecondsTo1970 || since1904 > 0xFFFFFFFFu) return std::nullopt;
    const std::chrono::sys_seconds time(std::chrono::seconds(since1904 - kSecondsTo1970));
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(time - day);
    const auto two = [](auto value) {
        const std::string text = base::concat(static_cast<std::int64_t>(value));
        return text.size() < 2 ? "0" + text : text;
    };
    return base::concat(static_cast<int>(date.year()), "-", two(static_cast<unsigned>(date.month())), "-",
                        two(static_cast<unsigned>(date.day())), "T", two(clock.hours().count()), ":",
                        two(clock.minutes().count()), ":", two(clock.seconds().count()), ".000000Z");
}

bool addCreation(std::uint64_t since1904, Tags& tags) {
    if (since1904 == 0) return true;
    std::optional<std::string> text = timestamp(since1904);
    if (text) tags.emplace_back("creation_time", std::move(*text));
    return text.has_value();
}

/// Three packed letters, or a number of the old Macintosh, of which 0 is English.
bool addLanguage(std::uint16_t code, Tags& tags) {
    constexpr std::uint16_t kFirstPacked = 0x400;
    constexpr std::uint16_t kUnspecified = 0x7FFF;
    if (code == kUnspecified) return true;
    if (code == 0) {
        tags.emplace_back("language", "eng");
        return true;
    }
    if (code < kFirstPacked) return false;
    std::string text;
    for (int shift = 10; shift >= 0; shift -= 5) text += static_cast<char>(0x60 + (code >> shift & 31));
    tags.emplace_back("language", std::move(text));
    return true;
}

std::optional<Tags> trackTags(const Mp4Track& track) {
    Tags tags;
    if (!addCreation(track.createdAt, tags) || !addLanguage(track.language, tags)) return std::nullopt;
    if (!track.handlerName.empty()) tags.emplace_back("handler_name", track.handlerName);
    tags.emplace_back("vendor_id", track.picture ? track.picture->vendor : track.sound->vendor);
    if (track.picture && !track.picture->compressor.empty()) tags.emplace_back("encoder", track.picture->compressor);
    return tags;
}

bool readKind(Bytes ftyp, MediaInfo& info) {
    ByteReader reader(ftyp);
    const Bytes brand = reader.take(4);
    const std::uint32_t version = reader.u32();
    const Bytes others = reader.rest();
    const auto isText = [](Bytes bytes) {
        return std::ranges::all_of(bytes, [](std::uint8_t letter) { return letter >= ' ' && letter <= '~'; });
    };
    if (reader.isBad() || !isText(brand) || !isText(others) || others.size() % 4 != 0) return false;
    const auto text = [](Bytes bytes) { return std::string(bytes.begin(), bytes.end()); };
    const std::string name = text(brand);
    info.container = name.starts_with("qt") ? "mov" : name.starts_with("3g") ? "3gp" : "mp4";
    static const char* const kTitle = av_find_input_format("mov")->long_name;
    info.containerTitle = kTitle;
    info.tags.emplace_back("major_brand", name);
    info.tags.emplace_back("minor_version", base::concat(version));
    info.tags.emplace_back("compatible_brands", text(others));
    return true;
}

/// A turn by quarters without stretching, or nothing plain.
bool isPlainMatrix(const std::array<std::int32_t, 9>& matrix) {
    constexpr std::int32_t kOne = 0x10000;
    const auto isUnit = [](std::int32_t value) { return value == kOne || value == -kOne; };
    const bool keepsSides = isUnit(matrix[0]) && isUnit(matrix[4]) && matrix[1] == 0 && matrix[3] == 0;
    const bool swapsSides = isUnit(matrix[1]) && isUnit(matrix[3]) && matrix[0] == 0 && matrix[4] == 0;
    return (keepsSides || swapsSides) && matrix[2] == 0 && matrix[5] == 0 && matrix[8] == 0x40000000;
}

AVCodecID codecOf(std::uint32_t code) { return code == fourCode("avc1") ? AV_CODEC_ID_H264 : AV_CODEC_ID_HEVC; }

bool setParameters(const Mp4Picture& picture, AVCodecParameters& parameters) {
    parameters.codec_type = AVMEDIA_TYPE_VIDEO;
    parameters.codec_id = codecOf(picture.code);
    parameters.codec_tag =
        MKTAG(picture.code >> 24, picture.code >> 16 & 255, picture.code >> 8 & 255, picture.code & 255);
    parameters.bits_per_coded_sample = picture.depth;
    parameters.width = picture.width;
    parameters.height = picture.height;
    parameters.color_primaries = static_cast<AVColorPrimaries>(picture.color.primaries);
    parameters.color_trc = static_cast<AVColorTransferCharacteristic>(picture.color.transfer);
    parameters.color_space = static_cast<AVColorSpace>(picture.color.matrix);
    if (picture.statesRange) parameters.color_range = picture.color.fullRange ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG;
    const Bytes extra = picture.configuration;
    parameters.extradata = static_cast<std::uint8_t*>(av_mallocz(extra.size() + AV_INPUT_BUFFER_PADDING_SIZE));
    if (parameters.extradata == nullptr) return false;
    std::memcpy(parameters.extradata, extra.data(), extra.size());
    parameters.extradata_size = static_cast<int>(extra.size());
    return true;
}

/// Moves times to the edit's start. False when the edit hides a sample: then the decoder must run up to what is shown.
bool applyEdit(const Mp4Track& track, std::uint32_t movieScale, std::vector<Mp4Sample>& samples) {
    if (!track.edit) return true;
    const auto [first, last] = std::ranges::minmax(samples, {}, &Mp4Sample::pts);
    const std::int64_t length = av_rescale(track.edit->duration, track.timeScale, movieScale);
    if (first.pts < track.edit->mediaTime || last.pts - track.edit->mediaTime >= length) return false;
    const std::int64_t shift = first.pts;
    for (Mp4Sample& sample : samples) {
        sample.pts -= shift;
        sample.dts -= shift;
    }
    return true;
}

IndexFacts factsOf(const std::vector<Mp4Sample>& samples, double tick) {
    IndexFacts facts;
    facts.entries = static_cast<int>(samples.size());
    const std::int64_t first = samples.front().dts;
    const std::int64_t last = samples.back().dts;
    std::int64_t smallest = INT64_MAX;
    std::int64_t largest = 0;
    for (std::size_t i = 1; i < samples.size(); ++i) {
        smallest = std::min(smallest, samples[i].dts - samples[i - 1].dts);
        largest = std::max(largest, samples[i].dts - samples[i - 1].dts);
    }
    if (facts.entries > 1) facts.meanDelta = static_cast<double>(last - first) * tick / (facts.entries - 1);
    facts.isEven = isEvenRate(facts.entries, smallest, largest, tick, facts.meanDelta);
    facts.endSeconds = static_cast<double>(last) * tick + facts.meanDelta;
    return facts;
}

/// What both kinds of track have.
bool describeCommon(const Mp4Track& source, int index, Track& track) {
    std::optional<Tags> tags = trackTags(source);
    if (!tags) return false;
    track.index = index;
    track.tags = std::move(*tags);
    track.isDefault = source.isEnabled;
    track.disposition = source.isEnabled ? AV_DISPOSITION_DEFAULT : 0;
    track.timeBase = {1, static_cast<int>(source.timeScale)};
    for (const auto& [key, value] : track.tags)
        if (key == "language" && value != "und") track.language = value;
    return std::ranges::all_of(track.language, [](unsigned char c) { return std::isalnum(c) != 0; });
}

std::int64_t bitRateOf(std::int64_t bytes, std::int64_t duration, std::uint32_t timeScale) {
    return duration > 0 ? bytes * 8 * timeScale / duration : 0;
}

bool describePicture(const Mp4Track& source, Mp4Index& index, Track& track, double& indexedEnd) {
    const Mp4Picture& picture = *source.picture;
    const double tick = track.timeBase.value();
    const bool hasOwnShape = source.displayWidth >> 16 != static_cast<std::uint32_t>(picture.width) ||
                             source.displayHeight >> 16 != static_cast<std::uint32_t>(picture.height);
    if (!isPlainMatrix(source.matrix) || (hasOwnShape && picture.sampleAspect.num == 0)) return false;
    index.parameters.reset(avcodec_parameters_alloc());
    if (!index.parameters || !setParameters(picture, *index.parameters)) return false;
    if (picture.code == fourCode("avc1")) index.parameters->video_delay = reorderingOf(index.samples);

    track.kind = TrackKind::Video;
    describeCodec(track, *index.parameters);
    VideoFacts& facts = track.video.emplace();
    facts.width = picture.width;
    facts.height = picture.height;
    if (picture.sampleAspect.num > 0) {
        facts.sampleAspect = picture.sampleAspect;
        index.parameters->sample_aspect_ratio = av::fromRational(picture.sampleAspect);
    }
    std::int32_t matrix[9];
    std::ranges::copy(source.matrix, matrix);
    facts.transform = toDisplayTransform(matrix);
    describeLayout(facts, *index.parameters);
    const IndexFacts rate = factsOf(index.samples, tick);
    if (rate.meanDelta > 0.0) {
        describeIndexedRate(facts, rate, {0, 1});
    } else if (const std::uint32_t duration = index.samples.front().duration; duration > 0) {
        av_reduce(&facts.meanRate.num, &facts.meanRate.den, source.timeScale, duration, INT_MAX);
        facts.frameRate = facts.meanRate;
    }
    describeDisplaySize(facts);
    indexedEnd = rate.endSeconds;
    std::int64_t bytes = 0;
    std::int64_t length = 0;
    for (const Mp4Sample& sample : index.samples) {
        bytes += sample.size;
        length += sample.duration;
    }
    track.frames = rate.entries;
    const std::int64_t duration = std::min(source.duration, length);
    track.bitRate = bitRateOf(bytes, duration, source.timeScale);
    track.startSeconds = static_cast<double>(index.samples.front().pts) * tick;
    track.durationSeconds = static_cast<double>(duration) * tick;
    return true;
}

bool describeSound(const Mp4Track& source, std::uint32_t movieScale, Track& track) {
    const std::optional<Mp4Extent> extent = readExtent(source.tables);
    if (!extent) return false;
    track.kind = TrackKind::Audio;
    AVCodecParameters parameters{};
    parameters.codec_type = AVMEDIA_TYPE_AUDIO;
    parameters.codec_id = AV_CODEC_ID_AAC;
    parameters.profile = FF_PROFILE_UNKNOWN;
    describeCodec(track, parameters);
    AVChannelLayout layout;
    av_channel_layout_default(&layout, source.sound->channels);
    track.audio = AudioFacts{source.sound->sampleRate, source.sound->channels, av::toText(layout), 0};
    const double tick = track.timeBase.value();
    track.frames = extent->samples;
    std::int64_t duration = std::min(source.duration, extent->duration);
    track.bitRate = bitRateOf(extent->bytes, duration, source.timeScale);
    // The edit leaves out the encoder's run-up: sound begins with what it keeps.
    if (source.edit) duration = std::min(duration, av_rescale(source.edit->duration, source.timeScale, movieScale));
    track.durationSeconds = static_cast<double>(duration) * tick;
    return true;
}

/// From the earliest track on, as a demuxer counts.
void setZero(const Mp4Movie& movie, double indexedEnd, Mp4Index& index) {
    MediaInfo& info = index.info;
    std::optional<double> start;
    double lastEnd = 0.0;
    for (const Track& track : info.tracks) {
        const double begins = track.audio ? std::max(track.startSeconds, 0.0) : track.startSeconds;
        start = std::min(start.value_or(begins), begins);
        lastEnd = std::max(lastEnd, track.durationSeconds > 0.0 ? track.startSeconds + track.durationSeconds : 0.0);
    }
    info.startSeconds = start.value_or(0.0);
    const std::int64_t micros = av_rescale(movie.duration, AV_TIME_BASE, movie.timeScale);
    info.durationSeconds = static_cast<double>(micros) * av_q2d(AVRational{1, AV_TIME_BASE});
    settleDuration(info, lastEnd, indexedEnd);
    const std::int64_t zero = std::llround(info.startSeconds / index.picture().timeBase.value());
    for (Mp4Sample& sample : index.samples) {
        sample.pts -= zero;
        sample.dts -= zero;
    }
}

}  // namespace

std::optional<Mp4Index> readMp4Index(Bytes ftyp, Bytes moov, const std::filesystem::path& path,
                                     std::int64_t sizeBytes) {
    Mp4Index index;
    MediaInfo& info = index.info;
    if (!readKind(ftyp, info)) return std::nullopt;
    std::optional<Mp4Movie> movie = readMovie(moov, ByteReader(ftyp).u32());
    if (!movie || !addCreation(movie->createdAt, info.tags)) return std::nullopt;
    info.tags.insert(info.tags.end(), movie->tags.begin(), movie->tags.end());
    info.path = base::toUtf8(path);
    info.sizeBytes = sizeBytes;
    double indexedEnd = 0.0;
    for (const Mp4Track& source : movie->tracks) {
        Track track;
        if (!describeCommon(source, static_cast<int>(info.tracks.size()), track)) return std::nullopt;
        if (source.picture) {
            std::optional<std::vector<Mp4Sample>> samples = readSamples(source.tables, sizeBytes);
            if (!samples || !applyEdit(source, movie->timeScale, *samples)) return std::nullopt;
            index.samples = std::move(*samples);
            if (!describePicture(source, index, track, indexedEnd)) return std::nullopt;
        } else if (!describeSound(source, movie->timeScale, track)) {
            return std::nullopt;
        }
        info.tracks.push_back(std::move(track));
    }
    chooseVideo(info);
    if (info.video() == nullptr) return std::nullopt;
    setZero(*movie, indexedEnd, index);
    completeBitRate(info);
    return index;
}

}  // namespace fotograma::media
