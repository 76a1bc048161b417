#include "engine/job/placement.h"

#include <algorithm>

#include "engine/base/text.h"

namespace fotograma::job {

using base::concat;
using base::ErrorCode;

namespace {

bool isCuda(const std::string& id) { return id.starts_with("cuda"); }

/// Why there is no such device, in the words of whoever looked for it.
std::string reasonFor(const std::string& wanted, std::span<const api::DeviceInfo> devices) {
    for (const api::DeviceInfo& device : devices)
        if (!device.available && device.id == wanted && !device.reason.empty()) return device.reason;
    for (const api::DeviceInfo& device : devices)
        if (!device.reason.empty()) return device.reason;
    return "The machine has none.";
}

}  // namespace

base::Result<std::string> chooseDevice(const std::string& wanted, std::span<const api::DeviceInfo> devices) {
    const auto roomiestThat = [&](auto fits) {
        const api::DeviceInfo* best = nullptr;
        for (const api::DeviceInfo& each : devices) {
            if (!each.available || !fits(each.id)) continue;
            if (best == nullptr || each.freeBytes > best->freeBytes) best = &each;
        }
        return best;
    };
    const bool isKnown = wanted == "auto" || wanted == "cpu" || wanted == "cuda" || wanted.starts_with("cuda:");
    if (!isKnown)
        return base::fail(ErrorCode::InvalidArgument,
                          concat("\"", wanted, "\" names no device: it is auto, cpu, cuda or cuda:N."));
    if (wanted == "auto") {
        const api::DeviceInfo* accelerator = roomiestThat([](const std::string& id) { return id != "cpu"; });
        return accelerator ? accelerator->id : std::string("cpu");
    }
    const api::DeviceInfo* device =
        roomiestThat([&](const std::string& id) { return id == wanted || (wanted == "cuda" && isCuda(id)); });
    if (device) return device->id;
    if (wanted == "cpu") return std::string("cpu");
    return base::fail(ErrorCode::NoDevice,
                      concat("The device ", wanted, " cannot be used. ", reasonFor(wanted, devices)));
}

}  // namespace fotograma::job
