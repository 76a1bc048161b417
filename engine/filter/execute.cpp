#include "engine/filter/execute.h"

#include <algorithm>
#include <deque>

#include "engine/filter/pass_call.h"

namespace fotograma::filter {
namespace {

using Frames = std::vector<frame::Frame>;

/// One place of the chain: frames in, frames out, perhaps later.
class Station {
public:
    virtual ~Station() = default;
    virtual base::Status push(frame::Frame frame, Frames& out) = 0;
    virtual base::Status flush(Frames& out) = 0;
};

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

class VariantStation final : public Station {
public:
    VariantStation(std::unique_ptr<HostVariant> variant, frame::PictureSpec output, device::Queue& queue)
        : m_variant(std::move(variant)), m_output(output), m_queue(&queue) {}

    base::Status push(frame::Frame frame, Frames& out) override {
        frame::FrameInfo info = frame.info();
        info.spec = m_output;
        FOTOGRAMA_ASSIGN_OR_RETURN(frame::MutableFrame made, m_queue->allocate(info));
        FOTOGRAMA_RETURN_IF_ERROR(m_variant->run(frame, made));
        out.push_back(std::move(made).freeze());
        return {};
    }
    base::Status flush(Frames&) override { return {}; }

private:
    std::unique_ptr<HostVariant> m_variant;
    frame::PictureSpec m_output;
    device::Queue* m_queue;
};

/// The fast variant of a step, or null where the plain kernels run.
std::unique_ptr<HostVariant> variantOf(const Step& step) {
    for (const HostVariantInfo* info : hostVariants()) {
        if (info->filter != step.use.definition->info.id) continue;
        if (auto variant = info->prepare(step.use.values, step.input, step.prepared.output)) return *std::move(variant);
    }
    return nullptr;
}

base::Status addStations(const Step& step, device::Queue& queue, Reading reading,
                         std::vector<std::unique_ptr<Station>>& stations) {
    if (reading == Reading::Fastest && frame::isHost(queue.device())) {
        if (auto variant = variantOf(step)) {
            stations.push_back(std::make_unique<VariantStation>(std::move(variant), step.prepared.output, queue));
            return {};
        }
    }
    frame::PictureSpec input = step.input;
    for (const Pass& pass : step.prepared.passes) {
        FOTOGRAMA_ASSIGN_OR_RETURN(PassCall call, PassCall::create(pass, input, queue));
        stations.push_back(std::make_unique<PassStation>(std::move(call)));
        input = pass.output;
    }
    return {};
}

}  // namespace

struct ChainRunner::State {
    Chain chain;
    std::vector<std::unique_ptr<Station>> stations;

    base::Status pushFrom(std::size_t place, frame::Frame frame, Frames& out) {
        if (place == stations.size()) {
            out.push_back(finished(std::move(frame)));
            return {};
        }
        Frames made;
        FOTOGRAMA_RETURN_IF_ERROR(stations[place]->push(std::move(frame), made));
        for (frame::Frame& each : made) FOTOGRAMA_RETURN_IF_ERROR(pushFrom(place + 1, std::move(each), out));
        return {};
    }

    /// A filter that has no pass may still say other facts of the picture (square samples, say).
    [[nodiscard]] frame::Frame finished(frame::Frame frame) const {
        if (frame.spec() == chain.output()) return frame;
        frame::FrameInfo info = frame.info();
        info.spec = chain.output();
        return frame.withInfo(std::move(info));
    }
};

ChainRunner::ChainRunner(std::unique_ptr<State> state) : m_state(std::move(state)) {}
ChainRunner::ChainRunner(ChainRunner&&) noexcept = default;
ChainRunner& ChainRunner::operator=(ChainRunner&&) noexcept = default;
ChainRunner::~ChainRunner() = default;

const Chain& ChainRunner::chain() const noexcept { return m_state->chain; }

base::Result<ChainRunner> ChainRunner::create(Chain chain, device::Queue& queue, Reading reading) {
    auto state = std::make_unique<State>();
    for (const Step& step : chain.steps()) {
        FOTOGRAMA_RETURN_IF_ERROR(addStations(step, queue, reading, state->stations));
    }
    state->chain = std::move(chain);
    return ChainRunner(std::move(state));
}

base::Result<Frames> ChainRunner::push(frame::Frame frame) {
    Frames out;
    FOTOGRAMA_RETURN_IF_ERROR(m_state->pushFrom(0, std::move(frame), out));
    return out;
}

base::Result<Frames> ChainRunner::flush() {
    Frames out;
    for (std::size_t place = 0; place < m_state->stations.size(); ++place) {
        Frames made;
        FOTOGRAMA_RETURN_IF_ERROR(m_state->stations[place]->flush(made));
        for (frame::Frame& each : made) {
            FOTOGRAMA_RETURN_IF_ERROR(m_state->pushFrom(place + 1, std::move(each), out));
        }
    }
    return out;
}

}  // namespace fotograma::filter
