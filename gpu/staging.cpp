#include "gpu/staging.h"

#include <algorithm>

namespace fotograma::gpu {

base::Result<StagingRing::Buffer*> StagingRing::take(std::size_t bytes) {
    // The oldest is the first to be done; when it is not, a further buffer lets work go on.
    if (!m_buffers.empty()) {
        Buffer& oldest = *m_buffers.front();
        if (oldest.isInFlight && oldest.copied.hasPassed()) oldest.isInFlight = false;
        const bool mustReuse = m_buffers.size() >= kBuffers;
        if (mustReuse && oldest.isInFlight) {
            FOTOGRAMA_RETURN_IF_ERROR(oldest.copied.wait());
            oldest.isInFlight = false;
        }
        if (!oldest.isInFlight) {
            std::rotate(m_buffers.begin(), m_buffers.begin() + 1, m_buffers.end());
            Buffer& buffer = *m_buffers.back();
            if (buffer.memory.bytes() < bytes) {
                FOTOGRAMA_ASSIGN_OR_RETURN(buffer.memory, PinnedMemory::allocate(m_context, bytes));
            }
            return &buffer;
        }
    }
    FOTOGRAMA_ASSIGN_OR_RETURN(PinnedMemory memory, PinnedMemory::allocate(m_context, bytes));
    FOTOGRAMA_ASSIGN_OR_RETURN(Event copied, Event::create(m_context));
    m_buffers.push_back(std::make_unique<Buffer>(Buffer{std::move(memory), std::move(copied)}));
    return m_buffers.back().get();
}

base::Status StagingRing::recordUse(Buffer& buffer, const Stream& stream) {
    FOTOGRAMA_RETURN_IF_ERROR(buffer.copied.record(stream));
    buffer.isInFlight = true;
    return {};
}

}  // namespace fotograma::gpu
