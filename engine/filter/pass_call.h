/// One prepared pass on one queue: its tables in place, its kernel's name complete, its arguments filled for each frame.
///
/// Owner    the tables; borrows the queue.
/// Thread   one at a time.
#pragma once

#include "engine/device/device.h"
#include "engine/device/host_bands.h"
#include "engine/device/host_loops.h"
#include "engine/filter/definition.h"

namespace fotograma::filter {

/// What was made, with planes outside the mask taken from another picture, shared and not copied.
[[nodiscard]] frame::Frame withPlanesOf(const frame::Frame& made, const frame::Frame& source, unsigned planeMask);

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

    /// By rows of blocks, on the host alone: begin takes the frames, or of a pass that reads what another has just made
    /// only the moment; then rows makes them, from any thread. `in` is what is read instead of the frames, if not null.
    void begin(std::span<const frame::Frame> frames, std::size_t current) { fillCall(frames, current); }
    void begin(const frame::FrameInfo& moment);
    void rows(device::HostLoops::Rows loop, const device::Planes* in, const device::Planes& out, int firstBlock,
              int endBlock) const;
    /// Its name with sample types, as KernelCall::kernel.
    [[nodiscard]] const std::string& kernel() const noexcept { return m_kernel; }

    /// Reduce: appends the launches that add to `counters`, an address of the queue's device. They refer to this object
    /// and go, with those of other passes, to Queue::launchTogether with `frames`.
    void reduce(std::span<const frame::Frame> frames, std::size_t current, pixel::u64* counters,
                std::vector<device::KernelCall>& calls);

private:
    PassCall(const Pass& pass, const frame::PictureSpec& input, device::Queue& queue);

    [[nodiscard]] bool worksOn(int plane) const noexcept { return (m_pass.planeMask >> plane & 1U) != 0; }
    void fillCall(std::span<const frame::Frame> frames, std::size_t current);
    void fillPlane(int plane, const frame::Plane& items);
    void fillParams(int plane, pixel::KernelArgs& args) const;

    Pass m_pass;
    frame::PictureSpec m_input;
    device::Queue* m_queue;
    std::string m_kernel;
    std::array<device::Buffer, pixel::kMaxPlanes> m_tables;
    device::KernelCall m_call;
};

}  // namespace fotograma::filter
