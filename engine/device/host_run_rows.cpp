#include "engine/device/host_run_rows.h"

#include "engine/base/text.h"

namespace fotograma::device {

base::Result<HostRunRows> HostRunRows::create(const HostLoops& loops, const pixel::RunArgs& args,
                                              std::span<const std::string> steps) {
    HostRunRows made;
    FOTOGRAMA_ASSERT(steps.size() == static_cast<std::size_t>(args.count) && steps.size() <= made.m_steps.size(),
                     "a run has a name for each of its steps");
    for (std::size_t i = 0; i < steps.size(); ++i) {
        made.m_steps[i] = loops.point(steps[i]);
        if (made.m_steps[i] == nullptr) {
            return base::fail(base::ErrorCode::NotFound,
                              base::concat("This build has no host kernel named ", steps[i], "."));
        }
    }
    made.m_rows = loops.run(args.bitsIn, args.bitsOut);
    made.m_codes = loops.codes(args.bitsIn, args.bitsOut);
    return made;
}

void HostRunRows::start(const pixel::RunArgs& args) {
    m_hasTables = CodeTables::isWorth(args);
    if (m_hasTables) m_tables.make(args, m_rows, m_codes, m_steps.data());
}

void HostRunRows::rows(const pixel::RunArgs& args, int firstBlock, int endBlock) const {
    if (m_hasTables) {
        m_tables.rows(args, firstBlock, endBlock);
    } else {
        m_rows(args, m_steps.data(), firstBlock, endBlock);
    }
}

}  // namespace fotograma::device
