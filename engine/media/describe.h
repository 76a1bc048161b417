/// Turns an opened file of FFmpeg's into MediaInfo; for engine/media's own sources.
#pragma once

#include <filesystem>

#include "engine/media/probe.h"

struct AVCodecParameters;
struct AVFormatContext;

namespace fotograma::media {

/// `docType`: of Matroska's header, "webm" or "matroska"; else empty.
MediaInfo describe(const AVFormatContext& file, const std::filesystem::path& path, std::int64_t sizeBytes,
                   std::string_view docType);

/// What the index of a track tells that its header may not.
struct IndexFacts {
    int entries = 0;
    double endSeconds = 0.0;
    double meanDelta = 0.0;  ///< Seconds; 0 unknown.
    bool isEven = true;
};

// The parts that the index reader shares.
/// True for steps between pictures that differ by no more than rounding.
[[nodiscard]] bool isEvenRate(int entries, std::int64_t smallest, std::int64_t largest, double tick,
                              double meanDelta) noexcept;
void describeCodec(Track& track, const AVCodecParameters& parameters);
void describeLayout(VideoFacts& facts, const AVCodecParameters& parameters);
/// Of mp4 and mov, whose index has every picture. `stated` is taken where it agrees.
void describeIndexedRate(VideoFacts& facts, const IndexFacts& index, base::Rational stated);
/// Of mp4 and mov, whose header counts from 0 and may promise more than the index has. `lastEnd` is 0 when unknown.
void settleDuration(MediaInfo& info, double lastEnd, double indexedEnd);
void describeDisplaySize(VideoFacts& facts);
void chooseVideo(MediaInfo& info);
/// Bits a second of all of it, where the file does not state them.
void completeBitRate(MediaInfo& info);

/// Source   ISO/IEC 14496-12 8.5.2.3: `matrix` is row-major 16.16 (last column 2.30), picture coordinates go down.
DisplayTransform toDisplayTransform(const std::int32_t (&matrix)[9]) noexcept;

}  // namespace fotograma::media
