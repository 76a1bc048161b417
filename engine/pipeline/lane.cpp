#include "engine/pipeline/lane.h"

#include "engine/base/log.h"
#include "engine/media/decoder_shelf.h"

namespace fotograma::pipeline {

namespace {

base::Result<device::Queue*> madeOnce(std::unique_ptr<device::Queue>& queue, device::Device& device) {
    if (queue == nullptr) {
        FOTOGRAMA_ASSIGN_OR_RETURN(queue, device.createQueue());
    }
    return queue.get();
}

}  // namespace

Lane::Lane(device::Device& device, device::Device& host, media::HardwareMaker makeHardware)
    : m_device(&device),
      m_host(&host),
      m_facts(device.facts()),
      m_decoders(std::make_unique<media::DecoderShelf>()),
      m_makeHardware(frame::isHost(m_facts.id) ? media::HardwareMaker() : std::move(makeHardware)) {}
Lane::~Lane() = default;

base::Result<device::Queue*> Lane::queue() { return madeOnce(m_queue, *m_device); }
base::Result<device::Queue*> Lane::hostQueue() { return madeOnce(m_hostQueue, *m_host); }

media::HardwareFrames* Lane::hardware() {
    if (m_hardware != nullptr || !m_makeHardware) return m_hardware.get();
    const auto made = queue();
    if (!made) return nullptr;
    auto hardware = m_makeHardware(**made);
    if (hardware) {
        m_hardware = std::move(*hardware);
    } else {
        base::logInfo("pipeline", hardware.error().message);
        m_makeHardware = {};  // it will not be otherwise the next time
    }
    return m_hardware.get();
}

void Lane::reset() noexcept {
    m_hardware.reset();
    m_queue.reset();
    m_hostQueue.reset();
}

}  // namespace fotograma::pipeline
