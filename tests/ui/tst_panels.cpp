#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QToolButton>
#include <QTreeView>
#include <QtTest>

#include "tests/ui/test_host.h"
#include "ui/cache/cache_page.h"
#include "ui/cache/entry_model.h"
#include "ui/confirm_line.h"
#include "ui/machine/machine_page.h"
#include "ui/settings/setting_row_widget.h"
#include "ui/settings/settings_page.h"

using namespace fotograma;
using namespace fotograma::ui;
using test::PanelHost;

namespace {

QToolButton* button(const QWidget& page, const QString& text) {
    for (auto* one : page.findChildren<QToolButton*>())
        if (one->text() == text) return one;
    return nullptr;
}

bool says(const QWidget& page, const QString& part) {
    for (const auto* label : page.findChildren<QLabel*>())
        if (label->isVisibleTo(&page) && label->text().contains(part)) return true;
    return false;
}

}  // namespace

/// The panels beside the queue: cache, settings, machine.
class tst_panels : public QObject {
    Q_OBJECT

private slots:
    void theCacheTellsItsLevelsAndEntries() {
        PanelHost host;
        api::Stats stats;
        stats.cache = {
            {.level = "memory", .hits = 30, .misses = 10, .entries = 3, .bytes = 1'000'000, .limitBytes = 32'000'000},
            {.level = "disk", .hits = 5, .misses = 5, .damaged = 2, .secondsSaved = 65.0}};
        host.fake().setCache(
            {{.key = "aa11", .kind = "report", .label = "a.mp4 Analyze", .bytes = 900, .seconds = 2.5},
             {.key = "bb22", .kind = "output", .label = "b.mp4 Web", .bytes = 5'000'000, .pinned = true}});
        Workspace workspace(host);
        CachePage page(workspace, nullptr);
        page.show();
        workspace.load().add(stats);
        auto* table = page.findChild<QTreeView*>();
        QTRY_COMPARE(table->model()->rowCount(), 2);
        QVERIFY(says(page, "30 of 40 asked known (75 %)"));
        QVERIFY(says(page, "1:05 saved"));
        QVERIFY(says(page, "1.0 MB of 32.0 MB"));
        QCOMPARE(table->model()->index(1, EntryModel::Pinned).data().toString(), QString("Pinned"));
    }

    void clearingAsksInPlaceFirst() {
        PanelHost host;
        host.fake().setCache({{.key = "aa11", .kind = "report", .bytes = 900}});
        Workspace workspace(host);
        CachePage page(workspace, nullptr);
        page.show();
        QTRY_COMPARE(page.findChild<QTreeView*>()->model()->rowCount(), 1);
        button(page, "Clear all")->click();
        auto* question = page.findChild<ConfirmLine*>();
        QTRY_VERIFY(question->isVisible());
        QCOMPARE(host.fake().cacheActions().back(), api::CacheAction::Clear);
        QVERIFY(host.fake().cacheQueries().back().dryRun);
        QTest::keyClick(question, Qt::Key_Escape);
        QVERIFY(!question->isVisible());
        button(page, "Clear all")->click();
        QTRY_VERIFY(question->isVisible());
        question->findChild<QPushButton*>("danger")->click();
        QTRY_VERIFY(host.fake().cacheActions().back() == api::CacheAction::List);  // read anew after it
        bool isCleared = false;
        for (std::size_t i = 0; i < host.fake().cacheActions().size(); ++i)
            isCleared = isCleared || (host.fake().cacheActions()[i] == api::CacheAction::Clear &&
                                      !host.fake().cacheQueries()[i].dryRun);
        QVERIFY(isCleared);
    }

    void aSettingIsFoundChangedAndRefused() {
        PanelHost host;
        host.fakeTools.rows = {
            {.key = "jobs", .variable = "FOTOGRAMA_JOBS", .value = "0", .source = "default"},
            {.key = "overwrite", .variable = "FOTOGRAMA_OVERWRITE", .value = "ask", .source = "file"},
            {.key = "cache", .variable = "FOTOGRAMA_CACHE", .value = "/c", .source = "environment"}};
        Workspace workspace(host);
        SettingsPage page(workspace, nullptr);
        page.show();
        page.find("FOTOGRAMA_JOBS");
        int visible = 0;
        for (const auto* row : page.findChildren<SettingRowWidget*>()) visible += row->isVisible() ? 1 : 0;
        QCOMPARE(visible, 1);
        page.find("no such thing");
        QVERIFY(says(page, "No setting matches."));
        page.find({});
        page.findChild<QSpinBox*>("jobs")->setValue(3);
        QCOMPARE(host.fakeTools.saved.size(), std::size_t{1});
        QCOMPARE(host.fakeTools.saved[0], std::pair(std::string("jobs"), std::string("3")));
        QVERIFY(says(page, "holds for the jobs that start now"));
        QVERIFY(!page.findChild<QLineEdit*>("cache")->isEnabled());
        QVERIFY(says(page, "Set by FOTOGRAMA_CACHE"));
        host.fakeTools.refusal =
            base::Error{base::ErrorCode::PermissionDenied, "The settings file cannot be written.", ""};
        page.findChild<QSpinBox*>("jobs")->setValue(4);
        QVERIFY(says(page, "The settings file cannot be written."));
    }

    void theMachineIsExaminedAndOffersASample() {
        PanelHost host;
        host.fake().setInfo(
            {.devices = {{.id = "cpu", .name = "Some Processor", .memoryBytes = 8'000'000'000, .computeUnits = 8}}});
        host.fakeTools.findings = {{"Devices", "cpu", Health::Fine, "Some Processor"},
                                   {"Codecs", "av1 out", Health::Missing, "SVT-AV1 is not here: install it."}};
        host.fakeTools.samples = {"/samples/a.mp4"};
        Workspace workspace(host);
        workspace.start();
        MachinePage page(workspace, nullptr);
        page.show();
        QTRY_VERIFY(says(page, "Some Processor, 8 threads, 8.0 GB of memory"));
        QTRY_VERIFY(says(page, "1 things are missing or wrong"));
        QTRY_VERIFY(says(page, "SVT-AV1 is not here"));
        QSignalSpy given(&workspace, &Workspace::filesGiven);
        QSignalSpy opened(&workspace, &Workspace::opened);
        page.findChild<QPushButton*>("primary")->click();
        QTRY_COMPARE(given.size(), 1);
        QCOMPARE(given[0][0].toStringList(), QStringList{"/samples/a.mp4"});
        QCOMPARE(opened[0][0].toString(), QString("queue"));
    }
};

QTEST_MAIN(tst_panels)
#include "tst_panels.moc"
