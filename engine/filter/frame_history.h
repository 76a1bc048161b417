/// The frames that a pass still reaches, of those that came; beyond the ends of the clip stands the nearest one.
///
/// Thread   one at a time.
#pragma once

#include <algorithm>
#include <deque>
#include <vector>

#include "engine/frame/frame.h"

namespace fotograma::filter {

class FrameHistory {
public:
    /// How many frames a pass reads before and after the one that it makes.
    FrameHistory(int reachBack, int reachForward) : m_back(reachBack), m_forward(reachForward) {}

    void push(frame::Frame frame) { m_frames.push_back(std::move(frame)); }
    /// True when the next frame can be made, with all that it reaches; before the end of the clip is known.
    [[nodiscard]] bool isReady() const { return static_cast<int>(m_frames.size()) - m_next > m_forward; }
    /// True while frames are left at the end of the clip.
    [[nodiscard]] bool hasMore() const { return m_next < static_cast<int>(m_frames.size()); }

    /// The frames that the next one is made of, the oldest first; it stands at `current()`.
    [[nodiscard]] std::vector<frame::Frame> take() {
        const int last = static_cast<int>(m_frames.size()) - 1;
        std::vector<frame::Frame> window;
        for (int t = -m_back; t <= m_forward; ++t)
            window.push_back(m_frames[static_cast<std::size_t>(std::clamp(m_next + t, 0, last))]);
        ++m_next;
        for (; m_next > m_back; --m_next) m_frames.pop_front();
        return window;
    }
    [[nodiscard]] std::size_t current() const noexcept { return static_cast<std::size_t>(m_back); }

    void clear() {
        m_frames.clear();
        m_next = 0;
    }

private:
    int m_back;
    int m_forward;
    std::deque<frame::Frame> m_frames;  ///< What windows still reach, the oldest first.
    int m_next = 0;                     ///< The frame to be made next, in m_frames.
};

}  // namespace fotograma::filter
