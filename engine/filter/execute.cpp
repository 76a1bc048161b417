#include "engine/filter/execute.h"

#include "engine/filter/station.h"

namespace fotograma::filter {
namespace {

base::Status addStations(const Step& step, device::Queue& queue, Reading reading,
                         std::vector<std::unique_ptr<Station>>& stations) {
    if (reading == Reading::Fastest && frame::isHost(queue.device())) {
        if (auto variant = variantStation(step, queue)) {
            stations.push_back(std::move(variant));
            return {};
        }
    }
    if (step.prepared.stage) {
        FOTOGRAMA_ASSIGN_OR_RETURN(std::unique_ptr<Station> station, stageStation(step, queue));
        stations.push_back(std::move(station));
        return {};
    }
    if (step.prepared.steering) {
        FOTOGRAMA_ASSIGN_OR_RETURN(std::unique_ptr<Station> station, steeredStation(step, queue));
        stations.push_back(std::move(station));
        return {};
    }
    frame::PictureSpec input = step.input;
    for (const Pass& pass : step.prepared.passes) {
        FOTOGRAMA_ASSIGN_OR_RETURN(std::unique_ptr<Station> station, passStation(pass, input, queue));
        stations.push_back(std::move(station));
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
