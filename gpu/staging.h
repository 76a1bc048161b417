/// Pinned host buffers that copies pass through, so that they run beside the processor's work.
///
/// Errors   ResourceExhausted when not even one buffer can be had.
/// Owner    buffers stay with the ring; a caller borrows one until it has recorded its copy.
/// Thread   one at a time.
/// Cost     at most kBuffers buffers; when all are in flight, take() waits for the oldest: that is the back pressure.
#pragma once

#include <vector>

#include "gpu/handles.h"

namespace fotograma::gpu {

class StagingRing {
public:
    explicit StagingRing(ContextPtr context) : m_context(std::move(context)) {}

    struct Buffer {
        PinnedMemory memory;
        Event copied;  ///< Recorded after the copy that last used it.
        bool isInFlight = false;
    };
    /// A buffer of at least that size whose last copy is done.
    base::Result<Buffer*> take(std::size_t bytes);
    /// Marks the buffer as used by what was enqueued on the stream last.
    static base::Status recordUse(Buffer& buffer, const Stream& stream);

private:
    static constexpr std::size_t kBuffers = 4;

    ContextPtr m_context;
    std::vector<std::unique_ptr<Buffer>> m_buffers;  ///< Oldest use first.
};

}  // namespace fotograma::gpu
