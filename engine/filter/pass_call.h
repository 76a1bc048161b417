/// One prepared pass on one queue: its tables in place, its kernel's name complete, its arguments filled for each frame.
///
/// Owner    the tables; borrows the queue.
/// Thread   one at a time.
#pragma once

#include "engine/device/device.h"
#include "engine/filter/definition.h"

namespace fotograma::filter {

class PassCall {
public:
    /// Uploads the tables. `input` is what the pass reads.
    static base::Result<PassCall> create(const Pass& pass, const frame::PictureSpec& input, device::Queue& queue);

    [[nodiscard]] const Pass& pass() const noexcept { return m_pass; }
    /// From the next call on.
    void setParams(const PlaneParams& params) { m_pass.params = params; }

    /// Makes the output picture from `frames`, the oldest first; `current` is the one being made. Planes that the pass
    /// does not work on are those of the current frame, shared and not copied.
    base::Result<frame::Frame> run(std::span<const frame::Frame> frames, std::size_t current);

    /// Reduce: appends the launches that add to `counters`, an address of the queue's device. They refer to this object
    /// and go, with those of other passes, to Queue::launchTogether with `frames`.
    void reduce(std::span<const frame::Frame> frames, std::size_t current, pixel::u64* counters,
                std::vector<device::KernelCall>& calls);

private:
    PassCall(const Pass& pass, const frame::PictureSpec& input, device::Queue& queue);

    [[nodiscard]] bool worksOn(int plane) const noexcept { return (m_pass.planeMask >> plane & 1U) != 0; }
    void fillCall(std::span<const frame::Frame> frames, std::size_t current);
    void fillPlane(int plane, const frame::Plane& items);

    Pass m_pass;
    frame::PictureSpec m_input;
    device::Queue* m_queue;
    std::string m_kernel;
    std::array<device::Buffer, pixel::kMaxPlanes> m_tables;
    device::KernelCall m_call;
};

}  // namespace fotograma::filter
