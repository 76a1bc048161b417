/// Does a device compute what the host computes? Every kernel, over worked examples and adversarial pictures.
///
/// Units    differences in code values of the picture's depth (measures: in counts of the raw sums).
/// Errors   none: a call that fails is a row that did not pass, with the reason.
/// Cost     a few seconds on the host, most of it there.
#pragma once

#include <string>
#include <vector>

#include "engine/device/device.h"

namespace fotograma::filter {

struct SelfCheckRow {
    std::string operation;    ///< "resize"
    std::string kernels;      ///< "resize_Horizontal resize_Vertical", or the name of a fast variant.
    std::string picture;      ///< "yuv420p10 61x47 noise width=30"
    double difference = 0.0;  ///< The largest found.
    double allowed = 0.0;
    bool passed = false;
    std::string reason;  ///< Why it did not pass; empty when it did.
};

/// Compares `device` with `host`, the reference (filter::createHost with the x86-64-v3 build, where equality to the bit
/// is claimed). `host` may be given for both, to check the worked examples alone.
std::vector<SelfCheckRow> runSelfCheck(device::Device& device, device::Device& host);

}  // namespace fotograma::filter
