// What jobs measured and made: reports one by one and in pages, and the files themselves.
#include <array>
#include <charconv>

#include "engine/api/wire.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/server/job_query.h"
#include "engine/server/route.h"

namespace fotograma::server {

using base::concat;
using base::ErrorCode;
using base::Json;

namespace {

void getReport(Context& context, Request request, Responder respond) {
    const auto id = request.parameterId("id");
    if (!id) return respond(id.error());
    context.service->report({*id}, answer<api::Report>(std::move(respond), [](api::Report report) {
                                return jsonResponse(api::toJson(report));
                            }));
}

// ---- Pages of reports ----

constexpr std::string_view kParquet = "application/vnd.apache.parquet";

enum class Form { Json, Lines, Csv, Parquet };

base::Result<Form> formOf(const Request& request) {
    const std::string* asked = request.queryValue("format");
    if (asked) {
        if (*asked == "json") return Form::Json;
        if (*asked == "jsonl") return Form::Lines;
        if (*asked == "csv") return Form::Csv;
        if (*asked == "parquet") return Form::Parquet;
        return base::fail(ErrorCode::InvalidArgument, "format must be json, jsonl, csv or parquet.");
    }
    const std::string* accepted = request.header("accept");
    if (accepted && accepted->starts_with("application/jsonl")) return Form::Lines;
    if (accepted && accepted->starts_with("text/csv")) return Form::Csv;
    if (accepted && accepted->starts_with(kParquet)) return Form::Parquet;
    return Form::Json;
}

Json reportLine(const api::JobReport& job) {
    return Json::object().set("record", api::toJson(job.record)).set("report", api::toJson(job.report));
}

Response pageAs(Form form, const api::ReportPage& page, const ReportTable& table) {
    Response response;
    if (form == Form::Json) return jsonResponse(api::toJson(page));
    if (form == Form::Lines) {
        std::string lines;
        for (const api::JobReport& job : page.jobs) lines.append(reportLine(job).dump()).push_back('\n');
        response = textResponse(std::move(lines), "application/jsonl");
    } else {
        auto text = table(page.jobs);
        if (!text) return problem(text.error());
        response =
            textResponse(std::move(*text), form == Form::Csv ? "text/csv; charset=utf-8" : std::string(kParquet));
    }
    // The cursor has no place in the body.
    return std::move(response.with("Next-After-Id", concat(page.nextAfterId)));
}

void listReports(Context& context, Request request, Responder respond) {
    auto query = jobQueryOf(request);
    if (!query) return respond(query.error());
    const auto form = formOf(request);
    if (!form) return respond(form.error());
    const ReportTable& table = *form == Form::Parquet ? context.parquetReports : context.csvReports;
    if ((*form == Form::Csv || *form == Form::Parquet) && !table)
        return respond({ErrorCode::Unsupported, "This server writes no such tables; ask for json or jsonl.", {}});
    context.service->reports(std::move(*query),
                             answer<api::ReportPage>(std::move(respond), [form = *form, &table](api::ReportPage page) {
                                 return pageAs(form, page, table);
                             }));
}

// ---- Files ----

void listArtifacts(Context& context, Request request, Responder respond) {
    const auto id = request.parameterId("id");
    if (!id) return respond(id.error());
    context.service->report({*id}, answer<api::Report>(std::move(respond), [](api::Report report) {
                                Json list = Json::array();
                                for (const api::Artifact& artifact : report.artifacts)
                                    list.append(api::toJson(artifact));
                                return jsonResponse(list);
                            }));
}

std::string_view contentTypeOf(const std::filesystem::path& path) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 12> kTypes{{
        {".mp4", "video/mp4"},
        {".m4v", "video/mp4"},
        {".mov", "video/quicktime"},
        {".mkv", "video/x-matroska"},
        {".webm", "video/webm"},
        {".png", "image/png"},
        {".jpg", "image/jpeg"},
        {".webp", "image/webp"},
        {".json", "application/json"},
        {".jsonl", "application/jsonl"},
        {".csv", "text/csv; charset=utf-8"},
        {".srt", "application/x-subrip"},
    }};
    const std::string ending = base::toLower(base::toUtf8(path.extension()));
    for (const auto& [known, type] : kTypes)
        if (known == ending) return type;
    return "application/octet-stream";
}

struct Range {
    std::uint64_t first = 0;
    std::uint64_t length = 0;
};

std::optional<std::uint64_t> number(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

enum class RangeUse { Whole, Part, Unsatisfiable };

/// One range of bytes (RFC 9110, 14.1.2); several, and what is no range, get the whole file.
RangeUse rangeOf(std::string_view header, std::uint64_t size, Range& range) {
    constexpr std::string_view kUnit = "bytes=";
    if (!header.starts_with(kUnit) || header.find(',') != std::string_view::npos) return RangeUse::Whole;
    header.remove_prefix(kUnit.size());
    const std::size_t dash = header.find('-');
    if (dash == std::string_view::npos) return RangeUse::Whole;
    const auto first = number(header.substr(0, dash));
    const auto last = number(header.substr(dash + 1));
    if (dash == 0) {
        if (!last) return RangeUse::Whole;
        if (*last == 0 || size == 0) return RangeUse::Unsatisfiable;
        range.length = std::min(*last, size);
        range.first = size - range.length;
        return RangeUse::Part;
    }
    if (!first || (dash + 1 < header.size() && (!last || *last < *first))) return RangeUse::Whole;
    if (*first >= size) return RangeUse::Unsatisfiable;
    range.first = *first;
    range.length = std::min(last.value_or(size - 1), size - 1) - *first + 1;
    return RangeUse::Part;
}

Response fileResponse(const Roots& roots, const std::string& path, const Pairs& headers) {
    auto file = roots.open(path);
    if (!file && file.error().code != ErrorCode::NotFound) return problem(file.error());
    const auto stamp = file ? file->stamp() : std::unexpected(file.error());
    if (!stamp) return problem({ErrorCode::NotFound, "The file is not there any more.", stamp.error().message});
    Request asked;
    asked.headers = headers;
    const auto size = static_cast<std::uint64_t>(stamp->sizeBytes);
    const std::string tag = concat('"', stamp->inode, '-', stamp->sizeBytes, '-', stamp->modifiedNs, '"');
    Response response;
    response.with("ETag", tag).with("Accept-Ranges", "bytes").with("Cache-Control", "private, no-cache");
    if (const std::string* known = asked.header("if-none-match"); known && (*known == tag || *known == "*")) {
        response.status = 304;
        return response;
    }
    Range range{.first = 0, .length = size};
    RangeUse use = RangeUse::Whole;
    const std::string* condition = asked.header("if-range");
    if (const std::string* header = asked.header("range"); header && (!condition || *condition == tag))
        use = rangeOf(*header, size, range);
    if (use == RangeUse::Unsatisfiable) {
        Response none = problem(416, {ErrorCode::InvalidArgument, "The file is shorter than the range begins.", {}});
        return std::move(none.with("Content-Range", concat("bytes */", size)));
    }
    if (use == RangeUse::Part) {
        response.status = 206;
        response.with("Content-Range", concat("bytes ", range.first, '-', range.first + range.length - 1, '/', size));
    }
    response.with("Content-Type", std::string(contentTypeOf(base::pathFromUtf8(path))));
    response.body = FileBody{.file = std::make_shared<const base::ReadableFile>(std::move(*file)),
                             .offset = range.first,
                             .length = range.length};
    return response;
}

void getArtifact(Context& context, Request request, Responder respond) {
    const auto id = request.parameterId("id");
    if (!id) return respond(id.error());
    const auto index = number(request.parameter("index"));
    if (!index) return respond({ErrorCode::InvalidArgument, "An artifact is named by its number, from 0 on.", {}});
    context.service->report(
        {*id}, answer<api::Report>(std::move(respond), [&context, index = *index,
                                                        headers = std::move(request.headers)](api::Report report) {
            if (index >= report.artifacts.size())
                return problem({ErrorCode::NotFound, concat("The job made no file ", index, "."), {}});
            return fileResponse(context.roots, report.artifacts[index].path, headers);
        }));
}

}  // namespace

std::span<const Route> reportsRoutes() {
    static const ParameterDoc kId{In::Path, "id", "integer", "The number of the job.", kFromOne};
    static const Route kRoutes[] = {
        {.path = "/api/v1/jobs/{id}/report",
         .scope = Scope::JobsRead,
         .handler = getReport,
         .id = "getReport",
         .tag = "reports",
         .sentence = "What a job measured and made; there once it has ended.",
         .parameters = {kId},
         .gives = "Report"},
        {.path = "/api/v1/reports",
         .scope = Scope::JobsRead,
         .handler = listReports,
         .id = "listReports",
         .tag = "reports",
         .sentence = "The reports of the jobs that match, a page at a time, as JSON, JSON lines, CSV or Parquet.",
         .parameters =
             {{In::Query, "format", "string",
               "json, jsonl, csv or parquet; else by Accept. The cursor of the last three is in Next-After-Id."},
              {In::Query, "state", "string", "done, failed, cancelled; several with commas."},
              {In::Query, "batch", "integer", "Only of this batch.", kFromOne},
              {In::Query, "id", "string", "Only these jobs, with commas."},
              {In::Query, "text", "string", "Part of the input's path."},
              {In::Query, "after", "integer", "The cursor next_after_id of the page before.", kFromZero},
              {In::Query, "limit", "integer", "At most so many, 1 to 1000; 100 unless told.", kRowLimits}},
         .gives = "ReportPage",
         .alsoGives = {"application/jsonl", "text/csv", kParquet}},
        {.path = "/api/v1/jobs/{id}/artifacts",
         .scope = Scope::JobsRead,
         .handler = listArtifacts,
         .id = "listArtifacts",
         .tag = "reports",
         .sentence = "The files that a job made.",
         .parameters = {kId},
         .gives = "Artifact[]"},
        {.path = "/api/v1/jobs/{id}/artifacts/{index}",
         .scope = Scope::JobsRead,
         .handler = getArtifact,
         .id = "getArtifact",
         .tag = "reports",
         .sentence = "One of these files, whole or a range of it.",
         .parameters = {kId,
                        {In::Path, "index", "integer", "Its place in the list, from 0 on.", kFromZero},
                        {In::Header, "Range", "string", "bytes=0-1023"}},
         .giveType = "application/octet-stream"},
    };
    return kRoutes;
}

}  // namespace fotograma::server
