#include "gpu/cuda_device.h"

#include <array>

#include "engine/base/log.h"
#include "engine/base/text.h"
#include "gpu/cuda_queue.h"
#include "gpu/jit.h"
#include "gpu/memory_pool.h"
#include "gpu/modules.h"
#include "gpu/pinned_pool.h"

namespace fotograma::gpu {

using base::concat;
using cuda::Attribute;
using cuda::Functions;

namespace {

int attribute(const Driver& driver, cuda::Device device, Attribute which) {
    int value = 0;
    driver.call(&Functions::cuDeviceGetAttribute, &value, which, device);
    return value;
}

std::string deviceText(int ordinal) { return concat("cuda:", ordinal); }

/// Everything the driver tells without a context.
base::Result<device::DeviceFacts> readFacts(const Driver& driver, int ordinal, cuda::Device& device) {
    FOTOGRAMA_RETURN_IF_ERROR(driver.translate(driver.call(&Functions::cuDeviceGet, &device, ordinal), "opening it"));
    std::array<char, 256> name{};
    driver.call(&Functions::cuDeviceGetName, name.data(), static_cast<int>(name.size() - 1), device);
    std::size_t memoryBytes = 0;
    driver.call(&Functions::cuDeviceTotalMem_v2, &memoryBytes, device);
    device::DeviceFacts facts;
    facts.id = frame::cudaDevice(ordinal);
    facts.text = deviceText(ordinal);
    facts.name = name.data();
    facts.memoryBytes = static_cast<std::int64_t>(memoryBytes);
    facts.computeUnits = attribute(driver, device, Attribute::MultiprocessorCount);
    facts.traits = {concat("compute ", attribute(driver, device, Attribute::ComputeCapabilityMajor), ".",
                           attribute(driver, device, Attribute::ComputeCapabilityMinor)),
                    driver.versionText()};
    return facts;
}

FoundDevice find(const std::shared_ptr<const Driver>& driver, int ordinal, std::span<const std::byte> code) {
    FoundDevice found;
    found.facts.id = frame::cudaDevice(ordinal);
    found.facts.text = deviceText(ordinal);
    cuda::Device raw = 0;
    if (auto facts = readFacts(*driver, ordinal, raw)) found.facts = std::move(*facts);
    auto device = CudaDevice::create(driver, ordinal, code);
    if (device) {
        found.device = std::move(*device);
        found.facts = found.device->facts();
    } else {
        found.reason = device.error().message;
    }
    return found;
}

}  // namespace

base::Result<std::shared_ptr<CudaDevice>> CudaDevice::create(std::shared_ptr<const Driver> driver, int ordinal,
                                                             std::span<const std::byte> code) {
    cuda::Device raw = 0;
    FOTOGRAMA_ASSIGN_OR_RETURN(device::DeviceFacts facts, readFacts(*driver, ordinal, raw));
    FOTOGRAMA_ASSIGN_OR_RETURN(ContextPtr context, PrimaryContext::retain(std::move(driver), raw));
    FOTOGRAMA_ASSIGN_OR_RETURN(std::unique_ptr<Module> module, Module::load(context, code));
    auto pool = std::make_shared<MemoryPool>(context);
    const auto capability = [&](Attribute which) { return attribute(context->driver(), raw, which); };
    const std::string architecture =
        concat("sm_", capability(Attribute::ComputeCapabilityMajor), capability(Attribute::ComputeCapabilityMinor));
    auto jit = std::make_shared<Jit>(context, architecture, CubinCache(base::userFolders().cache / "kernels"));
    auto pinned = std::make_shared<PinnedPool>(context);
    return std::make_shared<CudaDevice>(DeviceParts{std::move(facts), std::move(context), std::move(pool),
                                                    std::move(pinned), std::move(module), std::move(jit)});
}

device::DeviceFacts CudaDevice::facts() const {
    device::DeviceFacts facts = m_parts->facts;
    std::size_t freeBytes = 0;
    std::size_t totalBytes = 0;
    ContextGuard(*m_parts->context).call(&Functions::cuMemGetInfo_v2, &freeBytes, &totalBytes);
    // What the pool holds unused is as good as free.
    facts.freeBytes = static_cast<std::int64_t>(freeBytes) + m_parts->pool->usage().unusedBytes;
    return facts;
}

bool CudaDevice::hasKernel(std::string_view name) const { return m_parts->module->find(name).has_value(); }

base::Result<std::unique_ptr<device::Queue>> CudaDevice::createQueue() {
    FOTOGRAMA_ASSIGN_OR_RETURN(std::shared_ptr<Stream> stream, Stream::create(m_parts->context));
    return std::make_unique<CudaQueue>(m_parts, std::move(stream));
}

Probe probe() {
    // Without code no device can be used, so the driver is left alone.
    if (embeddedCode().empty()) return {{}, "This build has no GPU code: it was made without a CUDA compiler."};
    return probe(Driver::open(), embeddedCode());
}

Probe probe(base::Result<std::shared_ptr<const Driver>> driver, std::span<const std::byte> code) {
    Probe result;
    if (!driver) {
        result.reason = driver.error().message;
        if (!driver.error().detail.empty()) base::logDebug("gpu", driver.error().detail);
        return result;
    }
    const int count = (*driver)->deviceCount();
    for (int ordinal = 0; ordinal < count; ++ordinal) {
        result.devices.push_back(find(*driver, ordinal, code));
        if (const FoundDevice& last = result.devices.back(); !last.reason.empty())
            base::logWarning("gpu", concat(last.facts.text, " cannot be used. ", last.reason));
    }
    return result;
}

}  // namespace fotograma::gpu
