/// Host memory that the device copies from and to by itself, kept for the next picture of its size.
///
/// Errors   ResourceExhausted when the driver has no more.
/// Owner    blocks keep the pool alive and return to it with their last reference; nothing may still be copying then.
/// Thread   any.
/// Cost     a map look-up. Pinning anew makes the driver wait for the device, so up to kMostUnusedBytes wait unused.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>

#include "gpu/handles.h"

namespace fotograma::gpu {

class PinnedPool : public std::enable_shared_from_this<PinnedPool> {
public:
    explicit PinnedPool(ContextPtr context) : m_context(std::move(context)) {}

    base::Result<std::shared_ptr<std::byte>> allocate(std::size_t bytes);

    /// Whether an address lies in a living block of this pool: copies from there need no detour.
    [[nodiscard]] bool holds(const void* address) const;

private:
    static constexpr std::size_t kMostUnusedBytes = std::size_t{256} << 20;

    void giveBack(std::byte* data);

    ContextPtr m_context;
    mutable std::mutex m_mutex;  ///< Protects all below.
    std::multimap<std::size_t, PinnedMemory> m_free;
    std::map<const std::byte*, PinnedMemory> m_living;
    std::size_t m_unusedBytes = 0;
};

}  // namespace fotograma::gpu
