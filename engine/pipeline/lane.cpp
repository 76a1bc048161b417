#include "engine/pipeline/lane.h"

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

Lane::Lane(device::Device& device, device::Device& host)
    : m_device(&device), m_host(&host), m_facts(device.facts()), m_decoders(std::make_unique<media::DecoderShelf>()) {}
Lane::~Lane() = default;

base::Result<device::Queue*> Lane::queue() { return madeOnce(m_queue, *m_device); }
base::Result<device::Queue*> Lane::hostQueue() { return madeOnce(m_hostQueue, *m_host); }

void Lane::reset() noexcept {
    m_queue.reset();
    m_hostQueue.reset();
}

}  // namespace fotograma::pipeline
