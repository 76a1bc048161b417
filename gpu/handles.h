/// Owning handles over the driver's objects: each frees what it holds, in its context, without waiting for the device.
///
/// Errors   create: what Driver::translate makes of the driver's code; ResourceExhausted for memory.
/// Owner    every handle is move-only and keeps the primary context (and so the driver) alive.
/// Thread   any; one object by one thread at a time.
#pragma once

#include <atomic>
#include <memory>
#include <span>
#include <utility>

#include "gpu/driver.h"

namespace fotograma::gpu {

/// The context that every library of this process shares on one device.
class PrimaryContext {
    struct Key {};  // who can name it may construct

public:
    PrimaryContext(Key, std::shared_ptr<const Driver> driver, cuda::Device device, cuda::Context context)
        : m_driver(std::move(driver)), m_device(device), m_context(context) {}
    static base::Result<std::shared_ptr<const PrimaryContext>> retain(std::shared_ptr<const Driver> driver,
                                                                      cuda::Device device);
    ~PrimaryContext() { m_driver->call(&cuda::Functions::cuDevicePrimaryCtxRelease_v2, m_device); }
    PrimaryContext(const PrimaryContext&) = delete;
    PrimaryContext& operator=(const PrimaryContext&) = delete;

    [[nodiscard]] const Driver& driver() const noexcept { return *m_driver; }
    [[nodiscard]] cuda::Context raw() const noexcept { return m_context; }
    [[nodiscard]] cuda::Device device() const noexcept { return m_device; }

private:
    std::shared_ptr<const Driver> m_driver;
    cuda::Device m_device;
    cuda::Context m_context;
};

using ContextPtr = std::shared_ptr<const PrimaryContext>;

/// Makes a context the calling thread's current one for a scope, and the driver's functions callable in it.
class ContextGuard {
public:
    explicit ContextGuard(const PrimaryContext& context) : m_driver(context.driver()) {
        m_pushed = m_driver.call(&cuda::Functions::cuCtxPushCurrent_v2, context.raw()) == cuda::Code::Success;
    }
    ~ContextGuard() {
        cuda::Context popped = nullptr;
        if (m_pushed) m_driver.call(&cuda::Functions::cuCtxPopCurrent_v2, &popped);
    }
    ContextGuard(const ContextGuard&) = delete;
    ContextGuard& operator=(const ContextGuard&) = delete;

    template <class Signature, class... Args>
    cuda::Code call(Signature cuda::Functions::*function, Args... args) const {
        return m_driver.call(function, args...);
    }
    /// The call as a Status; `doing` as in Driver::translate.
    template <class Signature, class... Args>
    base::Status run(std::string_view doing, Signature cuda::Functions::*function, Args... args) const {
        return m_driver.translate(m_driver.call(function, args...), doing);
    }

private:
    const Driver& m_driver;
    bool m_pushed;
};

/// A raw handle that one function of the driver destroys.
template <class Raw, auto kDestroy>
class Handle {
public:
    Handle(ContextPtr context, Raw raw) : m_context(std::move(context)), m_raw(raw) {}
    Handle(Handle&& other) noexcept : m_context(std::move(other.m_context)), m_raw(std::exchange(other.m_raw, Raw{})) {}
    Handle& operator=(Handle&& other) noexcept {
        std::swap(m_context, other.m_context);
        std::swap(m_raw, other.m_raw);
        return *this;
    }
    ~Handle() {
        if (m_raw != Raw{}) ContextGuard(*m_context).call(kDestroy, m_raw);
    }

    [[nodiscard]] Raw raw() const noexcept { return m_raw; }
    [[nodiscard]] const ContextPtr& context() const noexcept { return m_context; }

private:
    ContextPtr m_context;
    Raw m_raw;
};

/// Marks a place in a stream's order. Destroying a recorded event takes nothing from those who wait for it.
class Event {
public:
    static base::Result<Event> create(ContextPtr context);

    base::Status record(const class Stream& stream);
    base::Status wait() const;             ///< Until what was recorded has run.
    [[nodiscard]] bool hasPassed() const;  ///< True also when the context is lost: nothing runs there any more.
    [[nodiscard]] cuda::EventHandle raw() const noexcept { return m_handle.raw(); }

private:
    using Owned = Handle<cuda::EventHandle, &cuda::Functions::cuEventDestroy_v2>;
    explicit Event(Owned handle) : m_handle(std::move(handle)) {}
    Owned m_handle;
};

/// An order of work on a device. Streams do not wait for each other but by waitFor.
class Stream {
    using Owned = Handle<cuda::StreamHandle, &cuda::Functions::cuStreamDestroy_v2>;

public:
    explicit Stream(Owned handle) : m_handle(std::move(handle)) {}
    static base::Result<std::shared_ptr<Stream>> create(ContextPtr context);

    /// What is enqueued here from now on runs after everything that `other` holds now.
    base::Status waitFor(const Stream& other) const;
    base::Status synchronize() const;
    [[nodiscard]] cuda::StreamHandle raw() const noexcept { return m_handle.raw(); }
    [[nodiscard]] const ContextPtr& context() const noexcept { return m_handle.context(); }

    /// Queues say when they begin and end to work here. When the last one has ended, no work will come any more: memory
    /// whose order this stream keeps may go to others.
    void enter() noexcept { ++m_users; }
    void leave() noexcept { --m_users; }
    [[nodiscard]] bool isRetired() const noexcept { return m_users == 0; }

private:
    Owned m_handle;
    std::atomic<int> m_users = 0;
};

/// Bytes on the device. Freeing makes the driver wait for the device: the pool does that only when memory is short.
class DeviceMemory {
public:
    static base::Result<DeviceMemory> allocate(ContextPtr context, std::size_t bytes);

    [[nodiscard]] cuda::Address address() const noexcept { return m_handle.raw(); }
    [[nodiscard]] std::size_t bytes() const noexcept { return m_bytes; }

private:
    using Owned = Handle<cuda::Address, &cuda::Functions::cuMemFree_v2>;
    DeviceMemory(Owned handle, std::size_t bytes) : m_handle(std::move(handle)), m_bytes(bytes) {}
    Owned m_handle;
    std::size_t m_bytes;
};

/// Host memory that the device copies from and to without the processor's help.
class PinnedMemory {
public:
    static base::Result<PinnedMemory> allocate(ContextPtr context, std::size_t bytes);

    [[nodiscard]] std::byte* data() const noexcept { return static_cast<std::byte*>(m_handle.raw()); }
    [[nodiscard]] std::size_t bytes() const noexcept { return m_bytes; }

private:
    using Owned = Handle<void*, &cuda::Functions::cuMemFreeHost>;
    PinnedMemory(Owned handle, std::size_t bytes) : m_handle(std::move(handle)), m_bytes(bytes) {}
    Owned m_handle;
    std::size_t m_bytes;
};

}  // namespace fotograma::gpu
