#include <QLabel>
#include <QListWidget>
#include <QScrollBar>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QToolButton>
#include <QTreeView>
#include <QtTest>
#include <ctime>

#include "tests/ui/test_host.h"
#include "ui/results/clip_pane.h"
#include "ui/results/duplicates_view.h"
#include "ui/results/histogram_plot.h"
#include "ui/results/results_model.h"
#include "ui/results/results_page.h"
#include "ui/results/scatter_plot.h"

using namespace fotograma;
using namespace fotograma::ui;
using test::PanelHost;

namespace {

/// A page on so many reports, shown and read.
struct Shown {
    explicit Shown(int count) : workspace(host), page(nullptr) {
        for (int i = 0; i < count; ++i) test::addReport(host.fake(), i, count);
        page = std::make_unique<ResultsPage>(workspace, nullptr);
        page->resize(1300, 800);
        page->show();
        table = page->findChild<QTreeView*>();
    }
    [[nodiscard]] ResultsModel& model() const { return *qobject_cast<ResultsModel*>(table->model()); }

    PanelHost host;
    Workspace workspace;
    std::unique_ptr<ResultsPage> page;
    QTreeView* table = nullptr;
};

int columnOf(const ResultsModel& model, const char* id) {
    for (std::size_t i = 0; i < model.numbers().size(); ++i)
        if (model.numbers()[i].id == id) return ResultsModel::FixedCount + static_cast<int>(i);
    return -1;
}

/// What this thread used of a processor.
double threadMs() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) * 1e-6;
}

}  // namespace

class tst_results : public QObject {
    Q_OBJECT

private slots:
    void readsEveryReportAndSortsByAnyNumber() {
        Shown shown(300);  // more than a page
        QTRY_COMPARE(shown.model().rowCount(), 300);
        const int luma = columnOf(shown.model(), "luma.mean");
        QVERIFY(luma > 0);
        shown.table->sortByColumn(luma, Qt::DescendingOrder);
        QCOMPARE(shown.model().at(0).input, QString("/clips/clip-100299.mp4"));
        shown.table->sortByColumn(luma, Qt::AscendingOrder);
        QCOMPARE(shown.model().at(0).input, QString("/clips/clip-100000.mp4"));
        shown.model().narrow("10004");
        QCOMPARE(shown.model().rowCount(), 10);
    }

    void whatIsChosenStaysChosenWhenTheOrderTurns() {
        Shown shown(50);
        QTRY_COMPARE(shown.model().rowCount(), 50);
        shown.table->setCurrentIndex(shown.model().index(3, 0));
        const QString chosen = shown.model().at(3).input;
        shown.table->sortByColumn(columnOf(shown.model(), "luma.mean"), Qt::DescendingOrder);
        const QModelIndexList rows = shown.table->selectionModel()->selectedRows();
        QCOMPARE(rows.size(), 1);
        QCOMPARE(shown.model().at(rows[0].row()).input, chosen);
    }

    void aPointThatIsClickedShowsItsClip() {
        Shown shown(20);
        QVERIFY(QTest::qWaitForWindowExposed(shown.page.get()));
        auto* scatter = shown.page->findChild<ScatterPlot*>();
        QTRY_COMPARE(scatter->points().size(), std::size_t{20});
        const ScatterPlot::Point point = scatter->points()[7];
        const QPoint at = scatter->pixelOf(point).toPoint();
        QTest::mouseClick(scatter->findChild<QWidget*>(), Qt::LeftButton, Qt::NoModifier, at);
        const QModelIndexList rows = shown.table->selectionModel()->selectedRows();
        QCOMPARE(rows.size(), 1);
        QCOMPARE(rows[0].row(), point.row);
        auto* cuts = shown.page->findChild<QListWidget*>("cuts");
        QCOMPARE(cuts->count(), 2);
        QTRY_VERIFY(!shown.host.fake().previewed().empty());
        QCOMPARE(shown.host.fake().previewed().back().input, shown.model().at(point.row).input.toStdString());
        cuts->setCurrentRow(1);
        QTRY_COMPARE(shown.host.fake().previewed().back().seconds, 64.25);
    }

    void aBarThatIsClickedChoosesItsClips() {
        Shown shown(100);
        QVERIFY(QTest::qWaitForWindowExposed(shown.page.get()));
        auto* histogram = shown.page->findChild<HistogramPlot*>();
        QTRY_COMPARE(histogram->counts().size(), std::size_t{10});
        QWidget* plot = histogram->findChild<QWidget*>();
        QTest::mouseClick(plot, Qt::LeftButton, Qt::NoModifier, plot->rect().center());
        QCOMPARE(shown.table->selectionModel()->selectedRows().size(), 10);
    }

    void aJobThatEndsComesInAndOneRemovedGoes() {
        Shown shown(5);
        shown.workspace.start();
        QTRY_COMPARE(shown.model().rowCount(), 5);
        QTRY_COMPARE(shown.workspace.jobs().rowCount(), 5);
        test::addReport(shown.host.fake(), 5, 5);
        QTRY_COMPARE(shown.model().rowCount(), 6);
        shown.workspace.bridge().control({.ids = {api::JobId{1}}}, api::JobAction::Remove, this, [](auto) {});
        QTRY_COMPARE(shown.model().rowCount(), 5);
    }

    void whatIsShownIsWrittenInItsOrder() {
        Shown shown(4);
        QTRY_COMPARE(shown.model().rowCount(), 4);
        shown.table->sortByColumn(columnOf(shown.model(), "luma.mean"), Qt::DescendingOrder);
        shown.page->exportTo("/tmp/results.csv");
        QTRY_COMPARE(shown.host.fakeTools.exported.size(), std::size_t{4});
        QCOMPARE(shown.host.fakeTools.exported.front(), api::JobId{4});
    }

    void tenThousandClipsNeverHoldTheWindow() {
        constexpr int kClips = 10000;
        constexpr double kLongestMs = 50.0;
        // The time that this thread itself used: what other processes of the machine take is not ours.
        double longest = 0.0;
        const auto turn = [&] {
            const double before = threadMs();
            QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents, 5);
            longest = std::max(longest, threadMs() - before);
        };
        Shown shown(kClips);
        auto* scatter = shown.page->findChild<ScatterPlot*>();
        QElapsedTimer clock;
        clock.start();
        while ((shown.model().rowCount() < kClips || scatter->points().size() < kClips) && clock.elapsed() < 60000)
            turn();
        for (int i = 0; i < 20; ++i) turn();  // what was drawn for them
        QCOMPARE(shown.model().rowCount(), kClips);
        const double read = std::exchange(longest, 0.0);
        const auto timed = [&](const auto& what) {
            const double before = threadMs();
            what();
            return threadMs() - before;
        };
        const double byNumber =
            timed([&] { shown.table->sortByColumn(columnOf(shown.model(), "luma.mean"), Qt::DescendingOrder); });
        const double byName = timed([&] { shown.table->sortByColumn(ResultsModel::Name, Qt::DescendingOrder); });
        const double scrolled = timed([&] {
            shown.table->verticalScrollBar()->setValue(shown.table->verticalScrollBar()->maximum() / 2);
            shown.table->viewport()->repaint();
        });
        qInfo(
            "10000 clips, in processor time: longest turn while they are read and drawn %.1f ms; sorted by a number in "
            "%.1f ms, by name in %.1f ms; a scroll step %.1f ms",
            read, byNumber, byName, scrolled);
        for (const double one : {read, byNumber, byName, scrolled}) QVERIFY2(one < kLongestMs, "the window is held");
    }

    void aDuplicateGoesToTheTrashAndComesBack() {
        PanelHost host;
        Workspace workspace(host);
        host.fake().setInfo({.sharesFiles = true});
        workspace.start();
        const QString copy = host.path("copy.mp4");
        QFile file(copy);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.close();
        host.fakeTools.groups = {{{.input = "/clips/a.mp4", .kind = DuplicateKind::Original, .sizeBytes = 9},
                                  {.input = copy.toStdString(), .kind = DuplicateKind::Exact, .sizeBytes = 9}}};
        DuplicatesView view(workspace);
        view.show();
        view.find();
        QTRY_COMPARE(view.groups().size(), std::size_t{1});
        view.discard(copy);
        if (QFile::exists(copy)) QSKIP("No trash can be made here.");
        QCOMPARE(view.groups()[0].size(), std::size_t{1});
        view.undoDiscard();
        QVERIFY(QFile::exists(copy));
        QCOMPARE(view.groups()[0].size(), std::size_t{2});
    }
};

QTEST_MAIN(tst_results)
#include "tst_results.moc"
