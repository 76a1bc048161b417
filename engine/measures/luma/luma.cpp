#include <cmath>
#include <numeric>

#include "engine/filter/color_math.h"
#include "engine/filter/describe.h"
#include "engine/filter/geometry.h"
#include "engine/measures/luma/luma_kernel.h"

namespace fotograma::measures::luma {
namespace {

using Counts = std::span<const pixel::u64>;

/// From a step of the histogram to luma without its range: 0 black, 1 white.
struct Scale {
    int shift;
    double black;
    double white;

    /// The middle of the code values that a step counts.
    [[nodiscard]] double value(std::size_t step) const {
        const double width = 1 << shift;
        const double code = static_cast<double>(step) * width + (width - 1.0) / 2.0;
        return (code - black) / (white - black);
    }
    [[nodiscard]] std::size_t stepOf(double code) const { return static_cast<std::size_t>(code) >> shift; }
};

double sumOf(Counts counts) {
    return static_cast<double>(std::accumulate(counts.begin(), counts.end(), pixel::u64{0}));
}

/// The smallest value that at least `share` of the samples do not exceed.
double percentile(Counts counts, const Scale& scale, double share) {
    const double wanted = share * sumOf(counts);
    double seen = 0.0;
    for (std::size_t step = 0; step < counts.size(); ++step) {
        seen += static_cast<double>(counts[step]);
        if (counts[step] != 0 && seen >= wanted) return scale.value(step);
    }
    return scale.value(counts.size() - 1);
}

filter::MeasuredValues finish(Counts counts, const Scale& scale) {
    const double samples = sumOf(counts);
    double mean = 0.0;
    for (std::size_t step = 0; step < counts.size(); ++step) {
        mean += static_cast<double>(counts[step]) * scale.value(step) / samples;
    }
    double variance = 0.0;
    for (std::size_t step = 0; step < counts.size(); ++step) {
        const double distance = scale.value(step) - mean;
        variance += static_cast<double>(counts[step]) * distance * distance / samples;
    }
    const double black = sumOf(counts.first(scale.stepOf(scale.black) + 1)) / samples;
    const double clipped = sumOf(counts.subspan(scale.stepOf(scale.white))) / samples;
    return {mean,
            std::sqrt(variance),
            percentile(counts, scale, 0.01),
            percentile(counts, scale, 0.05),
            percentile(counts, scale, 0.50),
            percentile(counts, scale, 0.95),
            percentile(counts, scale, 0.99),
            black,
            clipped};
}

base::Result<filter::PreparedMeasure> prepare(const filter::Values&, const frame::PictureSpec& input) {
    const int shift = std::max(0, input.format.bits - 10);
    const Scale scale{shift, filter::blackCode(input, 0), filter::whiteCode(input, 0)};
    filter::PreparedMeasure prepared;
    prepared.reduces = {filter::reduceOf<Histogram>("luma_Histogram", input, {shift})};
    prepared.finish = [scale](Counts counts, const filter::Moment&) { return finish(counts, scale); };
    prepared.summarise = [] {
        return filter::averages({"mean", "deviation", "p1", "p5", "p50", "p95", "p99", "black", "clipped"});
    };
    return prepared;
}

filter::Definition define() {
    using namespace filter;
    Definition definition =
        measureNamed("luma", "Luma",
                     "How bright a frame is and how its tones are spread: 0 is black and 1 is white, range removed. "
                     "Depths over 10 bits are counted in 1024 steps; of R'G'B' pictures green stands for luma.",
                     "ITU-T H.273, 8.3 (range)");
    definition.info.values = {
        value("mean", "Mean", "luma (0..1)", "Average luma."),
        value("deviation", "Deviation", "luma (0..1)", "Standard deviation of luma: contrast of the whole frame."),
        value("p1", "1st percentile", "luma (0..1)", "1 % of the samples are at or below it."),
        value("p5", "5th percentile", "luma (0..1)", "5 % of the samples are at or below it."),
        value("p50", "Median", "luma (0..1)", "Half of the samples are at or below it."),
        value("p95", "95th percentile", "luma (0..1)", "95 % of the samples are at or below it."),
        value("p99", "99th percentile", "luma (0..1)", "99 % of the samples are at or below it."),
        value("black", "Black", "ratio", "Share of samples at or below black."),
        value("clipped", "Clipped", "ratio", "Share of samples at or above white."),
    };
    definition.prepareMeasure = prepare;
    definition.examples = {
        measuredExample(
            "Half black, half white (16 and 235 in limited range).", grayPicture(2, 1), {}, {{{16, 235}}},
            {{"mean", 0.5}, {"deviation", 0.5}, {"p50", 0.0}, {"p95", 1.0}, {"black", 0.5}, {"clipped", 0.5}}, 1e-9),
        measuredExample("Four samples of 10 bits; the median is the second smallest.", grayPicture(4, 1, 10), {},
                        {{{64, 502, 283, 940}}},
                        {{"mean", 0.4375}, {"p1", 0.0}, {"p50", 0.25}, {"p99", 1.0}, {"black", 0.25}}, 1e-9),
    };
    return definition;
}

}  // namespace

const filter::Definition& definition() {
    static const filter::Definition value = define();
    return value;
}

}  // namespace fotograma::measures::luma
