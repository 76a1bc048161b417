/// Reports of any jobs of a service as one file, read and written a page at a time.
///
/// Errors   those of the service and of ReportWriter; Cancelled when asked to stop.
/// Thread   not from a reply or an event of the service.
/// Cost     memory does not grow with the number of jobs.
#pragma once

#include <filesystem>
#include <stop_token>

#include "app/reports/report_writer.h"
#include "engine/api/service.h"

namespace fotograma::app {

/// The columns of all that recipes with these measures yield.
base::Result<ReportSchema> schemaOfMeasures(const std::vector<std::string>& ids);

struct ExportedReports {
    std::int64_t rows = 0;
    std::vector<std::filesystem::path> files;
};

/// The jobs in the order given; those without a report are left out.
base::Result<ExportedReports> exportReports(api::Service& service, const std::vector<api::JobId>& jobs,
                                            const std::filesystem::path& path, const std::stop_token& stop = {});

}  // namespace fotograma::app
