#include "gpu/cuda_queue.h"

#include <algorithm>
#include <cstring>

#include "engine/base/text.h"
#include "gpu/jit.h"
#include "gpu/launch_shape.h"
#include "gpu/memory_pool.h"
#include "gpu/modules.h"
#include "gpu/pinned_pool.h"

namespace fotograma::gpu {

using base::concat;
using base::ErrorCode;
using cuda::Functions;
using frame::Frame;
using frame::Plane;

namespace {

constexpr std::size_t kDevicePitchAlignment = 256;  ///< Bytes: a row starts where the device reads whole segments.

cuda::Address addressOf(const void* pointer) {
    return static_cast<cuda::Address>(reinterpret_cast<std::uintptr_t>(pointer));
}

unsigned blocks(int items, int itemsPerBlock) {
    return static_cast<unsigned>((items + itemsPerBlock - 1) / itemsPerBlock);
}

std::size_t planeBytes(const Plane& plane) {
    return static_cast<std::size_t>(plane.pitchBytes) * static_cast<std::size_t>(plane.height);
}

/// Planes one after another, as staging buffers hold them.
std::size_t pictureBytes(const Frame& frame) {
    std::size_t total = 0;
    for (int i = 0; i < frame.planes(); ++i) total += planeBytes(frame.plane(i));
    return total;
}

void copyRows(std::byte* to, std::ptrdiff_t toPitch, const std::byte* from, std::ptrdiff_t fromPitch,
              const Plane& plane, int bytesPerSample) {
    const auto rowBytes = static_cast<std::size_t>(plane.width) * static_cast<std::size_t>(bytesPerSample);
    for (int y = 0; y < plane.height; ++y) std::memcpy(to + y * toPitch, from + y * fromPitch, rowBytes);
}

enum class Direction { ToDevice, ToHost };

cuda::Copy2D copyOf(const Plane& from, const Plane& to, const frame::PictureFormat& format, Direction direction) {
    cuda::Copy2D copy;
    if (direction == Direction::ToDevice) {
        copy.fromType = cuda::kMemoryHost;
        copy.fromHost = from.data;
        copy.toType = cuda::kMemoryDevice;
        copy.toDevice = addressOf(to.data);
    } else {
        copy.fromType = cuda::kMemoryDevice;
        copy.fromDevice = addressOf(from.data);
        copy.toType = cuda::kMemoryHost;
        copy.toHost = to.data;
    }
    copy.fromPitch = static_cast<std::size_t>(from.pitchBytes);
    copy.toPitch = static_cast<std::size_t>(to.pitchBytes);
    copy.widthBytes = static_cast<std::size_t>(to.width) * static_cast<std::size_t>(format.bytesPerSample());
    copy.height = static_cast<std::size_t>(to.height);
    return copy;
}

}  // namespace

CudaQueue::CudaQueue(std::shared_ptr<const DeviceParts> parts, std::shared_ptr<Stream> stream)
    : m_parts(std::move(parts)), m_stream(std::move(stream)), m_up(m_parts->context), m_down(m_parts->context) {
    m_stream->enter();
}

CudaQueue::~CudaQueue() {
    // The one place that waits, at the end of a lane: staging buffers and the frames of others must not go under copies
    // and kernels that still use them. Device memory needs no such care.
    for (const auto& stream : {m_upward, m_stream, m_downward}) {
        if (stream == nullptr) continue;
        static_cast<void>(stream->synchronize());
        stream->leave();
    }
}

std::unique_ptr<CudaQueue> CudaQueue::sibling() const { return std::make_unique<CudaQueue>(m_parts, m_stream); }

base::Result<std::shared_ptr<Stream>> CudaQueue::side(std::shared_ptr<Stream>& stream) const {
    if (stream == nullptr) {
        FOTOGRAMA_ASSIGN_OR_RETURN(stream, Stream::create(m_parts->context));
        stream->enter();
    }
    return stream;
}

// ---- Memory ----

base::Result<frame::MutableFrame> CudaQueue::allocate(const frame::FrameInfo& info) {
    return allocateOn(m_stream, info);
}

base::Result<frame::MutableFrame> CudaQueue::allocateOn(const std::shared_ptr<Stream>& stream,
                                                        const frame::FrameInfo& info) {
    FOTOGRAMA_ASSIGN_OR_RETURN(frame::PictureLayout layout, frame::layOut(info.spec, kDevicePitchAlignment));
    FOTOGRAMA_ASSIGN_OR_RETURN(MemoryPool::Allocation memory, m_parts->pool->allocate(layout.totalBytes, stream));
    auto* base = static_cast<std::byte*>(memory.storage.get());
    const int planes = info.spec.format.planes();
    for (int i = 0; i < planes; ++i) layout.planes[i].data = base + layout.offsetBytes[i];
    frame::FrameInfo here = info;
    here.device = device();
    return frame::MutableFrame(std::move(here), std::span(layout.planes, static_cast<std::size_t>(planes)),
                               std::move(memory.storage));
}

base::Result<frame::MutableFrame> CudaQueue::allocatePinned(const frame::FrameInfo& info) const {
    FOTOGRAMA_ASSIGN_OR_RETURN(frame::PictureLayout layout, frame::layOut(info.spec, frame::kPitchAlignment));
    FOTOGRAMA_ASSIGN_OR_RETURN(std::shared_ptr<std::byte> block, m_parts->pinned->allocate(layout.totalBytes));
    const int planes = info.spec.format.planes();
    for (int i = 0; i < planes; ++i) layout.planes[i].data = block.get() + layout.offsetBytes[i];
    frame::FrameInfo onHost = info;
    onHost.device = frame::DeviceId::Host;
    return frame::MutableFrame(std::move(onHost), std::span(layout.planes, static_cast<std::size_t>(planes)),
                               std::move(block));
}

base::Result<device::Buffer> CudaQueue::allocateBytes(std::size_t bytes) {
    FOTOGRAMA_ASSIGN_OR_RETURN(MemoryPool::Allocation memory, m_parts->pool->allocate(bytes, m_stream));
    void* const data = memory.storage.get();
    return device::Buffer(data, bytes, std::move(memory.storage));
}

// ---- Copies ----

base::Result<Frame> CudaQueue::upload(const Frame& host) {
    if (host.info().device == device()) return host;
    if (!frame::isHost(host.info().device))
        return base::fail(ErrorCode::InvalidArgument, "The picture is on another GPU.");
    dropPassed();
    FOTOGRAMA_ASSIGN_OR_RETURN(const std::shared_ptr<Stream> stream, side(m_upward));
    // Of the upward stream: the kernels that read it wait for the copy, and nothing here waits for kernels.
    FOTOGRAMA_ASSIGN_OR_RETURN(frame::MutableFrame picture, allocateOn(stream, host.info()));
    Frame result = std::move(picture).freeze();
    if (!m_parts->pinned->holds(host.plane(0).data)) {
        FOTOGRAMA_RETURN_IF_ERROR(stage(host, result, stream));
        return result;
    }
    for (int i = 0; i < result.planes(); ++i) {
        const cuda::Copy2D copy = copyOf(host.plane(i), result.plane(i), host.spec().format, Direction::ToDevice);
        FOTOGRAMA_RETURN_IF_ERROR(
            ContextGuard(*m_parts->context)
                .run("uploading a picture", &Functions::cuMemcpy2DAsync_v2, &copy, stream->raw()));
    }
    FOTOGRAMA_RETURN_IF_ERROR(keepUntil({host}, *stream));
    return result;
}

/// Through a pinned buffer: the device cannot read other memory by itself.
base::Status CudaQueue::stage(const Frame& from, const Frame& to, const std::shared_ptr<Stream>& stream) {
    FOTOGRAMA_ASSIGN_OR_RETURN(StagingRing::Buffer * staging, m_up.take(pictureBytes(to)));
    std::byte* const start = staging->memory.data();
    std::byte* at = start;
    for (int i = 0; i < to.planes(); ++i) {
        const Plane& plane = to.plane(i);
        copyRows(at, plane.pitchBytes, from.plane(i).data, from.plane(i).pitchBytes, plane,
                 from.spec().format.bytesPerSample());
        at += planeBytes(plane);
    }
    // allocate() lays planes as the staging buffer has them: one copy moves all.
    FOTOGRAMA_RETURN_IF_ERROR(copyUp(addressOf(to.plane(0).data), {start, at}, *stream, "uploading a picture"));
    return StagingRing::recordUse(*staging, *stream);
}

base::Result<Frame> CudaQueue::download(const Frame& source) {
    FOTOGRAMA_ASSIGN_OR_RETURN(device::Download download, startDownload(source));
    return download();
}

base::Result<device::Download> CudaQueue::startDownload(const Frame& source) {
    if (frame::isHost(source.info().device)) return device::Download([source] { return base::Result<Frame>(source); });
    FOTOGRAMA_RETURN_IF_ERROR(requireHere(source));
    dropPassed();
    FOTOGRAMA_ASSIGN_OR_RETURN(const std::shared_ptr<Stream> stream, side(m_downward));
    FOTOGRAMA_ASSIGN_OR_RETURN(frame::MutableFrame picture, allocatePinned(source.info()));
    Frame result = std::move(picture).freeze();
    FOTOGRAMA_RETURN_IF_ERROR(stream->waitFor(*m_stream));  // whatever makes the picture
    if (const auto home = foreignHome(source)) FOTOGRAMA_RETURN_IF_ERROR(stream->waitFor(*home));
    for (int i = 0; i < source.planes(); ++i) {
        const cuda::Copy2D copy = copyOf(source.plane(i), result.plane(i), source.spec().format, Direction::ToHost);
        FOTOGRAMA_RETURN_IF_ERROR(
            ContextGuard(*m_parts->context)
                .run("downloading a picture", &Functions::cuMemcpy2DAsync_v2, &copy, stream->raw()));
    }
    // Both ends stay as long as the copy runs, also when nobody asks for it.
    FOTOGRAMA_ASSIGN_OR_RETURN(std::shared_ptr<Event> copied, keepUntil({source, result}, *stream));
    return device::Download([result, copied]() -> base::Result<Frame> {
        FOTOGRAMA_RETURN_IF_ERROR(copied->wait());
        return result;
    });
}

base::Status CudaQueue::write(const device::Buffer& to, std::span<const std::byte> bytes) {
    FOTOGRAMA_ASSERT(bytes.size() <= to.bytes(), "a write must fit its buffer");
    if (bytes.empty()) return {};
    FOTOGRAMA_ASSIGN_OR_RETURN(StagingRing::Buffer * staging, m_up.take(bytes.size()));
    std::memcpy(staging->memory.data(), bytes.data(), bytes.size());
    FOTOGRAMA_RETURN_IF_ERROR(
        copyUp(addressOf(to.data()), {staging->memory.data(), bytes.size()}, *m_stream, "writing a table"));
    return StagingRing::recordUse(*staging, *m_stream);
}

base::Status CudaQueue::read(const device::Buffer& from, std::span<std::byte> bytes) {
    FOTOGRAMA_ASSERT(bytes.size() <= from.bytes(), "a read must stay inside its buffer");
    if (bytes.empty()) return {};
    FOTOGRAMA_ASSIGN_OR_RETURN(StagingRing::Buffer * staging, m_down.take(bytes.size()));
    FOTOGRAMA_RETURN_IF_ERROR(copyDown({staging->memory.data(), bytes.size()}, addressOf(from.data()), "reading sums"));
    FOTOGRAMA_RETURN_IF_ERROR(synchronize());
    std::memcpy(bytes.data(), staging->memory.data(), bytes.size());
    return {};
}

base::Status CudaQueue::copyUp(cuda::Address to, std::span<const std::byte> from, const Stream& stream,
                               std::string_view doing) {
    return ContextGuard(*m_parts->context)
        .run(doing, &Functions::cuMemcpyHtoDAsync_v2, to, static_cast<const void*>(from.data()), from.size(),
             stream.raw());
}

base::Status CudaQueue::copyDown(std::span<std::byte> to, cuda::Address from, std::string_view doing) {
    return ContextGuard(*m_parts->context)
        .run(doing, &Functions::cuMemcpyDtoHAsync_v2, static_cast<void*>(to.data()), from, to.size(), m_stream->raw());
}

base::Status CudaQueue::zero(const device::Buffer& buffer) {
    if (buffer.bytes() == 0) return {};
    return ContextGuard(*m_parts->context)
        .run("clearing sums", &Functions::cuMemsetD8Async, addressOf(buffer.data()), static_cast<unsigned char>(0),
             buffer.bytes(), m_stream->raw());
}

// ---- Kernels ----

base::Status CudaQueue::launch(const device::KernelCall& call, std::span<const Frame> keep) {
    if (call.width <= 0 || call.height <= 0) return {};
    dropPassed();
    cuda::Function function = call.run != nullptr ? m_parts->jit->find(call) : nullptr;
    if (function == nullptr) {
        FOTOGRAMA_ASSIGN_OR_RETURN(function, m_parts->module->find(call.kernel));
    }
    std::vector<Frame> foreign;
    for (const Frame& frame : keep) {
        FOTOGRAMA_RETURN_IF_ERROR(requireHere(frame));
        FOTOGRAMA_RETURN_IF_ERROR(waitForHome(frame));
        // Memory of this queue needs no keeping: freed, it is reused in this stream's order.
        if (m_parts->pool->homeOf(frame.plane(0).data) != m_stream) foreign.push_back(frame);
    }
    FOTOGRAMA_RETURN_IF_ERROR(enqueue(call, function));
    if (!foreign.empty()) FOTOGRAMA_RETURN_IF_ERROR(keepUntil(std::move(foreign), *m_stream));
    return {};
}

base::Status CudaQueue::enqueue(const device::KernelCall& call, cuda::Function function) {
    const bool isReduce = call.shape == pixel::Shape::Reduce;
    const int rows = isReduce ? kBlockHeight * kReduceItems : kBlockHeight;
    const unsigned sharedBytes = isReduce && call.args.counterCount <= kSharedCounters
                                     ? static_cast<unsigned>(call.args.counterCount) * sizeof(pixel::u64)
                                     : 0;
    int width = call.width;
    int height = call.height;
    const void* const args = call.run != nullptr ? static_cast<const void*>(call.run) : &call.args;
    void* parameters[] = {const_cast<void*>(args), &width, &height};
    return ContextGuard(*m_parts->context)
        .run(concat("starting ", call.kernel), &Functions::cuLaunchKernel, function, blocks(width, kBlockWidth),
             blocks(height, rows), 1U, unsigned{kBlockWidth}, unsigned{kBlockHeight}, 1U, sharedBytes, m_stream->raw(),
             static_cast<void**>(parameters), static_cast<void**>(nullptr));
}

base::Status CudaQueue::synchronize() {
    for (const auto& stream : {m_upward, m_stream, m_downward})
        if (stream != nullptr) FOTOGRAMA_RETURN_IF_ERROR(stream->synchronize());
    m_kept.clear();
    return {};
}

// ---- Frames of others ----

base::Status CudaQueue::requireHere(const Frame& frame) const {
    if (frame.info().device == device()) return {};
    return base::fail(ErrorCode::InvalidArgument, concat("The picture is not on ", m_parts->facts.text, "."));
}

std::shared_ptr<Stream> CudaQueue::foreignHome(const Frame& frame) const {
    auto home = m_parts->pool->homeOf(frame.plane(0).data);
    return home == m_stream ? nullptr : home;
}

base::Status CudaQueue::waitForHome(const Frame& frame) {
    const auto home = foreignHome(frame);
    return home ? m_stream->waitFor(*home) : base::Status{};
}

base::Result<std::shared_ptr<Event>> CudaQueue::keepUntil(std::vector<Frame> frames, const Stream& stream) {
    FOTOGRAMA_ASSIGN_OR_RETURN(Event made, Event::create(m_parts->context));
    auto used = std::make_shared<Event>(std::move(made));
    FOTOGRAMA_RETURN_IF_ERROR(used->record(stream));
    m_kept.push_back({std::move(frames), used});
    return used;
}

void CudaQueue::dropPassed() {
    while (!m_kept.empty() && m_kept.front().used->hasPassed()) m_kept.pop_front();
}

}  // namespace fotograma::gpu
