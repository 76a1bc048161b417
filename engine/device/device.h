/// Where kernels run, as an interface: the host always is one; CUDA devices are others.
///
/// Errors   ResourceExhausted (memory), NoDevice (lost), NotFound (no such kernel in this build), Internal.
///          A failed call leaves the queue usable unless the device itself is lost.
/// Owner    a Device outlives its queues; a Queue outlives nothing: memory it handed out may outlive it.
/// Thread   Device: any. Queue: one thread at a time; different queues are independent.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/base/result.h"
#include "engine/device/kernel_call.h"
#include "engine/frame/frame.h"

namespace fotograma::device {

class HostLoops;

/// Plain bytes in a device's memory (tables, counters). Returns to its pool in the order of its queue.
class Buffer {
public:
    Buffer() = default;
    Buffer(void* data, std::size_t bytes, std::shared_ptr<void> storage)
        : m_data(data), m_bytes(bytes), m_storage(std::move(storage)) {}

    [[nodiscard]] void* data() const noexcept { return m_data; }  ///< A device address: never dereferenced outside it.
    [[nodiscard]] std::size_t bytes() const noexcept { return m_bytes; }

private:
    void* m_data = nullptr;
    std::size_t m_bytes = 0;
    std::shared_ptr<void> m_storage;
};

struct DeviceFacts {
    frame::DeviceId id = frame::DeviceId::Host;
    std::string text;  ///< "cpu", "cuda:0"
    std::string name;
    std::int64_t memoryBytes = 0;
    std::int64_t freeBytes = 0;  ///< At the time of asking.
    int computeUnits = 0;
    std::vector<std::string> traits;
};

/// A picture on its way to the host: called once, it waits until the picture is there.
using Download = std::move_only_function<base::Result<frame::Frame>()>;

/// Work in order. Nothing waits for the device but synchronize(), download(), a Download and read().
class Queue {
public:
    virtual ~Queue() = default;

    [[nodiscard]] virtual frame::DeviceId device() const noexcept = 0;

    /// A picture in this device's memory; contents undefined. info.device is set to this device.
    virtual base::Result<frame::MutableFrame> allocate(const frame::FrameInfo& info) = 0;
    virtual base::Result<Buffer> allocateBytes(std::size_t bytes) = 0;

    /// A host frame to this device. The frame may be dropped at once: it is kept until the copy is done.
    virtual base::Result<frame::Frame> upload(const frame::Frame& host) = 0;
    /// A frame of this device to the host, complete when it returns. A host frame comes back as it is.
    virtual base::Result<frame::Frame> download(const frame::Frame& frame) = 0;

    /// The same begun, not waited for: what is enqueued afterwards runs beside it. The Download may outlive the queue.
    virtual base::Result<Download> startDownload(const frame::Frame& frame) {
        FOTOGRAMA_ASSIGN_OR_RETURN(frame::Frame host, download(frame));
        return Download([host = std::move(host)]() -> base::Result<frame::Frame> { return host; });
    }

    virtual base::Status write(const Buffer& to, std::span<const std::byte> bytes) = 0;
    virtual base::Status read(const Buffer& from, std::span<std::byte> bytes) = 0;  ///< Complete when it returns.
    virtual base::Status zero(const Buffer& buffer) = 0;

    /// Enqueues a kernel. `keep` are frames whose memory the call reads or writes: kept until it has run.
    virtual base::Status launch(const KernelCall& call, std::span<const frame::Frame> keep) = 0;
    /// Enqueues Reduces over the same frames, `keep`. The host reads the pictures once for all of them.
    virtual base::Status launchTogether(std::span<const KernelCall> calls, std::span<const frame::Frame> keep) {
        for (const KernelCall& call : calls) FOTOGRAMA_RETURN_IF_ERROR(launch(call, keep));
        return {};
    }

    /// Waits until everything enqueued has run; reports what failed since the last time.
    virtual base::Status synchronize() = 0;

    /// The host's row loops, for what goes through several kernels by bands of rows; null on every other device.
    [[nodiscard]] virtual const HostLoops* hostLoops() const noexcept { return nullptr; }
};

class Device {
public:
    virtual ~Device() = default;

    [[nodiscard]] virtual DeviceFacts facts() const = 0;
    [[nodiscard]] virtual bool hasKernel(std::string_view name) const = 0;
    virtual base::Result<std::unique_ptr<Queue>> createQueue() = 0;
};

}  // namespace fotograma::device
