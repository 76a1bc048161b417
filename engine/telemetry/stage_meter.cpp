#include "engine/telemetry/stage_meter.h"

namespace fotograma::telemetry {

std::vector<BusyShare> StageMeters::shares() const {
    const auto wallNs = static_cast<double>(wall().count());
    std::vector<BusyShare> shares;
    for (const StageMeter& stage : m_stages) {
        const auto busyNs = static_cast<double>(stage.busy().count());
        shares.push_back({.stage = stage.name(), .share = wallNs > 0.0 ? busyNs / wallNs : 0.0});
    }
    return shares;
}

}  // namespace fotograma::telemetry
