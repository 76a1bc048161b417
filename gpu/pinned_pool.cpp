#include "gpu/pinned_pool.h"

#include <optional>

namespace fotograma::gpu {

base::Result<std::shared_ptr<std::byte>> PinnedPool::allocate(std::size_t bytes) {
    std::optional<PinnedMemory> memory;
    {
        const std::lock_guard lock(m_mutex);
        if (const auto found = m_free.find(bytes); found != m_free.end()) {
            memory = std::move(found->second);
            m_free.erase(found);
            m_unusedBytes -= bytes;
        }
    }
    if (!memory) {
        FOTOGRAMA_ASSIGN_OR_RETURN(memory, PinnedMemory::allocate(m_context, bytes));
    }
    std::byte* const data = memory->data();
    {
        const std::lock_guard lock(m_mutex);
        m_living.emplace(data, std::move(*memory));
    }
    return std::shared_ptr<std::byte>(data, [pool = shared_from_this()](std::byte* gone) { pool->giveBack(gone); });
}

bool PinnedPool::holds(const void* address) const {
    const auto* const wanted = static_cast<const std::byte*>(address);
    const std::lock_guard lock(m_mutex);
    auto after = m_living.upper_bound(wanted);
    if (after == m_living.begin()) return false;
    const auto& [start, memory] = *--after;
    return wanted < start + memory.bytes();
}

void PinnedPool::giveBack(std::byte* data) {
    decltype(m_living)::node_type gone;  // freed after the lock is gone: the driver waits for the device
    const std::lock_guard lock(m_mutex);
    gone = m_living.extract(data);
    const std::size_t bytes = gone.mapped().bytes();
    if (m_unusedBytes + bytes > kMostUnusedBytes) return;
    m_unusedBytes += bytes;
    m_free.emplace(bytes, std::move(gone.mapped()));
}

}  // namespace fotograma::gpu
