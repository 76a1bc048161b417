#include "app/report_export.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "app/await.h"

namespace fotograma::app {

using base::Json;

namespace {

constexpr std::size_t kReportsAtOnce = 256;

using Take = std::function<base::Status(const api::JobReport&)>;

base::Status eachReport(api::Service& service, const std::vector<api::JobId>& jobs, const std::stop_token& stop,
                        const Take& take) {
    for (std::size_t first = 0; first < jobs.size(); first += kReportsAtOnce) {
        if (stop.stop_requested()) return base::fail(base::ErrorCode::Cancelled, "The export was stopped.");
        const std::size_t end = std::min(first + kReportsAtOnce, jobs.size());
        api::JobQuery query;
        query.ids.assign(jobs.begin() + static_cast<std::ptrdiff_t>(first),
                         jobs.begin() + static_cast<std::ptrdiff_t>(end));
        FOTOGRAMA_ASSIGN_OR_RETURN(const api::ReportPage page, await<api::ReportPage>([&](auto reply) {
                                       service.reports(query, std::move(reply));
                                   }));
        std::map<std::int64_t, const api::JobReport*> byId;
        for (const api::JobReport& job : page.jobs) byId[job.record.id.value] = &job;
        for (std::size_t i = first; i < end; ++i)
            if (const auto found = byId.find(jobs[i].value); found != byId.end())
                FOTOGRAMA_RETURN_IF_ERROR(take(*found->second));
    }
    return {};
}

}  // namespace

base::Result<ReportSchema> schemaOfMeasures(const std::vector<std::string>& ids) {
    if (ids.empty()) return schemaOf(recipe::Recipe(), {});
    Json measures = Json::array();
    for (const std::string& id : ids) measures.append(Json::object().set("id", id));
    Json whole = Json::object().set("version", 1).set("id", "table").set("title", "Table");
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto recipe, recipe::parse(whole.set("measures", std::move(measures))));
    return schemaOf(recipe, {});
}

base::Result<ExportedReports> exportReports(api::Service& service, const std::vector<api::JobId>& jobs,
                                            const std::filesystem::path& path, const std::stop_token& stop) {
    FOTOGRAMA_ASSIGN_OR_RETURN(const ReportFormat format, reportFormatOf("", path));
    std::vector<std::string> measures;
    std::set<std::string> known;
    FOTOGRAMA_RETURN_IF_ERROR(eachReport(service, jobs, stop, [&](const api::JobReport& job) -> base::Status {
        for (const Json& measure : job.record.spec.recipe["measures"].items())
            if (const std::string& id = measure["id"].asString(); known.insert(id).second) measures.push_back(id);
        return {};
    }));
    FOTOGRAMA_ASSIGN_OR_RETURN(ReportSchema schema, schemaOfMeasures(measures));
    ExportedReports exported;
    exported.files = reportFiles(path, format, schema);
    FOTOGRAMA_ASSIGN_OR_RETURN(const auto writer, ReportWriter::create(path, format, std::move(schema), true));
    FOTOGRAMA_RETURN_IF_ERROR(eachReport(service, jobs, stop, [&](const api::JobReport& job) {
        ++exported.rows;
        return writer->add({.input = job.record.spec.input,
                            .done = job.record.state == api::JobState::Done,
                            .error = job.record.error ? &*job.record.error : nullptr,
                            .report = &job.report});
    }));
    FOTOGRAMA_RETURN_IF_ERROR(writer->finish());
    return exported;
}

}  // namespace fotograma::app
