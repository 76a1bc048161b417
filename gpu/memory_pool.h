/// Device memory that returns to its pool in stream order: freeing and reusing never wait for the device.
///
/// Shape    a block belongs to the stream it was allocated for (its home). Freed, it is handed to the next allocation
///          for that stream at once: what still reads it there runs before what will write it. Whoever uses a block on
///          another stream keeps it until that work has run (gpu/cuda_queue.h does).
/// Errors   ResourceExhausted when the device has no memory left, also after everything unused was given back.
/// Owner    allocations keep the pool alive; they may outlive the queue they were made for.
/// Thread   any.
/// Cost     one map look-up; sizes are rounded up to an eighth of their power of two, so at most 12.5 % is wasted.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>

#include "gpu/handles.h"

namespace fotograma::gpu {

class MemoryPool : public std::enable_shared_from_this<MemoryPool> {
public:
    explicit MemoryPool(ContextPtr context) : m_context(std::move(context)) {}

    struct Allocation {
        cuda::Address address = 0;
        std::size_t bytes = 0;          ///< As asked for.
        std::shared_ptr<void> storage;  ///< The last copy returns the memory, on any thread.
    };
    base::Result<Allocation> allocate(std::size_t bytes, const std::shared_ptr<Stream>& home);

    /// The home of the living allocation that holds this address; null when it is none of ours.
    [[nodiscard]] std::shared_ptr<Stream> homeOf(const void* address) const;

    struct Usage {
        std::int64_t usedBytes = 0;    ///< In living allocations.
        std::int64_t unusedBytes = 0;  ///< Held for the next ones.
    };
    [[nodiscard]] Usage usage() const;

    /// Gives all unused memory back to the driver. Waits for the device.
    void trim();

private:
    struct Block {
        DeviceMemory memory;
        std::shared_ptr<Stream> home;
    };
    using FreeBlocks = std::multimap<std::size_t, Block>;  ///< By size.

    enum class From { Home, RetiredStreams, AnyStream };
    std::optional<Block> takeFree(std::size_t bytes, const std::shared_ptr<Stream>& home, From from);
    base::Result<Block> obtain(std::size_t bytes, const std::shared_ptr<Stream>& home);
    void giveBack(cuda::Address address);
    base::Error exhausted(std::size_t bytes, base::Error cause) const;

    ContextPtr m_context;
    mutable std::mutex m_mutex;  ///< Protects all below.
    FreeBlocks m_free;
    std::map<cuda::Address, Block> m_living;
    Usage m_usage;
};

}  // namespace fotograma::gpu
