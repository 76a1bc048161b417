/// Frames in a row that have something in common, as times.
///
/// Units    seconds, of frames in presentation order.
#pragma once

#include <optional>
#include <vector>

#include "engine/base/json.h"

namespace fotograma::measures::flat {

/// When the clip ends: with the last frame, which is taken to last as long as the one before it.
class FrameClock {
public:
    /// The time of the frame before; of the first its own.
    double add(double seconds) {
        const double previous = m_last.value_or(seconds);
        m_gap = seconds - previous;
        m_last = seconds;
        return previous;
    }
    [[nodiscard]] double end() const { return m_last.value_or(0.0) + m_gap; }

private:
    std::optional<double> m_last;
    double m_gap = 0.0;
};

class Stretches {
public:
    explicit Stretches(double minimumSeconds) : m_minimum(minimumSeconds) {}

    /// The next frame: whether it belongs, where a stretch that starts with it starts, and its own time.
    void add(bool belongs, double startSeconds, double seconds) {
        if (belongs && !m_start) m_start = startSeconds;
        if (belongs || !m_start) return;
        keep(m_times, *m_start, seconds);
        m_start.reset();
    }

    /// [start, end, start, end, ...] of those that last long enough, the last one up to the clip's end.
    [[nodiscard]] base::Json times(double endSeconds) const {
        std::vector<double> all = m_times;
        if (m_start) keep(all, *m_start, endSeconds);
        base::Json list = base::Json::array();
        for (const double time : all) list.append(time);
        return list;
    }

private:
    void keep(std::vector<double>& times, double start, double end) const {
        if (end - start >= m_minimum) times.insert(times.end(), {start, end});
    }
    double m_minimum;
    std::vector<double> m_times;
    std::optional<double> m_start;
};

}  // namespace fotograma::measures::flat
