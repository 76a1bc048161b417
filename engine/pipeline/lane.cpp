#include "engine/pipeline/lane.h"

namespace fotograma::pipeline {

namespace {

base::Result<device::Queue*> madeOnce(std::unique_ptr<device::Queue>& queue, device::Device& device) {
    if (queue == nullptr) {
        FOTOGRAMA_ASSIGN_OR_RETURN(queue, device.createQueue());
    }
    return queue.get();
}

}  // namespace

base::Result<device::Queue*> Lane::queue() { return madeOnce(m_queue, *m_device); }
base::Result<device::Queue*> Lane::hostQueue() { return madeOnce(m_hostQueue, *m_host); }

void Lane::reset() noexcept {
    m_queue.reset();
    m_hostQueue.reset();
}

}  // namespace fotograma::pipeline
