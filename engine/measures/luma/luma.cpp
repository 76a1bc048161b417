#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "engine/filter/describe.h"
#include "engine/filter/tones.h"
#include "engine/measures/luma/luma_kernel.h"

namespace fotograma::measures::luma {
namespace {

using Counts = std::span<const pixel::u64>;
constexpr std::size_t kBins = 32;

/// Averages of the values, and the histogram of all frames together.
class LumaSummary final : public filter::Summary {
public:
    explicit LumaSummary(const filter::ToneScale& scale)
        : m_averages(filter::averages({"mean", "deviation", "p1", "p5", "p50", "p95", "p99", "black", "clipped"})) {
        for (std::size_t step = 0; step < scale.steps; ++step) {
            const double bin = std::floor(scale.value(static_cast<double>(step)) * static_cast<double>(kBins));
            m_binOf.push_back(static_cast<std::size_t>(std::clamp(bin, 0.0, static_cast<double>(kBins - 1))));
        }
    }
    void count(Counts counts) override {
        for (std::size_t step = 0; step < m_binOf.size(); ++step) m_bins[m_binOf[step]] += counts[step];
    }
    void add(const filter::Moment& moment, const filter::MeasuredValues& values) override {
        m_averages->add(moment, values);
    }
    [[nodiscard]] api::Json finish() const override {
        api::Json all = m_averages->finish();
        const double samples = static_cast<double>(std::accumulate(m_bins.begin(), m_bins.end(), pixel::u64{0}));
        if (samples == 0.0) return all;
        api::Json histogram = api::Json::array();
        for (const pixel::u64 bin : m_bins) histogram.append(static_cast<double>(bin) / samples);
        return all.set("histogram", std::move(histogram));
    }

private:
    std::unique_ptr<filter::Summary> m_averages;
    std::vector<std::size_t> m_binOf;  ///< By step of the kernel's histogram.
    std::array<pixel::u64, kBins> m_bins{};
};

base::Result<filter::PreparedMeasure> prepare(const filter::Values&, const frame::PictureSpec& input) {
    const filter::ToneScale scale(input);
    filter::PreparedMeasure prepared;
    prepared.reduces = {filter::lumaHistogram(input)};
    prepared.finish = [scale](Counts counts, const filter::Moment&) {
        const filter::Tones tones(scale, counts);
        return filter::MeasuredValues{tones.mean(),           tones.deviation(),      tones.percentile(0.01),
                                      tones.percentile(0.05), tones.percentile(0.50), tones.percentile(0.95),
                                      tones.percentile(0.99), tones.shareUpTo(0.0),   tones.shareFrom(1.0)};
    };
    prepared.summarise = [scale] { return std::make_unique<LumaSummary>(scale); };
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
        clipList("histogram", "Histogram", "ratio",
                 "Share of all samples of the clip in 32 equal steps of luma from 0 to 1; what is beyond counts in the "
                 "outermost."),
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
