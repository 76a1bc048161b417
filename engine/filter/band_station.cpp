#include <algorithm>

#include "engine/base/text.h"
#include "engine/device/host_run_rows.h"
#include "engine/filter/frame_history.h"
#include "engine/filter/pass_call.h"
#include "engine/filter/run_call.h"
#include "engine/filter/station.h"

namespace fotograma::filter {
namespace {

using device::Planes;

/// No Window reads further (engine/device/host_staging.h holds them to it). Most read a row or two: the others lie ready
/// a little longer.
constexpr int kWidestRadius = 16;

Planes planesOf(const frame::Frame& frame) {
    Planes planes;
    for (int i = 0; i < frame.planes(); ++i) {
        const frame::Plane& plane = frame.plane(i);
        planes[static_cast<std::size_t>(i)] = {plane.data, plane.pitchBytes, plane.width, plane.height};
    }
    return planes;
}

/// One of the passes: a run, or a kernel.
class Part {
public:
    static base::Result<Part> create(PlannedPass planned, device::Queue& queue) {
        const device::HostLoops& loops = *queue.hostLoops();
        Part part;
        part.m_output = planned.output;
        if (planned.run) {
            FOTOGRAMA_ASSIGN_OR_RETURN(part.m_run, RunCall::create(*std::move(planned.run), queue));
            const PointRun& run = part.m_run->run();
            FOTOGRAMA_ASSIGN_OR_RETURN(part.m_runRows, device::HostRunRows::create(loops, run.args(), run.kernels()));
            return part;
        }
        FOTOGRAMA_ASSIGN_OR_RETURN(part.m_pass, PassCall::create(*planned.pass, planned.input, queue));
        part.m_loop = loops.kernel(part.m_pass->kernel());
        if (part.m_loop == nullptr) {
            return base::fail(base::ErrorCode::NotFound,
                              base::concat("This build has no host kernel named ", part.m_pass->kernel(), "."));
        }
        return part;
    }

    [[nodiscard]] const Pass* pass() const noexcept { return m_pass ? &m_pass->pass() : nullptr; }
    [[nodiscard]] unsigned planeMask() const noexcept {
        return m_pass && pass()->shape != pixel::Shape::Point ? pass()->planeMask : 0b111;
    }

    /// The pass as rows, for these frames: the first pass reads them, the others what comes before. `sizes` are the planes
    /// of what is made.
    device::BandPass rowsFor(const Frames& frames, std::size_t current, const Planes& sizes, bool isFirst) {
        device::BandPass band;
        band.planeMask = planeMask();
        band.bytesPerSample = m_output.format.bytesPerSample();
        band.reach = reach();
        if (m_run) {
            pixel::RunArgs& args = m_run->begin(frames[current].info());
            std::ranges::copy(sizes, args.in);
            m_runRows.start(args);
            band.rows = [this, &args](const Planes& in, const Planes& out, int first, int end) {
                pixel::RunArgs own = args;
                std::ranges::copy(in, own.in);
                std::ranges::copy(out, own.out);
                m_runRows.rows(own, first, end);
            };
            return band;
        }
        if (isFirst) {
            m_pass->begin(frames, current);
        } else {
            m_pass->begin(frames[current].info());
        }
        band.rows = [this, isFirst](const Planes& in, const Planes& out, int first, int end) {
            m_pass->rows(m_loop, isFirst ? nullptr : &in, out, first, end);
        };
        return band;
    }

private:
    /// Rows of blocks that a Window reads around.
    [[nodiscard]] int reach() const {
        if (!m_pass || pass()->shape != pixel::Shape::Window) return 0;
        const bool isLumaAlone = (pass()->planeMask & 0b110) == 0;
        const int shift = m_output.format.planes() == 1 || !isLumaAlone ? 0 : m_output.format.chromaShiftY;
        return (kWidestRadius + (1 << shift) - 1) >> shift;
    }

    frame::PictureSpec m_output;
    std::optional<RunCall> m_run;
    device::HostRunRows m_runRows;
    std::optional<PassCall> m_pass;
    device::HostLoops::Rows m_loop = nullptr;
};

class BandStation final : public Station {
public:
    BandStation(std::vector<Part> parts, const PlannedPass& planned, device::Queue& queue)
        : m_parts(std::move(parts)), m_output(planned.output), m_queue(&queue), m_history(historyOf(m_parts.front())) {
        for (const PlannedPass& each : planned.parts) {
            m_leavesHdr = m_leavesHdr || (each.input.color.isHdr() && !each.output.color.isHdr());
        }
        for (const Part& part : m_parts) m_planeMask |= part.planeMask();
    }

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
    static FrameHistory historyOf(const Part& first) {
        return first.pass() != nullptr ? FrameHistory(first.pass()->reachBack, first.pass()->reachForward)
                                       : FrameHistory(0, 0);
    }

    base::Status makeNext(Frames& out) {
        const Frames window = m_history.take();
        const frame::Frame& source = window[m_history.current()];
        frame::FrameInfo info = source.info();
        info.spec = m_output;
        if (m_leavesHdr) {
            info.masteringDisplay.reset();
            info.contentLight.reset();
        }
        FOTOGRAMA_ASSIGN_OR_RETURN(frame::MutableFrame allocated, m_queue->allocate(info));
        const frame::Frame made = std::move(allocated).freeze();
        const Planes to = planesOf(made);
        std::vector<device::BandPass> passes;
        for (Part& part : m_parts)
            passes.push_back(part.rowsFor(window, m_history.current(), to, &part == &m_parts.front()));
        const frame::PictureFormat& format = m_output.format;
        const bool hasChroma = format.planes() > 1;
        device::runBands(passes,
                         {.planes = format.planes(),
                          .blockRows = made.plane(made.planes() - 1).height,
                          .chromaShiftY = hasChroma ? format.chromaShiftY : 0},
                         planesOf(source), to);
        out.push_back(withPlanesOf(made, source, m_planeMask));
        return {};
    }

    std::vector<Part> m_parts;
    frame::PictureSpec m_output;
    device::Queue* m_queue;
    FrameHistory m_history;
    unsigned m_planeMask = 0;  ///< Planes that some pass makes; the others are those of the frame that came.
    bool m_leavesHdr = false;
};

}  // namespace

base::Result<std::unique_ptr<Station>> bandStation(PlannedPass planned, device::Queue& queue) {
    if (queue.hostLoops() == nullptr)
        return base::fail(base::ErrorCode::Internal, "Bands of rows were planned where there are no row loops.");
    if (planned.parts.front().kind == PlannedPass::Kind::Variant)
        return rowStation(std::move(planned.parts[0]), std::move(planned.parts[1]), queue);
    std::vector<Part> parts;
    for (PlannedPass& each : planned.parts) {
        FOTOGRAMA_ASSIGN_OR_RETURN(Part part, Part::create(std::move(each), queue));
        parts.push_back(std::move(part));
    }
    return std::make_unique<BandStation>(std::move(parts), planned, queue);
}

}  // namespace fotograma::filter
