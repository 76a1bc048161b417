/// How pictures are born on a device and leave it encoded, as an interface; gpu/ implements it.
///
/// Shape    a chip decodes into surfaces of its own (NV12, P010): adopt() makes planar pictures of them, toSurface() the
///          way back. Both run in the order of the queue it was made for, so nobody waits.
/// Errors   ResourceExhausted, NoDevice, Unsupported; decoder and encoder then go on in software and name the reason.
/// Owner    borrowed by decoders and encoders, which it must outlive; its frames and surfaces may outlive all of them.
/// Thread   any.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "engine/base/result.h"
#include "engine/device/device.h"

struct AVBufferRef;
struct AVFrame;

namespace fotograma::media {

/// A stream as its header tells, before a decoder is opened.
struct CodedPicture {
    int codec = 0;  ///< An AVCodecID.
    frame::PictureFormat format;
    int width = 0;
    int height = 0;
};

class HardwareFrames {
public:
    virtual ~HardwareFrames() = default;

    [[nodiscard]] virtual frame::DeviceId device() const noexcept = 0;
    [[nodiscard]] virtual int pixelFormat() const noexcept = 0;       ///< The AVPixelFormat of its surfaces.
    [[nodiscard]] virtual int extraSurfaces() const noexcept = 0;     ///< That adopt() holds at once, of a decoder's.
    [[nodiscard]] virtual AVBufferRef* deviceContext() noexcept = 0;  ///< Borrowed; an AVHWDeviceContext.

    /// Why the device's decoder does not take such a stream, as the end of a sentence; empty when it does.
    [[nodiscard]] virtual std::string whyNotDecode(const CodedPicture& coded) = 0;

    /// Why its encoder does not take a codec ("h264"), as the end of a sentence; empty when it does, as far as it can be
    /// told without opening one: how many run at once is limited.
    [[nodiscard]] virtual std::string whyNotEncode(std::string_view codec) = 0;

    /// A decoded surface as a planar picture on device(). `info.spec` says how the stream is coded: format, and the size
    /// after cropping; device is set here. Keeps a reference of `surface` as long as its own work needs it.
    virtual base::Result<frame::Frame> adopt(const AVFrame& surface, frame::FrameInfo info) = 0;

    /// Surfaces for an encoder of such pictures: an AVHWFramesContext, the caller's.
    virtual base::Result<AVBufferRef*> makeSurfaces(const frame::PictureFormat& format, int width, int height) = 0;
    /// A picture as one of them, for the encoder; the caller's. Only the part that the surfaces have room for.
    virtual base::Result<AVFrame*> toSurface(const frame::Frame& picture, AVBufferRef* surfaces) = 0;

    /// A picture of the device in host memory, for encoders that turn out to be software.
    virtual base::Result<frame::Frame> download(const frame::Frame& picture) = 0;

    /// A buffer from which the device copies by itself, for software decoders to write into: the caller's.
    virtual base::Result<AVBufferRef*> hostBuffer(std::size_t bytes) = 0;
};

/// Makes the HardwareFrames that go with a queue, which they may outlive. Unsupported where the queue's device has none.
using HardwareMaker = std::function<base::Result<std::unique_ptr<HardwareFrames>>(device::Queue& queue)>;

}  // namespace fotograma::media
