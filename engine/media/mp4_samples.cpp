#include "engine/media/mp4_samples.h"

#include <algorithm>
#include <limits>

namespace fotograma::media {

namespace {

constexpr std::uint32_t kMostSamples = 20'000'000;  ///< Four days at 60 a second.
constexpr std::uint32_t kLargestSample = 256u << 20;
constexpr std::int64_t kMostReordered = 16;  ///< H.264 and HEVC hold back no more pictures.

/// Calls `take(count, value)` for each pair until it says false. True when the counts add up to `samples`.
template <class Take>
bool eachRun(Bytes table, std::uint32_t samples, Take take) {
    ByteReader reader(table);
    std::uint64_t sum = 0;
    while (reader.left() >= 8) {
        const std::uint32_t count = reader.u32();
        const std::uint32_t value = reader.u32();
        sum += count;
        if (sum > samples || !take(count, value)) return false;
    }
    return sum == samples;
}

bool setTimes(const Mp4Tables& tables, std::vector<Mp4Sample>& samples) {
    auto next = samples.begin();
    std::int64_t time = 0;
    const bool isWhole = eachRun(tables.times, tables.sampleCount, [&](std::uint32_t count, std::uint32_t duration) {
        // A picture of no length but the last is a trick that players read in different ways.
        const bool isLast = count == 1 && samples.end() - next == 1;
        if (duration > 0x7FFFFFFF || (duration == 0 && !isLast)) return false;
        for (std::uint32_t i = 0; i < count; ++i, ++next) {
            next->dts = next->pts = time;
            next->duration = duration;
            time += duration;
        }
        return true;
    });
    if (!isWhole || tables.compositions.empty()) return isWhole;
    next = samples.begin();
    return eachRun(tables.compositions, tables.sampleCount, [&](std::uint32_t count, std::uint32_t offset) {
        if (offset > 0x7FFFFFFF) return false;  // before decoding: FFmpeg shifts the whole track then
        for (std::uint32_t i = 0; i < count; ++i, ++next) next->pts += offset;
        return true;
    });
}

bool setKeys(const Mp4Tables& tables, std::vector<Mp4Sample>& samples) {
    if (!tables.hasSyncs) {
        for (Mp4Sample& sample : samples) sample.isKey = true;
        return true;
    }
    ByteReader reader(tables.syncs);
    std::uint32_t last = 0;
    while (reader.left() >= 4) {
        const std::uint32_t number = reader.u32();
        if (number <= last || number > samples.size()) return false;
        samples[number - 1].isKey = true;
        last = number;
    }
    return samples.front().isKey;  // what comes before the first key frame is for FFmpeg to judge
}

bool setSizes(const Mp4Tables& tables, std::vector<Mp4Sample>& samples) {
    ByteReader reader(tables.sizes);
    for (Mp4Sample& sample : samples) {
        sample.size = tables.sampleSize != 0 ? tables.sampleSize : reader.u32();
        if (sample.size == 0 || sample.size > kLargestSample) return false;
    }
    return !reader.isBad();
}

/// Places samples in chunks. Every one lies within the file.
bool setOffsets(const Mp4Tables& tables, std::int64_t fileBytes, std::vector<Mp4Sample>& samples) {
    const std::size_t chunks = tables.offsets.size() / (tables.hasLargeOffsets ? 8 : 4);
    ByteReader offsets(tables.offsets);
    ByteReader runs(tables.chunkRuns);
    std::uint32_t inChunk = 0;
    std::uint64_t nextRunAt = runs.left() >= 12 ? runs.u32() : 0;
    if (nextRunAt != 1) return false;
    auto next = samples.begin();
    for (std::uint64_t chunk = 1; chunk <= chunks && next != samples.end(); ++chunk) {
        if (chunk == nextRunAt) {
            inChunk = runs.u32();
            const bool isFirstDescription = runs.u32() == 1;
            const std::uint64_t after = runs.left() >= 12 ? runs.u32() : std::numeric_limits<std::uint64_t>::max();
            if (inChunk == 0 || !isFirstDescription || after <= chunk) return false;
            nextRunAt = after;
        }
        std::uint64_t offset = tables.hasLargeOffsets ? offsets.u64() : offsets.u32();
        for (std::uint32_t i = 0; i < inChunk && next != samples.end(); ++i, ++next) {
            if (offset > static_cast<std::uint64_t>(fileBytes) ||
                next->size > static_cast<std::uint64_t>(fileBytes) - offset)
                return false;
            next->offset = static_cast<std::int64_t>(offset);
            offset += next->size;
        }
    }
    return next == samples.end();
}

}  // namespace

std::optional<std::vector<Mp4Sample>> readSamples(const Mp4Tables& tables, std::int64_t fileBytes) {
    if (tables.sampleCount == 0 || tables.sampleCount > kMostSamples) return std::nullopt;
    // A header may claim any count where all samples have one size: the file bounds it.
    if (tables.sampleSize != 0 && tables.sampleCount > fileBytes / tables.sampleSize) return std::nullopt;
    std::vector<Mp4Sample> samples(tables.sampleCount);
    const bool fits = setTimes(tables, samples) && setKeys(tables, samples) && setSizes(tables, samples) &&
                      setOffsets(tables, fileBytes, samples);
    if (!fits) return std::nullopt;
    return samples;
}

std::optional<Mp4Extent> readExtent(const Mp4Tables& tables) {
    Mp4Extent extent;
    extent.samples = tables.sampleCount;
    if (tables.sampleCount == 0) return std::nullopt;
    const bool isWhole = eachRun(tables.times, tables.sampleCount, [&](std::uint32_t count, std::uint32_t duration) {
        extent.duration += std::int64_t{count} * duration;
        return duration <= 0x7FFFFFFF && extent.duration < (std::int64_t{1} << 52);
    });
    if (!isWhole || !tables.compositions.empty()) return std::nullopt;
    ByteReader reader(tables.sizes);
    if (tables.sampleSize != 0) extent.bytes = std::int64_t{tables.sampleSize} * tables.sampleCount;
    while (reader.left() >= 4) extent.bytes += reader.u32();
    return extent;
}

int reorderingOf(const std::vector<Mp4Sample>& samples) {
    int most = 0;
    for (std::size_t i = 1; i < samples.size(); ++i) {
        const std::size_t first = i - std::min<std::size_t>(i, kMostReordered);
        int later = 0;
        for (std::size_t j = first; j < i; ++j) later += samples[j].pts > samples[i].pts ? 1 : 0;
        most = std::max(most, later);
    }
    return most;
}

}  // namespace fotograma::media
