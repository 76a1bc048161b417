#include "engine/filters/ivtc/cadence.h"

#include <algorithm>
#include <limits>

#include "engine/filter/fields.h"
#include "engine/filters/ivtc/ivtc_kernel.h"

namespace fotograma::filters::ivtc {
namespace {

using filter::Cue;
using frame::FieldOrder;

constexpr std::size_t kGroup = 5;
constexpr double kClearly = 0.99;      ///< One weave is better than another by so much, or neither is.
constexpr double kAlikeCombed = 0.85;  ///< Both weaves of a moving frame as bad as this: fields of two moments each.
constexpr double kMoves = 1.0;         ///< Less change is no motion.
constexpr double kRepeats = 0.5;       ///< A repetition changes by less than this share of the next smallest change.

struct Came {
    std::int64_t frame = 0;
    std::int64_t pts = 0;
    std::int64_t duration = 0;
    bool isMatched = false;                                   ///< Its later field is that of the frame before.
    bool isVideo = false;                                     ///< No weave fits: two moments in every frame.
    double change = std::numeric_limits<double>::infinity();  ///< Of the picture made, to the one made before.
};

class CadenceSteering final : public filter::Steering {
public:
    explicit CadenceSteering(const Settings& settings) : m_settings(settings) {}

    /// Four frames in the time of five.
    [[nodiscard]] base::Rational timeBase(base::Rational ofStream) const override {
        constexpr int kFinest = 2'500'000;
        if (ofStream.den <= kFinest) ofStream.den *= 4;
        return ofStream;
    }

    void push(const frame::FrameInfo& info, std::span<const pixel::u64> counters, std::vector<Cue>& cues) override {
        m_group.push_back(seen(info, counters));
        if (m_group.size() == kGroup) close(cues);
    }
    void flush(std::vector<Cue>& cues) override { close(cues); }

private:
    [[nodiscard]] bool isBottomFirst(const frame::FrameInfo& info) const {
        if (m_settings.parity != Parity::Auto) return m_settings.parity == Parity::BottomFirst;
        return info.fieldOrder == FieldOrder::BottomFirst;
    }

    Came seen(const frame::FrameInfo& info, std::span<const pixel::u64> counters) {
        const filter::FieldSums combs(counters.first(4));
        const bool isBottom = isBottomFirst(info);
        // Of the earlier field's rows, which are always the frame's own, and of the later field's.
        const double earlier = static_cast<double>(counters[isBottom ? 5 : 4]) * m_settings.perCode;
        const double later = static_cast<double>(counters[isBottom ? 4 : 5]) * m_settings.perCode;
        const double woven = isBottom ? combs.evenBefore : combs.oddBefore;

        Came came{.frame = m_count++, .pts = info.pts, .duration = info.duration};
        if (came.frame > 0) {
            const double best = std::min(woven, combs.own);
            const bool isClear = best < kClearly * std::max(woven, combs.own);
            // Where nothing moves the cadence goes on as it was.
            came.isMatched = isClear ? woven < combs.own : m_matched[static_cast<std::size_t>(came.frame) % kGroup];
            came.change = earlier + changeOfLater(came.isMatched, later);
            came.isVideo =
                best > kAlikeCombed * std::max(woven, combs.own) && earlier + later > kMoves && best > combs.within;
        }
        m_matched[static_cast<std::size_t>(came.frame) % kGroup] = came.isMatched;
        m_wasMatched = came.isMatched;
        m_laterBefore = later;
        m_earlierRows = isBottom ? 1 : 0;
        return came;
    }

    /// The later field may be that of the frame before, and so may have been the last picture's.
    [[nodiscard]] double changeOfLater(bool isMatched, double later) const {
        if (isMatched) return m_wasMatched ? m_laterBefore : 0.0;
        return m_wasMatched ? later + m_laterBefore : later;
    }

    /// Which of a group is left out; its size where none is.
    [[nodiscard]] std::size_t leftOut() {
        const auto least = std::ranges::min_element(m_group, {}, &Came::change);
        const auto at = static_cast<std::size_t>(least - m_group.begin());
        if (m_settings.leave == Leave::OneOfFive) return m_group.size() == kGroup ? at : m_group.size();
        if (std::ranges::any_of(m_group, &Came::isVideo)) return m_group.size();
        double next = std::numeric_limits<double>::infinity();
        double most = 0.0;
        for (const Came& each : m_group) {
            if (&each != &*least) next = std::min(next, each.change);
            if (each.frame > 0) most = std::max(most, each.change);
        }
        if (m_group.size() < kGroup) return least->change < kRepeats * next && next > kMoves ? at : m_group.size();
        if (most < kMoves) return m_lastLeftOut;  // Nothing moves: as before.
        return m_lastLeftOut = least->change < kRepeats * next ? at : kGroup;
    }

    void close(std::vector<Cue>& cues) {
        if (m_group.empty()) return;
        const std::size_t out = leftOut();
        const bool isThinned = out < m_group.size();
        const Came& last = m_group.back();
        const std::int64_t usual = m_group.size() > 1 ? last.pts - m_group[m_group.size() - 2].pts : 0;
        const std::int64_t begin = m_group.front().pts;
        const std::int64_t end = last.pts + (last.duration > 0 ? last.duration : usual);
        const auto count = static_cast<std::int64_t>(m_group.size()) - 1;
        std::int64_t place = 0;
        for (std::size_t i = 0; i < m_group.size(); ++i) {
            if (i == out) continue;
            cues.push_back(cueOf(m_group[i]));
            if (!isThinned) continue;
            cues.back().pts = begin + (end - begin) * place / count;
            cues.back().duration = begin + (end - begin) * (place + 1) / count - cues.back().pts;
            ++place;
        }
        m_group.clear();
    }

    [[nodiscard]] Cue cueOf(const Came& came) const {
        Cue cue{.frame = came.frame, .pts = came.pts, .duration = came.duration};
        cue.isUntouched = came.isVideo || !came.isMatched;
        if (!came.isVideo) cue.fieldOrder = FieldOrder::Progressive;
        if (!cue.isUntouched)
            cue.params.emplace().fill(filter::ParamBytes::of(Match::Params{.earlier = 1 - m_earlierRows}));
        return cue;
    }

    Settings m_settings;
    std::vector<Came> m_group;
    std::array<bool, kGroup> m_matched{};  ///< Of the last frames, by their place in the cadence.
    std::size_t m_lastLeftOut = kGroup;
    std::int64_t m_count = 0;
    bool m_wasMatched = false;
    double m_laterBefore = 0.0;
    int m_earlierRows = 0;  ///< Of the field that comes first: 0 even, 1 odd.
};

}  // namespace

std::unique_ptr<filter::Steering> steeringFor(const Settings& settings) {
    return std::make_unique<CadenceSteering>(settings);
}

}  // namespace fotograma::filters::ivtc
