#include "app/desktop_tools.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>
#include <algorithm>
#include <fstream>

#include "app/await.h"
#include "engine/base/platform.h"

using namespace fotograma;
using namespace fotograma::app;

/// What the window's panels ask of the program, on a real engine: sample clips, analysed, compared, written.
class tst_desktop_tools : public QObject {
    Q_OBJECT

private slots:
    void aSampleIsMadeAnalysedComparedAndWritten() {
        QTemporaryDir folder;
        qputenv("XDG_DATA_HOME", folder.filePath("data").toUtf8());
        qputenv("XDG_CONFIG_HOME", folder.filePath("config").toUtf8());
        qputenv("XDG_CACHE_HOME", folder.filePath("cache").toUtf8());
        const auto settings = LoadedSettings::load({}, [](const std::string&) { return std::nullopt; });
        QVERIFY(settings.has_value());
        const auto composition =
            Composition::create(settings->values(), StorePlace::Folder, service::Drains::SharedQueue);
        QVERIFY2(composition.has_value(), composition ? "" : composition.error().message.c_str());
        DesktopTools tools(**composition, *settings, *(*composition)->service(), true);

        const auto clips = await<std::vector<std::string>>([&](auto reply) { tools.makeSample(std::move(reply)); });
        QVERIFY2(clips.has_value(), clips ? "" : clips.error().message.c_str());
        QCOMPARE(clips->size(), std::size_t{3});

        api::Service& service = *(*composition)->service();
        const auto recipes =
            await<std::vector<api::RecipeInfo>>([&](auto reply) { service.recipes(std::move(reply)); });
        const auto analyze = std::ranges::find(*recipes, "analyze", &api::RecipeInfo::id);
        QVERIFY(analyze != recipes->end());
        api::SubmitRequest request;
        for (const std::string& clip : *clips)
            request.items.push_back({.spec = {.input = clip, .recipe = analyze->recipe}});
        const auto submitted = await<api::SubmitReply>([&](auto reply) { service.submit(request, std::move(reply)); });
        QVERIFY(submitted.has_value());
        std::vector<api::JobId> jobs;
        for (const auto& outcome : submitted->outcomes) jobs.push_back(outcome.job);
        QTRY_COMPARE_WITH_TIMEOUT(
            await<api::ReportPage>([&](auto reply) { service.reports({.ids = jobs}, std::move(reply)); })->jobs.size(),
            std::size_t{3}, 60000);

        const auto groups =
            await<std::vector<ui::DuplicateGroup>>([&](auto reply) { tools.findDuplicates(std::move(reply)); });
        QVERIFY(groups.has_value());
        QCOMPARE(groups->size(), std::size_t{1});  // the two that show the same waves
        QCOMPARE(groups->front().size(), std::size_t{2});
        QCOMPARE(groups->front()[0].width, 1280);
        QCOMPARE(groups->front()[1].kind, ui::DuplicateKind::Near);

        const std::filesystem::path table = folder.filePath("clips.csv").toStdString();
        std::swap(jobs[0], jobs[2]);
        const auto written =
            await<ui::ExportOutcome>([&](auto reply) { tools.exportReports(jobs, table, std::move(reply)); });
        QVERIFY2(written.has_value(), written ? "" : written.error().message.c_str());
        QCOMPARE(written->rows, std::int64_t{3});
        std::ifstream stream(table);
        std::string header, first;
        std::getline(stream, header);
        std::getline(stream, first);
        QVERIFY(header.find("luma.mean") != std::string::npos || header.find("luma_mean") != std::string::npos);
        QVERIFY(first.find("sample-waves-smaller.mp4") != std::string::npos);

        const auto findings = await<std::vector<ui::Finding>>([&](auto reply) { tools.examine(std::move(reply)); });
        QVERIFY(findings.has_value());
        QVERIFY(std::ranges::any_of(
            *findings, [](const ui::Finding& one) { return one.section == "Devices" && one.subject == "cpu"; }));
    }
};

QTEST_GUILESS_MAIN(tst_desktop_tools)
#include "tst_desktop_tools.moc"
