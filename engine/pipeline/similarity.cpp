#include "engine/pipeline/similarity.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <span>

namespace fotograma::pipeline {

namespace {

constexpr int kBlock = 4;  // a window is two by two of them
constexpr int kScaleBits = 16;

/// What a block adds to the windows that it is part of.
struct Sums {
    std::int64_t one = 0;
    std::int64_t other = 0;
    std::int64_t squares = 0;  ///< Of both.
    std::int64_t products = 0;

    Sums& operator+=(const Sums& more) noexcept {
        one += more.one;
        other += more.other;
        squares += more.squares;
        products += more.products;
        return *this;
    }
};

/// A row on the common scale: 16 bits, in the range of the other picture.
void readRow(const Luma& luma, int row, bool mustNarrow, std::span<std::uint16_t> to) {
    const std::size_t first = static_cast<std::size_t>(row) * static_cast<std::size_t>(luma.width);
    const int shift = kScaleBits - luma.bits;
    for (std::size_t x = 0; x < to.size(); ++x) {
        std::uint32_t value = 0;
        if (luma.bits <= 8) {
            value = std::to_integer<std::uint32_t>(luma.samples[first + x]);
        } else {
            std::uint16_t wide = 0;
            std::memcpy(&wide, &luma.samples[(first + x) * sizeof wide], sizeof wide);
            value = wide;
        }
        value <<= shift;
        // Code values 16 to 235 of 255 mean what 0 to 255 do.
        if (mustNarrow) value = (16U << (kScaleBits - 8)) + value * 219U / 255U;
        to[x] = static_cast<std::uint16_t>(std::min<std::uint32_t>(value, 0xFFFF));
    }
}

void addRow(std::span<const std::uint16_t> one, std::span<const std::uint16_t> other, std::span<Sums> blocks) {
    for (std::size_t block = 0; block < blocks.size(); ++block) {
        Sums sums;
        for (std::size_t x = block * kBlock; x < (block + 1) * kBlock; ++x) {
            const std::int64_t a = one[x];
            const std::int64_t b = other[x];
            sums += {a, b, a * a + b * b, a * b};
        }
        blocks[block] += sums;
    }
}

/// Of a window of 64 samples; `peak` is the largest code value.
double ofWindow(const Sums& sums, double peak) {
    constexpr double kSamples = 4.0 * kBlock * kBlock;
    // Sums, not means: the paper's constant would be 64 times this one. x264 and FFmpeg have it so, and people compare.
    const double forMeans = 0.01 * 0.01 * peak * peak * kSamples;
    const double forSpread = 0.03 * 0.03 * peak * peak * kSamples * (kSamples - 1.0);
    const auto one = static_cast<double>(sums.one);
    const auto other = static_cast<double>(sums.other);
    const double means = one * one + other * other;
    const double spread = static_cast<double>(sums.squares) * kSamples - means;
    const double shared = static_cast<double>(sums.products) * kSamples - one * other;
    return (2.0 * one * other + forMeans) * (2.0 * shared + forSpread) / ((means + forMeans) * (spread + forSpread));
}

double ofRow(std::span<const Sums> above, std::span<const Sums> below, double peak) {
    double total = 0.0;
    for (std::size_t block = 0; block + 1 < above.size(); ++block) {
        Sums window = above[block];
        window += above[block + 1];
        window += below[block];
        window += below[block + 1];
        total += ofWindow(window, peak);
    }
    return total;
}

}  // namespace

std::optional<Luma> lumaOf(const frame::Frame& picture) {
    const frame::PictureSpec& spec = picture.spec();
    if (spec.format.model == frame::ColorModel::Rgb || spec.format.sample == frame::SampleType::F32)
        return std::nullopt;
    Luma luma{.samples = {},
              .width = spec.width,
              .height = spec.height,
              .bits = spec.format.bits,
              .isFullRange = spec.color.fullRange};
    const frame::Plane& plane = picture.plane(0);
    const auto rowBytes = static_cast<std::size_t>(spec.width) * static_cast<std::size_t>(spec.format.bytesPerSample());
    luma.samples.resize(rowBytes * static_cast<std::size_t>(spec.height));
    for (int row = 0; row < spec.height; ++row)
        std::memcpy(luma.samples.data() + rowBytes * static_cast<std::size_t>(row), plane.data + plane.pitchBytes * row,
                    rowBytes);
    return luma;
}

std::optional<double> similarity(const Luma& one, const Luma& other) {
    const int width = std::min(one.width, other.width) / kBlock * kBlock;
    const int height = std::min(one.height, other.height) / kBlock * kBlock;
    if (width < 2 * kBlock || height < 2 * kBlock) return std::nullopt;
    const bool isMixed = one.isFullRange != other.isFullRange;
    const int bits = std::max(one.bits, other.bits);
    const double peak = static_cast<double>(((1 << bits) - 1) << (kScaleBits - bits));
    const auto blocks = static_cast<std::size_t>(width / kBlock);
    std::vector<std::uint16_t> rowOfOne(static_cast<std::size_t>(width));
    std::vector<std::uint16_t> rowOfOther(rowOfOne.size());
    std::vector<Sums> above;
    double total = 0.0;
    for (int top = 0; top < height; top += kBlock) {
        std::vector<Sums> below(blocks);
        for (int row = top; row < top + kBlock; ++row) {
            readRow(one, row, isMixed && one.isFullRange, rowOfOne);
            readRow(other, row, isMixed && other.isFullRange, rowOfOther);
            addRow(rowOfOne, rowOfOther, below);
        }
        if (!above.empty()) total += ofRow(above, below, peak);
        above = std::move(below);
    }
    const double windows = static_cast<double>(blocks - 1) * static_cast<double>(height / kBlock - 1);
    return total / windows;
}

}  // namespace fotograma::pipeline
