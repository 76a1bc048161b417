/// One run of Point kernels on one queue: its tables in place, its arguments filled for each frame.
///
/// Owner    the tables; borrows the queue.
/// Thread   one at a time.
#pragma once

#include <vector>

#include "engine/device/device.h"
#include "engine/filter/fusion.h"

namespace fotograma::filter {

class RunCall {
public:
    /// Uploads the tables.
    static base::Result<RunCall> create(PointRun run, device::Queue& queue);

    [[nodiscard]] const PointRun& run() const noexcept { return m_run; }
    /// What a picture becomes that goes through the run.
    [[nodiscard]] frame::FrameInfo infoOf(const frame::FrameInfo& input) const;

    /// For the frame of that moment; planes are set by whoever knows them.
    [[nodiscard]] pixel::RunArgs& begin(const frame::FrameInfo& moment);

private:
    explicit RunCall(PointRun run) : m_run(std::move(run)), m_args(m_run.args()) {}

    PointRun m_run;
    pixel::RunArgs m_args;
    std::vector<device::Buffer> m_tables;
};

}  // namespace fotograma::filter
