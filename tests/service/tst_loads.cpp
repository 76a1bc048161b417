#include <QTest>

#include "engine/base/process_figures.h"
#include "engine/service/device_loads.h"
#include "engine/service/meters.h"

using namespace fotograma;
using service::DeviceLoads;
using service::Meters;

class tst_Loads : public QObject {
    Q_OBJECT

    static const api::StageLoad& stage(const api::Stats& stats, std::string_view name) {
        const auto found = std::ranges::find(stats.stages, name, &api::StageLoad::stage);
        if (found == stats.stages.end()) qFatal("no stage of that name");
        return *found;
    }

private slots:
    void stagesOfEndedAndRunningJobsAddUp() {
        Meters meters(base::systemClock());
        const std::vector<api::StageShare> first{{"encode 1", 0.5}, {"encode 2", 0.25}, {"decode", 1.0}};
        meters.ended({1}, 10, 2.0, first);
        api::Progress progress;
        progress.stages = {{"decode", 0.5}, {"mux 1", 0.1}};
        meters.progress({2}, progress, 4.0);
        const api::Stats stats = meters.stats();
        QCOMPARE(stage(stats, "decode").busySeconds, 2.0 + 2.0);
        QCOMPARE(stage(stats, "decode").jobSeconds, 2.0 + 4.0);
        QCOMPARE(stage(stats, "encode").busySeconds, 1.0 + 0.5);      // of two outputs
        QCOMPARE(stage(stats, "encode").jobSeconds, 4.0);             // busy at most
        QCOMPARE(stats.stages.front().stage, std::string("decode"));  // in the order of the pipeline
        QCOMPARE(stats.stages.back().stage, std::string("mux"));
        // What was told on the way does not count twice.
        meters.ended({2}, 10, 6.0, std::vector<api::StageShare>{{"decode", 0.5}});
        QCOMPARE(stage(meters.stats(), "decode").busySeconds, 2.0 + 3.0);
        QVERIFY(stats.readBytes > 0);
    }

    void theHostIsBusyBetweenTwoLooks() {
        base::MachineTimes times{.busySeconds = 10.0, .allSeconds = 100.0};
        DeviceLoads loads([] { return std::vector<api::DeviceLoad>{{.id = "cuda:0", .busyShare = 0.5}}; },
                          [&] { return times; });
        QVERIFY(loads.latest().empty());
        loads.look();
        QCOMPARE(loads.latest().front().busyShare, -1.0);  // one look tells nothing yet
        times = {.busySeconds = 13.0, .allSeconds = 104.0};
        loads.look();
        QCOMPARE(loads.latest().front().id, std::string("cpu"));
        QCOMPARE(loads.latest().front().busyShare, 0.75);
        QVERIFY(loads.latest().front().usedBytes > 0 && loads.latest().front().memoryBytes > 0);
        QCOMPARE(loads.latest().back().busyShare, 0.5);
    }

    void theProcessHasFigures() {
        const base::ProcessFigures figures = base::processFigures();
        QVERIFY(figures.residentBytes > 0 && figures.virtualBytes > figures.residentBytes);
        QVERIFY(figures.openFiles >= 3 && figures.openFiles < figures.mostOpenFiles);
        QVERIFY(figures.threads >= 1 && figures.readBytes > 0);
        const double age = static_cast<double>(base::systemClock().unixNow()) / 1000.0 - figures.startedAt;
        QVERIFY2(age > -2.0 && age < 600.0, qPrintable(QString::number(age)));
        QVERIFY(base::machineTimes().allSeconds > base::machineTimes().busySeconds);
    }
};

QTEST_GUILESS_MAIN(tst_Loads)
#include "tst_loads.moc"
