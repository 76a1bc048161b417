/// Which neighbouring passes the host makes band after band of rows, so that what lies between them stays in the cache.
///
/// Shape    the pictures made are those that the passes make one after another, to the bit.
/// Thread   any; pure.
#pragma once

#include <vector>

#include "engine/filter/fusion.h"

namespace fotograma::filter {

/// The same plan with such neighbours as one (PlannedPass::Kind::Bands).
[[nodiscard]] std::vector<PlannedPass> joinedToBands(std::vector<PlannedPass> plan);

}  // namespace fotograma::filter
