/// The histogram of luma that several measures read: counted once a frame whoever asks for it, and its figures.
///
/// Units    luma without its range: 0 black, 1 white. Depths over 10 bits are counted in 1024 steps; of R'G'B' pictures
///          green stands for luma.
/// Source   ITU-T H.273, 8.3 (range)
#pragma once

#include <array>
#include <span>

#include "engine/filter/definition.h"

namespace fotograma::filter {

/// From a step of the histogram to luma and back.
struct ToneScale {
    int shift = 0;  ///< log2 of code values a step.
    std::size_t steps = 256;
    double black = 0.0;  ///< Code values of luma 0 and 1.
    double white = 255.0;

    explicit ToneScale(const frame::PictureSpec& spec);

    /// The middle of the code values that a step counts.
    [[nodiscard]] double value(double step) const noexcept;
    [[nodiscard]] double code(double luma) const noexcept { return black + luma * (white - black); }
};

/// The pass that counts: kernel luma_Histogram of engine/measures/luma. Equal passes run once.
[[nodiscard]] Pass lumaHistogram(const frame::PictureSpec& spec);

/// The figures of one frame's counts.
///
/// Cost     one walk over the steps.
class Tones {
public:
    Tones(const ToneScale& scale, std::span<const pixel::u64> counts) noexcept;

    [[nodiscard]] double mean() const noexcept { return m_mean; }
    [[nodiscard]] double deviation() const noexcept { return m_deviation; }
    /// The smallest value that at least `share` of the samples do not exceed.
    [[nodiscard]] double percentile(double share) const noexcept;
    /// Shares of samples: in steps that hold code values up to, or from, this luma.
    [[nodiscard]] double shareUpTo(double luma) const noexcept;
    [[nodiscard]] double shareFrom(double luma) const noexcept;

private:
    [[nodiscard]] double share(std::size_t steps) const noexcept;
    ToneScale m_scale;
    std::array<pixel::u64, 1025> m_below;  ///< Samples in the steps before this one.
    double m_mean = 0.0;
    double m_deviation = 0.0;
};

}  // namespace fotograma::filter
