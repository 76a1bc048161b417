#include "engine/filter/station.h"

namespace fotograma::filter {
namespace {

/// On a device its frames come to the host for the stage, and what it makes goes back.
class StageStation final : public Station {
public:
    StageStation(std::unique_ptr<Stage> stage, const frame::PictureSpec& output, device::Queue& queue)
        : m_stage(std::move(stage)), m_output(output), m_queue(&queue) {}

    base::Status push(frame::Frame frame, Frames& out) override {
        FOTOGRAMA_ASSIGN_OR_RETURN(const frame::Frame host, m_queue->download(frame));
        Frames made;
        FOTOGRAMA_RETURN_IF_ERROR(m_stage->push(host, made));
        return giveBack(made, out);
    }
    base::Status flush(Frames& out) override {
        Frames made;
        FOTOGRAMA_RETURN_IF_ERROR(m_stage->flush(made));
        return giveBack(made, out);
    }

private:
    base::Status giveBack(Frames& made, Frames& out) {
        for (frame::Frame& each : made) {
            frame::FrameInfo info = each.info();
            info.spec = m_output;  // with what the chain knows beyond the stage
            each = each.withInfo(std::move(info));
            if (!frame::isHost(m_queue->device())) {
                FOTOGRAMA_ASSIGN_OR_RETURN(each, m_queue->upload(each));
            }
            out.push_back(std::move(each));
        }
        return {};
    }

    std::unique_ptr<Stage> m_stage;
    frame::PictureSpec m_output;
    device::Queue* m_queue;
};

}  // namespace

base::Result<std::unique_ptr<Station>> stageStation(const Step& step, device::Queue& queue) {
    FOTOGRAMA_ASSIGN_OR_RETURN(std::unique_ptr<Stage> stage, step.prepared.stage());
    return std::make_unique<StageStation>(std::move(stage), step.prepared.output, queue);
}

}  // namespace fotograma::filter
