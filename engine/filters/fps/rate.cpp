#include "engine/filters/fps/rate.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>

#include "engine/filter/cuts.h"
#include "engine/filters/fps/fps_kernel.h"

namespace fotograma::filters::fps {
namespace {

using filter::Cue;
constexpr int kFinestTick = 60'000;      ///< Ticks a second that a time base has at least.
constexpr double kLongestBlend = 0.125;  ///< Seconds: a frame that stands longer is held, and blended at its end.

template <class T>
std::optional<T> number(std::string_view text) {
    T value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::optional<base::Rational> fromDecimals(double value) {
    for (const int whole : {24, 30, 48, 60, 120, 240}) {
        const double ntsc = whole * 1000.0 / 1001.0;
        if (std::abs(value - ntsc) < 0.0005 * ntsc && value != whole) return base::Rational{whole * 1000, 1001};
    }
    const int thousandths = static_cast<int>(std::lround(value * 1000.0));
    const int common = std::gcd(thousandths, 1000);
    return base::Rational{thousandths / common, 1000 / common};
}

class RateSteering final : public filter::Steering {
public:
    explicit RateSteering(const Settings& settings)
        : m_settings(settings),
          m_finer(std::max(1, kFinestTick / settings.rate.num)),
          m_step(std::int64_t{settings.rate.den} * m_finer),
          m_cuts(settings.input) {}

    /// One in which every frame lasts a whole number of ticks.
    [[nodiscard]] base::Rational timeBase(base::Rational) const override { return {1, m_settings.rate.num * m_finer}; }

    void push(const frame::FrameInfo& info, std::span<const pixel::u64> counters, std::vector<Cue>& cues) override {
        const Came came{m_count++, info.pts, info.duration, m_settings.blends && m_cuts.next(counters)};
        if (came.frame == 0) {
            m_start = came.pts;
        } else {
            while (isBefore(came)) cue(came, cues);
        }
        m_last = came;
    }

    void flush(std::vector<Cue>& cues) override {
        if (m_count == 0) return;
        const std::int64_t lasts = m_last.duration > 0 ? m_last.duration : std::max(m_usual, std::int64_t{1});
        const std::int64_t span = m_last.pts + lasts - m_start;
        const std::int64_t frames = std::max<std::int64_t>((span + m_step / 2) / m_step, 1);
        while (m_made < frames) cue(std::nullopt, cues);
    }

private:
    struct Came {
        std::int64_t frame = 0;
        std::int64_t pts = 0;
        std::int64_t duration = 0;
        bool beginsScene = false;
    };

    [[nodiscard]] std::int64_t time() const { return m_start + m_made * m_step; }

    /// Whether the frame to be made next shows what came before `next`, or between the two.
    [[nodiscard]] bool isBefore(const Came& next) const {
        if (m_settings.blends) return time() < next.pts;
        // The nearest, but what stands long is not cut short by more than half a frame.
        return next.pts - time() >= std::min(m_step / 2, time() - m_last.pts);
    }

    void cue(const std::optional<Came>& next, std::vector<Cue>& cues) {
        Cue made{.frame = m_last.frame, .pts = time(), .duration = m_step, .isUntouched = true};
        if (next) {
            m_usual = next->pts - m_last.pts;
            if (m_settings.blends) blend(*next, made);
        }
        cues.push_back(std::move(made));
        ++m_made;
    }

    void blend(const Came& next, Cue& made) const {
        const auto longest = static_cast<std::int64_t>(kLongestBlend * m_settings.rate.num * m_finer);
        const std::int64_t turns = std::min(next.pts - m_last.pts, std::max(longest, m_step));
        const double share = 1.0 - static_cast<double>(next.pts - time()) / static_cast<double>(turns);
        if (next.beginsScene) {
            // Half and half of two scenes is neither.
            if (share >= 0.5) made.frame = next.frame;
            return;
        }
        constexpr double kLeast = 1.0 / 512.0;
        if (share <= kLeast) return;
        if (share >= 1.0 - kLeast) {
            made.frame = next.frame;
            return;
        }
        made.isUntouched = false;
        made.params.emplace().fill(filter::ParamBytes::of(Between::Params{static_cast<float>(share)}));
    }

    Settings m_settings;
    int m_finer;
    std::int64_t m_step;  ///< Ticks a frame made.
    filter::CutFinder m_cuts;
    std::int64_t m_count = 0;
    std::int64_t m_made = 0;
    std::int64_t m_start = 0;
    std::int64_t m_usual = 0;  ///< Ticks between the last two that came.
    Came m_last;
};

}  // namespace

std::optional<base::Rational> parseRate(std::string_view text) {
    std::optional<base::Rational> rate;
    if (const std::size_t slash = text.find('/'); slash != std::string_view::npos) {
        const auto num = number<int>(text.substr(0, slash));
        const auto den = number<int>(text.substr(slash + 1));
        if (num && den && *num > 0 && *den > 0) rate = base::Rational{*num, *den};
    } else if (const auto value = number<double>(text); value && *value >= 1.0 && *value <= 1000.0) {
        rate = fromDecimals(*value);
    }
    if (!rate || rate->value() < 1.0 || rate->value() > 1000.0 || rate->num > 1'000'000) return std::nullopt;
    return rate;
}

std::unique_ptr<filter::Steering> steeringFor(const Settings& settings) {
    return std::make_unique<RateSteering>(settings);
}

}  // namespace fotograma::filters::fps
