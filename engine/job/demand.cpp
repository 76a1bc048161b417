#include "engine/job/demand.h"

#include <algorithm>

namespace fotograma::job {

namespace {

// Pictures a job holds at once: references of the decoder and the queues between stages, then for each encoder its
// lookahead (x264 and x265 look about 40 pictures ahead) and references.
constexpr std::int64_t kFramesHeld = 32;
constexpr std::int64_t kFramesHeldByAnEncoder = 60;
constexpr std::int64_t kBytesBesidesFrames = 64LL << 20;

// On a GPU: frames going up (5 buffers), through a chain with temporal filters (8) and down to the host (1 an output and
// one in its encoder's hands), and the surfaces of a decoder chip (16 references and what it works ahead). Then tables of
// filters and what a decoder needs besides pictures.
constexpr std::int64_t kFramesOnDevice = 13;
constexpr std::int64_t kFramesOnDeviceOfAnOutput = 4;
constexpr std::int64_t kDecoderSurfaces = 24;
constexpr std::int64_t kDeviceBytesBesidesFrames = 96LL << 20;

// An encoder keeps about one core busy for each 720p picture's worth of rows; below, threads wait for each other.
constexpr std::int64_t kPixelsOfAThread = 1280 * 720;

// A clip of less work than ten seconds of 720p ends before further threads would pay.
constexpr std::int64_t kPixelsOfASmallClip = kPixelsOfAThread * 30 * 10;

constexpr int kMostThreadsOfASmallClip = 4;
// On an idle machine threads beyond the good ones still shorten a long clip, with falling returns.
constexpr std::int64_t kStretch = 8;

// Files up to this size are measured before a look at their header would pay.
constexpr std::int64_t kBytesOfASmallFile = 4 << 20;
// And of these the ones that a second thread could not shorten.
constexpr std::int64_t kBytesOfATinyFile = 256 << 10;

// A header that does not tell its size is taken for the most common one.
constexpr std::int64_t kUnknownPixels = 1920 * 1080;

std::int64_t deviceBytesOf(std::int64_t frameBytes, int outputs) noexcept {
    const std::int64_t frames = kFramesOnDevice + kFramesOnDeviceOfAnOutput * outputs + kDecoderSurfaces;
    return kDeviceBytesBesidesFrames + frameBytes * frames;
}

}  // namespace

Demand estimate(const ClipFacts& clip, int cores) noexcept {
    const bool isKnown = clip.width > 0 && clip.height > 0;
    const std::int64_t pixels = isKnown ? std::int64_t{clip.width} * clip.height : kUnknownPixels;
    const std::int64_t frameBytes = pixels * 3 / 2 * (clip.bits > 8 ? 2 : 1);
    const std::int64_t framesHeld = kFramesHeld + kFramesHeldByAnEncoder * clip.outputs;

    // A clip shorter than the lookahead never fills it.
    const std::int64_t filled = clip.frames > 0 ? std::min(framesHeld, clip.frames * (2 + clip.outputs)) : framesHeld;
    Demand demand{.threads = 1,
                  .mostThreads = std::clamp(kMostThreadsOfASmallClip, 1, std::max(cores, 1)),
                  .memoryBytes = kBytesBesidesFrames + frameBytes * filled,
                  .deviceBytes = deviceBytesOf(frameBytes, clip.outputs)};

    const bool isSmall = clip.frames > 0 && clip.frames * pixels <= kPixelsOfASmallClip;
    if (!isSmall) {
        const std::int64_t wanted = (pixels + kPixelsOfAThread - 1) / kPixelsOfAThread * std::max(clip.outputs, 1);
        const std::int64_t all = std::max(cores, 1);
        demand.threads = static_cast<int>(std::clamp<std::int64_t>(wanted, 1, all));
        demand.mostThreads = static_cast<int>(std::clamp<std::int64_t>(wanted * kStretch, 1, all));
    }
    return demand;
}

std::optional<Demand> estimateBySize(std::int64_t inputBytes, bool hasOutputs, int cores) noexcept {
    if (hasOutputs || inputBytes <= 0 || inputBytes > kBytesOfASmallFile) return std::nullopt;
    const int most = inputBytes <= kBytesOfATinyFile ? 1 : kMostThreadsOfASmallClip;
    return Demand{.threads = 1,
                  .mostThreads = std::clamp(most, 1, std::max(cores, 1)),
                  .memoryBytes = kBytesBesidesFrames + kUnknownPixels * 3 / 2 * kFramesHeld,
                  .deviceBytes = deviceBytesOf(kUnknownPixels * 3 / 2, 0),
                  .isBrief = true};
}

}  // namespace fotograma::job
