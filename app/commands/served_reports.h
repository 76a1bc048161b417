/// Reports as the tables that a server hands out: written like any report file, and read back.
///
/// Errors   those of ReportWriter; NoDevice for Parquet where its component is not installed.
/// Thread   any.
#pragma once

#include <string>
#include <vector>

#include "app/reports/report_writer.h"
#include "engine/api/types.h"

namespace fotograma::app {

/// The table of clips.
base::Result<std::string> tableOf(const std::vector<api::JobReport>& reports, ReportFormat format);

}  // namespace fotograma::app
