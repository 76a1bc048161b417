/// How a decoder's frames may be born on a device, as an interface; gpu/ implements it.
///
/// Errors   wrap: ResourceExhausted, NoDevice; the decoder then goes on in software and names the reason.
/// Owner    borrowed by the decoders that use it, which it must outlive; its frames may outlive both.
/// Thread   any: frame threads of several decoders may call it.
#pragma once

#include "engine/base/result.h"
#include "engine/frame/frame.h"

struct AVBufferRef;
struct AVFrame;

namespace fotograma::media {

class HardwareFrames {
public:
    virtual ~HardwareFrames() = default;

    [[nodiscard]] virtual frame::DeviceId device() const noexcept = 0;
    [[nodiscard]] virtual int deviceType() const noexcept = 0;        ///< An AVHWDeviceType.
    [[nodiscard]] virtual int pixelFormat() const noexcept = 0;       ///< The AVPixelFormat of its frames.
    [[nodiscard]] virtual int extraFrames() const noexcept = 0;       ///< That filters hold at once.
    [[nodiscard]] virtual AVBufferRef* deviceContext() noexcept = 0;  ///< Borrowed; an AVHWDeviceContext.

    /// A decoded frame of pixelFormat() as a planar picture on device(). `info` has everything but spec.format and
    /// device, which this sets. Borrows `decoded`: keeps a reference of its own as long as needed.
    virtual base::Result<frame::Frame> wrap(AVFrame* decoded, frame::FrameInfo info) = 0;
};

}  // namespace fotograma::media
