#include "engine/filter/run_call.h"
#include "engine/filter/station.h"

namespace fotograma::filter {
namespace {

pixel::PlaneRef planeRef(const frame::Plane& plane) {
    return {plane.data, plane.pitchBytes, plane.width, plane.height};
}

std::string_view entryOf(const PointRun& run) {
    const bool isWideIn = run.args().bitsIn > 8;
    const bool isWideOut = run.args().bitsOut > 8;
    if (isWideIn) return isWideOut ? "run_u16" : "run_u16_u8";
    return isWideOut ? "run_u8_u16" : "run_u8";
}

class RunStation final : public Station {
public:
    RunStation(RunCall call, device::Queue& queue) : m_call(std::move(call)), m_queue(&queue) {}

    base::Status push(frame::Frame frame, Frames& out) override {
        const PointRun& run = m_call.run();
        FOTOGRAMA_ASSERT(frame.info().device == m_queue->device(), "a run reads frames of its own device");
        FOTOGRAMA_ASSERT(frame.spec().format == run.input().format && frame.spec().width == run.input().width &&
                             frame.spec().height == run.input().height,
                         "a run reads the pictures it was prepared for");
        FOTOGRAMA_ASSIGN_OR_RETURN(frame::MutableFrame allocated, m_queue->allocate(m_call.infoOf(frame.info())));
        const frame::Frame made = std::move(allocated).freeze();
        pixel::RunArgs& args = m_call.begin(frame.info());
        for (int plane = 0; plane < frame.planes(); ++plane) {
            args.in[plane] = planeRef(frame.plane(plane));
            args.out[plane] = planeRef(made.plane(plane));
        }
        device::KernelCall call;
        call.kernel = entryOf(run);
        call.shape = pixel::Shape::Point;
        call.width = made.plane(made.planes() - 1).width;
        call.height = made.plane(made.planes() - 1).height;
        call.run = &args;
        call.steps = run.kernels();
        const frame::Frame keep[] = {std::move(frame), made};
        FOTOGRAMA_RETURN_IF_ERROR(m_queue->launch(call, keep));
        out.push_back(made);
        return {};
    }

    base::Status flush(Frames&) override { return {}; }

private:
    RunCall m_call;
    device::Queue* m_queue;
};

}  // namespace

base::Result<std::unique_ptr<Station>> runStation(PointRun run, device::Queue& queue) {
    FOTOGRAMA_ASSIGN_OR_RETURN(RunCall call, RunCall::create(std::move(run), queue));
    return std::make_unique<RunStation>(std::move(call), queue);
}

}  // namespace fotograma::filter
