#include "app/reports/report_writer.h"

#include "app/reports/aside_file.h"
#include "app/reports/jsonl_report.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"

namespace fotograma::app {

namespace fs = std::filesystem;
using base::concat;
using base::ErrorCode;

namespace {

/// The two tables; the one of frames only where it is wanted.
class TableReport final : public ReportWriter {
public:
    TableReport(ReportSchema schema, std::unique_ptr<TableFile> clips, std::unique_ptr<TableFile> frames)
        : m_schema(std::move(schema)), m_clips(std::move(clips)), m_frames(std::move(frames)) {}

    base::Status add(const ReportRow& row) override {
        FOTOGRAMA_RETURN_IF_ERROR(m_clips->add(clipRow(m_schema, row)));
        if (!m_frames) return {};
        return forEachFrameRow(m_schema, row, [this](const TableRow& cells) { return m_frames->add(cells); });
    }

    base::Status finish() override {
        // The table of clips last: where it is, the other is too.
        if (m_frames) FOTOGRAMA_RETURN_IF_ERROR(m_frames->finish());
        return m_clips->finish();
    }

private:
    ReportSchema m_schema;
    std::unique_ptr<TableFile> m_clips;
    std::unique_ptr<TableFile> m_frames;
};

base::Result<std::unique_ptr<TableFile>> createTable(const fs::path& path, ReportFormat format,
                                                     std::vector<ReportColumn> columns, bool replace) {
    return format == ReportFormat::Csv ? createCsvFile(path, std::move(columns), replace)
                                       : createParquetFile(path, std::move(columns), replace);
}

}  // namespace

base::Result<ReportFormat> reportFormatOf(std::string_view asked, const fs::path& path) {
    std::string name(asked);
    if (name.empty() && path.has_extension()) name = base::toLower(base::toUtf8(path.extension())).substr(1);
    if (name == "jsonl" || name == "ndjson" || name == "json") return ReportFormat::JsonLines;
    if (name == "csv") return ReportFormat::Csv;
    if (name == "parquet" || name == "pq") return ReportFormat::Parquet;
    return base::fail(ErrorCode::InvalidArgument,
                      asked.empty()
                          ? concat("The name ", base::toUtf8(path.filename()),
                                   " says no format: it ends in .jsonl, .csv or .parquet, or --format says it.")
                          : concat("There is no report format ", asked, ": jsonl, csv or parquet."));
}

std::vector<fs::path> reportFiles(const fs::path& path, ReportFormat format, const ReportSchema& schema) {
    std::vector<fs::path> files{path};
    if (format == ReportFormat::JsonLines || !schema.perFrame) return files;
    fs::path frames = path.stem();
    frames += ".frames";
    frames += path.extension();
    files.push_back(path.parent_path() / frames);
    return files;
}

base::Status checkReportPlace(const fs::path& path, ReportFormat format, const ReportSchema& schema, bool replace) {
    std::error_code ignored;
    if (fs::is_directory(path, ignored))
        return base::fail(ErrorCode::InvalidArgument, concat(base::toUtf8(path), " is a folder; -o names a file."));
    for (const fs::path& file : reportFiles(path, format, schema))
        if (fs::exists(file, ignored) && !replace)
            return base::fail(ErrorCode::AlreadyExists,
                              concat(base::toUtf8(file), " is there already; -y replaces it."));
    if (format == ReportFormat::Parquet) FOTOGRAMA_RETURN_IF_ERROR(checkParquet());
    return base::checkWritable(path.parent_path());
}

base::Result<std::unique_ptr<ReportWriter>> ReportWriter::create(const fs::path& path, ReportFormat format,
                                                                 ReportSchema schema, bool replace) {
    if (format == ReportFormat::JsonLines) return createJsonlReport(path, replace);
    const std::vector<fs::path> files = reportFiles(path, format, schema);
    std::unique_ptr<TableFile> frames;
    FOTOGRAMA_ASSIGN_OR_RETURN(auto clips, createTable(files.front(), format, schema.clipColumns(), replace));
    if (files.size() > 1) {
        FOTOGRAMA_ASSIGN_OR_RETURN(frames, createTable(files.back(), format, schema.frameColumns(), replace));
    }
    return std::make_unique<TableReport>(std::move(schema), std::move(clips), std::move(frames));
}

}  // namespace fotograma::app
