#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSpinBox>
#include <QToolButton>
#include <QtTest>
#include <ctime>

#include "tests/ui/window_host.h"
#include "ui/main_window.h"
#include "ui/queue/intake.h"
#include "ui/queue/queue_page.h"
#include "ui/queue/queue_view.h"
#include "ui/words.h"

using namespace fotograma;
using namespace fotograma::ui;
using api::JobState;
using api::Json;
using test::WindowHost;

namespace {

api::JobRecord record(std::int64_t id, const std::string& folder = "/clips", JobState state = JobState::Queued) {
    api::JobRecord made;
    made.id.value = id;
    made.position = static_cast<double>(id);
    made.batch.value = 1 + id % 3;
    made.state = state;
    made.spec.input = folder + "/clip" + std::to_string(id) + ".mp4";
    made.recipeId = "web-720p";
    made.recipeTitle = "Web 720p";
    made.inputBytes = 1'000'000;
    return made;
}

QueueRows& rowsOf(MainWindow& window) { return window.findChild<QueueView*>()->rows(); }

QStringList shown(const QueueRows& rows) {
    QStringList all;
    for (int row = 0; row < rows.rowCount(); ++row) all << rows.index(row, 0).data().toString();
    return all;
}

QAction* action(MainWindow& window, const QString& text) {
    for (QAction* one : window.findChild<QueuePage*>()->actions())
        if (QString(one->text()).remove('&').remove(QStringLiteral("…")) == text) return one;
    return nullptr;
}

/// A window whose service already has so many waiting jobs.
struct Filled {
    explicit Filled(int jobs) {
        for (int id = 1; id <= jobs; ++id) host.fake().add(record(id));
        window = std::make_unique<MainWindow>(host);
        window->resize(1280, 900);
        window->show();
    }
    bool isReady(int jobs) {
        return QTest::qWaitFor([&] { return rowsOf(*window).rowCount() == jobs; }, 20'000);
    }
    void select(const std::vector<std::int64_t>& ids) {
        auto* view = window->findChild<QueueView*>();
        view->clearSelection();
        for (const std::int64_t id : ids)
            view->selectionModel()->select(view->rows().index(view->rows().rowOf({id}), 0),
                                           QItemSelectionModel::Select | QItemSelectionModel::Rows);
    }

    WindowHost host;
    std::unique_ptr<MainWindow> window;
};

class RecordedDesktop : public Desktop {
public:
    void notify(const QString& title, const QString& sentence) override { done << title + ": " + sentence; }
    void playSound() override { done << "sound"; }
    bool run(const QString& command) override {
        done << "run " + command;
        return !command.startsWith("missing");
    }
    void power(PowerAction action) override { done << QString("power %1").arg(static_cast<int>(action)); }
    QStringList done;
};

}  // namespace

class tst_queue_page : public QObject {
    Q_OBJECT

private slots:
    // ---- Rows ----------------------------------------------------------------------------------------------------

    void rowsStayAProperModelWhileTheyAreFilteredGroupedAndSorted() {
        QueueModel jobs;
        QueueRows rows(jobs);
        QAbstractItemModelTester tester(&rows, QAbstractItemModelTester::FailureReportingMode::QtTest);
        api::Snapshot snapshot;
        for (int id = 1; id <= 40; ++id) snapshot.jobs.push_back(record(id, id % 2 ? "/odd" : "/even"));
        jobs.reset(snapshot);
        rows.setGrouping(Grouping::Folder);
        QCOMPARE(rows.rowCount(), 42);
        QCOMPARE(rows.index(0, 0).data().toString(), QString("/even"));
        rows.setFolded(0, true);
        QCOMPARE(rows.rowCount(), 22);
        QCOMPARE(rows.jobsOf(0).size(), std::size_t{20});
        rows.sort(QueueModel::Name, Qt::DescendingOrder);
        QCOMPARE(rows.index(2, 0).data().toString(), QString("clip9.mp4"));
        rows.setFilter({.text = "clip1", .state = std::nullopt});
        rows.setGrouping(Grouping::State);
        jobs.apply({{.kind = api::EventKind::JobRemoved, .job = {11}},
                    {.kind = api::EventKind::JobChanged, .job = {13}, .record = record(13, "/odd", JobState::Done)}});
        QTRY_COMPARE(rows.rowCount(), 10 + 2);  // 1 and 10 to 19 without 11, in two groups
        rows.setGrouping(Grouping::None);
        rows.setFilter({});
        rows.sort(-1);
        QCOMPARE(rows.rowCount(), 39);
        QCOMPARE(rows.job(0).value, std::int64_t{1});
    }

    void aSelectionSurvivesSortingAndGrouping() {
        Filled filled(20);
        QVERIFY(filled.isReady(20));
        filled.select({3, 17});
        auto* view = filled.window->findChild<QueueView*>();
        view->sortByColumn(QueueModel::Name, Qt::DescendingOrder);
        filled.window->findChild<QComboBox*>("grouping")->setCurrentIndex(2);
        QCOMPARE(view->selectedJobs(), (std::vector<api::JobId>{{3}, {17}}));
    }

    void jobsStandInTheOrderTheyRun() {
        QueueModel jobs;
        QueueRows rows(jobs);
        api::JobRecord urgent = record(3);
        urgent.spec.priority = 5;
        api::JobRecord moved = record(2);
        moved.position = 0.5;
        jobs.reset({.sequence = {}, .jobs = {record(1), moved, urgent}});
        QCOMPARE(shown(rows), (QStringList{"clip3.mp4", "clip2.mp4", "clip1.mp4"}));
    }

    void aStepThroughTenThousandRowsIsPaintedWithinAFrame() {
        Filled filled(10'000);
        QVERIFY(filled.isReady(10'000));
        auto* view = filled.window->findChild<QueueView*>();
        QVERIFY(QTest::qWaitForWindowExposed(filled.window.get()));
        // The thread's own time: what other programs take from the machine is not the queue's fault.
        std::vector<qint64> micros;
        const auto now = [] {
            timespec time{};
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
            return time.tv_sec * 1'000'000LL + time.tv_nsec / 1000;
        };
        for (int step = 0; step < 200; ++step) {
            const auto begun = now();
            view->verticalScrollBar()->setValue(view->verticalScrollBar()->value() + 977);
            view->viewport()->repaint();
            micros.push_back(now() - begun);
        }
        std::ranges::sort(micros);
        qInfo("scroll step: P50 %lld us, P95 %lld us", static_cast<long long>(micros[100]),
              static_cast<long long>(micros[190]));
        QVERIFY2(micros[190] < 16'000, qPrintable(QString::number(micros[190])));
    }

    void picturesAreAskedForTheRowsInSightAlone() {
        Filled filled(2'000);
        QVERIFY(filled.isReady(2'000));
        QVERIFY(QTest::qWaitForWindowExposed(filled.window.get()));
        QTRY_VERIFY(!filled.host.fake().previewed().empty());
        filled.host.fake().settle();
        QTest::qWait(300);
        const auto asked = filled.host.fake().previewed();
        QVERIFY2(asked.size() < 60, qPrintable(QString::number(asked.size())));
        QCOMPARE(asked.front().quick, true);
    }

    // ---- What comes in -------------------------------------------------------------------------------------------

    void aRecipeFileAndALookBecomeTheNextRecipe() {
        WindowHost host;
        MainWindow window(host);
        window.show();
        auto* recipes = window.findChild<QComboBox*>("recipe");
        QTRY_COMPARE(recipes->count(), 3);
        const QString file =
            host.write("mine.recipe.json", R"({"version":1,"id":"mine","title":"Mine","outputs":[{}]})");
        QVERIFY(test::dropFiles(window, {file}));
        QCOMPARE(recipes->currentText(), QString("Mine (not saved)"));
        QVERIFY(test::dropFiles(window, {host.write("Teal.cube", "LUT_3D_SIZE 2")}));
        QCOMPARE(recipes->currentText(), QString("Mine with the look Teal (not saved)"));
        QVERIFY(test::dropFiles(window, {host.write("a.mp4")}));
        QTRY_COMPARE(host.fake().submitted().size(), std::size_t{1});
        const Json filters = host.fake().submitted()[0].items[0].spec.recipe["filters"];
        QCOMPARE(filters.items().back()["id"].asString(), std::string("lut3d"));
        QVERIFY(filters.items().back()["params"]["file"].asString().ends_with("Teal.cube"));
    }

    void pathsInTheClipboardAreAdded() {
        WindowHost host;
        MainWindow window(host);
        window.show();
        QTRY_COMPARE(window.findChild<QComboBox*>("recipe")->count(), 3);
        QGuiApplication::clipboard()->setText(host.write("a.mp4") + "\n\"" + host.write("b b.mkv") +
                                              "\"\n/no/such.mp4\n");
        action(window, "Paste paths")->trigger();
        QTRY_COMPARE(rowsOf(window).rowCount(), 2);
    }

    void aQueueWrittenOutComesBackAsItWas() {
        Filled filled(3);
        QVERIFY(filled.isReady(3));
        QueueModel& jobs = filled.window->workspace().jobs();
        const Json document = Intake::exported({&jobs.at(0), &jobs.at(2)});
        const QString file = filled.host.write("saved.json", QByteArray::fromStdString(document.dump()));
        QVERIFY(test::dropFiles(*filled.window, {file}));
        QTRY_COMPARE(filled.host.fake().submitted().size(), std::size_t{1});
        const api::SubmitRequest request = filled.host.fake().submitted()[0];
        QCOMPARE(request.items.size(), std::size_t{2});
        QCOMPARE(request.items[1].spec.input, std::string("/clips/clip3.mp4"));
        QVERIFY(request.startPaused);
    }

    void aFileThatIsNoQueueIsNamed() {
        WindowHost host;
        MainWindow window(host);
        window.show();
        QTRY_COMPARE(window.findChild<QComboBox*>("recipe")->count(), 3);
        QVERIFY(test::dropFiles(window, {host.write("x.json", "{\"a\":1}")}));
        QCOMPARE(window.findChild<QLabel*>("messageText")->text(), QString("x.json is neither a recipe nor a queue."));
        QVERIFY(test::dropFiles(window, {host.write("y.json", "{")}));
        QVERIFY(window.findChild<QLabel*>("messageText")->text().startsWith("y.json: "));
    }

    // ---- What is done to jobs ------------------------------------------------------------------------------------

    void whatWasRemovedComesBackWithUndo() {
        Filled filled(5);
        QVERIFY(filled.isReady(5));
        filled.select({2, 4});
        action(*filled.window, "Remove")->trigger();
        QCOMPARE(shown(rowsOf(*filled.window)), (QStringList{"clip1.mp4", "clip3.mp4", "clip5.mp4"}));
        auto* bar = filled.window->findChild<QFrame*>("removalBar");
        QVERIFY(bar->isVisible());
        filled.host.fake().settle();
        QCOMPARE(filled.host.fake().jobs().size(), std::size_t{5});  // nothing was sent yet
        bar->findChild<QPushButton*>()->click();
        QCOMPARE(rowsOf(*filled.window).rowCount(), 5);
        QVERIFY(!bar->isVisible());
    }

    void whatWasRemovedIsGoneWhenTheWindowCloses() {
        Filled filled(3);
        QVERIFY(filled.isReady(3));
        filled.select({2});
        action(*filled.window, "Remove")->trigger();
        filled.window->close();
        filled.host.fake().settle();
        QCOMPARE(filled.host.fake().jobs().size(), std::size_t{2});
    }

    void manyJobsAreChangedAtOnce() {
        Filled filled(6);
        QVERIFY(filled.isReady(6));
        QTRY_COMPARE(filled.window->findChild<QComboBox*>("recipe")->count(), 3);
        filled.select({1, 3, 5});
        action(*filled.window, "Change")->trigger();
        auto* editor = filled.window->findChild<QFrame*>("jobEditor");
        QVERIFY(editor->isVisible());
        auto* recipe = editor->findChild<QComboBox*>("editRecipe");
        recipe->setCurrentIndex(recipe->findData("web-1080p"));
        editor->findChild<QSpinBox*>("editPriority")->setValue(7);
        editor->findChild<QPushButton*>("primary")->click();
        QTRY_COMPARE(filled.host.fake().edited().size(), std::size_t{1});
        const auto [query, edit] = filled.host.fake().edited()[0];
        QCOMPARE(query.ids, (std::vector<api::JobId>{{1}, {3}, {5}}));
        QCOMPARE(edit.recipe["id"].asString(), std::string("web-1080p"));
        QCOMPARE(edit.priority.value(), 7);
        QVERIFY(!edit.device && !edit.outputFolder);
        QTRY_COMPARE(rowsOf(*filled.window).job(0).value, std::int64_t{1});
        QTRY_COMPARE(rowsOf(*filled.window).job(2).value, std::int64_t{5});
    }

    void rowsAreMovedByDragging() {
        Filled filled(6);
        QVERIFY(filled.isReady(6));
        filled.select({5, 6});
        auto* view = filled.window->findChild<QueueView*>();
        QSignalSpy moves(view, &QueueView::moveAsked);
        const QPoint onSecond = view->visualRect(view->rows().index(1, 0)).topLeft() + QPoint(20, 2);
        std::unique_ptr<QMimeData> mime(view->model()->mimeData({view->rows().index(4, 0)}));
        QDragEnterEvent enter(onSecond, Qt::MoveAction, mime.get(), Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(view->viewport(), &enter);
        QDragMoveEvent over(onSecond, Qt::MoveAction, mime.get(), Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(view->viewport(), &over);
        QDropEvent event(onSecond, Qt::MoveAction, mime.get(), Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(view->viewport(), &event);
        QCOMPARE(moves.count(), 1);
        QTRY_COMPARE(filled.host.fake().edited().size(), std::size_t{1});
        QCOMPARE(filled.host.fake().edited()[0].second.before.value(), api::JobId{2});
        QTRY_COMPARE(rowsOf(*filled.window).job(1).value, std::int64_t{5});
    }

    void theFirstPlaceIsAKeyAway() {
        Filled filled(4);
        QVERIFY(filled.isReady(4));
        filled.select({4});
        action(*filled.window, "Run first")->trigger();
        QTRY_COMPARE(rowsOf(*filled.window).job(0).value, std::int64_t{4});
    }

    void pausingAfterTheCurrentJobsLeavesThoseThatRun() {
        Filled filled(3);
        QVERIFY(filled.isReady(3));
        filled.host.fake().move({1}, JobState::Running);
        QTRY_VERIFY(action(*filled.window, "Pause after the current jobs")->isEnabled());
        action(*filled.window, "Pause after the current jobs")->trigger();
        QTRY_COMPARE(filled.host.fake().jobs()[1].state, JobState::Paused);
        QCOMPARE(filled.host.fake().jobs()[0].state, JobState::Running);
    }

    void aChipShowsTheJobsOfAStateAlone() {
        Filled filled(3);
        QVERIFY(filled.isReady(3));
        filled.host.fake().move({2}, JobState::Running);
        QToolButton* running = nullptr;
        QTRY_VERIFY([&] {
            for (QToolButton* chip : filled.window->findChildren<QToolButton*>("chip"))
                if (chip->text().startsWith("Running")) running = chip;
            return running && running->isVisible();
        }());
        running->click();
        QCOMPARE(shown(rowsOf(*filled.window)), (QStringList{"clip2.mp4"}));
    }

    void theBadgeTellsWhichStepsLeftTheGpu() {
        Filled filled(2);
        QVERIFY(filled.isReady(2));
        api::Report report;
        report.deviceNotes = {"decode: this chip has no decoder for ProRes"};
        report.measures = Json::object().set("score", Json::object().set("score", 81.6));
        for (const std::int64_t id : {1, 2}) {
            filled.host.fake().move({id}, JobState::Running);
            filled.host.fake().finish({id}, id == 1 ? report : api::Report{}, 10);
        }
        QTRY_COMPARE(filled.window->workspace().jobs().totals().count(JobState::Done), 2);
        QueueModel& jobs = filled.window->workspace().jobs();
        QTRY_VERIFY(jobs.knowsReport({1}) && jobs.knowsReport({2}));
        QCOMPARE(jobs.index(0, QueueModel::Device).data(Qt::ToolTipRole).toString(),
                 QString("decode: this chip has no decoder for ProRes"));
        QCOMPARE(jobs.index(0, QueueModel::Quality).data().toString(), QString("Score 82"));
        QCOMPARE(jobs.index(1, QueueModel::Quality).data().toString(), QString());
    }

    void aRowTellsHowNearItsOutputsAre() {
        QueueModel jobs;
        jobs.reset(
            {.sequence = {}, .jobs = {record(1, "/clips", JobState::Done), record(2, "/clips", JobState::Done)}});
        const auto artifact = [](double ssim) {
            return api::Artifact{.facts = Json::object().set("fidelity", Json::object().set("ssim", ssim))};
        };
        api::Report report;
        report.measures = Json::object().set("score", Json::object().set("score", 81.6));
        report.artifacts = {artifact(0.995), artifact(0.9312)};  // a row is as good as its worst output
        jobs.setReport({1}, report);
        jobs.setReport({2}, {});
        QCOMPARE(jobs.index(0, QueueModel::Quality).data().toString(), QString("Fair 0.931"));
        QVERIFY(jobs.index(0, QueueModel::Quality).data(Qt::ToolTipRole).toString().contains("SSIM"));
        QCOMPARE(jobs.index(1, QueueModel::Quality).data().toString(), QString());
        QVERIFY(jobs.index(1, QueueModel::Quality).data(Qt::ToolTipRole).toString().startsWith("Not measured"));
    }

    void aJobThatStayedOnTheGpuSaysSo() {
        QueueModel jobs;
        api::JobRecord done = record(1, "/clips", JobState::Done);
        done.device = "cuda:0";
        jobs.reset({.sequence = {}, .jobs = {done}});
        const auto badge = [&] { return jobs.index(0, QueueModel::Device).data().toString(); };
        QCOMPARE(badge(), QString("GPU 0"));
        jobs.setReport({1}, {});
        QCOMPARE(badge(), QString("All on GPU"));
        api::Report left;
        left.deviceNotes = {"encode: no chip"};
        jobs.setReport({1}, left);
        QCOMPARE(badge(), QString("GPU 0, one step left it"));
    }

    // ---- When it is done -----------------------------------------------------------------------------------------

    void theEndOfTheQueueIsCelebratedOnce() {
        RecordedDesktop desktop;
        WhenDone done(desktop);
        done.setSounds(true);
        done.setCommand("sync now");
        done.setPower(PowerAction::Sleep);
        QSignalSpy powers(&done, &WhenDone::powerDue);
        QueueTotals totals;
        totals.byState[static_cast<std::size_t>(JobState::Running)] = 1;
        done.follow(totals);
        QVERIFY(desktop.done.isEmpty());
        totals.byState = {};
        totals.byState[static_cast<std::size_t>(JobState::Done)] = 3;
        totals.byState[static_cast<std::size_t>(JobState::Failed)] = 1;
        done.follow(totals);
        done.follow(totals);
        QCOMPARE(desktop.done,
                 (QStringList{"The queue is done, with failures: Done: 3. Failed: 1.", "sound", "run sync now"}));
        QCOMPARE(powers.count(), 1);
        QVERIFY(done.power() == PowerAction::Nothing);  // asked once
    }

    void aQueueThatIsPausedIsNotDone() {
        RecordedDesktop desktop;
        WhenDone done(desktop);
        QueueTotals totals;
        totals.byState[static_cast<std::size_t>(JobState::Running)] = 1;
        done.follow(totals);
        totals.byState = {};
        totals.byState[static_cast<std::size_t>(JobState::Paused)] = 1;
        done.follow(totals);
        QVERIFY(desktop.done.isEmpty());
    }
};

QTEST_MAIN(tst_queue_page)
#include "tst_queue_page.moc"
