#include <algorithm>
#include <deque>

#include "engine/filter/pass_call.h"
#include "engine/filter/station.h"

namespace fotograma::filter {
namespace {

class PassStation final : public Station {
public:
    explicit PassStation(PassCall call) : m_call(std::move(call)) {}

    base::Status push(frame::Frame frame, Frames& out) override {
        m_history.push_back(std::move(frame));
        if (static_cast<int>(m_history.size()) - m_next <= m_call.pass().reachForward) return {};
        return makeNext(out);
    }

    base::Status flush(Frames& out) override {
        while (m_next < static_cast<int>(m_history.size())) FOTOGRAMA_RETURN_IF_ERROR(makeNext(out));
        m_history.clear();
        m_next = 0;
        return {};
    }

private:
    /// Makes m_history[m_next]; beyond the ends of the clip stands the nearest frame.
    base::Status makeNext(Frames& out) {
        const int back = m_call.pass().reachBack;
        const int last = static_cast<int>(m_history.size()) - 1;
        Frames window;
        for (int t = -back; t <= m_call.pass().reachForward; ++t) {
            window.push_back(m_history[static_cast<std::size_t>(std::clamp(m_next + t, 0, last))]);
        }
        FOTOGRAMA_ASSIGN_OR_RETURN(frame::Frame made, m_call.run(window, static_cast<std::size_t>(back)));
        out.push_back(std::move(made));
        ++m_next;
        for (; m_next > back; --m_next) m_history.pop_front();
        return {};
    }

    PassCall m_call;
    std::deque<frame::Frame> m_history;  ///< What windows still reach, the oldest first.
    int m_next = 0;                      ///< The frame to be made next, in m_history.
};

}  // namespace

base::Result<std::unique_ptr<Station>> passStation(const Pass& pass, const frame::PictureSpec& input,
                                                   device::Queue& queue) {
    FOTOGRAMA_ASSIGN_OR_RETURN(PassCall call, PassCall::create(pass, input, queue));
    return std::make_unique<PassStation>(std::move(call));
}

}  // namespace fotograma::filter
