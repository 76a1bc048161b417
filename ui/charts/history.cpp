#include "ui/charts/history.h"

#include <algorithm>
#include <cmath>

namespace fotograma::ui {

namespace {

struct Grain {
    double width;
    double span;  ///< Seconds that the level holds at least.
};
/// Each window of a chart has some hundred points on one of these.
constexpr Grain kGrains[] = {{0.1, 130.0}, {1.0, 1000.0}, {10.0, 8000.0}, {60.0, History::kLongest + 600.0}};

}  // namespace

History::History() {
    for (const Grain& grain : kGrains)
        m_levels.push_back(
            {.width = grain.width, .capacity = static_cast<std::size_t>(grain.span / grain.width), .ring = {}});
}

void History::append(double seconds, double value) {
    if (std::isnan(value) || (!m_isEmpty && seconds < m_newest)) return;
    m_isEmpty = false;
    m_newest = seconds;
    m_newestValue = value;
    for (Level& level : m_levels) level.append(seconds, static_cast<float>(value));
}

void History::Level::append(double seconds, float value) {
    const auto number = static_cast<long long>(std::floor(seconds / width));
    if (number == bucket && !ring.empty()) {
        Point& open = ring[ring.size() < capacity ? ring.size() - 1 : (next + capacity - 1) % capacity];
        ++count;
        open.seconds = seconds;
        open.low = std::min(open.low, value);
        open.high = std::max(open.high, value);
        open.mean += (value - open.mean) / static_cast<float>(count);
        return;
    }
    bucket = number;
    count = 1;
    const Point made{seconds, value, value, value};
    if (ring.size() < capacity) {
        ring.push_back(made);
        return;
    }
    ring[next] = made;
    next = (next + 1) % capacity;
}

const History::Point& History::Level::at(std::size_t index) const {
    return ring.size() < capacity ? ring[index] : ring[(next + index) % capacity];
}

std::size_t History::Level::firstAfter(double seconds) const {
    std::size_t low = 0;
    std::size_t high = ring.size();
    while (low < high) {
        const std::size_t middle = (low + high) / 2;
        if (at(middle).seconds < seconds)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const History::Level& History::levelFor(double span) const {
    for (std::size_t i = 0; i < m_levels.size(); ++i)
        if (kGrains[i].span >= span) return m_levels[i];
    return m_levels.back();
}

double History::stepFor(double from, double to) const { return levelFor(to - from).width; }

void History::points(double from, double to, std::vector<Point>& out) const {
    out.clear();
    const Level& level = levelFor(to - from);
    // One point before the edge, so that a line enters the picture instead of beginning in it.
    std::size_t index = level.firstAfter(from);
    if (index > 0) --index;
    for (; index < level.ring.size() && level.at(index).seconds <= to; ++index) out.push_back(level.at(index));
}

const History::Point* History::nearest(double seconds, double from, double reach) const {
    const Level& level = levelFor(m_newest - from);
    if (level.ring.empty()) return nullptr;
    const std::size_t after = level.firstAfter(seconds);
    const Point* best = after < level.ring.size() ? &level.at(after) : nullptr;
    if (after > 0) {
        const Point& before = level.at(after - 1);
        if (!best || seconds - before.seconds < best->seconds - seconds) best = &before;
    }
    return std::abs(best->seconds - seconds) <= reach ? best : nullptr;
}

}  // namespace fotograma::ui
