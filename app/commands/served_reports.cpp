#include "app/commands/served_reports.h"

#include <atomic>
#include <fstream>
#include <set>
#include <sstream>

#include "app/report_export.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"

namespace fotograma::app {

namespace fs = std::filesystem;
using base::concat;

namespace {

/// The columns of all that these jobs measured.
base::Result<ReportSchema> schemaOfAll(const std::vector<api::JobReport>& reports) {
    std::vector<std::string> measures;
    std::set<std::string> known;
    for (const api::JobReport& job : reports)
        for (const base::Json& measure : job.record.spec.recipe["measures"].items())
            if (const std::string& id = measure["id"].asString(); known.insert(id).second) measures.push_back(id);
    return schemaOfMeasures(measures);
}

/// A folder that goes with everything in it.
struct ScratchFolder {
    ScratchFolder() {
        static std::atomic<int> count{0};
        std::error_code ignored;
        path = fs::temp_directory_path(ignored) / concat("fotograma-table-", base::processId(), '-', count++);
        fs::create_directories(path, ignored);
        fs::permissions(path, fs::perms::owner_all, ignored);
    }
    ~ScratchFolder() {
        std::error_code ignored;
        fs::remove_all(path, ignored);
    }
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    fs::path path;
};

}  // namespace

base::Result<std::string> tableOf(const std::vector<api::JobReport>& reports, ReportFormat format) {
    const ScratchFolder folder;
    const fs::path file = folder.path / "table";
    FOTOGRAMA_ASSIGN_OR_RETURN(auto schema, schemaOfAll(reports));
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto writer, ReportWriter::create(file, format, std::move(schema), true));
    for (const api::JobReport& job : reports)
        FOTOGRAMA_RETURN_IF_ERROR(writer->add({.input = job.record.spec.input,
                                               .done = job.record.state == api::JobState::Done,
                                               .error = job.record.error ? &*job.record.error : nullptr,
                                               .report = &job.report}));
    FOTOGRAMA_RETURN_IF_ERROR(writer->finish());
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

}  // namespace fotograma::app
