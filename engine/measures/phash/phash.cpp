#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "engine/filter/describe.h"
#include "engine/measures/phash/phash_kernel.h"
#include "engine/measures/phash/signature.h"

namespace fotograma::measures::phash {
namespace {

constexpr std::size_t kSize = kSide;
constexpr std::size_t kLow = 8;  ///< Frequencies 1 to 8 in either direction.
using Thumbnail = std::array<double, kSize * kSize>;

/// Blocks whose luma deviates by less, in 8-bit code values, have no structure to tell: noise would make their bits.
constexpr double kFlatDeviation = 1.5;

/// How the picture's rows or columns fall into blocks.
struct Axis {
    std::int32_t step = 0;
    std::array<double, kSize> counts{};        ///< Samples of each block.
    std::array<std::size_t, kSize> sources{};  ///< Of a block without samples: the nearest that has some.

    Axis(int side, std::int32_t mask) {
        const std::int64_t whole = std::int64_t{kSide} << kStepBits;
        // One row or column alone is at 0, whatever the step.
        step = static_cast<std::int32_t>(
            std::min<std::int64_t>((whole + side - 1) / side, std::numeric_limits<std::int32_t>::max()));
        for (int at = 0; at < side; ++at)
            if ((at & mask) == 0) counts[static_cast<std::size_t>(blockOf(at, step))] += 1.0;
        for (std::size_t block = 0; block < kSize; ++block) {
            const int at = static_cast<int>(block) * side / kSide;
            sources[block] = counts[block] > 0.0 ? block : static_cast<std::size_t>(blockOf(at, step));
        }
    }
};

/// Every second, fourth, eighth... row is enough while a block still has three rows.
std::int32_t rowMaskFor(int height) {
    std::int32_t mask = 0;
    while (height >= 3 * kSide * 2 * (mask + 1)) mask = 2 * mask + 1;
    return mask;
}

/// cos((2 x + 1) u pi / 64) by column x and frequency u = 1..8.
const std::array<double, kSize * kLow>& cosines() {
    static const auto table = [] {
        std::array<double, kSize * kLow> made{};
        for (std::size_t x = 0; x < kSize; ++x)
            for (std::size_t u = 0; u < kLow; ++u)
                made[x * kLow + u] = std::cos(static_cast<double>((2 * x + 1) * (u + 1)) * std::acos(-1.0) / 64.0);
        return made;
    }();
    return table;
}

using Coefficients = std::array<double, kLow * kLow>;  ///< By vertical, then horizontal frequency.

Coefficients lowFrequencies(const Thumbnail& luma) {
    const auto& cosine = cosines();
    Coefficients low{};
    for (std::size_t y = 0; y < kSize; ++y) {
        std::array<double, kLow> row{};
        for (std::size_t x = 0; x < kSize; ++x)
            for (std::size_t u = 0; u < kLow; ++u) row[u] += luma[y * kSize + x] * cosine[x * kLow + u];
        for (std::size_t v = 0; v < kLow; ++v)
            for (std::size_t u = 0; u < kLow; ++u) low[v * kLow + u] += row[u] * cosine[y * kLow + v];
    }
    return low;
}

std::uint64_t bitsOverMedian(const Coefficients& low) {
    Coefficients sorted = low;
    const auto middle = sorted.begin() + sorted.size() / 2;
    std::nth_element(sorted.begin(), middle, sorted.end());
    const double median = (*middle + *std::max_element(sorted.begin(), middle)) / 2.0;
    std::uint64_t bits = 0;
    for (const double coefficient : low) bits = bits << 1 | (coefficient > median ? 1U : 0U);
    return bits;
}

double deviation(const Thumbnail& luma) {
    double sum = 0.0;
    double squares = 0.0;
    for (const double value : luma) {
        sum += value;
        squares += value * value;
    }
    const double mean = sum / static_cast<double>(luma.size());
    return std::sqrt(std::max(0.0, squares / static_cast<double>(luma.size()) - mean * mean));
}

Thumbnail thumbnail(std::span<const pixel::u64> sums, const Axis& columns, const Axis& rows, double step) {
    Thumbnail luma;
    for (std::size_t y = 0; y < kSize; ++y) {
        for (std::size_t x = 0; x < kSize; ++x) {
            const std::size_t row = rows.sources[y];
            const std::size_t column = columns.sources[x];
            pixel::u64 sum = 0;
            for (std::size_t way = 0; way < kWays; ++way) sum += sums[(row * kSize + column) * kWays + way];
            luma[y * kSize + x] = static_cast<double>(sum) / (rows.counts[row] * columns.counts[column] * step);
        }
    }
    return luma;
}

filter::MeasuredValues finish(const Thumbnail& luma) {
    constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
    if (deviation(luma) < kFlatDeviation) return {kNone, kNone};
    const std::uint64_t hash = bitsOverMedian(lowFrequencies(luma));
    return {static_cast<double>(hash >> 32), static_cast<double>(hash & 0xffffffffU)};
}

base::Result<filter::PreparedMeasure> prepare(const filter::Values&, const frame::PictureSpec& input) {
    const int chroma = input.format.planes() - 1;
    const int height = input.format.planeHeight(chroma, input.height);
    const std::int32_t rowMask = rowMaskFor(height);
    const Axis columns(input.format.planeWidth(chroma, input.width), 0);
    const Axis rows(height, rowMask);
    const double step = static_cast<double>(kParts) * (1 << (input.format.bits - 8));
    filter::PreparedMeasure prepared;
    prepared.reduces = {filter::reduceOf<Blocks>("phash_Blocks", input, {columns.step, rows.step, rowMask})};
    prepared.finish = [columns, rows, step](std::span<const pixel::u64> sums, const filter::Moment&) {
        return finish(thumbnail(sums, columns, rows, step));
    };
    prepared.summarise = signature;
    return prepared;
}

/// Bright from a column and a row on, so that hardly two frequencies are alike.
filter::Samples corner(std::size_t scale) {
    filter::Samples samples;
    for (std::size_t y = 0; y < kSize * scale; ++y)
        for (std::size_t x = 0; x < kSize * scale; ++x)
            samples.push_back(x >= 11 * scale && y >= 5 * scale ? 180.0 : 40.0 + static_cast<double>(x / scale));
    return samples;
}

filter::Definition define() {
    using namespace filter;
    Definition definition = measureNamed(
        "phash", "Perceptual hash",
        "What a frame looks like in 64 bits: alike pictures differ in few of them, also after encoding or scaling. Of "
        "the clip: up to 16 hashes at its greatest changes, which is its signature.",
        "Zauner, Implementation and Benchmarking of Perceptual Image Hash Functions, 2010, 3.2.1 (DCT, as in pHash)");
    auto hash =
        value("hash", "Hash", "64 bits",
              "Of a frame: its hash; flat frames have none. Of the clip: each bit as most of its frames have it.");
    hash.kind = api::ValueKind::Hash;
    definition.info.values = {
        std::move(hash),
        clipList("hashes", "Signature", "64 bits", "Up to 16 hashes: the first, and those after the greatest changes.",
                 api::ValueKind::Hash),
        clipList("times", "Times of the signature", "s", "Of each hash of the signature: when its frame is shown."),
    };
    definition.prepareMeasure = prepare;
    constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
    definition.examples = {
        measuredExample("A flat frame has no hash.", grayPicture(3, 3), {}, {{Samples(9, 90.0)}}, {{"hash", kNone}},
                        0.0),
        measuredExample("A bright corner over a ramp, one sample a block; the first 32 bits as NumPy gives them.",
                        grayPicture(32, 32), {}, {{corner(1)}}, {{"hash", 3351758791.0}}, 0.0),
        measuredExample("The same picture at twice the size has the same hash.", grayPicture(64, 64), {}, {{corner(2)}},
                        {{"hash", 3351758791.0}}, 0.0),
    };
    return definition;
}

}  // namespace

const filter::Definition& definition() {
    static const filter::Definition value = define();
    return value;
}

}  // namespace fotograma::measures::phash
