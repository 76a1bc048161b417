#include "engine/filters/deinterlace/steering.h"

#include <algorithm>
#include <deque>

#include "engine/filters/deinterlace/deinterlace_kernel.h"

namespace fotograma::filters::deinterlace {
namespace {

using filter::Cue;
using filter::FieldVerdict;
using frame::FieldOrder;

/// Rows that fit together far better within the frame than with the frame before are of one moment, however those weaves
/// differ: what moves up or down makes them differ too.
FieldVerdict verdictOf(const filter::FieldSums& sums) {
    const filter::FieldThresholds thresholds;
    if (std::min(sums.evenBefore, sums.oddBefore) > thresholds.progressive * sums.own) return FieldVerdict::Progressive;
    return filter::fieldVerdict(sums, thresholds);
}

/// What the last frames that could be told looked like. Still frames are as those around them.
class Verdicts {
public:
    void add(FieldVerdict verdict) {
        if (verdict == FieldVerdict::Unknown) return;
        m_last.push_back(verdict);
        if (m_last.size() > kRemembered) m_last.pop_front();
    }
    [[nodiscard]] bool isEmpty() const noexcept { return m_last.empty(); }
    [[nodiscard]] FieldOrder order() const {
        const auto top = std::ranges::count(m_last, FieldVerdict::TopFirst);
        const auto bottom = std::ranges::count(m_last, FieldVerdict::BottomFirst);
        if (2 * (top + bottom) < std::ssize(m_last) || m_last.empty()) return FieldOrder::Progressive;
        return bottom > top ? FieldOrder::BottomFirst : FieldOrder::TopFirst;
    }

private:
    static constexpr std::size_t kRemembered = 9;
    std::deque<FieldVerdict> m_last;
};

class FieldSteering final : public filter::Steering {
public:
    explicit FieldSteering(const Settings& settings) : m_settings(settings) {}

    [[nodiscard]] base::Rational timeBase(base::Rational ofStream) const override {
        constexpr int kFinest = 5'000'000;
        if (m_settings.makesFrameOfEachField && ofStream.den <= kFinest) ofStream.den *= 2;
        return ofStream;
    }

    void push(const frame::FrameInfo& info, std::span<const pixel::u64> counters, std::vector<Cue>& cues) override {
        if (m_settings.when != When::Measured) return cue(info, orderOf(info), cues);
        m_verdicts.add(verdictOf(filter::FieldSums(counters)));
        m_waiting.push_back(info);
        // At the start nothing may move yet: the first frames wait until something tells what they are.
        if (!m_verdicts.isEmpty() || m_waiting.size() >= kPatience) settle(cues);
    }

    void flush(std::vector<Cue>& cues) override { settle(cues); }

private:
    static constexpr std::size_t kPatience = 12;

    void settle(std::vector<Cue>& cues) {
        for (const frame::FrameInfo& info : m_waiting) cue(info, measuredOrderOf(info), cues);
        m_waiting.clear();
    }

    [[nodiscard]] FieldOrder withParity(FieldOrder order) const {
        if (m_settings.parity == Parity::Auto) return order;
        return m_settings.parity == Parity::TopFirst ? FieldOrder::TopFirst : FieldOrder::BottomFirst;
    }

    [[nodiscard]] FieldOrder orderOf(const frame::FrameInfo& info) const {
        if (info.fieldOrder != FieldOrder::Progressive) return withParity(info.fieldOrder);
        return m_settings.when == When::Always ? withParity(FieldOrder::TopFirst) : FieldOrder::Progressive;
    }

    /// The pictures say whether, the flags (where there are any) which field is first.
    [[nodiscard]] FieldOrder measuredOrderOf(const frame::FrameInfo& info) const {
        const FieldOrder measured = m_verdicts.order();
        if (measured == FieldOrder::Progressive) return measured;
        return withParity(info.fieldOrder != FieldOrder::Progressive ? info.fieldOrder : measured);
    }

    void cue(const frame::FrameInfo& info, FieldOrder order, std::vector<Cue>& cues) {
        const std::int64_t frame = m_frames++;
        const std::int64_t usual = frame > 0 ? info.pts - m_lastPts : 0;
        m_lastPts = info.pts;
        if (order == FieldOrder::Progressive) {
            cues.push_back({.frame = frame, .pts = info.pts, .duration = info.duration, .isUntouched = true});
            return;
        }
        const bool isBottom = order == FieldOrder::BottomFirst;
        Cue first{.frame = frame, .pts = info.pts, .duration = info.duration};
        first.params = paramsFor(m_settings, isBottom, false);
        first.fieldOrder = FieldOrder::Progressive;
        if (!m_settings.makesFrameOfEachField) {
            cues.push_back(std::move(first));
            return;
        }
        const std::int64_t half = (info.duration > 0 ? info.duration : usual) / 2;
        Cue second = first;
        first.duration = half;
        second.pts += half;
        second.duration = std::max<std::int64_t>(0, info.duration - half);
        second.params = paramsFor(m_settings, !isBottom, true);
        cues.push_back(std::move(first));
        cues.push_back(std::move(second));
    }

    Settings m_settings;
    Verdicts m_verdicts;
    std::vector<frame::FrameInfo> m_waiting;
    std::int64_t m_frames = 0;
    std::int64_t m_lastPts = 0;
};

}  // namespace

filter::PlaneParams paramsFor(const Settings& settings, bool isBottom, bool isSecond) {
    filter::PlaneParams params;
    for (std::size_t plane = 0; plane < params.size(); ++plane) {
        params[plane] = filter::ParamBytes::of(
            Field::Params{.kept = isBottom ? 1 : 0, .isSecond = isSecond ? 1 : 0, .lastRow = settings.rows[plane] - 1});
    }
    return params;
}

std::unique_ptr<filter::Steering> steeringFor(const Settings& settings) {
    return std::make_unique<FieldSteering>(settings);
}

}  // namespace fotograma::filters::deinterlace
