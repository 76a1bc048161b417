#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDropEvent>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QTextBrowser>
#include <QTreeWidget>
#include <QtTest>

#include "tests/support/fake_service.h"
#include "ui/main_window.h"
#include "ui/queue/countdown_bar.h"
#include "ui/queue/queue_page.h"
#include "ui/queue/queue_view.h"
#include "ui/status_line.h"

using namespace fotograma;
using namespace fotograma::ui;
using api::JobState;
using api::Json;
using test::FakeService;

namespace {

api::RecipeInfo recipe(const char* id, const char* title, bool makesFiles) {
    Json document = Json::object().set("id", id).set("title", title).set("outputs", Json::array());
    if (makesFiles) document.set("outputs", Json::array().append(Json::object()));
    return {.id = id, .title = title, .sentence = "For the test.", .recipe = document};
}

class TestHost : public Host {
public:
    explicit TestHost(const QString& folder) : m_folder(folder), m_service(std::make_shared<FakeService>()) {
        m_service->setRecipes({recipe("web-1080p", "Web 1080p", true), recipe("web-720p", "Web 720p", true),
                               recipe("analyze", "Analyse", false)});
    }
    std::shared_ptr<api::Service> service() override { return m_service; }
    std::filesystem::path settingsFile() const override { return (m_folder + "/desktop.ini").toStdString(); }
    std::filesystem::path defaultOutputFolder() const override { return "/videos/fotograma"; }
    FakeService& fake() { return *m_service; }

private:
    QString m_folder;
    std::shared_ptr<FakeService> m_service;
};

QString touch(const QString& path) {
    QDir().mkpath(QFileInfo(path).absolutePath());
    QFile file(path);
    return file.open(QIODevice::WriteOnly) ? path : QString();
}

void drop(MainWindow& window, const QStringList& paths) {
    QMimeData data;
    QList<QUrl> urls;
    for (const QString& path : paths) urls << QUrl::fromLocalFile(path);
    data.setUrls(urls);
    const QPoint at = window.rect().center();
    QDragEnterEvent enter(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&window, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent event(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&window, &event);
}

QAction* action(const MainWindow& window, const QString& text) {
    for (QAction* one : window.findChild<QueuePage*>()->actions())
        if (QString(one->text()).remove('&').remove(QStringLiteral("…")) == text) return one;
    return nullptr;
}

template <class T>
T* part(const MainWindow& window, const char* name = "") {
    return window.findChild<T*>(QString::fromLatin1(name));
}

QString cell(const MainWindow& window, int row, int column) {
    const QueueView* view = window.findChild<QueueView*>();
    return view->model()->index(row, column).data().toString();
}

int rows(const MainWindow& window) { return window.findChild<QueueView*>()->model()->rowCount(); }

}  // namespace

class tst_main_window : public QObject {
    Q_OBJECT

private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void filesAndFoldersDroppedBecomeJobs() {
        TestHost host(m_folder->path());
        MainWindow window(host);
        window.show();
        const QString loose = touch(m_folder->filePath("loose.mp4"));
        touch(m_folder->filePath("trip/day1/a.MKV"));
        touch(m_folder->filePath("trip/day2/b.webm"));
        touch(m_folder->filePath("trip/notes.txt"));
        drop(window, {loose, m_folder->filePath("trip")});
        QTRY_COMPARE(rows(window), 3);
        const auto requests = host.fake().submitted();
        QCOMPARE(requests.size(), std::size_t{1});
        QVERIFY(requests[0].startPaused);
        QStringList mirrored;
        for (const auto& item : requests[0].items) {
            QCOMPARE(item.outputFolder, std::string("/videos/fotograma"));
            QCOMPARE(item.spec.recipe["id"].asString(), std::string("web-1080p"));
            mirrored << QString::fromStdString(item.relativeFolder);
        }
        QCOMPARE(mirrored, (QStringList{"", "trip/day1", "trip/day2"}));
        QTRY_COMPARE(part<QLabel>(window, "messageText")->text(), QString("Passed over, not video: 1."));
    }

    void droppedJobsWaitThenStartThenCancel() {
        TestHost host(m_folder->path());
        MainWindow window(host);
        window.show();
        QVERIFY(!action(window, "Start")->isEnabled());
        drop(window, {touch(m_folder->filePath("a.mp4")), touch(m_folder->filePath("b.mp4"))});
        QTRY_COMPARE(rows(window), 2);
        QCOMPARE(cell(window, 0, QueueModel::State), QString("Ready"));
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QTest::keyClick(window.focusWidget(), Qt::Key_E, Qt::ControlModifier);
        QTRY_COMPARE(cell(window, 1, QueueModel::State), QString("Waiting"));
        host.fake().move({1}, JobState::Running);
        host.fake().progress({1}, {.fraction = 0.5, .frames = 120, .fps = 60});
        QTRY_COMPARE(cell(window, 0, QueueModel::Progress), QString("50 %"));
        auto* view = window.findChild<QueueView*>();
        view->selectJob({1});
        QVERIFY(action(window, "Cancel")->isEnabled());
        action(window, "Cancel")->trigger();
        QTRY_COMPARE(cell(window, 0, QueueModel::State), QString("Cancelled"));
        QCOMPARE(cell(window, 1, QueueModel::State), QString("Waiting"));
        action(window, "Retry")->trigger();
        QTRY_COMPARE(cell(window, 0, QueueModel::State), QString("Waiting"));
    }

    void showsWhatTheCacheSpares() {
        TestHost host(m_folder->path());
        MainWindow window(host);
        window.show();
        drop(window, {touch(m_folder->filePath("a.mp4"))});
        QTRY_COMPARE(rows(window), 1);
        auto* line = part<QLabel>(window, "cacheLine");
        QVERIFY(!line->isVisibleTo(line->parentWidget()));  // a service that keeps nothing says nothing
        api::Stats stats;
        stats.cache.push_back({.level = "memory", .hits = 7, .bytes = 1000, .limitBytes = 32'000'000});
        stats.cache.push_back({.level = "disk",
                               .note = "/home/ana/.cache/fotograma",
                               .hits = 35,
                               .bytes = 1'200'000,
                               .limitBytes = 8'000'000'000,
                               .secondsSaved = 65.0});
        host.fake().setStats(stats);
        QTRY_VERIFY(line->isVisibleTo(line->parentWidget()));
        QCOMPARE(line->text(), QString("Cache hits: memory 7, disk 35  ·  1:05 saved  ·  1.2 MB of 8.0 GB"));
        QVERIFY(line->toolTip().contains("/home/ana/.cache/fotograma"));
    }

    void removingEmptiesTheQueueAndInvitesAgain() {
        TestHost host(m_folder->path());
        MainWindow window(host);
        window.show();
        auto* invitation = part<QLabel>(window, "emptyTitle");
        QVERIFY(invitation->isVisible());
        drop(window, {touch(m_folder->filePath("a.mp4")), touch(m_folder->filePath("b.mp4"))});
        QTRY_VERIFY(!invitation->isVisible());
        window.findChild<QueueView*>()->selectAll();
        action(window, "Remove")->trigger();
        QCOMPARE(rows(window), 0);
        part<CountdownBar>(window, "removalBar")->happenNow();
        QTRY_VERIFY(invitation->isVisible());
        QCOMPARE(host.fake().jobs().size(), std::size_t{0});
    }

    void theDetailsTellTheReportTheFatesTheLogAndTheError() {
        TestHost host(m_folder->path());
        MainWindow window(host);
        window.show();
        drop(window, {touch(m_folder->filePath("a.mp4")), touch(m_folder->filePath("b.mp4"))});
        QTRY_COMPARE(rows(window), 2);
        action(window, "Start")->trigger();
        host.fake().settle();
        host.fake().move({1}, JobState::Running);
        window.findChild<QueueView*>()->selectJob({1});
        host.fake().log({1}, "opened a.mp4");
        auto* log = window.findChild<QPlainTextEdit*>();
        QTRY_VERIFY(log->toPlainText().endsWith("opened a.mp4"));
        QVERIFY(log->toPlainText().contains("Running on cpu, attempt 1"));
        api::Report report;
        report.framesDecoded = 4321;
        report.input =
            Json::object()
                .set("container_title", "Matroska")
                .set("tracks", Json::array().append(Json::object().set("kind", "audio").set("codec", "opus")));
        report.measures = Json::object().set("luma", Json::object().set("mean", 0.25));
        report.notes = {{.fate = api::Fate::Lost, .subject = "chapters", .sentence = "webm holds none of this kind"}};
        host.fake().finish({1}, report, 400'000);
        QTRY_VERIFY(window.findChild<QTextBrowser*>()->toPlainText().contains("4321"));
        for (const char* fact : {"0.2500", "Matroska", "OPUS"})
            QVERIFY2(window.findChild<QTextBrowser*>()->toPlainText().contains(fact), fact);
        auto* fates = window.findChild<QTreeWidget*>();
        QCOMPARE(fates->topLevelItemCount(), 1);
        QCOMPARE(fates->topLevelItem(0)->text(0), QString("Lost"));
        QCOMPARE(fates->topLevelItem(0)->text(1), QString("chapters"));

        host.fake().move({2}, JobState::Running);
        host.fake().fail({2}, {base::ErrorCode::InvalidData, "b.mp4 is cut off after 3 bytes.", ""});
        window.findChild<QueueView*>()->selectJob({2});
        QTRY_VERIFY(part<QLabel>(window, "errorSentence")->isVisible());
        QCOMPARE(part<QLabel>(window, "errorSentence")->text(), QString("b.mp4 is cut off after 3 bytes."));
    }

    void jobsAndChoicesSurviveARestart() {
        TestHost host(m_folder->path());
        QByteArray header;
        {
            MainWindow window(host);
            window.show();
            auto* combo = part<QComboBox>(window, "recipe");
            QTRY_COMPARE(combo->count(), 3);
            combo->setCurrentIndex(1);
            part<QLineEdit>(window, "outputFolder")->setText(m_folder->path());
            drop(window, {touch(m_folder->filePath("a.mp4"))});
            QTRY_COMPARE(rows(window), 1);
            auto* view = window.findChild<QueueView*>();
            view->setColumnHidden(QueueModel::Fps, true);
            view->setColumnWidth(QueueModel::State, 177);
            window.resize(1001, 702);
            window.close();
        }
        MainWindow window(host);
        window.show();
        QTRY_COMPARE(rows(window), 1);
        QTRY_COMPARE(part<QComboBox>(window, "recipe")->currentText(), QString("Web 720p"));
        QCOMPARE(part<QLineEdit>(window, "outputFolder")->text(), m_folder->path());
        auto* view = window.findChild<QueueView*>();
        QVERIFY(view->isColumnHidden(QueueModel::Fps));
        QCOMPARE(view->columnWidth(QueueModel::State), 177);
        QCOMPARE(window.size(), QSize(1001, 702));
    }

    void aBatchGivenAtStartWaitsForTheRecipes() {
        TestHost host(m_folder->path());
        host.fake().hold();
        MainWindow window(host);
        window.choose("web-720p", "/out");
        window.add({touch(m_folder->filePath("a.mp4"))});
        QCoreApplication::processEvents();
        QVERIFY(host.fake().submitted().empty());
        host.fake().release();
        QTRY_COMPARE(host.fake().submitted().size(), std::size_t{1});
        const auto item = host.fake().submitted()[0].items[0];
        QCOMPARE(item.spec.recipe["id"].asString(), std::string("web-720p"));
        QCOMPARE(item.outputFolder, std::string("/out"));
    }

    void aRecipeThatOnlyMeasuresNeedsNoFolder() {
        TestHost host(m_folder->path());
        MainWindow window(host);
        auto* combo = part<QComboBox>(window, "recipe");
        QTRY_COMPARE(combo->count(), 3);
        auto* folder = part<QLineEdit>(window, "outputFolder");
        QVERIFY(folder->isEnabled());
        combo->setCurrentIndex(2);
        QVERIFY(!folder->isEnabled());
    }

    void theFilterNarrowsTheQueue() {
        TestHost host(m_folder->path());
        MainWindow window(host);
        drop(window, {touch(m_folder->filePath("beach.mp4")), touch(m_folder->filePath("mountain.mp4"))});
        QTRY_COMPARE(rows(window), 2);
        part<QLineEdit>(window, "find")->setText("MOUNT");
        QCOMPARE(rows(window), 1);
        QCOMPARE(cell(window, 0, QueueModel::Name), QString("mountain.mp4"));
    }

    void closingWhileTheEngineAnswersIsSafe() {
        TestHost host(m_folder->path());
        host.fake().hold();
        {
            MainWindow window(host);
            window.show();
            window.close();
        }
        host.fake().release();
        host.fake().settle();
        QCoreApplication::processEvents();
        QCOMPARE(host.fake().subscriptions(), 0);
    }

    void theEndIsForetoldFromTheBytesGoneBy() {
        EtaEstimator estimator;
        QVERIFY(!estimator.secondsFor(1000));
        for (int second = 0; second <= 10; ++second) estimator.sample(second, second * 100);
        QCOMPARE(estimator.secondsFor(1000).value(), 10.0);
        estimator.sample(11, 50);  // jobs were removed
        QVERIFY(!estimator.secondsFor(1000));
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_MAIN(tst_main_window)
#include "tst_main_window.moc"
