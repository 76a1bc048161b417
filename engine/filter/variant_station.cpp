#include "engine/filter/station.h"

namespace fotograma::filter {
namespace {

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

}  // namespace

std::unique_ptr<Station> variantStation(std::unique_ptr<HostVariant> variant, const frame::PictureSpec& output,
                                        device::Queue& queue) {
    return std::make_unique<VariantStation>(std::move(variant), output, queue);
}

}  // namespace fotograma::filter
