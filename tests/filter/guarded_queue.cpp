#include "tests/filter/guarded_queue.h"

#include <algorithm>
#include <cstring>

namespace fotograma::tests {
namespace {

constexpr std::byte kGuard{0xA5};
constexpr std::size_t kGuardBytes = 192;
constexpr std::ptrdiff_t kPadding = 22;  // Of a row: even, and no multiple of what vectors want.

}  // namespace

base::Result<frame::MutableFrame> GuardedQueue::allocate(const frame::FrameInfo& info) {
    const frame::PictureFormat& format = info.spec.format;
    Block block{std::make_shared<std::vector<std::byte>>(), {}, format.bytesPerSample()};
    std::vector<std::size_t> offsets;
    std::size_t total = kGuardBytes;
    for (int i = 0; i < format.planes(); ++i) {
        frame::Plane plane;
        plane.width = format.planeWidth(i, info.spec.width);
        plane.height = format.planeHeight(i, info.spec.height);
        // Floats must lie on whole floats.
        plane.pitchBytes = (plane.width * block.bytesPerSample + kPadding + 3) / 4 * 4;
        offsets.push_back(total);
        total += static_cast<std::size_t>(plane.pitchBytes * plane.height) + kGuardBytes;
        block.planes.push_back(plane);
    }
    block.bytes->assign(total, kGuard);
    for (std::size_t i = 0; i < offsets.size(); ++i) block.planes[i].data = block.bytes->data() + offsets[i];
    m_blocks.push_back(block);
    frame::FrameInfo here = info;
    here.device = frame::DeviceId::Host;
    return frame::MutableFrame(here, block.planes, block.bytes);
}

frame::Frame GuardedQueue::guarded(const frame::Frame& source) {
    auto copy = *allocate(source.info());
    for (int i = 0; i < source.planes(); ++i) {
        const frame::Plane& from = source.plane(i);
        const frame::Plane& to = copy.plane(i);
        for (int y = 0; y < from.height; ++y) {
            std::memcpy(to.data + y * to.pitchBytes, from.data + y * from.pitchBytes,
                        static_cast<std::size_t>(from.width * source.spec().format.bytesPerSample()));
        }
    }
    return std::move(copy).freeze();
}

bool GuardedQueue::guardsAreWhole() const {
    const auto isWhole = [](const std::byte* first, const std::byte* end) {
        return std::all_of(first, end, [](std::byte byte) { return byte == kGuard; });
    };
    return std::ranges::all_of(m_blocks, [&](const Block& block) {
        // Between the rows of all planes, in order of memory, lies nothing but guards.
        const std::byte* from = block.bytes->data();
        for (const frame::Plane& plane : block.planes) {
            for (int y = 0; y < plane.height; ++y) {
                const std::byte* row = plane.data + y * plane.pitchBytes;
                if (!isWhole(from, row)) return false;
                from = row + plane.width * block.bytesPerSample;
            }
        }
        return isWhole(from, block.bytes->data() + block.bytes->size());
    });
}

}  // namespace fotograma::tests
