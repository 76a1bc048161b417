#include "engine/filter/run_call.h"

namespace fotograma::filter {

base::Result<RunCall> RunCall::create(PointRun run, device::Queue& queue) {
    RunCall call(std::move(run));
    for (std::size_t i = 0; i < call.m_run.tables().size(); ++i) {
        const std::vector<std::byte>& table = call.m_run.tables()[i];
        if (table.empty()) continue;
        FOTOGRAMA_ASSIGN_OR_RETURN(device::Buffer buffer, queue.allocateBytes(table.size()));
        FOTOGRAMA_RETURN_IF_ERROR(queue.write(buffer, table));
        call.m_args.steps[i].table = buffer.data();
        call.m_tables.push_back(std::move(buffer));
    }
    return call;
}

frame::FrameInfo RunCall::infoOf(const frame::FrameInfo& input) const {
    frame::FrameInfo info = input;
    info.spec = m_run.output();
    if (m_run.leavesHdr()) {
        info.masteringDisplay.reset();
        info.contentLight.reset();
    }
    return info;
}

pixel::RunArgs& RunCall::begin(const frame::FrameInfo& moment) {
    m_args.frameIndex = moment.index;
    m_args.timeSeconds = moment.timeSeconds();
    return m_args;
}

}  // namespace fotograma::filter
