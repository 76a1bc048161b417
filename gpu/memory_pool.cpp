#include "gpu/memory_pool.h"

#include <algorithm>
#include <bit>

#include "engine/base/text.h"

namespace fotograma::gpu {
namespace {

constexpr std::size_t kSmallestBlock = 512;

/// Eight sizes to each power of two: pictures of nearly one size share blocks.
std::size_t blockBytes(std::size_t bytes) {
    const std::size_t wanted = std::max(bytes, kSmallestBlock);
    const std::size_t step = std::max(std::bit_floor(wanted) / 8, kSmallestBlock);
    return (wanted + step - 1) / step * step;
}

cuda::Address toAddress(const void* pointer) {
    return static_cast<cuda::Address>(reinterpret_cast<std::uintptr_t>(pointer));
}

}  // namespace

base::Result<MemoryPool::Allocation> MemoryPool::allocate(std::size_t bytes, const std::shared_ptr<Stream>& home) {
    FOTOGRAMA_ASSIGN_OR_RETURN(Block block, obtain(blockBytes(bytes), home));
    const cuda::Address address = block.memory.address();
    {
        const std::lock_guard lock(m_mutex);
        m_usage.usedBytes += static_cast<std::int64_t>(block.memory.bytes());
        m_living.emplace(address, std::move(block));
    }
    const auto giveBackTo = [pool = shared_from_this(), address](void*) { pool->giveBack(address); };
    return Allocation{address, bytes,
                      std::shared_ptr<void>(reinterpret_cast<void*>(static_cast<std::uintptr_t>(address)), giveBackTo)};
}

/// From the cheapest source that has it: this stream's own blocks, those of queues that are gone, new memory, blocks of
/// busy queues (the device then waits for them), and at last new memory after everything unused was given back.
base::Result<MemoryPool::Block> MemoryPool::obtain(std::size_t bytes, const std::shared_ptr<Stream>& home) {
    if (auto block = takeFree(bytes, home, From::Home)) return std::move(*block);
    if (auto block = takeFree(bytes, home, From::RetiredStreams)) return std::move(*block);
    auto fresh = DeviceMemory::allocate(m_context, bytes);
    if (!fresh && fresh.error().code == base::ErrorCode::ResourceExhausted) {
        if (auto block = takeFree(bytes, home, From::AnyStream)) return std::move(*block);
        trim();
        fresh = DeviceMemory::allocate(m_context, bytes);
        if (!fresh) return std::unexpected(exhausted(bytes, std::move(fresh).error()));
    }
    if (!fresh) return std::unexpected(std::move(fresh).error());
    return Block{std::move(*fresh), home};
}

std::optional<MemoryPool::Block> MemoryPool::takeFree(std::size_t bytes, const std::shared_ptr<Stream>& home,
                                                      From from) {
    std::optional<Block> taken;
    {
        const std::lock_guard lock(m_mutex);
        const auto fits = [&](const FreeBlocks::value_type& entry) {
            const Stream& stream = *entry.second.home;
            return from == From::AnyStream || (from == From::Home ? &stream == home.get() : stream.isRetired());
        };
        const auto [first, last] = m_free.equal_range(bytes);
        const auto found = std::find_if(first, last, fits);
        if (found == last) return std::nullopt;
        taken = std::move(found->second);
        m_free.erase(found);
        m_usage.unusedBytes -= static_cast<std::int64_t>(bytes);
    }
    if (taken->home != home) {
        // Its last use may still be waiting to run over there. If even that cannot be said, the block is let go.
        if (!home->waitFor(*taken->home)) return std::nullopt;
        taken->home = home;
    }
    return taken;
}

void MemoryPool::giveBack(cuda::Address address) {
    const std::lock_guard lock(m_mutex);
    auto living = m_living.extract(address);
    FOTOGRAMA_ASSERT(!living.empty(), "device memory was returned to a pool it is not of");
    const std::size_t bytes = living.mapped().memory.bytes();
    m_usage.usedBytes -= static_cast<std::int64_t>(bytes);
    m_usage.unusedBytes += static_cast<std::int64_t>(bytes);
    m_free.emplace(bytes, std::move(living.mapped()));
}

std::shared_ptr<Stream> MemoryPool::homeOf(const void* pointer) const {
    const cuda::Address address = toAddress(pointer);
    const std::lock_guard lock(m_mutex);
    auto after = m_living.upper_bound(address);
    if (after == m_living.begin()) return nullptr;
    const auto& [start, block] = *--after;
    return address - start < block.memory.bytes() ? block.home : nullptr;
}

MemoryPool::Usage MemoryPool::usage() const {
    const std::lock_guard lock(m_mutex);
    return m_usage;
}

void MemoryPool::trim() {
    FreeBlocks unused;  // freed after the lock is gone: the driver waits for the device
    const std::lock_guard lock(m_mutex);
    unused.swap(m_free);
    m_usage.unusedBytes = 0;
}

base::Error MemoryPool::exhausted(std::size_t bytes, base::Error cause) const {
    std::size_t freeBytes = 0;
    std::size_t totalBytes = 0;
    ContextGuard(*m_context).call(&cuda::Functions::cuMemGetInfo_v2, &freeBytes, &totalBytes);
    cause.message = base::concat("The GPU has no room for ", base::humanBytes(static_cast<std::int64_t>(bytes)),
                                 ": this program uses ", base::humanBytes(usage().usedBytes), " of ",
                                 base::humanBytes(static_cast<std::int64_t>(totalBytes)), ", and ",
                                 base::humanBytes(static_cast<std::int64_t>(freeBytes)), " are free.");
    return cause;
}

}  // namespace fotograma::gpu
