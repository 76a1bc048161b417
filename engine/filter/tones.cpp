#include "engine/filter/tones.h"

#include <algorithm>
#include <cmath>

#include "engine/filter/color_math.h"
#include "engine/filter/geometry.h"

namespace fotograma::filter {
namespace {

constexpr int kStepBits = 10;

}  // namespace

ToneScale::ToneScale(const frame::PictureSpec& spec)
    : shift(std::max(0, spec.format.bits - kStepBits)),
      steps(std::size_t{1} << std::min(kStepBits, spec.format.bits)),
      black(blackCode(spec, 0)),
      white(whiteCode(spec, 0)) {}

double ToneScale::value(double step) const noexcept {
    const double width = 1 << shift;
    return (step * width + (width - 1.0) / 2.0 - black) / (white - black);
}

Pass lumaHistogram(const frame::PictureSpec& spec) {
    const ToneScale scale(spec);
    Pass pass;
    pass.kernel = "luma_Histogram";
    pass.shape = pixel::Shape::Reduce;
    pass.output = spec;
    pass.params.fill(ParamBytes::of(pixel::i32{scale.shift}));
    pass.planeMask = 1U << lumaPlane(spec.format);
    pass.counters = static_cast<int>(scale.steps);
    return pass;
}

Tones::Tones(const ToneScale& scale, std::span<const pixel::u64> counts) noexcept : m_scale(scale) {
    pixel::u64 samples = 0;
    pixel::u64 sum = 0;
    pixel::u64 squares = 0;
    for (std::size_t step = 0; step < scale.steps; ++step) {
        m_below[step] = samples;
        samples += counts[step];
        sum += counts[step] * step;
        squares += counts[step] * step * step;
    }
    m_below[scale.steps] = samples;
    const double mean = static_cast<double>(sum) / static_cast<double>(samples);
    const double variance = static_cast<double>(squares) / static_cast<double>(samples) - mean * mean;
    m_mean = scale.value(mean);
    m_deviation = std::sqrt(std::max(0.0, variance)) * (1 << scale.shift) / (scale.white - scale.black);
}

double Tones::percentile(double share) const noexcept {
    const auto upTo = std::span(m_below).subspan(1, m_scale.steps);  // Samples in the steps up to this one.
    const double wanted = std::max(1.0, share * static_cast<double>(upTo.back()));
    const auto found = std::ranges::lower_bound(upTo, wanted, {}, [](pixel::u64 n) { return static_cast<double>(n); });
    return m_scale.value(static_cast<double>(std::min(found, upTo.end() - 1) - upTo.begin()));
}

double Tones::share(std::size_t steps) const noexcept {
    return static_cast<double>(m_below[std::min(steps, m_scale.steps)]) / static_cast<double>(m_below[m_scale.steps]);
}

double Tones::shareUpTo(double luma) const noexcept {
    const double code = std::floor(m_scale.code(luma));
    return code < 0.0 ? 0.0 : share((static_cast<std::size_t>(code) >> m_scale.shift) + 1);
}

double Tones::shareFrom(double luma) const noexcept {
    const double code = std::max(0.0, std::ceil(m_scale.code(luma)));
    return 1.0 - share(static_cast<std::size_t>(code) >> m_scale.shift);
}

}  // namespace fotograma::filter
