#include "engine/filter/execute.h"

#include <algorithm>
#include <optional>

#include "engine/filter/pass_call.h"

namespace fotograma::filter {
namespace {

/// Frames whose counters are read back together: one wait of the device for so many. The host has nothing to wait for.
constexpr std::size_t kBatch = 16;

bool isSame(const ParamBytes& a, const ParamBytes& b) { return a.size == b.size && a.bytes == b.bytes; }

/// Whether two Reduces of one picture count the same.
bool isSame(const Pass& a, const Pass& b) {
    return a.kernel == b.kernel && a.planeMask == b.planeMask && a.counters == b.counters && a.tables == b.tables &&
           std::ranges::equal(a.params, b.params,
                              [](const ParamBytes& left, const ParamBytes& right) { return isSame(left, right); });
}

/// A Reduce that one or more measures asked for.
struct Reduction {
    PassCall call;
    std::size_t firstCounter;  ///< Of a frame's.
};

struct Meter {
    PreparedMeasure prepared;
    std::vector<std::size_t> reductions;  ///< Where its passes' counters are.
    std::unique_ptr<Summary> summary;
    std::vector<Measured> ready;
};

}  // namespace

struct MeasureSet::State {
    device::Queue* queue = nullptr;
    std::vector<Meter> meters;
    std::vector<Reduction> reductions;
    std::size_t countersPerFrame = 0;
    bool readsPrevious = false;
    std::size_t batch = 1;
    device::Buffer counters;      ///< The sums of `batch` frames, one after another.
    std::vector<Moment> waiting;  ///< Of the frames whose sums are on the device.
    bool hasPrevious = false;
    std::vector<frame::Frame> frames;  ///< The current one, behind the previous where some measure reads it.

    // Kept for their memory: nothing is allocated for a frame.
    std::vector<device::KernelCall> calls;
    std::vector<pixel::u64> sums;
    std::vector<pixel::u64> ofMeter;

    /// The place of a pass among the reductions, added when none counts the same.
    base::Result<std::size_t> reductionOf(const Pass& pass, const frame::PictureSpec& input) {
        for (std::size_t i = 0; i < reductions.size(); ++i) {
            if (isSame(reductions[i].call.pass(), pass)) return i;
        }
        FOTOGRAMA_ASSIGN_OR_RETURN(PassCall call, PassCall::create(pass, input, *queue));
        reductions.push_back({std::move(call), countersPerFrame});
        countersPerFrame += static_cast<std::size_t>(pass.counters);
        readsPrevious = readsPrevious || pass.reachBack > 0;
        return reductions.size() - 1;
    }

    base::Status enqueue(const frame::Frame& frame) {
        if (waiting.empty()) FOTOGRAMA_RETURN_IF_ERROR(queue->zero(counters));
        if (!readsPrevious || frames.size() == 2) frames.erase(frames.begin(), frames.begin() + !frames.empty());
        frames.push_back(frame);
        auto* const ofFrame = static_cast<pixel::u64*>(counters.data()) + waiting.size() * countersPerFrame;
        calls.clear();
        for (Reduction& each : reductions) {
            each.call.reduce(frames, frames.size() - 1, ofFrame + each.firstCounter, calls);
        }
        FOTOGRAMA_RETURN_IF_ERROR(queue->launchTogether(calls, frames));
        waiting.push_back({frame.info().index, frame.info().timeSeconds(), hasPrevious});
        hasPrevious = true;
        return {};
    }

    /// The counters of one measure's passes, one after another.
    std::span<const pixel::u64> countersOf(const Meter& meter, std::span<const pixel::u64> ofFrame) {
        const auto of = [&](std::size_t i) {
            const Reduction& each = reductions[i];
            return ofFrame.subspan(each.firstCounter, static_cast<std::size_t>(each.call.pass().counters));
        };
        if (meter.reductions.size() == 1) return of(meter.reductions.front());
        ofMeter.clear();
        for (const std::size_t i : meter.reductions) {
            const auto some = of(i);
            ofMeter.insert(ofMeter.end(), some.begin(), some.end());
        }
        return ofMeter;
    }

    base::Status collect() {
        if (waiting.empty()) return {};
        sums.resize(waiting.size() * countersPerFrame);
        FOTOGRAMA_RETURN_IF_ERROR(queue->read(counters, std::as_writable_bytes(std::span(sums))));
        for (std::size_t i = 0; i < waiting.size(); ++i) {
            const auto ofFrame = std::span(sums).subspan(i * countersPerFrame, countersPerFrame);
            for (Meter& meter : meters) {
                const auto found = countersOf(meter, ofFrame);
                meter.summary->count(found);
                meter.ready.push_back({waiting[i], meter.prepared.finish(found, waiting[i])});
                meter.summary->add(waiting[i], meter.ready.back().values);
            }
        }
        waiting.clear();
        return {};
    }

    void forgetReady() {
        for (Meter& meter : meters) meter.ready.clear();
    }
};

MeasureSet::MeasureSet(std::unique_ptr<State> state) : m_state(std::move(state)) {}
MeasureSet::MeasureSet(MeasureSet&&) noexcept = default;
MeasureSet& MeasureSet::operator=(MeasureSet&&) noexcept = default;
MeasureSet::~MeasureSet() = default;

base::Result<MeasureSet> MeasureSet::create(std::span<const Use> measures, const frame::PictureSpec& input,
                                            device::Queue& queue) {
    auto state = std::make_unique<State>();
    state->queue = &queue;
    state->batch = frame::isHost(queue.device()) ? 1 : kBatch;
    for (const Use& use : measures) {
        FOTOGRAMA_ASSERT(use.definition->prepareMeasure != nullptr, "only measures can be measured");
        Meter meter;
        FOTOGRAMA_ASSIGN_OR_RETURN(meter.prepared, use.definition->prepareMeasure(use.values, input));
        for (const Pass& pass : meter.prepared.reduces) {
            FOTOGRAMA_ASSIGN_OR_RETURN(const std::size_t place, state->reductionOf(pass, input));
            meter.reductions.push_back(place);
        }
        meter.summary = meter.prepared.summarise();
        state->meters.push_back(std::move(meter));
    }
    const std::size_t bytes = state->batch * state->countersPerFrame * sizeof(pixel::u64);
    FOTOGRAMA_ASSIGN_OR_RETURN(state->counters, queue.allocateBytes(bytes));
    return MeasureSet(std::move(state));
}

base::Status MeasureSet::push(const frame::Frame& frame) {
    m_state->forgetReady();
    FOTOGRAMA_RETURN_IF_ERROR(m_state->enqueue(frame));
    return m_state->waiting.size() < m_state->batch ? base::Status{} : m_state->collect();
}

base::Status MeasureSet::flush() {
    m_state->forgetReady();
    FOTOGRAMA_RETURN_IF_ERROR(m_state->collect());
    m_state->frames.clear();
    m_state->hasPrevious = false;
    return {};
}

std::span<const Measured> MeasureSet::ready(std::size_t measure) const noexcept {
    return m_state->meters[measure].ready;
}

api::Json MeasureSet::summary(std::size_t measure) const { return m_state->meters[measure].summary->finish(); }

}  // namespace fotograma::filter
