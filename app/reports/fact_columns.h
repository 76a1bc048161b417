/// The columns of the clip table that every report has: the input, what became of it, and what its container says.
#pragma once

#include <span>

#include "app/reports/report_schema.h"

namespace fotograma::app {

[[nodiscard]] std::span<const ClipColumn> factColumns();
/// Those that `--duplicates` adds.
[[nodiscard]] std::span<const ClipColumn> duplicateColumns();

}  // namespace fotograma::app
