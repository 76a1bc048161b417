/// The index of a plain mp4 or mov file, read box by box, and nothing but the index.
///
/// Shape    One movie of one picture track and any number of AAC sound tracks, each with one description, data in this
///          very file, at most one edit that keeps every sample. Everything else, and every box that could change what is
///          shown and is not understood, is `nullopt`: FFmpeg reads such files.
/// Units    as in the file: times in the track's time scale, offsets in bytes.
/// Errors   none: what does not fit is `nullopt`.
/// Owner    spans point into the bytes that were given.
/// Thread   any; pure.
/// Source   ISO/IEC 14496-12:2022 (boxes), 14496-15 (avcC, hvcC), 14496-1 7.2.6 (esds), 14496-3 1.6 (AAC), QuickTime File
///          Format Specification (mov).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/media/probe.h"

namespace fotograma::media {

using Bytes = std::span<const std::uint8_t>;

constexpr std::uint32_t fourCode(const char (&text)[5]) noexcept {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(text[0])) << 24 |
           static_cast<std::uint32_t>(static_cast<unsigned char>(text[1])) << 16 |
           static_cast<std::uint32_t>(static_cast<unsigned char>(text[2])) << 8 |
           static_cast<std::uint32_t>(static_cast<unsigned char>(text[3]));
}

/// Big-endian numbers out of bytes. Reading past the end gives zeros and is remembered.
class ByteReader {
public:
    explicit ByteReader(Bytes bytes) noexcept : m_bytes(bytes) {}

    std::uint8_t u8() noexcept { return static_cast<std::uint8_t>(number(1)); }
    std::uint16_t u16() noexcept { return static_cast<std::uint16_t>(number(2)); }
    std::uint32_t u32() noexcept { return static_cast<std::uint32_t>(number(4)); }
    std::int32_t i32() noexcept { return static_cast<std::int32_t>(u32()); }
    std::uint64_t u64() noexcept { return number(8); }
    void skip(std::size_t count) noexcept { (void)take(count); }
    /// The next `count` bytes; empty when there are fewer.
    Bytes take(std::size_t count) noexcept;
    [[nodiscard]] std::size_t left() const noexcept { return m_bytes.size(); }
    [[nodiscard]] Bytes rest() const noexcept { return m_bytes; }
    [[nodiscard]] bool isBad() const noexcept { return m_isBad; }

private:
    std::uint64_t number(std::size_t count) noexcept;
    Bytes m_bytes;
    bool m_isBad = false;
};

struct Box {
    std::uint32_t type = 0;
    Bytes body;
};
/// The next box of a list; nullopt at its end, or when what follows is no box that fits (then `reader` is bad or not at
/// its end).
std::optional<Box> nextBox(ByteReader& reader) noexcept;

struct Mp4Edit {
    std::int64_t duration = 0;  ///< In the movie's time scale.
    std::int64_t mediaTime = 0;
};

/// Sample tables as they lie in the file; readers of them check every number.
struct Mp4Tables {
    Bytes times;         ///< stts: pairs of count and duration.
    Bytes compositions;  ///< ctts: pairs of count and offset; may be empty.
    Bytes syncs;         ///< stss: numbers from 1; may be empty.
    bool hasSyncs = false;
    std::uint32_t sampleSize = 0;  ///< stsz: of all samples; 0: `sizes` tells.
    std::uint32_t sampleCount = 0;
    Bytes sizes;
    Bytes chunkRuns;  ///< stsc: triples of first chunk, samples a chunk, description.
    Bytes offsets;    ///< stco or co64.
    bool hasLargeOffsets = false;
};

struct Mp4Picture {
    std::uint32_t code = 0;  ///< 'avc1', ...
    int width = 0;
    int height = 0;
    int depth = 0;  ///< Bits a pixel, as QuickTime counts them.
    Bytes configuration;
    base::Rational sampleAspect{0, 1};  ///< {0, 1} not stated.
    frame::ColorInfo color;
    bool statesRange = false;
    std::string vendor;
    std::string compressor;
};

struct Mp4Sound {
    int sampleRate = 0;
    int channels = 0;
    std::string vendor;
};

struct Mp4Track {
    bool isEnabled = false;
    std::array<std::int32_t, 9> matrix{};
    std::uint32_t displayWidth = 0;  ///< 16.16
    std::uint32_t displayHeight = 0;
    std::uint32_t timeScale = 0;
    std::int64_t duration = 0;
    std::uint64_t createdAt = 0;  ///< Seconds since 1904; 0 not stated.
    std::uint16_t language = 0;
    std::uint32_t handler = 0;
    std::string handlerName;
    std::optional<Mp4Edit> edit;
    std::optional<Mp4Picture> picture;
    std::optional<Mp4Sound> sound;
    Mp4Tables tables;
};

struct Mp4Movie {
    std::uint32_t timeScale = 0;
    std::int64_t duration = 0;
    std::uint64_t createdAt = 0;
    Tags tags;
    std::vector<Mp4Track> tracks;
};

/// `brand` is the major brand: QuickTime's own files write some texts in another way.
std::optional<Mp4Movie> readMovie(Bytes moov, std::uint32_t brand);

}  // namespace fotograma::media
