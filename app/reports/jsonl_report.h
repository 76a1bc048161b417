/// Reports as JSON lines: one object an input, with everything that its report holds, frames included.
///
/// Errors   as ReportWriter says.
#pragma once

#include "app/reports/report_writer.h"
#include "engine/base/json.h"

namespace fotograma::app {

/// One line of the report file.
[[nodiscard]] base::Json reportLine(const ReportRow& row);

base::Result<std::unique_ptr<ReportWriter>> createJsonlReport(const std::filesystem::path& path, bool replace);

}  // namespace fotograma::app
