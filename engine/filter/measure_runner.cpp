#include "engine/filter/execute.h"

#include <optional>

#include "engine/filter/pass_call.h"

namespace fotograma::filter {
namespace {

/// Frames whose counters are read back together: one wait for so many.
constexpr std::size_t kBatch = 16;

}  // namespace

struct MeasureRunner::State {
    PreparedMeasure prepared;
    std::vector<PassCall> calls;
    std::size_t countersPerFrame = 0;
    bool readsPrevious = false;
    device::Queue* queue = nullptr;
    device::Buffer counters;               ///< kBatch frames' sums, one after another.
    std::vector<Moment> waiting;           ///< Of the frames whose sums are on the device.
    std::optional<frame::Frame> previous;  ///< Only where the measure reads it: frames are not held for nothing.
    bool hasPrevious = false;
    std::unique_ptr<Summary> summary;

    base::Status enqueue(const frame::Frame& frame) {
        if (waiting.empty()) FOTOGRAMA_RETURN_IF_ERROR(queue->zero(counters));
        std::vector<frame::Frame> frames;
        if (previous) frames.push_back(*previous);
        frames.push_back(frame);
        auto* sums = static_cast<pixel::u64*>(counters.data()) + waiting.size() * countersPerFrame;
        for (PassCall& call : calls) {
            FOTOGRAMA_RETURN_IF_ERROR(call.reduce(frames, frames.size() - 1, sums));
            sums += call.pass().counters;
        }
        waiting.push_back({frame.info().index, frame.info().timeSeconds(), hasPrevious});
        hasPrevious = true;
        if (readsPrevious) previous = frame;
        return {};
    }

    base::Result<std::vector<Measured>> collect() {
        std::vector<Measured> measured;
        if (waiting.empty()) return measured;
        std::vector<pixel::u64> sums(waiting.size() * countersPerFrame);
        FOTOGRAMA_RETURN_IF_ERROR(queue->read(counters, std::as_writable_bytes(std::span(sums))));
        for (std::size_t i = 0; i < waiting.size(); ++i) {
            const auto ofFrame = std::span(sums).subspan(i * countersPerFrame, countersPerFrame);
            measured.push_back({waiting[i], prepared.finish(ofFrame, waiting[i])});
            summary->add(waiting[i], measured.back().values);
        }
        waiting.clear();
        return measured;
    }
};

MeasureRunner::MeasureRunner(std::unique_ptr<State> state) : m_state(std::move(state)) {}
MeasureRunner::MeasureRunner(MeasureRunner&&) noexcept = default;
MeasureRunner& MeasureRunner::operator=(MeasureRunner&&) noexcept = default;
MeasureRunner::~MeasureRunner() = default;

base::Result<MeasureRunner> MeasureRunner::create(const Use& use, const frame::PictureSpec& input,
                                                  device::Queue& queue) {
    FOTOGRAMA_ASSERT(use.definition->prepareMeasure != nullptr, "only measures can be measured");
    FOTOGRAMA_ASSIGN_OR_RETURN(PreparedMeasure prepared, use.definition->prepareMeasure(use.values, input));
    auto state = std::make_unique<State>();
    for (const Pass& pass : prepared.reduces) {
        FOTOGRAMA_ASSIGN_OR_RETURN(PassCall call, PassCall::create(pass, input, queue));
        state->calls.push_back(std::move(call));
        state->countersPerFrame += static_cast<std::size_t>(pass.counters);
        state->readsPrevious = state->readsPrevious || pass.reachBack > 0;
    }
    const std::size_t bytes = kBatch * state->countersPerFrame * sizeof(pixel::u64);
    FOTOGRAMA_ASSIGN_OR_RETURN(state->counters, queue.allocateBytes(bytes));
    state->queue = &queue;
    state->summary = prepared.summarise();
    state->prepared = std::move(prepared);
    return MeasureRunner(std::move(state));
}

base::Result<std::vector<Measured>> MeasureRunner::push(const frame::Frame& frame) {
    FOTOGRAMA_RETURN_IF_ERROR(m_state->enqueue(frame));
    if (m_state->waiting.size() < kBatch) return std::vector<Measured>();
    return m_state->collect();
}

base::Result<std::vector<Measured>> MeasureRunner::flush() {
    auto rest = m_state->collect();
    m_state->previous.reset();
    m_state->hasPrevious = false;
    return rest;
}

api::Json MeasureRunner::summary() const { return m_state->summary->finish(); }

}  // namespace fotograma::filter
