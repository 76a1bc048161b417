#include "engine/filters/tonemap/peak.h"

#include <algorithm>
#include <cmath>

#include "engine/filter/color_math.h"
#include "engine/filter/describe.h"
#include "engine/filters/tonemap/curve.h"

namespace fotograma::filters::tonemap {
namespace {

using filter::Cue;

constexpr double kCounts = 0.999;        ///< So much of the picture is not brighter than its peak: a glint is none.
constexpr double kCut = 0.35;            ///< Share of a picture that is of another brightness: another scene.
constexpr double kRisesInSeconds = 0.2;  ///< Until 63 % of a change has been followed.
constexpr double kFallsInSeconds = 1.0;
constexpr int kEnoughRows = 96;
constexpr std::size_t kTogether = 8;  ///< Steps taken together to tell scenes apart.

class PeakSteering final : public filter::Steering {
public:
    PeakSteering(const PeakScale& scale, const ToneParams& params) : m_scale(scale), m_params(params) {}

    void push(const frame::FrameInfo& info, std::span<const pixel::u64> counters, std::vector<Cue>& cues) override {
        const double found = percentile(counters);
        const double seconds = std::max(0.0, info.timeSeconds() - m_lastSeconds);
        m_lastSeconds = info.timeSeconds();
        if (isCut(counters)) {
            m_value = found;
        } else {
            const double pace = found > m_value ? kRisesInSeconds : kFallsInSeconds;
            m_value += (found - m_value) * (1.0 - std::exp(-seconds / pace));
        }
        ToneParams params = m_params;
        params.row = m_scale.rowOf(m_value);
        Cue cue{.frame = m_frames++, .pts = info.pts, .duration = info.duration};
        cue.params.emplace().fill(filter::ParamBytes::of(params));
        cues.push_back(std::move(cue));
    }
    void flush(std::vector<Cue>&) override {}

private:
    /// The end of the step in which it lies.
    [[nodiscard]] static double percentile(std::span<const pixel::u64> counts) {
        double all = 0.0;
        for (const pixel::u64 each : counts) all += static_cast<double>(each);
        double below = 0.0;
        for (std::size_t i = 0; i < counts.size(); ++i) {
            below += static_cast<double>(counts[i]);
            if (below >= kCounts * all) return static_cast<double>(i + 1) / static_cast<double>(counts.size());
        }
        return 1.0;
    }

    [[nodiscard]] bool isCut(std::span<const pixel::u64> counts) {
        std::vector<double> shares(counts.size() / kTogether, 0.0);
        double all = 0.0;
        for (std::size_t i = 0; i < counts.size(); ++i) {
            shares[i / kTogether] += static_cast<double>(counts[i]);
            all += static_cast<double>(counts[i]);
        }
        double moved = 0.0;
        for (std::size_t i = 0; i < shares.size(); ++i) {
            shares[i] /= std::max(all, 1.0);
            if (!m_shares.empty()) moved += 0.5 * std::abs(shares[i] - m_shares[i]);
        }
        const bool isFirst = m_shares.empty();
        m_shares = std::move(shares);
        return isFirst || moved > kCut;
    }

    PeakScale m_scale;
    ToneParams m_params;
    std::vector<double> m_shares;  ///< Of the last frame.
    std::int64_t m_frames = 0;
    double m_value = 0.0;
    double m_lastSeconds = 0.0;
};

}  // namespace

PeakScale::PeakScale(double white, double peak) : lowest(pqOf(white)), highest(std::max(pqOf(peak), lowest + 1e-3)) {}

double PeakScale::valueOf(int row) const { return lowest + (highest - lowest) * row / (kPeaks - 1); }

float PeakScale::rowOf(double value) const {
    return static_cast<float>(std::clamp((value - lowest) / (highest - lowest), 0.0, 1.0) * (kPeaks - 1));
}

filter::Pass brightness(const frame::PictureSpec& input) {
    const pixel::ColorTerms terms(filter::colorMath(input));
    const int rows = input.format.planeHeight(input.format.planes() - 1, input.height);
    std::int32_t mask = 0;
    while (rows >= kEnoughRows * 2 * (mask + 1)) mask = 2 * mask + 1;
    return filter::reduceOf<Brightness>("tonemap_Brightness", input,
                                        {.yScale = terms.yScale,
                                         .yOffset = terms.yOffset,
                                         .cScale = terms.cScale,
                                         .cOffset = terms.cOffset,
                                         .crToR = terms.crToR,
                                         .cbToG = terms.cbToG,
                                         .crToG = terms.crToG,
                                         .cbToB = terms.cbToB,
                                         .rowMask = mask});
}

std::unique_ptr<filter::Steering> peakSteering(const PeakScale& scale, const ToneParams& params) {
    return std::make_unique<PeakSteering>(scale, params);
}

}  // namespace fotograma::filters::tonemap
