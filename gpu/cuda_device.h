/// Device on CUDA, and the question which devices there are.
///
/// Errors   as engine/device/device.h. A kernel that runs wild takes the device from this program for good: every later
///          call fails with NoDevice, and jobs continue on the host.
/// Owner    queues and memory keep what they need of the device alive; the order of destruction does not matter.
/// Thread   Device: any.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/device/device.h"
#include "gpu/driver.h"

namespace fotograma::gpu {

class Jit;
class MemoryPool;
class Module;
class PinnedPool;
class PrimaryContext;

/// What the queues of one device share.
struct DeviceParts {
    device::DeviceFacts facts;  ///< But freeBytes, which is asked for anew.
    std::shared_ptr<const PrimaryContext> context;
    std::shared_ptr<MemoryPool> pool;
    std::shared_ptr<PinnedPool> pinned;
    std::shared_ptr<Module> module;
    std::shared_ptr<Jit> jit;
};

class CudaDevice final : public device::Device {
public:
    /// Takes the device's primary context and loads the code.
    static base::Result<std::shared_ptr<CudaDevice>> create(std::shared_ptr<const Driver> driver, int ordinal,
                                                            std::span<const std::byte> code);
    explicit CudaDevice(DeviceParts parts) : m_parts(std::make_shared<const DeviceParts>(std::move(parts))) {}

    [[nodiscard]] device::DeviceFacts facts() const override;
    [[nodiscard]] bool hasKernel(std::string_view name) const override;
    base::Result<std::unique_ptr<device::Queue>> createQueue() override;

    [[nodiscard]] const PrimaryContext& context() const noexcept { return *m_parts->context; }
    [[nodiscard]] MemoryPool& pool() const noexcept { return *m_parts->pool; }

private:
    std::shared_ptr<const DeviceParts> m_parts;
};

/// One device that the driver shows.
struct FoundDevice {
    device::DeviceFacts facts;               ///< Known as far as the driver tells, also when it cannot be used.
    std::shared_ptr<device::Device> device;  ///< Null when it cannot be used.
    std::string reason;                      ///< Then one sentence why; else empty.
};

struct Probe {
    std::vector<FoundDevice> devices;  ///< In the driver's order.
    std::string reason;                ///< One sentence why there are none; empty when there is at least one.
};

/// Looks for CUDA devices and makes those that can be used ready. No device is an ordinary answer.
/// Cost     opens the driver and a context on every device: tenths of a second where there is one, else nothing.
[[nodiscard]] Probe probe();

/// The same with a driver and code of the caller's choice.
[[nodiscard]] Probe probe(base::Result<std::shared_ptr<const Driver>> driver, std::span<const std::byte> code);

}  // namespace fotograma::gpu
