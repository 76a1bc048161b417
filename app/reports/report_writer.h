/// Reports as a file: JSON lines, or tables of clips and frames as CSV or Parquet. Rows are streamed.
///
/// Errors   create: InvalidArgument (no format fits the name), NoDevice (Parquet without its component), AlreadyExists,
///          PermissionDenied. add, finish: IoError, ResourceExhausted. After an error only destruction is allowed.
/// Owner    what was not finished vanishes: files are written aside and renamed when whole.
/// Thread   one at a time.
/// Cost     memory does not grow with the number of rows; Parquet holds one row group (some thousand rows) at most.
#pragma once

#include <filesystem>
#include <memory>
#include <string_view>
#include <vector>

#include "app/reports/report_schema.h"

namespace fotograma::app {

enum class ReportFormat { JsonLines, Csv, Parquet };

/// By what was asked for ("jsonl", "csv", "parquet") or, where that is empty, by the file's extension.
base::Result<ReportFormat> reportFormatOf(std::string_view asked, const std::filesystem::path& path);

/// The files that a report will have: `path`, and the table of frames beside it (<stem>.frames.<ext>).
[[nodiscard]] std::vector<std::filesystem::path> reportFiles(const std::filesystem::path& path, ReportFormat format,
                                                             const ReportSchema& schema);

/// What must hold before anything is computed: nothing in the way, a folder that can be written, the component there.
base::Status checkReportPlace(const std::filesystem::path& path, ReportFormat format, const ReportSchema& schema,
                              bool replace);

class ReportWriter {
public:
    static base::Result<std::unique_ptr<ReportWriter>> create(const std::filesystem::path& path, ReportFormat format,
                                                              ReportSchema schema, bool replace);
    virtual ~ReportWriter() = default;
    virtual base::Status add(const ReportRow& row) = 0;
    virtual base::Status finish() = 0;
};

}  // namespace fotograma::app
