#include "engine/filter/execute.h"

#include "engine/filter/explain.h"
#include "engine/filter/station.h"

namespace fotograma::filter {
namespace {

base::Result<std::unique_ptr<Station>> stationFor(PlannedPass planned, const Step& step, device::Queue& queue) {
    switch (planned.kind) {
        case PlannedPass::Kind::Pass: return passStation(*planned.pass, planned.input, queue);
        case PlannedPass::Kind::Run: return runStation(*std::move(planned.run), queue);
        case PlannedPass::Kind::Variant: return variantStation(std::move(planned.variantReady), planned.output, queue);
        case PlannedPass::Kind::Bands: return bandStation(std::move(planned), queue);
        case PlannedPass::Kind::Steered: return steeredStation(step, queue);
        case PlannedPass::Kind::Stage: return stageStation(step, queue);
    }
    return base::fail(base::ErrorCode::Internal, "A pass of no kind was planned.");
}

}  // namespace

struct ChainRunner::State {
    Chain chain;
    std::vector<api::PassInfo> passes;
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
const std::vector<api::PassInfo>& ChainRunner::passes() const noexcept { return m_state->passes; }

base::Result<ChainRunner> ChainRunner::create(Chain chain, device::Queue& queue, Reading reading) {
    auto state = std::make_unique<State>();
    std::vector<PlannedPass> plan = planPasses(chain, reading, queue.hostLoops() != nullptr);
    state->passes = explain(chain, plan, queue.device());
    for (PlannedPass& planned : plan) {
        const std::size_t at = planned.firstStep;
        FOTOGRAMA_ASSIGN_OR_RETURN(std::unique_ptr<Station> station,
                                   stationFor(std::move(planned), chain.steps()[at], queue));
        state->stations.push_back(std::move(station));
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
