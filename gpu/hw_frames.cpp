#include "gpu/hw_frames.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <deque>
#include <mutex>
#include <optional>

extern "C" {
#include <ffnvcodec/dynlink_cuda.h>  // before hwcontext_cuda.h, which would look for the toolkit's header
#include <libavcodec/codec_id.h>
#include <libavutil/frame.h>
#include <libavutil/hwcontext.h>
#include <libavutil/hwcontext_cuda.h>
#include <libavutil/pixdesc.h>
}

#include "engine/base/text.h"
#include "gpu/cuda_queue.h"
#include "gpu/pinned_pool.h"
#include "gpu/surfaces/surfaces_kernel.h"

namespace fotograma::gpu {

using base::concat;
using base::ErrorCode;
using frame::Frame;
using frame::FrameInfo;
using frame::PictureFormat;
using frame::Plane;

namespace {

struct FreeFrame {
    void operator()(AVFrame* frame) const noexcept { av_frame_free(&frame); }
};
using Surface = std::unique_ptr<AVFrame, FreeFrame>;
struct FreeBuffer {
    void operator()(AVBufferRef* buffer) const noexcept { av_buffer_unref(&buffer); }
};
using BufferRef = std::unique_ptr<AVBufferRef, FreeBuffer>;

constexpr int kSurfacesHeld = 4;  ///< Of a decoder, while they are being read: it has as many more.

const char* codecName(int codec) noexcept {
    switch (codec) {
        case AV_CODEC_ID_H264: return "h264";
        case AV_CODEC_ID_HEVC: return "hevc";
        case AV_CODEC_ID_VP8: return "vp8";
        case AV_CODEC_ID_VP9: return "vp9";
        default: return nullptr;
    }
}

/// How a chip keeps a picture: chroma woven or apart, deeper samples in the upper bits of 16.
struct SurfaceLayout {
    AVPixelFormat format = AV_PIX_FMT_NONE;
    bool isWoven = false;
    int shift = 0;  ///< Bits that values are moved up by.
};

std::optional<SurfaceLayout> layoutOf(int surfaceFormat, int bits) noexcept {
    switch (surfaceFormat) {
        case AV_PIX_FMT_NV12: return SurfaceLayout{AV_PIX_FMT_NV12, true, 0};
        case AV_PIX_FMT_P010: return SurfaceLayout{AV_PIX_FMT_P010, true, 16 - bits};
        case AV_PIX_FMT_P016: return SurfaceLayout{AV_PIX_FMT_P016, true, 16 - bits};
        case AV_PIX_FMT_YUV444P: return SurfaceLayout{AV_PIX_FMT_YUV444P, false, 0};
        case AV_PIX_FMT_YUV444P16: return SurfaceLayout{AV_PIX_FMT_YUV444P16, false, 16 - bits};
        default: return std::nullopt;
    }
}

/// What an encoder chip takes of such pictures; nothing for those it has no surface for.
std::optional<SurfaceLayout> layoutFor(const PictureFormat& format) noexcept {
    if (format.model != frame::ColorModel::Yuv || (format.bits != 8 && format.bits != 10)) return std::nullopt;
    if (format.chromaShiftX == 1 && format.chromaShiftY == 1)
        return layoutOf(format.bits == 8 ? AV_PIX_FMT_NV12 : AV_PIX_FMT_P010, format.bits);
    if (format.chromaShiftX == 0 && format.chromaShiftY == 0)
        return layoutOf(format.bits == 8 ? AV_PIX_FMT_YUV444P : AV_PIX_FMT_YUV444P16, format.bits);
    return std::nullopt;
}

pixel::PlaneRef refOf(const Plane& plane) { return {plane.data, plane.pitchBytes, plane.width, plane.height}; }

std::string sizeText(int width, int height) { return concat(width, "x", height); }

/// The word for memory shortage or for anything else of FFmpeg's.
std::unexpected<base::Error> avFail(int code, std::string what) {
    const bool isMemory = code == AVERROR(ENOMEM);
    return base::fail(isMemory ? ErrorCode::ResourceExhausted : ErrorCode::NoDevice, std::move(what),
                      concat("libav: code ", code));
}

/// What FFmpeg's device context keeps alive of ours.
struct Owned {
    std::shared_ptr<const DeviceParts> parts;
    std::shared_ptr<Stream> stream;
};

base::Result<BufferRef> makeDeviceContext(const CudaQueue& queue) {
    BufferRef made(av_hwdevice_ctx_alloc(AV_HWDEVICE_TYPE_CUDA));
    if (!made) return base::fail(ErrorCode::Unsupported, "This FFmpeg was built without CUDA.");
    auto* const context = reinterpret_cast<AVHWDeviceContext*>(made->data);
    auto* const cuda = static_cast<AVCUDADeviceContext*>(context->hwctx);
    cuda->cuda_ctx = reinterpret_cast<CUcontext>(queue.parts()->context->raw());
    cuda->stream = reinterpret_cast<CUstream>(queue.stream()->raw());
    context->user_opaque = std::make_unique<Owned>(Owned{queue.parts(), queue.stream()}).release();
    context->free = [](AVHWDeviceContext* gone) { std::unique_ptr<Owned>(static_cast<Owned*>(gone->user_opaque)); };
    const int code = av_hwdevice_ctx_init(made.get());
    if (code < 0) return avFail(code, "FFmpeg cannot use the CUDA driver.");
    return made;
}

class CudaFrames final : public media::HardwareFrames {
public:
    CudaFrames(std::unique_ptr<CudaQueue> queue, BufferRef context)
        : m_queue(std::move(queue)), m_context(std::move(context)) {}
    ~CudaFrames() override { drop(0); }

    [[nodiscard]] frame::DeviceId device() const noexcept override { return m_queue->device(); }
    [[nodiscard]] int pixelFormat() const noexcept override { return AV_PIX_FMT_CUDA; }
    [[nodiscard]] int extraSurfaces() const noexcept override { return kSurfacesHeld; }
    [[nodiscard]] AVBufferRef* deviceContext() noexcept override { return m_context.get(); }
    [[nodiscard]] std::string whyNotDecode(const media::CodedPicture& coded) override;
    [[nodiscard]] std::string whyNotEncode(std::string_view codec) override;
    base::Result<Frame> adopt(const AVFrame& surface, FrameInfo info) override;
    base::Result<AVBufferRef*> makeSurfaces(const PictureFormat& format, int width, int height) override;
    base::Result<AVFrame*> toSurface(const Frame& picture, AVBufferRef* surfaces) override;
    base::Result<Frame> download(const Frame& picture) override;
    base::Result<AVBufferRef*> hostBuffer(std::size_t bytes) override;

private:
    /// A decoder's surface until what reads it has run.
    struct Held {
        Surface surface;
        Event read;
    };

    /// One plane of ours and what it becomes, or is made of.
    struct Move {
        std::string_view kernel;  ///< Without the sample type.
        pixel::Shape shape = pixel::Shape::Gather;
        std::span<const Plane> from;  ///< Planes that take turns come as frames.
        Plane to;
        int bytesPerSample = 1;
        int bitsOut = 8;
    };
    template <class Params>
    base::Status enqueue(const Move& move, const Params& params, std::span<const Frame> keep);
    base::Status put(const Frame& picture, const AVFrame& surface, const SurfaceLayout& layout);
    void drop(std::size_t most);

    const std::unique_ptr<CudaQueue> m_queue;
    const BufferRef m_context;
    std::mutex m_mutex;       ///< Protects the queue and what follows: decoders and encoders have threads of their own.
    std::deque<Held> m_held;  ///< Oldest first.
    std::optional<DecodeChip> m_decodes;
    EncodeChip m_encodes;  ///< Asked again as long as it says no: a session may have become free.
};

std::string CudaFrames::whyNotDecode(const media::CodedPicture& coded) {
    const char* name = codecName(coded.codec);
    if (name == nullptr) return "this codec is always decoded on the CPU";
    const std::lock_guard lock(m_mutex);
    if (!m_decodes) m_decodes = probeDecoding(*m_queue->parts()->context);
    if (!m_decodes->reason.empty()) return m_decodes->reason;
    const PictureFormat& format = coded.format;
    const bool is420 = format.chromaShiftX == 1 && format.chromaShiftY == 1;
    const bool is444 = format.chromaShiftX == 0 && format.chromaShiftY == 0;
    const bool isYuv = format.model == frame::ColorModel::Yuv;
    const char* chroma = is420 ? "4:2:0" : is444 ? "4:4:4" : "4:2:2";
    const DecodeRow* row = isYuv && (is420 || is444) ? m_decodes->find(name, format.bits, chroma) : nullptr;
    if (row == nullptr)
        return concat("the chip does not decode ", name, " with ", format.bits, " bits in ",
                      isYuv ? chroma : "this layout");
    const bool fits = coded.width >= row->minWidth && coded.height >= row->minHeight && coded.width <= row->maxWidth &&
                      coded.height <= row->maxHeight &&
                      (row->maxPixels == 0 || std::int64_t{coded.width} * coded.height <= row->maxPixels);
    if (fits) return {};
    return concat("the chip decodes ", name, " from ", sizeText(row->minWidth, row->minHeight), " to ",
                  sizeText(row->maxWidth, row->maxHeight), ", and this is ", sizeText(coded.width, coded.height));
}

std::string CudaFrames::whyNotEncode(std::string_view codec) {
    const std::lock_guard lock(m_mutex);
    if (m_encodes.codecs.empty()) m_encodes = probeEncoding(*m_queue->parts()->context);
    if (!m_encodes.reason.empty()) return m_encodes.reason;
    return std::ranges::find(m_encodes.codecs, codec) != m_encodes.codecs.end()
               ? std::string()
               : concat("the chip does not encode ", codec);
}

template <class Params>
base::Status CudaFrames::enqueue(const Move& move, const Params& params, std::span<const Frame> keep) {
    const std::string kernel = concat(move.kernel, move.bytesPerSample == 1 ? "_u8" : "_u16");
    device::KernelCall call;
    call.kernel = kernel;
    call.shape = move.shape;
    call.width = move.to.width;
    call.height = move.to.height;
    for (std::size_t i = 0; i < move.from.size(); ++i) call.args.in[i][0] = refOf(move.from[i]);
    call.args.out[0] = refOf(move.to);
    call.args.frames = static_cast<int>(move.from.size());
    call.args.bitsIn = call.args.bitsOut = move.bitsOut;
    static_assert(sizeof params <= pixel::kMaxParamBytes);
    std::memcpy(call.args.params, &params, sizeof params);
    return m_queue->launch(call, keep);
}

/// A plane of a surface, less the left and upper part of a crop, which chips leave to us; the rest is in the size.
Plane croppedPlane(const AVFrame& surface, int plane, const PictureFormat& format, bool isWoven, const Plane& like) {
    const auto left = static_cast<std::ptrdiff_t>(surface.crop_left) >> (plane > 0 ? format.chromaShiftX : 0);
    const auto top = static_cast<std::ptrdiff_t>(surface.crop_top) >> (plane > 0 ? format.chromaShiftY : 0);
    const int parts = isWoven ? 2 : 1;
    const std::ptrdiff_t pitch = surface.linesize[plane];
    return {reinterpret_cast<std::byte*>(surface.data[plane]) + top * pitch + left * parts * format.bytesPerSample(),
            pitch, like.width * parts, like.height};
}

base::Result<Frame> CudaFrames::adopt(const AVFrame& surface, FrameInfo info) {
    if (surface.hw_frames_ctx == nullptr) return base::fail(ErrorCode::Unsupported, "The picture is on no device.");
    const auto* const frames = reinterpret_cast<const AVHWFramesContext*>(surface.hw_frames_ctx->data);
    const PictureFormat format = info.spec.format;
    const auto layout = layoutOf(frames->sw_format, format.bits);
    if (!layout)
        return base::fail(ErrorCode::Unsupported,
                          concat("The decoder chip gave pictures as ", av_get_pix_fmt_name(frames->sw_format), "."));
    const std::lock_guard lock(m_mutex);
    drop(kSurfacesHeld - 1);
    FOTOGRAMA_ASSIGN_OR_RETURN(frame::MutableFrame picture, m_queue->allocate(info));
    Surface held(av_frame_clone(&surface));
    if (!held) return base::fail(ErrorCode::ResourceExhausted, "No memory for a picture.");
    for (int i = 0; i < picture.planes(); ++i) {
        const bool isWoven = layout->isWoven && i > 0;
        const Plane from = croppedPlane(surface, isWoven ? 1 : i, format, isWoven, picture.plane(i));
        const Move move{"surfaces_Take",  pixel::Shape::Gather,    {&from, 1},
                        picture.plane(i), format.bytesPerSample(), format.bits};
        const surfaces::TakeParams params{isWoven ? 2 : 1, isWoven ? i - 1 : 0,
                                          1.0F / static_cast<float>(1 << layout->shift)};
        FOTOGRAMA_RETURN_IF_ERROR(enqueue(move, params, {}));
    }
    FOTOGRAMA_ASSIGN_OR_RETURN(Event read, Event::create(m_queue->parts()->context));
    FOTOGRAMA_RETURN_IF_ERROR(read.record(*m_queue->stream()));
    m_held.push_back({std::move(held), std::move(read)});
    return std::move(picture).freeze();
}

/// Lets surfaces go whose reading has run; waits where more than `most` would stay.
void CudaFrames::drop(std::size_t most) {
    while (!m_held.empty()) {
        if (m_held.size() > most)
            static_cast<void>(m_held.front().read.wait());
        else if (!m_held.front().read.hasPassed())
            return;
        m_held.pop_front();
    }
}

base::Result<AVBufferRef*> CudaFrames::makeSurfaces(const PictureFormat& format, int width, int height) {
    const auto layout = layoutFor(format);
    if (!layout) return base::fail(ErrorCode::Unsupported, concat("the encoder chip takes no ", frame::toText(format)));
    BufferRef made(av_hwframe_ctx_alloc(m_context.get()));
    if (!made) return base::fail(ErrorCode::ResourceExhausted, "No memory for an encoder's pictures.");
    auto* const frames = reinterpret_cast<AVHWFramesContext*>(made->data);
    frames->format = AV_PIX_FMT_CUDA;
    frames->sw_format = layout->format;
    frames->width = width;
    frames->height = height;
    const int code = av_hwframe_ctx_init(made.get());
    if (code < 0) return avFail(code, "An encoder's pictures cannot be made.");
    return made.release();
}

base::Result<AVFrame*> CudaFrames::toSurface(const Frame& picture, AVBufferRef* surfaces) {
    const auto* const frames = reinterpret_cast<const AVHWFramesContext*>(surfaces->data);
    const auto layout = layoutFor(picture.spec().format);
    if (!layout || layout->format != frames->sw_format)
        return base::fail(ErrorCode::Unsupported, "The layout of the frames changed midway.");
    Surface surface(av_frame_alloc());
    if (!surface) return base::fail(ErrorCode::ResourceExhausted, "No memory for a picture.");
    const int code = av_hwframe_get_buffer(surfaces, surface.get(), 0);
    if (code < 0) return avFail(code, "The GPU has no room for an encoder's picture.");
    const std::lock_guard lock(m_mutex);
    FOTOGRAMA_RETURN_IF_ERROR(put(picture, *surface, *layout));
    return surface.release();
}

base::Status CudaFrames::put(const Frame& picture, const AVFrame& surface, const SurfaceLayout& layout) {
    const PictureFormat& format = picture.spec().format;
    const int surfacePlanes = layout.isWoven ? 2 : 3;
    for (int i = 0; i < surfacePlanes; ++i) {
        std::array<Plane, 2> from{picture.plane(i), picture.plane(std::min(i + 1, 2))};
        const int parts = layout.isWoven && i == 1 ? 2 : 1;
        const int width = std::min(from[0].width, format.planeWidth(i, surface.width));
        const int height = std::min(from[0].height, format.planeHeight(i, surface.height));
        const Plane to{reinterpret_cast<std::byte*>(surface.data[i]), surface.linesize[i], width * parts, height};
        const Move move{"surfaces_Weave",
                        pixel::Shape::Temporal,
                        std::span(from).first(static_cast<std::size_t>(parts)),
                        to,
                        format.bytesPerSample(),
                        format.bits + layout.shift};
        const surfaces::WeaveParams params{parts, static_cast<float>(1 << layout.shift)};
        FOTOGRAMA_RETURN_IF_ERROR(enqueue(move, params, {&picture, 1}));
    }
    return {};
}

base::Result<Frame> CudaFrames::download(const Frame& picture) {
    device::Download download;
    {
        const std::lock_guard lock(m_mutex);
        FOTOGRAMA_ASSIGN_OR_RETURN(download, m_queue->startDownload(picture));
    }
    return download();
}

base::Result<AVBufferRef*> CudaFrames::hostBuffer(std::size_t bytes) {
    FOTOGRAMA_ASSIGN_OR_RETURN(std::shared_ptr<std::byte> block, m_queue->parts()->pinned->allocate(bytes));
    auto* const data = reinterpret_cast<std::uint8_t*>(block.get());
    auto held = std::make_unique<std::shared_ptr<std::byte>>(std::move(block));
    const auto release = [](void* opaque, std::uint8_t*) {
        std::unique_ptr<std::shared_ptr<std::byte>>(static_cast<std::shared_ptr<std::byte>*>(opaque));
    };
    AVBufferRef* const made = av_buffer_create(data, bytes, release, held.get(), 0);
    if (made == nullptr) return base::fail(ErrorCode::ResourceExhausted, "No memory for a picture.");
    static_cast<void>(held.release());  // the buffer frees it
    return made;
}

}  // namespace

ChipWords describeChips(const device::Device& device) {
    const auto* const cuda = dynamic_cast<const CudaDevice*>(&device);
    if (cuda == nullptr) return {};
    return inWords(probeDecoding(cuda->context()), probeEncoding(cuda->context()));
}

base::Result<std::unique_ptr<media::HardwareFrames>> createHardwareFrames(device::Queue& queue) {
    const auto* const cuda = dynamic_cast<const CudaQueue*>(&queue);
    if (cuda == nullptr) return base::fail(ErrorCode::Unsupported, "This device has no video chips.");
    FOTOGRAMA_ASSIGN_OR_RETURN(BufferRef context, makeDeviceContext(*cuda));
    return std::unique_ptr<media::HardwareFrames>(std::make_unique<CudaFrames>(cuda->sibling(), std::move(context)));
}

}  // namespace fotograma::gpu
