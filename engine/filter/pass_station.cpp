#include "engine/filter/frame_history.h"
#include "engine/filter/pass_call.h"
#include "engine/filter/station.h"

namespace fotograma::filter {
namespace {

class PassStation final : public Station {
public:
    explicit PassStation(PassCall call)
        : m_call(std::move(call)), m_history(m_call.pass().reachBack, m_call.pass().reachForward) {}

    base::Status push(frame::Frame frame, Frames& out) override {
        m_history.push(std::move(frame));
        return m_history.isReady() ? makeNext(out) : base::Status{};
    }

    base::Status flush(Frames& out) override {
        while (m_history.hasMore()) FOTOGRAMA_RETURN_IF_ERROR(makeNext(out));
        m_history.clear();
        return {};
    }

private:
    base::Status makeNext(Frames& out) {
        const Frames window = m_history.take();
        FOTOGRAMA_ASSIGN_OR_RETURN(frame::Frame made, m_call.run(window, m_history.current()));
        out.push_back(std::move(made));
        return {};
    }

    PassCall m_call;
    FrameHistory m_history;
};

}  // namespace

base::Result<std::unique_ptr<Station>> passStation(const Pass& pass, const frame::PictureSpec& input,
                                                   device::Queue& queue) {
    FOTOGRAMA_ASSIGN_OR_RETURN(PassCall call, PassCall::create(pass, input, queue));
    return std::make_unique<PassStation>(std::move(call));
}

}  // namespace fotograma::filter
