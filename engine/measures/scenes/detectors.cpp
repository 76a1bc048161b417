#include "engine/measures/scenes/detectors.h"

#include <algorithm>
#include <cmath>

namespace fotograma::measures::scenes {
namespace {

/// Times of frames are rounded to their time base: fifteen frames of 25 a second are 0.6 s.
constexpr double kRounding = 1e-6;

bool reaches(double seconds, double minimum) { return seconds >= minimum - kRounding; }

}  // namespace

bool ContentDetector::isLongEnough(const Look& from, const Look& to) const {
    return reaches(to.timeSeconds - from.timeSeconds, m_minimumSeconds);
}

std::optional<Look> ContentDetector::next(const Look& look) {
    if (!m_lastAbove) m_lastAbove = look;
    const bool isAbove = look.content >= m_threshold;
    const bool isLong = isLongEnough(*m_lastAbove, look);
    if (isAbove) m_lastAbove = look;
    if (m_mergeStart) {
        if (isAbove || !isLong || !isLongEnough(*m_mergeStart, *m_lastAbove)) return std::nullopt;
        m_mergeStart.reset();
        return m_lastAbove;
    }
    if (!isAbove) return std::nullopt;
    if (isLong) {
        m_hadCut = true;
        return look;
    }
    if (m_hadCut) m_mergeStart = look;  // flashes before the first cut are no cuts
    return std::nullopt;
}

bool AdaptiveDetector::standsOut() const {
    const double content = m_window[kReach].content;
    double around = -content;
    for (const Look& look : m_window) around += look.content;
    around /= 2.0 * kReach;
    if (content < m_leastContent) return false;
    return std::abs(around) < 1e-5 || content / around >= m_ratio;
}

std::optional<Look> AdaptiveDetector::next(const Look& look) {
    if (m_seen == 0) m_lastCutSeconds = look.timeSeconds;
    std::shift_left(m_window.begin(), m_window.end(), 1);
    m_window.back() = look;
    if (++m_seen < m_window.size() || !standsOut()) return std::nullopt;
    const Look& middle = m_window[kReach];
    if (!reaches(middle.timeSeconds - m_lastCutSeconds, m_minimumSeconds)) return std::nullopt;
    m_lastCutSeconds = middle.timeSeconds;
    return middle;
}

}  // namespace fotograma::measures::scenes
