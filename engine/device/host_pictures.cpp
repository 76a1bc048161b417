#include "engine/device/host_pictures.h"

#include <algorithm>
#include <mutex>
#include <new>
#include <vector>

#include "engine/base/text.h"

namespace fotograma::device {
namespace {

constexpr std::size_t kMostIdle = 4;
constexpr std::size_t kMostIdleBytes = std::size_t{32} << 20;
/// Less comes from the C library as fast.
constexpr std::size_t kLeastBytes = std::size_t{128} << 10;
constexpr std::align_val_t kAlignment{frame::kPitchAlignment};

struct AlignedDelete {
    void operator()(std::byte* block) const noexcept { ::operator delete[](block, kAlignment); }
};
using Block = std::unique_ptr<std::byte[], AlignedDelete>;

}  // namespace

struct HostPictures::Idle {
    struct Waiting {
        Block block;
        std::size_t bytes;
    };

    /// The block of that size that was used last, hence nearest; null where there is none.
    Block take(std::size_t bytes) {
        const std::scoped_lock lock(m_mutex);
        const auto found = std::ranges::find(m_waiting.rbegin(), m_waiting.rend(), bytes, &Waiting::bytes);
        if (found == m_waiting.rend()) return nullptr;
        Block block = std::move(found->block);
        m_waiting.erase(std::next(found).base());
        return block;
    }

    /// The oldest make room: a chain of another size comes into its own after a few frames.
    void give(Block block, std::size_t bytes) {
        std::vector<Waiting> dropped;  // Freed without the lock.
        const std::scoped_lock lock(m_mutex);
        m_waiting.push_back({std::move(block), bytes});
        m_bytes = 0;
        for (const Waiting& each : m_waiting) m_bytes += each.bytes;
        while (m_waiting.size() > kMostIdle || m_bytes > kMostIdleBytes) {
            m_bytes -= m_waiting.front().bytes;
            dropped.push_back(std::move(m_waiting.front()));
            m_waiting.erase(m_waiting.begin());
        }
    }

private:
    std::mutex m_mutex;  ///< Of all below.
    std::vector<Waiting> m_waiting;
    std::size_t m_bytes = 0;
};

HostPictures::HostPictures() : m_idle(std::make_shared<Idle>()) {}

base::Result<frame::MutableFrame> HostPictures::allocate(const frame::FrameInfo& info) {
    FOTOGRAMA_ASSIGN_OR_RETURN(frame::PictureLayout layout, frame::layOut(info.spec, frame::kPitchAlignment));
    const std::size_t bytes = layout.totalBytes;
    if (bytes < kLeastBytes) return frame::MutableFrame::allocateHost(info);
    Block block = m_idle->take(bytes);
    if (!block) block.reset(static_cast<std::byte*>(::operator new[](bytes, kAlignment, std::nothrow)));
    if (!block) return frame::MutableFrame::allocateHost(info);  // It says what is wrong.
    std::byte* const data = block.release();
    // The pool may end before its pictures.
    std::shared_ptr<void> storage(data, [idle = std::weak_ptr(m_idle), bytes](void* used) {
        Block back(static_cast<std::byte*>(used));
        if (const auto pool = idle.lock()) pool->give(std::move(back), bytes);
    });
    const int planes = info.spec.format.planes();
    for (int i = 0; i < planes; ++i) layout.planes[i].data = data + layout.offsetBytes[i];
    frame::FrameInfo own = info;
    own.device = frame::DeviceId::Host;
    return frame::MutableFrame(std::move(own), std::span(layout.planes, static_cast<std::size_t>(planes)),
                               std::move(storage));
}

}  // namespace fotograma::device
