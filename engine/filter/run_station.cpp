#include "engine/base/text.h"
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
    static base::Result<std::unique_ptr<Station>> create(PointRun run, device::Queue& queue) {
        auto station = std::make_unique<RunStation>(std::move(run), queue);
        for (std::size_t i = 0; i < station->m_run.tables().size(); ++i) {
            const std::vector<std::byte>& table = station->m_run.tables()[i];
            if (table.empty()) continue;
            FOTOGRAMA_ASSIGN_OR_RETURN(device::Buffer buffer, queue.allocateBytes(table.size()));
            FOTOGRAMA_RETURN_IF_ERROR(queue.write(buffer, table));
            station->m_args.steps[i].table = buffer.data();
            station->m_tables.push_back(std::move(buffer));
        }
        return station;
    }

    RunStation(PointRun run, device::Queue& queue) : m_run(std::move(run)), m_args(m_run.args()), m_queue(&queue) {}

    base::Status push(frame::Frame frame, Frames& out) override {
        FOTOGRAMA_ASSERT(frame.info().device == m_queue->device(), "a run reads frames of its own device");
        FOTOGRAMA_ASSERT(frame.spec().format == m_run.input().format && frame.spec().width == m_run.input().width &&
                             frame.spec().height == m_run.input().height,
                         "a run reads the pictures it was prepared for");
        frame::FrameInfo info = frame.info();
        info.spec = m_run.output();
        if (m_run.leavesHdr()) {
            info.masteringDisplay.reset();
            info.contentLight.reset();
        }
        FOTOGRAMA_ASSIGN_OR_RETURN(frame::MutableFrame allocated, m_queue->allocate(info));
        const frame::Frame made = std::move(allocated).freeze();
        for (int plane = 0; plane < frame.planes(); ++plane) {
            m_args.in[plane] = planeRef(frame.plane(plane));
            m_args.out[plane] = planeRef(made.plane(plane));
        }
        m_args.frameIndex = frame.info().index;
        m_args.timeSeconds = frame.info().timeSeconds();
        device::KernelCall call;
        call.kernel = entryOf(m_run);
        call.shape = pixel::Shape::Point;
        call.width = made.plane(made.planes() - 1).width;
        call.height = made.plane(made.planes() - 1).height;
        call.run = &m_args;
        call.steps = m_run.kernels();
        const frame::Frame keep[] = {std::move(frame), made};
        FOTOGRAMA_RETURN_IF_ERROR(m_queue->launch(call, keep));
        out.push_back(made);
        return {};
    }

    base::Status flush(Frames&) override { return {}; }

private:
    PointRun m_run;
    pixel::RunArgs m_args;
    device::Queue* m_queue;
    std::vector<device::Buffer> m_tables;
};

}  // namespace

base::Result<std::unique_ptr<Station>> runStation(PointRun run, device::Queue& queue) {
    return RunStation::create(std::move(run), queue);
}

}  // namespace fotograma::filter
