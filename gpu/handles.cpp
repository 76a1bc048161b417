#include "gpu/handles.h"

namespace fotograma::gpu {

using cuda::Code;
using cuda::Functions;

base::Result<ContextPtr> PrimaryContext::retain(std::shared_ptr<const Driver> driver, cuda::Device device) {
    cuda::Context context = nullptr;
    const Code code = driver->call(&Functions::cuDevicePrimaryCtxRetain, &context, device);
    FOTOGRAMA_RETURN_IF_ERROR(driver->translate(code, "starting"));
    return std::make_shared<const PrimaryContext>(Key{}, std::move(driver), device, context);
}

base::Result<Event> Event::create(ContextPtr context) {
    cuda::EventHandle raw = nullptr;
    const ContextGuard guard(*context);
    FOTOGRAMA_RETURN_IF_ERROR(guard.run("making an event", &Functions::cuEventCreate, &raw, cuda::kEventDisableTiming));
    return Event(Owned(std::move(context), raw));
}

base::Status Event::record(const Stream& stream) {
    return ContextGuard(*m_handle.context()).run("recording an event", &Functions::cuEventRecord, raw(), stream.raw());
}

base::Status Event::wait() const {
    return ContextGuard(*m_handle.context()).run("finishing its work", &Functions::cuEventSynchronize, raw());
}

bool Event::hasPassed() const {
    return ContextGuard(*m_handle.context()).call(&Functions::cuEventQuery, raw()) != Code::NotReady;
}

base::Result<std::shared_ptr<Stream>> Stream::create(ContextPtr context) {
    cuda::StreamHandle raw = nullptr;
    const ContextGuard guard(*context);
    FOTOGRAMA_RETURN_IF_ERROR(guard.run("making a queue", &Functions::cuStreamCreate, &raw, cuda::kStreamNonBlocking));
    return std::make_shared<Stream>(Owned(std::move(context), raw));
}

base::Status Stream::waitFor(const Stream& other) const {
    FOTOGRAMA_ASSIGN_OR_RETURN(Event reached, Event::create(context()));
    FOTOGRAMA_RETURN_IF_ERROR(reached.record(other));
    return ContextGuard(*context()).run("ordering two queues", &Functions::cuStreamWaitEvent, raw(), reached.raw(), 0U);
}

base::Status Stream::synchronize() const {
    return ContextGuard(*context()).run("finishing its work", &Functions::cuStreamSynchronize, raw());
}

base::Result<DeviceMemory> DeviceMemory::allocate(ContextPtr context, std::size_t bytes) {
    cuda::Address address = 0;
    const ContextGuard guard(*context);
    FOTOGRAMA_RETURN_IF_ERROR(guard.run("allocating memory", &Functions::cuMemAlloc_v2, &address, bytes));
    return DeviceMemory(Owned(std::move(context), address), bytes);
}

base::Result<PinnedMemory> PinnedMemory::allocate(ContextPtr context, std::size_t bytes) {
    void* data = nullptr;
    const ContextGuard guard(*context);
    FOTOGRAMA_RETURN_IF_ERROR(guard.run("allocating pinned memory", &Functions::cuMemHostAlloc, &data, bytes, 0U));
    return PinnedMemory(Owned(std::move(context), data), bytes);
}

}  // namespace fotograma::gpu
