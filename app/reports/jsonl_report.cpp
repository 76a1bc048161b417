#include "app/reports/jsonl_report.h"

#include "app/reports/aside_file.h"
#include "engine/api/wire.h"

namespace fotograma::app {

using base::Json;

namespace {

class JsonlReport final : public ReportWriter {
public:
    JsonlReport(const std::filesystem::path& path, bool replace) : m_file(path, replace) {}

    base::Status add(const ReportRow& row) override {
        m_file.write(reportLine(row).dump());
        m_file.write("\n");
        return m_file.check();
    }

    base::Status finish() override { return m_file.finish(); }

    [[nodiscard]] base::Status check() const { return m_file.check(); }

private:
    AsideTextFile m_file;
};

}  // namespace

Json reportLine(const ReportRow& row) {
    Json line = Json::object();
    line.set("input", row.input).set("state", row.done ? "done" : "failed");
    if (row.error) line.set("error", api::toJson(*row.error));
    if (row.duplicate)
        line.set("duplicate", Json::object()
                                  .set("group", row.duplicate->group)
                                  .set("of", row.duplicate->of.empty() ? Json() : Json(row.duplicate->of))
                                  .set("kind", row.duplicate->kind));
    if (!row.report) return line;
    line.set("facts", row.report->input).set("measures", row.report->measures);
    if (!row.report->frames.isNull()) line.set("frames", row.report->frames);
    line.set("mode", row.report->mode);
    if (row.report->everySeconds > 0.0) line.set("every_seconds", row.report->everySeconds);
    line.set("frames_measured", row.report->framesMeasured);
    line.set("frames_decoded", row.report->framesDecoded).set("frames_damaged", row.report->framesDamaged);
    line.set("partial", row.report->partial).set("device", row.report->device);
    Json notes = Json::array();
    for (const api::FateNote& note : row.report->notes) notes.append(api::toJson(note));
    return line.set("notes", std::move(notes));
}

base::Result<std::unique_ptr<ReportWriter>> createJsonlReport(const std::filesystem::path& path, bool replace) {
    auto report = std::make_unique<JsonlReport>(path, replace);
    FOTOGRAMA_RETURN_IF_ERROR(report->check());
    return report;
}

}  // namespace fotograma::app
