#include <algorithm>
#include <cmath>
#include <deque>
#include <numeric>

#include "engine/filter/pass_call.h"
#include "engine/filter/station.h"

namespace fotograma::filter {
namespace {

/// Frames whose counters are read back together: one wait of the device for so many, and so many are held.
constexpr std::size_t kBatch = 8;

/// A time in another base, to the nearest tick. Exact where that base divides the other.
std::int64_t rescaled(std::int64_t time, base::Rational from, base::Rational to) {
    std::int64_t up = std::int64_t{from.num} * to.den;
    std::int64_t down = std::int64_t{from.den} * to.num;
    const std::int64_t common = std::gcd(up, down);
    up /= common;
    down /= common;
    // In two parts, so that no product overflows.
    return time / down * up +
           std::llround(static_cast<double>(time % down) * static_cast<double>(up) / static_cast<double>(down));
}

/// What a Steering wants counted of the frames as they come.
class Looks {
public:
    static base::Result<Looks> create(std::span<const Pass> passes, const frame::PictureSpec& input,
                                      device::Queue& queue) {
        Looks looks(queue);
        for (const Pass& pass : passes) {
            FOTOGRAMA_ASSIGN_OR_RETURN(PassCall call, PassCall::create(pass, input, queue));
            looks.m_places.push_back(looks.m_perFrame);
            looks.m_perFrame += static_cast<std::size_t>(pass.counters);
            looks.m_calls.push_back(std::move(call));
        }
        looks.m_batch = frame::isHost(queue.device()) || passes.empty() ? 1 : kBatch;
        if (looks.m_perFrame == 0) return looks;
        FOTOGRAMA_ASSIGN_OR_RETURN(looks.m_counters,
                                   queue.allocateBytes(looks.m_batch * looks.m_perFrame * sizeof(pixel::u64)));
        return looks;
    }

    base::Status add(const frame::Frame& frame, const frame::Frame* previous) {
        m_infos.push_back(frame.info());
        if (m_calls.empty()) return {};
        if (m_infos.size() == 1) FOTOGRAMA_RETURN_IF_ERROR(m_queue->zero(m_counters));
        std::vector<frame::Frame> frames;
        if (previous != nullptr) frames.push_back(*previous);
        frames.push_back(frame);
        auto* const sums = static_cast<pixel::u64*>(m_counters.data()) + (m_infos.size() - 1) * m_perFrame;
        std::vector<device::KernelCall> launches;
        for (std::size_t i = 0; i < m_calls.size(); ++i) {
            m_calls[i].reduce(frames, frames.size() - 1, sums + m_places[i], launches);
        }
        return m_queue->launchTogether(launches, frames);
    }

    [[nodiscard]] bool isFull() const noexcept { return m_infos.size() >= m_batch; }

    /// Tells the steering of all frames added since the last time.
    base::Status tell(Steering& steering, std::vector<Cue>& cues) {
        if (m_infos.empty()) return {};
        std::vector<pixel::u64> sums(m_infos.size() * m_perFrame);
        if (!sums.empty()) {
            FOTOGRAMA_RETURN_IF_ERROR(m_queue->read(m_counters, std::as_writable_bytes(std::span(sums))));
        }
        for (std::size_t i = 0; i < m_infos.size(); ++i) {
            steering.push(m_infos[i], std::span(sums).subspan(i * m_perFrame, m_perFrame), cues);
        }
        m_infos.clear();
        return {};
    }

private:
    explicit Looks(device::Queue& queue) : m_queue(&queue) {}

    device::Queue* m_queue;
    std::vector<PassCall> m_calls;
    std::vector<std::size_t> m_places;  ///< Of a call's counters among those of a frame.
    std::size_t m_perFrame = 0;
    std::size_t m_batch = 1;
    device::Buffer m_counters;
    std::vector<frame::FrameInfo> m_infos;  ///< Of the frames whose sums wait.
};

class SteeredStation final : public Station {
public:
    SteeredStation(Looks looks, std::vector<PassCall> calls, const PreparedFilter& prepared)
        : m_looks(std::move(looks)),
          m_calls(std::move(calls)),
          m_output(prepared.output),
          m_makeSteering(prepared.steering),
          m_steering(m_makeSteering()) {
        for (const PassCall& call : m_calls) m_params.push_back(call.pass().params);
    }

    base::Status push(frame::Frame frame, Frames& out) override {
        frame::FrameInfo info = frame.info();
        if (m_arrived == 0) m_timeBase = m_steering->timeBase(info.timeBase);
        info.pts = rescaled(info.pts, info.timeBase, m_timeBase);
        info.duration = rescaled(info.duration, info.timeBase, m_timeBase);
        info.timeBase = m_timeBase;
        frame = frame.withInfo(std::move(info));
        FOTOGRAMA_RETURN_IF_ERROR(m_looks.add(frame, m_history.empty() ? nullptr : &m_history.back()));
        m_history.push_back(std::move(frame));
        ++m_arrived;
        if (m_looks.isFull()) FOTOGRAMA_RETURN_IF_ERROR(tell());
        return makeReady(End::Open, out);
    }

    base::Status flush(Frames& out) override {
        FOTOGRAMA_RETURN_IF_ERROR(tell());
        std::vector<Cue> cues;
        m_steering->flush(cues);
        m_cues.insert(m_cues.end(), cues.begin(), cues.end());
        FOTOGRAMA_RETURN_IF_ERROR(makeReady(End::Reached, out));
        m_history.clear();
        m_arrived = m_made = 0;
        m_steering = m_makeSteering();
        return {};
    }

private:
    enum class End { Open, Reached };

    base::Status tell() {
        std::vector<Cue> cues;
        FOTOGRAMA_RETURN_IF_ERROR(m_looks.tell(*m_steering, cues));
        m_cues.insert(m_cues.end(), cues.begin(), cues.end());
        return {};
    }

    [[nodiscard]] int reachBack() const { return m_calls.empty() ? 0 : m_calls.front().pass().reachBack; }
    [[nodiscard]] int reachForward() const { return m_calls.empty() ? 0 : m_calls.front().pass().reachForward; }

    base::Status makeReady(End end, Frames& out) {
        while (!m_cues.empty()) {
            const Cue& cue = m_cues.front();
            const std::int64_t needed = cue.frame + (cue.isUntouched ? 0 : reachForward());
            if (end == End::Open && needed >= m_arrived) break;
            FOTOGRAMA_RETURN_IF_ERROR(make(cue, out));
            forgetBefore(cue.frame - reachBack());
            m_cues.pop_front();
        }
        return {};
    }

    /// Later cues name no earlier frame. The last one stays, for looks at the next.
    void forgetBefore(std::int64_t index) {
        while (m_history.size() > 1 && m_arrived - static_cast<std::int64_t>(m_history.size()) < index) {
            m_history.pop_front();
        }
    }

    /// Beyond the ends of the clip stands the nearest frame.
    [[nodiscard]] const frame::Frame& came(std::int64_t index) const {
        const auto held = static_cast<std::int64_t>(m_history.size());
        const std::int64_t at = index - (m_arrived - held);
        return m_history[static_cast<std::size_t>(std::clamp<std::int64_t>(at, 0, held - 1))];
    }

    base::Status make(const Cue& cue, Frames& out) {
        FOTOGRAMA_ASSERT(cue.frame >= m_arrived - static_cast<std::int64_t>(m_history.size()) && cue.frame < m_arrived,
                         "a cue names a frame that is held");
        FOTOGRAMA_ASSIGN_OR_RETURN(const frame::Frame made, cue.isUntouched ? came(cue.frame) : throughPasses(cue));
        frame::FrameInfo info = made.info();
        info.spec = m_output;
        info.pts = cue.pts;
        info.duration = cue.duration;
        info.index = m_made++;
        if (cue.fieldOrder) info.fieldOrder = *cue.fieldOrder;
        out.push_back(made.withInfo(std::move(info)));
        return {};
    }

    base::Result<frame::Frame> throughPasses(const Cue& cue) {
        Frames window;
        for (std::int64_t t = -reachBack(); t <= reachForward(); ++t) window.push_back(came(cue.frame + t));
        auto current = static_cast<std::size_t>(reachBack());
        for (std::size_t i = 0; i < m_calls.size(); ++i) {
            m_calls[i].setParams(cue.params ? *cue.params : m_params[i]);
            FOTOGRAMA_ASSIGN_OR_RETURN(frame::Frame made, m_calls[i].run(window, current));
            window = {std::move(made)};
            current = 0;
        }
        return window[current];
    }

    Looks m_looks;
    std::vector<PassCall> m_calls;
    std::vector<PlaneParams> m_params;  ///< Of the passes, where a cue has none.
    frame::PictureSpec m_output;
    std::function<std::unique_ptr<Steering>()> m_makeSteering;
    std::unique_ptr<Steering> m_steering;
    base::Rational m_timeBase;
    std::deque<frame::Frame> m_history;  ///< What cues may still name, the oldest first.
    std::deque<Cue> m_cues;
    std::int64_t m_arrived = 0;
    std::int64_t m_made = 0;
};

}  // namespace

base::Result<std::unique_ptr<Station>> steeredStation(const Step& step, device::Queue& queue) {
    FOTOGRAMA_ASSIGN_OR_RETURN(Looks looks, Looks::create(step.prepared.looks, step.input, queue));
    std::vector<PassCall> calls;
    frame::PictureSpec input = step.input;
    for (const Pass& pass : step.prepared.passes) {
        FOTOGRAMA_ASSERT(calls.empty() || pass.reachBack + pass.reachForward == 0,
                         "of a steered filter's passes only the first reaches in time");
        FOTOGRAMA_ASSIGN_OR_RETURN(PassCall call, PassCall::create(pass, input, queue));
        calls.push_back(std::move(call));
        input = pass.output;
    }
    return std::make_unique<SteeredStation>(std::move(looks), std::move(calls), step.prepared);
}

}  // namespace fotograma::filter
