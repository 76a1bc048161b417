#include "app/desktop_tools.h"

#include "app/await.h"
#include "app/duplicate_finder.h"
#include "app/examination.h"
#include "app/report_export.h"
#include "app/sample_clips.h"
#include "app/settings_file.h"
#include "engine/base/platform.h"

namespace fotograma::app {

namespace fs = std::filesystem;

namespace {

constexpr int kPage = 256;

ui::Health toUi(Health health) {
    switch (health) {
        case Health::Fine: return ui::Health::Fine;
        case Health::Remark: return ui::Health::Remark;
        case Health::Missing: return ui::Health::Missing;
        case Health::Wrong: break;
    }
    return ui::Health::Wrong;
}

ui::DuplicateClip toUi(const DuplicateClip& clip) {
    const ui::DuplicateKind kind = clip.kind == DuplicateKind::Original ? ui::DuplicateKind::Original
                                   : clip.kind == DuplicateKind::Exact  ? ui::DuplicateKind::Exact
                                                                        : ui::DuplicateKind::Near;
    return {clip.input, kind, clip.sizeBytes, clip.width, clip.height, clip.durationSeconds};
}

}  // namespace

DesktopTools::DesktopTools(Composition& composition, const LoadedSettings& settings, api::Service& service, bool isHere)
    : m_composition(composition), m_settings(settings), m_service(service), m_isHere(isHere) {}

// ---- Settings --------------------------------------------------------------------------------------------------

std::vector<ui::SettingRow> DesktopTools::settings() const {
    std::vector<ui::SettingRow> rows;
    for (const SettingView& view : m_settings.list())
        rows.push_back({view.key, view.variable, view.sentence, view.value, std::string(toText(view.source))});
    return rows;
}

fs::path DesktopTools::programSettingsFile() const { return m_settings.file(); }

base::Status DesktopTools::saveSetting(const std::string& key, const std::string& value) {
    return app::saveSetting(m_settings.file(), key, value);
}

// ---- This machine ----------------------------------------------------------------------------------------------

void DesktopTools::examine(api::Reply<std::vector<ui::Finding>> reply) {
    m_thread.later(std::move(reply), [this](const std::stop_token&) { return examineNow(); });
}

base::Result<std::vector<ui::Finding>> DesktopTools::examineNow() {
    if (!m_isHere)
        return base::fail(base::ErrorCode::Unsupported,
                          "Codecs and folders of a server are examined there: fotograma doctor.");
    std::vector<ui::Finding> findings;
    const Say say = [&](std::string_view section, std::string_view subject, Health health, std::string_view told) {
        findings.push_back({std::string(section), std::string(subject), toUi(health), std::string(told)});
    };
    examineDevices(say, m_composition.devices());
    examineFolders(say, m_settings.values());
    const auto cache =
        await<api::CacheReply>([&](auto answer) { m_service.cache({}, api::CacheAction::Stats, std::move(answer)); });
    if (cache) examineCacheLevels(say, cache->levels);
    examineCodecs(say);
    examineLibraries(say);
    return findings;
}

void DesktopTools::makeSample(api::Reply<std::vector<std::string>> reply) {
    m_thread.later(std::move(reply), [](const std::stop_token&) -> base::Result<std::vector<std::string>> {
        FOTOGRAMA_ASSIGN_OR_RETURN(const std::vector<fs::path> files,
                                   sampleClips(base::userFolders().data / "samples"));
        std::vector<std::string> names;
        for (const fs::path& file : files) names.push_back(base::toUtf8(file));
        return names;
    });
}

// ---- Reports ---------------------------------------------------------------------------------------------------

void DesktopTools::findDuplicates(api::Reply<std::vector<ui::DuplicateGroup>> reply) {
    m_thread.later(std::move(reply), [this](const std::stop_token& stop) { return findDuplicatesNow(stop); });
}

base::Result<std::vector<ui::DuplicateGroup>> DesktopTools::findDuplicatesNow(const std::stop_token& stop) {
    DuplicateFinder finder;
    api::JobQuery query{.states = {api::JobState::Done}, .limit = kPage};
    do {
        if (stop.stop_requested()) return base::fail(base::ErrorCode::Cancelled, "The program is ending.");
        FOTOGRAMA_ASSIGN_OR_RETURN(const api::ReportPage page, await<api::ReportPage>([&](auto answer) {
                                       m_service.reports(query, std::move(answer));
                                   }));
        for (const api::JobReport& job : page.jobs)
            finder.add({.input = job.record.spec.input, .done = true, .report = &job.report});
        query.afterId = page.nextAfterId;
    } while (query.afterId > 0);
    FOTOGRAMA_ASSIGN_OR_RETURN(const std::vector<DuplicateGroup> found,
                               finder.find({}, base::machineInfo().logicalCores, stop));
    std::vector<ui::DuplicateGroup> groups;
    for (const DuplicateGroup& group : found) {
        ui::DuplicateGroup& made = groups.emplace_back();
        for (const DuplicateClip& clip : group) made.push_back(toUi(clip));
    }
    return groups;
}

void DesktopTools::exportReports(std::vector<api::JobId> jobs, fs::path path, api::Reply<ui::ExportOutcome> reply) {
    m_thread.later(std::move(reply),
                   [this, jobs = std::move(jobs),
                    path = std::move(path)](const std::stop_token& stop) -> base::Result<ui::ExportOutcome> {
                       FOTOGRAMA_ASSIGN_OR_RETURN(const ExportedReports written,
                                                  app::exportReports(m_service, jobs, path, stop));
                       ui::ExportOutcome outcome{.rows = written.rows, .files = {}};
                       for (const fs::path& file : written.files) outcome.files.push_back(base::toUtf8(file));
                       return outcome;
                   });
}

bool DesktopTools::writesParquet() const {
    const ReportSchema schema = schemaOf(recipe::Recipe(), {});
    return checkReportPlace(fs::temp_directory_path() / "fotograma.parquet", ReportFormat::Parquet, schema, true)
        .has_value();
}

}  // namespace fotograma::app
