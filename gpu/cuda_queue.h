/// A device::Queue on a CUDA stream, with two more for copies to and from the host, which run beside its kernels.
///
/// Owner    memory it allocates returns to the device's pool in this stream's order and may outlive the queue.
///          Frames of other queues and of host memory are kept until the work that uses them has run.
/// Thread   one at a time.
/// Cost     download copies once, into pinned memory that the host's frame keeps. upload copies once from pinned memory
///          (a decoder's that writes there), else through a pinned buffer; a fifth such upload waits for the first.
#pragma once

#include <deque>
#include <vector>

#include "gpu/cuda_device.h"
#include "gpu/handles.h"
#include "gpu/staging.h"

namespace fotograma::gpu {

class CudaQueue final : public device::Queue {
public:
    CudaQueue(std::shared_ptr<const DeviceParts> parts, std::shared_ptr<Stream> stream);
    ~CudaQueue() override;

    [[nodiscard]] frame::DeviceId device() const noexcept override { return m_parts->facts.id; }
    base::Result<frame::MutableFrame> allocate(const frame::FrameInfo& info) override;
    base::Result<device::Buffer> allocateBytes(std::size_t bytes) override;
    base::Result<frame::Frame> upload(const frame::Frame& host) override;
    base::Result<frame::Frame> download(const frame::Frame& frame) override;
    base::Result<device::Download> startDownload(const frame::Frame& frame) override;
    base::Status write(const device::Buffer& to, std::span<const std::byte> bytes) override;
    base::Status read(const device::Buffer& from, std::span<std::byte> bytes) override;
    base::Status zero(const device::Buffer& buffer) override;
    base::Status launch(const device::KernelCall& call, std::span<const frame::Frame> keep) override;
    base::Status synchronize() override;

    /// Another queue on the same stream: for another thread, whose work then stands in one order with this one's.
    [[nodiscard]] std::unique_ptr<CudaQueue> sibling() const;
    [[nodiscard]] const std::shared_ptr<const DeviceParts>& parts() const noexcept { return m_parts; }
    [[nodiscard]] const std::shared_ptr<Stream>& stream() const noexcept { return m_stream; }

private:
    /// Frames that others may free before our work with them has run.
    struct Kept {
        std::vector<frame::Frame> frames;
        std::shared_ptr<Event> used;
    };

    base::Result<std::shared_ptr<Stream>> side(std::shared_ptr<Stream>& stream) const;
    base::Result<frame::MutableFrame> allocateOn(const std::shared_ptr<Stream>& stream, const frame::FrameInfo& info);
    base::Status stage(const frame::Frame& from, const frame::Frame& to, const std::shared_ptr<Stream>& stream);
    base::Result<frame::MutableFrame> allocatePinned(const frame::FrameInfo& info) const;
    base::Result<std::shared_ptr<Event>> keepUntil(std::vector<frame::Frame> frames, const Stream& stream);
    base::Status enqueue(const device::KernelCall& call, cuda::Function function);
    base::Status copyUp(cuda::Address to, std::span<const std::byte> from, const Stream& stream,
                        std::string_view doing);
    base::Status copyDown(std::span<std::byte> to, cuda::Address from, std::string_view doing);
    base::Status waitForHome(const frame::Frame& frame);
    void dropPassed();
    [[nodiscard]] std::shared_ptr<Stream> foreignHome(const frame::Frame& frame) const;
    base::Status requireHere(const frame::Frame& frame) const;

    std::shared_ptr<const DeviceParts> m_parts;
    std::shared_ptr<Stream> m_stream;    ///< Of kernels.
    std::shared_ptr<Stream> m_upward;    ///< Of pictures to the device; made when first used, as is the next.
    std::shared_ptr<Stream> m_downward;  ///< Of pictures to the host.
    StagingRing m_up;
    StagingRing m_down;
    std::deque<Kept> m_kept;  ///< Oldest first.
};

}  // namespace fotograma::gpu
