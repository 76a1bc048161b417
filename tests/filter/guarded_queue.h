/// A host queue whose pictures have padded rows and guard bytes around every plane: what writes beside a picture shows.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "engine/device/device.h"

namespace fotograma::tests {

class GuardedQueue final : public device::Queue {
public:
    explicit GuardedQueue(device::Queue& inner) : m_inner(inner) {}

    /// A copy of a host picture in guarded memory.
    frame::Frame guarded(const frame::Frame& source);
    /// True when no guard byte of any picture handed out has changed.
    [[nodiscard]] bool guardsAreWhole() const;

    frame::DeviceId device() const noexcept override { return m_inner.device(); }
    base::Result<frame::MutableFrame> allocate(const frame::FrameInfo& info) override;
    base::Result<device::Buffer> allocateBytes(std::size_t bytes) override { return m_inner.allocateBytes(bytes); }
    base::Result<frame::Frame> upload(const frame::Frame& host) override { return m_inner.upload(host); }
    base::Result<frame::Frame> download(const frame::Frame& frame) override { return m_inner.download(frame); }
    base::Status write(const device::Buffer& to, std::span<const std::byte> bytes) override {
        return m_inner.write(to, bytes);
    }
    base::Status read(const device::Buffer& from, std::span<std::byte> bytes) override {
        return m_inner.read(from, bytes);
    }
    base::Status zero(const device::Buffer& buffer) override { return m_inner.zero(buffer); }
    base::Status launch(const device::KernelCall& call, std::span<const frame::Frame> keep) override {
        return m_inner.launch(call, keep);
    }
    base::Status launchTogether(std::span<const device::KernelCall> calls,
                                std::span<const frame::Frame> keep) override {
        return m_inner.launchTogether(calls, keep);
    }
    base::Status synchronize() override { return m_inner.synchronize(); }
    const device::HostLoops* hostLoops() const noexcept override { return m_inner.hostLoops(); }

private:
    struct Block {
        std::shared_ptr<std::vector<std::byte>> bytes;
        std::vector<frame::Plane> planes;
        int bytesPerSample;
    };

    device::Queue& m_inner;
    std::vector<Block> m_blocks;
};

}  // namespace fotograma::tests
