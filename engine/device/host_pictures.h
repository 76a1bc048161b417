/// Memory of host pictures that is used again: a picture of a megabyte and more from the C library is often given back to
/// the system and comes again as pages that must be cleared, which costs as much as a cheap filter.
///
/// Owner    pictures keep their memory for as long as they live, also beyond the pool.
/// Cost     what waits for the next picture: kMostIdle blocks, kMostIdleBytes in all.
/// Thread   any: pictures end where they are used up.
#pragma once

#include <memory>

#include "engine/frame/frame.h"

namespace fotograma::device {

class HostPictures {
public:
    HostPictures();

    /// As frame::MutableFrame::allocateHost.
    base::Result<frame::MutableFrame> allocate(const frame::FrameInfo& info);

private:
    struct Idle;
    std::shared_ptr<Idle> m_idle;
};

}  // namespace fotograma::device
