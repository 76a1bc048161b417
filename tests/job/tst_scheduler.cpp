#include <QtTest>

#include "engine/job/concurrency.h"
#include "engine/job/scheduler.h"

using namespace fotograma;
using base::JobId;
using job::Demand;
using job::Scheduler;

namespace {

constexpr std::int64_t kMega = 1 << 20;

void wait(Scheduler& scheduler, std::int64_t id, int priority, Demand demand) {
    scheduler.queue().add({id}, {priority});
    scheduler.queue().setDemand({id}, demand);
}

QList<int> startAll(Scheduler& scheduler) {
    QList<int> started;
    while (const auto grant = scheduler.next()) started.append(static_cast<int>(grant->job.value));
    return started;
}

}  // namespace

class tst_Scheduler : public QObject {
    Q_OBJECT

private slots:
    void runsHigherPriorityFirstThenTheOlder() {
        Scheduler scheduler({.threads = 1, .memoryBytes = 100 * kMega});
        wait(scheduler, 1, 0, {.memoryBytes = kMega});
        wait(scheduler, 2, 5, {.memoryBytes = kMega});
        wait(scheduler, 3, 5, {.memoryBytes = kMega});
        wait(scheduler, 4, -1, {.memoryBytes = kMega});
        scheduler.queue().add({4}, {9});  // edited
        QList<int> order;
        while (const auto grant = scheduler.next()) {
            order.append(static_cast<int>(grant->job.value));
            scheduler.release(grant->job);
        }
        QCOMPARE(order, (QList<int>{4, 2, 3, 1}));
    }

    void runsManySmallClipsAtOnceOnOneThreadEach() {
        Scheduler scheduler({.threads = 4, .memoryBytes = 1000 * kMega});
        for (int i = 1; i <= 10; ++i) wait(scheduler, i, 0, {.threads = 1, .mostThreads = 4, .memoryBytes = kMega});
        for (int i = 1; i <= 4; ++i) {
            const auto grant = scheduler.next();
            QVERIFY(grant);
            QCOMPARE(grant->threads, 1);
        }
        QVERIFY(!scheduler.next());
        scheduler.release({2});
        QCOMPARE(scheduler.next()->job.value, 5);
    }

    void sendsEachJobToTheGpuWithMostRoom() {
        Scheduler scheduler({.threads = 16, .memoryBytes = 1000 * kMega});
        scheduler.setDevices({{"cuda:0", 100 * kMega}, {"cuda:1", 150 * kMega}});
        const auto place = [&](std::int64_t id, const char* device, std::int64_t bytes) {
            wait(scheduler, id, 0, {.memoryBytes = kMega, .deviceBytes = bytes, .device = device});
            const auto grant = scheduler.next();
            return grant ? grant->device : std::string("none");
        };
        QCOMPARE(place(1, "auto", 80 * kMega), std::string("cuda:1"));
        QCOMPARE(place(2, "cuda", 80 * kMega), std::string("cuda:0"));
        QCOMPARE(place(3, "cpu", 80 * kMega), std::string());
        QCOMPARE(place(4, "cuda:0", 20 * kMega), std::string("cuda:0"));
        QCOMPARE(place(5, "auto", 60 * kMega), std::string("cuda:1"));
        QCOMPARE(place(6, "auto", 20 * kMega), std::string("none"));  // it waits
        scheduler.release({2});
        const auto grant = scheduler.next();
        QVERIFY(grant);
        QCOMPARE(grant->job.value, 6);
        QCOMPARE(grant->device, std::string("cuda:0"));
    }

    void triesAJobTooLargeForAGpuWhenNobodyElseIsThere() {
        Scheduler scheduler({.threads = 16, .memoryBytes = 1000 * kMega});
        scheduler.setDevices({{"cuda:0", 100 * kMega}});
        for (int i = 1; i <= 2; ++i)
            wait(scheduler, i, 0, {.memoryBytes = kMega, .deviceBytes = 300 * kMega, .device = "auto"});
        wait(scheduler, 3, 0, {.memoryBytes = kMega, .device = "cpu"});
        QCOMPARE(startAll(scheduler), (QList<int>{1, 3}));
        scheduler.release({1});
        QCOMPARE(startAll(scheduler), (QList<int>{2}));
    }

    void neverRunsMoreAtOnceThanItWasTold() {
        Scheduler scheduler({.threads = 8, .memoryBytes = 1000, .jobs = 2});
        for (std::int64_t id = 1; id <= 3; ++id)
            wait(scheduler, id, 0, {.threads = 1, .mostThreads = 1, .memoryBytes = 1});
        QVERIFY(scheduler.next() && scheduler.next());
        QVERIFY(!scheduler.next());
        scheduler.setSuspended(base::JobId{1}, true);
        QCOMPARE(scheduler.next()->job, base::JobId{3});
    }

    void startsBriefJobsAheadAndKeepsLargeOnesWithinTheMachine() {
        Scheduler scheduler({.threads = 2, .memoryBytes = 100 * kMega});
        const Demand brief{.memoryBytes = 40 * kMega, .isBrief = true};
        for (int i = 1; i <= 10; ++i) wait(scheduler, i, 0, brief);
        QCOMPARE(startAll(scheduler), (QList<int>{1, 2}));
        scheduler.setAhead(3);  // memory counts for those that can run at once
        QCOMPARE(startAll(scheduler), (QList<int>{3, 4, 5}));
        QCOMPARE(scheduler.threadsPromised(), 5);
        wait(scheduler, 99, 1, {.threads = 1, .memoryBytes = 10 * kMega});
        // Brief ones may pass it a while; its turn comes within the machine's threads all the same.
        QList<int> started;
        for (int i = 1; i <= 10 && !started.contains(99); ++i) {
            scheduler.release({i});
            started += startAll(scheduler);
        }
        QVERIFY(started.contains(99));
        QCOMPARE(scheduler.threadsPromised(), 2);
    }

    void tellsBySizeWhichClipsAreBrief() {
        QVERIFY(job::estimateBySize(70'000, false, 8)->isBrief);
        QCOMPARE(job::estimateBySize(70'000, false, 8)->mostThreads, 1);
        QCOMPARE(job::estimateBySize(2'000'000, false, 8)->mostThreads, 4);
        QVERIFY(!job::estimateBySize(50'000'000, false, 8));
        QVERIFY(!job::estimateBySize(70'000, true, 8));  // encoding may take long all the same
        QVERIFY(!job::estimateBySize(0, false, 8));
    }

    void givesALoneJobTheWholeMachine() {
        Scheduler scheduler({.threads = 8, .memoryBytes = 1000 * kMega});
        wait(scheduler, 1, 0, {.threads = 3, .mostThreads = 8, .memoryBytes = kMega});
        QCOMPARE(scheduler.next()->threads, 8);
    }

    void startsALargeJobInWhatIsLeftWithTheThreadsItWants() {
        Scheduler scheduler({.threads = 4, .memoryBytes = 1000 * kMega});
        for (int i = 1; i <= 3; ++i) wait(scheduler, i, 1, {.memoryBytes = kMega});
        wait(scheduler, 9, 0, {.threads = 4, .mostThreads = 4, .memoryBytes = kMega});
        wait(scheduler, 10, 0, {.memoryBytes = kMega});
        for (int i = 1; i <= 3; ++i) QCOMPARE(scheduler.next()->threads, 1);
        const auto large = scheduler.next();
        QCOMPARE(large->job.value, 9);
        QCOMPARE(large->threads, 4);
        QVERIFY(!scheduler.next());
    }

    void sharesTheThreadsAmongTheJobsThatItMayRun() {
        Scheduler scheduler({.threads = 8, .memoryBytes = 1000 * kMega, .jobs = 2});
        for (int i = 1; i <= 5; ++i) wait(scheduler, i, 0, {.threads = 1, .mostThreads = 4, .memoryBytes = kMega});
        QCOMPARE(scheduler.next()->threads, 4);
        QCOMPARE(scheduler.next()->threads, 4);
    }

    void keepsWithinMemoryButNeverRefusesALoneJob() {
        Scheduler scheduler({.threads = 8, .memoryBytes = 100 * kMega});
        wait(scheduler, 1, 0, {.memoryBytes = 500 * kMega});
        wait(scheduler, 2, 0, {.memoryBytes = 60 * kMega});
        wait(scheduler, 3, 0, {.memoryBytes = 60 * kMega});
        wait(scheduler, 4, 0, {.memoryBytes = 30 * kMega});
        QCOMPARE(startAll(scheduler), (QList<int>{1}));
        scheduler.release({1});
        QCOMPARE(startAll(scheduler), (QList<int>{2, 4}));
        scheduler.release({2});
        QCOMPARE(startAll(scheduler), (QList<int>{3}));
    }

    void letsSmallJobsPassALargeOneOnlySoOften() {
        Scheduler scheduler({.threads = 8, .memoryBytes = 100 * kMega});
        wait(scheduler, 1, 0, {.memoryBytes = 40 * kMega});
        QCOMPARE(startAll(scheduler), (QList<int>{1}));
        wait(scheduler, 2, 0, {.memoryBytes = 90 * kMega});
        int passed = 0;
        for (int i = 3; i < 103; ++i) {
            wait(scheduler, i, 0, {.memoryBytes = kMega});
            const auto grant = scheduler.next();
            if (!grant) break;
            ++passed;
            scheduler.release(grant->job);
        }
        QCOMPARE(passed, 16);
        scheduler.release({1});
        QCOMPARE(scheduler.next()->job.value, 2);
    }

    void leavesThreadsOfASuspendedJobToOthers() {
        Scheduler scheduler({.threads = 2, .memoryBytes = 100 * kMega});
        wait(scheduler, 1, 0, {.threads = 2, .mostThreads = 2, .memoryBytes = 60 * kMega});
        QCOMPARE(startAll(scheduler), (QList<int>{1}));
        wait(scheduler, 2, 0, {.threads = 2, .mostThreads = 2, .memoryBytes = 30 * kMega});
        wait(scheduler, 3, 0, {.threads = 2, .mostThreads = 2, .memoryBytes = 30 * kMega});
        QVERIFY(!scheduler.next());
        scheduler.setSuspended({1}, true);
        QCOMPARE(startAll(scheduler), (QList<int>{2}));
        scheduler.setSuspended({1}, false);
        QVERIFY(!scheduler.next());
    }

    void waitsForTheDemandToBeKnown() {
        Scheduler scheduler({.threads = 2, .memoryBytes = 100 * kMega});
        for (int i = 1; i <= 3; ++i) scheduler.queue().add({i}, {i});
        QCOMPARE(scheduler.unknown(2), (std::vector<JobId>{{3}, {2}}));
        QVERIFY(!scheduler.next());
        scheduler.queue().setDemand({2}, {});
        QCOMPARE(scheduler.unknown(2), (std::vector<JobId>{{3}}));
        QCOMPARE(scheduler.next()->job.value, 2);
    }

    void estimatesByPictureAndLength_data() {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        QTest::addColumn<int>("frames");
        QTest::addColumn<int>("outputs");
        QTest::addColumn<int>("threads");
        QTest::newRow("short 360p") << 640 << 360 << 300 << 1 << 1;
        QTest::newRow("long 360p") << 640 << 360 << 100000 << 1 << 1;
        QTest::newRow("short 1080p") << 1920 << 1080 << 60 << 1 << 1;
        QTest::newRow("long 1080p") << 1920 << 1080 << 10000 << 1 << 3;
        QTest::newRow("long 1080p, two outputs") << 1920 << 1080 << 10000 << 2 << 6;
        QTest::newRow("long 2160p") << 3840 << 2160 << 10000 << 1 << 9;
        QTest::newRow("long 4320p") << 7680 << 4320 << 10000 << 1 << 16;
        QTest::newRow("unknown") << 0 << 0 << 0 << 1 << 3;
    }
    void estimatesByPictureAndLength() {
        QFETCH(int, width);
        QFETCH(int, height);
        QFETCH(int, frames);
        QFETCH(int, outputs);
        QFETCH(int, threads);
        const job::ClipFacts clip{.width = width, .height = height, .bits = 8, .frames = frames, .outputs = outputs};
        const Demand demand = job::estimate(clip, 16);
        QCOMPARE(demand.threads, threads);
        QVERIFY(demand.mostThreads >= demand.threads);
        QVERIFY(demand.memoryBytes >= 64 * kMega);
        auto deep = clip;
        deep.bits = 10;
        QVERIFY(job::estimate(deep, 16).memoryBytes > demand.memoryBytes);
    }

    void promisesMoreWhenCoresIdleAndLessWhenMemoryIsScarce() {
        job::Concurrency concurrency(4);
        double usedByOthers = 0.0;
        const auto look = [&](double cpuShare, int promised, int freePercent) {
            return concurrency.observe({.cpuShare = cpuShare,
                                        .idleShare = 4.0 - cpuShare - usedByOthers,
                                        .threadsPromised = promised,
                                        .availableBytes = freePercent * kMega,
                                        .memoryBytes = 100 * kMega});
        };
        QCOMPARE(look(2.0, 3, 50), 4);  // idle, but not all was promised
        usedByOthers = 1.9;
        QCOMPARE(look(2.0, 4, 50), 4);  // the machine is busy with something else
        usedByOthers = 0.0;
        QCOMPARE(look(2.0, 4, 50), 5);
        for (int i = 0; i < 20; ++i) look(2.0, 99, 50);
        QCOMPARE(concurrency.limit(), 8);
        QCOMPARE(look(3.9, 8, 50), 7);  // busy: back towards the cores
        QCOMPARE(look(3.9, 8, 5), 3);
        QCOMPARE(look(3.9, 8, 5), 1);
        QCOMPARE(look(3.9, 8, 5), 1);
        QCOMPARE(look(3.9, 8, 15), 1);  // between scarce and plenty: stay
        QCOMPARE(look(1.0, 1, 50), 2);
    }
};

QTEST_GUILESS_MAIN(tst_Scheduler)
#include "tst_scheduler.moc"
