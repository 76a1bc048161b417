#include "engine/media/mp4_boxes.h"

#include <algorithm>
#include <cstring>
#include <iterator>

#include "engine/base/text.h"

namespace fotograma::media {

namespace {

constexpr std::uint32_t kQuickTime = fourCode("qt  ");
constexpr std::int64_t kMostSeconds = 1'000'000;  ///< A duration beyond eleven days is nothing plain.

/// Walks over a list of boxes; `take` says false to what it does not understand. False also for a list that breaks off.
template <class Take>
bool eachBox(Bytes list, Take take) {
    ByteReader reader(list);
    while (const std::optional<Box> box = nextBox(reader))
        if (!take(*box)) return false;
    return !reader.isBad() && reader.left() == 0;
}

bool isFiller(std::uint32_t type) noexcept {
    return type == fourCode("free") || type == fourCode("skip") || type == fourCode("wide");
}

/// Version and flags of a full box.
std::uint8_t versionOf(ByteReader& reader) noexcept {
    const std::uint8_t version = reader.u8();
    reader.skip(3);
    return version;
}

std::string textOf(Bytes bytes) {
    const auto* data = reinterpret_cast<const char*>(bytes.data());
    return std::string(data, std::find(data, data + bytes.size(), '\0'));
}

/// Four characters as FFmpeg writes them: others than letters, digits, '.', '-', '_' and ' ' in brackets.
std::string codeText(std::uint32_t code) {
    std::string text;
    for (int shift = 24; shift >= 0; shift -= 8) {
        const auto letter = static_cast<unsigned char>(code >> shift);
        const bool isPlain = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
                             (letter >= '0' && letter <= '9') ||
                             (letter != 0 && std::strchr(". -_", letter) != nullptr);
        text += isPlain ? std::string(1, static_cast<char>(letter)) : base::concat("[", int{letter}, "]");
    }
    return text;
}

// ---- What describes a picture ----------------------------------------------------------------------------------------

bool readAspect(ByteReader body, Mp4Picture& picture) {
    const std::uint32_t width = body.u32();
    const std::uint32_t height = body.u32();
    constexpr std::uint32_t kLargest = 32767;  // FFmpeg reduces beyond; nobody means it
    if (body.isBad() || width == 0 || height == 0 || width > kLargest || height > kLargest) return false;
    picture.sampleAspect = {static_cast<int>(width), static_cast<int>(height)};
    return true;
}

bool readColor(ByteReader body, Mp4Picture& picture) {
    const std::uint32_t type = body.u32();
    if (type != fourCode("nclx") && type != fourCode("nclc")) return false;
    picture.color.primaries = body.u16();
    picture.color.transfer = body.u16();
    picture.color.matrix = body.u16();
    constexpr int kLargestCode = 22;
    const auto isKnown = [](int code) { return code > 0 && code <= kLargestCode && code != 3; };
    if (!isKnown(picture.color.primaries) || !isKnown(picture.color.transfer)) return false;
    if (picture.color.matrix == 3 || picture.color.matrix > 14) return false;
    if (type == fourCode("nclx")) {
        picture.color.fullRange = (body.u8() & 0x80) != 0;
        picture.statesRange = true;
    }
    return !body.isBad();
}

bool readPictureBox(const Box& box, Mp4Picture& picture) {
    switch (box.type) {
        case fourCode("avcC"):
        case fourCode("hvcC"): picture.configuration = box.body; return true;
        case fourCode("pasp"): return readAspect(ByteReader(box.body), picture);
        case fourCode("colr"): return readColor(ByteReader(box.body), picture);
        case fourCode("fiel"): return !box.body.empty() && box.body[0] == 1;  // progressive
        case fourCode("btrt"): return true;
        default: return isFiller(box.type);
    }
}

std::optional<Mp4Picture> readPicture(std::uint32_t code, Bytes entry) {
    if (code != fourCode("avc1") && code != fourCode("hvc1") && code != fourCode("hev1")) return std::nullopt;
    Mp4Picture picture;
    picture.code = code;
    ByteReader reader(entry);
    reader.skip(6);                              // reserved
    if (reader.u16() != 1) return std::nullopt;  // data reference
    reader.skip(4);                              // version, revision
    const std::uint32_t vendor = reader.u32();
    reader.skip(8);  // qualities
    picture.width = reader.u16();
    picture.height = reader.u16();
    reader.skip(14);  // resolutions, data size, frames a sample
    const std::size_t length = std::min<std::size_t>(reader.u8(), 31);
    picture.compressor = textOf(reader.take(31).first(length));
    picture.depth = reader.u16();
    const std::uint16_t colorTable = reader.u16();
    if (reader.isBad() || picture.depth != 24 || colorTable != 0xFFFF) return std::nullopt;
    picture.vendor = codeText(vendor);
    const bool isPlainText =
        std::ranges::all_of(picture.compressor, [](char letter) { return letter >= ' ' && letter <= '~'; });
    if (!isPlainText || picture.width < 1 || picture.height < 1) return std::nullopt;
    // QuickTime may close the empty list with four zero bytes.
    Bytes boxes = reader.rest();
    if (boxes.size() == 4 && std::ranges::all_of(boxes, [](std::uint8_t byte) { return byte == 0; })) boxes = {};
    if (!eachBox(boxes, [&](const Box& box) { return readPictureBox(box, picture); })) return std::nullopt;
    if (picture.configuration.size() < 7) return std::nullopt;
    return picture;
}

// ---- What describes sound --------------------------------------------------------------------------------------------

/// Tag and body of an MPEG-4 descriptor.
std::optional<std::pair<int, Bytes>> nextDescriptor(ByteReader& reader) {
    const int tag = reader.u8();
    std::size_t length = 0;
    for (int i = 0; i < 4; ++i) {
        const std::uint8_t byte = reader.u8();
        length = length << 7 | (byte & 0x7Fu);
        if ((byte & 0x80) == 0) break;
    }
    if (reader.isBad() || length > reader.left()) return std::nullopt;
    return std::pair(tag, reader.take(length));
}

/// Plain AAC-LC only: spectral band replication changes rate and channels in ways that need a decoder to tell.
bool readAacConfiguration(Bytes bytes, Mp4Sound& sound) {
    constexpr int kRates[] = {96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350};
    ByteReader reader(bytes);
    const unsigned head = reader.u16();
    const unsigned kind = head >> 11;
    const unsigned rate = head >> 7 & 15;
    const unsigned channels = head >> 3 & 15;
    if (reader.isBad() || kind != 2 || rate >= std::size(kRates) || channels < 1 || channels > 6) return false;
    if ((head & 7) != 0) return false;  // short frames, a core coder, an extension
    sound.sampleRate = kRates[rate];
    sound.channels = static_cast<int>(channels);
    if (bytes.size() < 5) return bytes.size() == 2;
    const unsigned tail = reader.u16();
    const unsigned last = reader.u8();
    return tail >> 5 == 0x2B7 && (tail & 31) == 5 && (last & 0x80) == 0;  // says that there is no replication
}

bool readEsds(Bytes body, Mp4Sound& sound) {
    ByteReader reader(body);
    reader.skip(4);
    auto stream = nextDescriptor(reader);
    if (!stream || stream->first != 3) return false;
    ByteReader inner(stream->second);
    inner.skip(2);
    if (inner.u8() != 0) {
        // Flags: FFmpeg ignores dependency, address and clock; we leave such files to it.
        return false;
    }
    const auto decoder = nextDescriptor(inner);
    if (!decoder || decoder->first != 4) return false;
    ByteReader config(decoder->second);
    constexpr int kMpeg4Audio = 0x40;
    if (config.u8() != kMpeg4Audio) return false;
    config.skip(12);
    const auto specific = nextDescriptor(config);
    return specific && specific->first == 5 && readAacConfiguration(specific->second, sound);
}

std::optional<Mp4Sound> readSound(std::uint32_t code, Bytes entry) {
    if (code != fourCode("mp4a")) return std::nullopt;
    ByteReader reader(entry);
    reader.skip(6);
    if (reader.u16() != 1) return std::nullopt;
    if (reader.u16() != 0) return std::nullopt;  // QuickTime's later versions carry more
    reader.skip(2);
    const std::string vendor = codeText(reader.u32());
    reader.skip(12);
    std::optional<Mp4Sound> sound;
    const bool isWhole = !reader.isBad() && eachBox(reader.rest(), [&](const Box& box) {
        if (box.type != fourCode("esds")) return box.type == fourCode("btrt") || isFiller(box.type);
        sound.emplace();
        return readEsds(box.body, *sound);
    });
    if (!isWhole || !sound) return std::nullopt;
    sound->vendor = vendor;
    return sound;
}

// ---- A track ---------------------------------------------------------------------------------------------------------

/// A table of `width` bytes an entry behind its count.
std::optional<Bytes> tableOf(ByteReader reader, std::size_t width) {
    const std::size_t count = reader.u32();
    if (reader.isBad() || count > reader.left() / width) return std::nullopt;
    return reader.take(count * width);
}

bool setTable(Bytes body, std::size_t width, Bytes& table) {
    ByteReader reader(body);
    versionOf(reader);
    const std::optional<Bytes> found = tableOf(reader, width);
    if (found) table = *found;
    return found.has_value();
}

bool readSizes(Bytes body, Mp4Tables& tables) {
    ByteReader reader(body);
    versionOf(reader);
    tables.sampleSize = reader.u32();
    tables.sampleCount = reader.u32();
    if (reader.isBad()) return false;
    if (tables.sampleSize != 0) return true;
    if (tables.sampleCount > reader.left() / 4) return false;
    tables.sizes = reader.take(std::size_t{tables.sampleCount} * 4);
    return true;
}

bool readDescription(Bytes body, Mp4Track& track) {
    ByteReader reader(body);
    versionOf(reader);
    if (reader.u32() != 1) return false;
    const std::optional<Box> entry = nextBox(reader);
    if (!entry || reader.isBad()) return false;
    if (track.handler == fourCode("vide")) track.picture = readPicture(entry->type, entry->body);
    if (track.handler == fourCode("soun")) track.sound = readSound(entry->type, entry->body);
    return track.picture || track.sound;
}

bool readTableBox(const Box& box, Mp4Track& track) {
    Mp4Tables& tables = track.tables;
    switch (box.type) {
        case fourCode("stsd"): return readDescription(box.body, track);
        case fourCode("stts"): return setTable(box.body, 8, tables.times);
        case fourCode("ctts"): return setTable(box.body, 8, tables.compositions);
        case fourCode("stss"): tables.hasSyncs = true; return setTable(box.body, 4, tables.syncs);
        case fourCode("stsz"): return readSizes(box.body, tables);
        case fourCode("stsc"): return setTable(box.body, 12, tables.chunkRuns);
        case fourCode("stco"): return setTable(box.body, 4, tables.offsets);
        case fourCode("co64"): tables.hasLargeOffsets = true; return setTable(box.body, 8, tables.offsets);
        case fourCode("sdtp"):
        case fourCode("cslg"): return true;
        case fourCode("sgpd"):
        case fourCode("sbgp"): {
            ByteReader reader(box.body);
            versionOf(reader);
            return reader.u32() == fourCode("roll") && !reader.isBad();  // other groups move key frames
        }
        default: return isFiller(box.type);
    }
}

/// One reference, to this very file.
bool readReferences(Bytes body) {
    bool isHere = false;
    const bool isWhole = eachBox(body, [&](const Box& box) {
        if (box.type != fourCode("dref")) return isFiller(box.type);
        ByteReader reader(box.body);
        versionOf(reader);
        if (reader.u32() != 1) return false;
        const std::optional<Box> entry = nextBox(reader);
        isHere = entry && (entry->type == fourCode("url ") || entry->type == fourCode("alis")) &&
                 entry->body.size() == 4 && (entry->body[3] & 1) != 0;
        return isHere;
    });
    return isWhole && isHere;
}

bool readHandler(Bytes body, bool isQuickTime, Mp4Track& track, bool isOfMedia) {
    ByteReader reader(body);
    versionOf(reader);
    reader.skip(4);
    const std::uint32_t handler = reader.u32();
    if (isOfMedia) track.handler = handler;
    reader.skip(12);
    if (reader.isBad()) return false;
    Bytes name = reader.rest();
    if (isQuickTime && !name.empty() && name[0] == name.size() - 1) name = name.subspan(1);
    if (std::string text = textOf(name); !text.empty()) track.handlerName = std::move(text);
    return true;
}

bool readMediaHeader(Bytes body, Mp4Track& track) {
    ByteReader reader(body);
    const bool isLong = versionOf(reader) == 1;
    track.createdAt = isLong ? reader.u64() : reader.u32();
    reader.skip(isLong ? 8 : 4);
    track.timeScale = reader.u32();
    const std::uint64_t duration = isLong ? reader.u64() : reader.u32();
    track.language = reader.u16();
    if (reader.isBad() || track.timeScale == 0 || track.timeScale > 0x7FFFFFFF) return false;
    if (duration / track.timeScale > kMostSeconds) return false;
    track.duration = static_cast<std::int64_t>(duration);
    return true;
}

bool readMediaBox(const Box& box, bool isQuickTime, Mp4Track& track) {
    if (box.type == fourCode("mdhd")) return readMediaHeader(box.body, track);
    if (box.type == fourCode("hdlr")) return readHandler(box.body, isQuickTime, track, true);
    if (box.type != fourCode("minf")) return isFiller(box.type);
    bool isHere = false;
    const bool isWhole = eachBox(box.body, [&](const Box& inner) {
        switch (inner.type) {
            case fourCode("vmhd"):
            case fourCode("smhd"): return true;
            case fourCode("hdlr"): return readHandler(inner.body, isQuickTime, track, false);
            case fourCode("dinf"): return isHere = readReferences(inner.body);
            case fourCode("stbl"):
                return eachBox(inner.body, [&](const Box& table) { return readTableBox(table, track); });
            default: return isFiller(inner.type);
        }
    });
    return isWhole && isHere;
}

bool readEdits(Bytes body, Mp4Track& track) {
    return eachBox(body, [&](const Box& box) {
        if (box.type != fourCode("elst")) return isFiller(box.type);
        ByteReader reader(box.body);
        const bool isLong = versionOf(reader) == 1;
        if (reader.u32() != 1) return false;
        Mp4Edit edit;
        edit.duration = static_cast<std::int64_t>(isLong ? reader.u64() : reader.u32());
        edit.mediaTime = isLong ? static_cast<std::int64_t>(reader.u64()) : reader.i32();
        const bool isPlainSpeed = reader.u32() == 0x10000;
        if (reader.isBad() || !isPlainSpeed || edit.mediaTime < 0 || edit.duration <= 0) return false;
        track.edit = edit;
        return true;
    });
}

bool readTrackHeader(Bytes body, Mp4Track& track) {
    ByteReader reader(body);
    const bool isLong = reader.u8() == 1;
    reader.skip(2);
    track.isEnabled = (reader.u8() & 1) != 0;
    reader.skip(isLong ? 32 : 20);
    reader.skip(8);  // reserved
    reader.skip(8);  // layer, group, volume
    for (std::int32_t& value : track.matrix) value = reader.i32();
    track.displayWidth = reader.u32();
    track.displayHeight = reader.u32();
    return !reader.isBad();
}

/// QuickTime's aperture sizes; FFmpeg reads none of them.
bool isAperture(std::uint32_t type) noexcept { return type == fourCode("tapt"); }

std::optional<Mp4Track> readTrack(Bytes body, bool isQuickTime) {
    Mp4Track track;
    bool hasMedia = false;
    const bool isWhole = eachBox(body, [&](const Box& box) {
        switch (box.type) {
            case fourCode("tkhd"): return readTrackHeader(box.body, track);
            case fourCode("edts"): return readEdits(box.body, track);
            case fourCode("mdia"):
                hasMedia = !hasMedia;
                return hasMedia &&
                       eachBox(box.body, [&](const Box& inner) { return readMediaBox(inner, isQuickTime, track); });
            default: return isFiller(box.type) || isAperture(box.type);
        }
    });
    if (!isWhole || !hasMedia || (!track.picture && !track.sound)) return std::nullopt;
    return track;
}

// ---- The movie -------------------------------------------------------------------------------------------------------

bool readMovieHeader(Bytes body, Mp4Movie& movie) {
    ByteReader reader(body);
    const bool isLong = versionOf(reader) == 1;
    movie.createdAt = isLong ? reader.u64() : reader.u32();
    reader.skip(isLong ? 8 : 4);
    movie.timeScale = reader.u32();
    const std::uint64_t duration = isLong ? reader.u64() : reader.u32();
    if (reader.isBad() || movie.timeScale == 0 || movie.timeScale > 0x7FFFFFFF) return false;
    if (duration / movie.timeScale > kMostSeconds) return false;
    movie.duration = static_cast<std::int64_t>(duration);
    reader.skip(16);
    // A matrix of the whole movie would turn every track.
    constexpr std::int32_t kIdentity[9] = {0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000};
    for (const std::int32_t each : kIdentity)
        if (reader.i32() != each) return false;
    return !reader.isBad();
}

/// Texts that people and encoders put into mp4 files, by FFmpeg's names.
const char* tagName(std::uint32_t type) noexcept {
    switch (type) {
        case 0xA96E616D: return "title";     // ©nam
        case 0xA9415254: return "artist";    // ©ART
        case 0xA9616C62: return "album";     // ©alb
        case 0xA9646179: return "date";      // ©day
        case 0xA9636D74: return "comment";   // ©cmt
        case 0xA967656E: return "genre";     // ©gen
        case 0xA9777274: return "composer";  // ©wrt
        case 0xA9746F6F: return "encoder";   // ©too
        case fourCode("desc"): return "description";
        case fourCode("cprt"): return "copyright";
        default: return nullptr;
    }
}

bool readItem(const Box& item, Tags& tags) {
    const char* name = tagName(item.type);
    if (name == nullptr) return false;
    return eachBox(item.body, [&](const Box& box) {
        ByteReader reader(box.body);
        constexpr std::uint32_t kUtf8 = 1;
        if (box.type != fourCode("data") || reader.u32() != kUtf8) return false;
        reader.skip(4);
        std::string text = textOf(reader.rest());
        if (reader.isBad() || text.size() != reader.left()) return false;
        const bool isNew = std::ranges::none_of(tags, [&](const auto& tag) { return tag.first == name; });
        if (isNew) tags.emplace_back(name, std::move(text));
        return isNew;
    });
}

bool readUserData(Bytes body, Mp4Movie& movie) {
    return eachBox(body, [&](const Box& box) {
        if (box.type != fourCode("meta")) return isFiller(box.type);
        ByteReader reader(box.body);
        if (reader.u32() != 0) return false;  // QuickTime's own has no version here
        return eachBox(reader.rest(), [&](const Box& inner) {
            if (inner.type == fourCode("hdlr") || isFiller(inner.type)) return true;
            if (inner.type != fourCode("ilst")) return false;
            return eachBox(inner.body, [&](const Box& item) { return readItem(item, movie.tags); });
        });
    });
}

}  // namespace

Bytes ByteReader::take(std::size_t count) noexcept {
    if (count > m_bytes.size()) {
        m_isBad = true;
        m_bytes = {};
        return {};
    }
    const Bytes taken = m_bytes.first(count);
    m_bytes = m_bytes.subspan(count);
    return taken;
}

std::uint64_t ByteReader::number(std::size_t count) noexcept {
    std::uint64_t value = 0;
    for (const std::uint8_t byte : take(count)) value = value << 8 | byte;
    return value;
}

std::optional<Box> nextBox(ByteReader& reader) noexcept {
    if (reader.left() < 8) return std::nullopt;
    ByteReader ahead(reader.rest());
    const std::uint32_t size = ahead.u32();
    Box box;
    box.type = ahead.u32();
    // Sizes of 64 bits and "to the end" belong to media data, not to an index.
    if (size < 8 || size - 8 > ahead.left()) return std::nullopt;
    reader.skip(8);
    box.body = reader.take(size - 8);
    return box;
}

std::optional<Mp4Movie> readMovie(Bytes moov, std::uint32_t brand) {
    Mp4Movie movie;
    const bool isQuickTime = brand == kQuickTime;
    constexpr std::size_t kMostTracks = 16;
    const bool isWhole = eachBox(moov, [&](const Box& box) {
        switch (box.type) {
            case fourCode("mvhd"): return readMovieHeader(box.body, movie);
            case fourCode("udta"): return readUserData(box.body, movie);
            case fourCode("iods"): return true;
            case fourCode("trak"): {
                std::optional<Mp4Track> track = readTrack(box.body, isQuickTime);
                if (!track || movie.tracks.size() == kMostTracks) return false;
                movie.tracks.push_back(std::move(*track));
                return true;
            }
            default: return isFiller(box.type);
        }
    });
    const auto pictures = std::ranges::count_if(movie.tracks, [](const Mp4Track& track) { return !!track.picture; });
    if (!isWhole || movie.timeScale == 0 || pictures != 1) return std::nullopt;
    return movie;
}

}  // namespace fotograma::media
