/// What outlives a job and serves the next one: the device filters run on, its queue, and opened decoders.
///
/// Owner    borrows the devices, which must outlive it; owns the queue, made when first asked for.
/// Thread   one job at a time; a worker has one lane for each job it runs at once.
#pragma once

#include <memory>
#include <string>

#include "engine/device/device.h"
#include "engine/media/hardware.h"

namespace fotograma::media {
class DecoderShelf;
}

namespace fotograma::pipeline {

class Lane {
public:
    /// `host` takes over when `device` has no memory left; both may be the same. Without `makeHardware` video is decoded
    /// and encoded on the host.
    Lane(device::Device& device, device::Device& host, media::HardwareMaker makeHardware = {});
    Lane(const Lane&) = delete;
    Lane& operator=(const Lane&) = delete;
    ~Lane();

    [[nodiscard]] device::Device& device() const noexcept { return *m_device; }
    [[nodiscard]] device::Device& host() const noexcept { return *m_host; }
    /// Of the device, asked for once: asking costs more than a short clip's header.
    [[nodiscard]] const device::DeviceFacts& facts() const noexcept { return m_facts; }

    /// The device's queue. Errors are those of Device::createQueue; asking again tries again.
    base::Result<device::Queue*> queue();
    base::Result<device::Queue*> hostQueue();

    /// What decodes and encodes on the device, made with its queue; null where nothing does.
    [[nodiscard]] media::HardwareFrames* hardware();

    /// Opened decoders for the next files of the same kind.
    [[nodiscard]] media::DecoderShelf& decoders() noexcept { return *m_decoders; }

    /// Forgets a queue whose last job failed on it: the next one starts with a fresh one.
    void reset() noexcept;

private:
    device::Device* m_device;
    device::Device* m_host;
    device::DeviceFacts m_facts;
    std::unique_ptr<media::DecoderShelf> m_decoders;
    media::HardwareMaker m_makeHardware;
    std::unique_ptr<device::Queue> m_queue;
    std::unique_ptr<media::HardwareFrames> m_hardware;  ///< Of m_queue.
    std::unique_ptr<device::Queue> m_hostQueue;
};

}  // namespace fotograma::pipeline
