#include <QtTest>

#include "tests/support/fake_service.h"
#include "ui/service_bridge.h"

using namespace fotograma;
using namespace fotograma::ui;
using api::Event;
using api::EventKind;
using api::JobState;
using test::FakeService;

class tst_service_bridge : public QObject {
    Q_OBJECT

private slots:
    void repliesArriveInOrderInTheQtThread() {
        auto service = std::make_shared<FakeService>();
        ServiceBridge bridge(service);
        QList<int> order;
        for (int i = 0; i < 50; ++i)
            bridge.describe(this, [&order, i](base::Result<api::ServiceInfo>) {
                QCOMPARE(QThread::currentThread(), qApp->thread());
                order << i;
            });
        QTRY_COMPARE(order.size(), 50);
        QVERIFY(std::is_sorted(order.begin(), order.end()));
    }

    void repliesAfterDestructionAreDropped() {
        auto service = std::make_shared<FakeService>();
        service->hold();
        bool isCalled = false;
        {
            ServiceBridge bridge(service);
            bridge.start();
            bridge.describe(this, [&](base::Result<api::ServiceInfo>) { isCalled = true; });
        }
        service->release();
        service->settle();
        QCoreApplication::processEvents();
        QVERIFY(!isCalled);
        QCOMPARE(service->subscriptions(), 0);
    }

    void repliesWhoseContextIsGoneAreDropped() {
        auto service = std::make_shared<FakeService>();
        ServiceBridge bridge(service);
        bool isCalled = false;
        bool isLastCalled = false;
        {
            QObject context;
            bridge.describe(&context, [&](base::Result<api::ServiceInfo>) { isCalled = true; });
        }
        bridge.describe(this, [&](base::Result<api::ServiceInfo>) { isLastCalled = true; });
        QTRY_VERIFY(isLastCalled);
        QVERIFY(!isCalled);
    }

    void aSnapshotComesFirstThenEveryEventSince() {
        auto service = std::make_shared<FakeService>();
        service->add({});
        ServiceBridge bridge(service);
        std::vector<Event> seen;
        int jobsInSnapshot = -1;
        connect(&bridge, &ServiceBridge::snapshotArrived, this, [&](const api::Snapshot& snapshot) {
            jobsInSnapshot = static_cast<int>(snapshot.jobs.size());
            service->add({});  // happens between the snapshot and the subscription
        });
        connect(&bridge, &ServiceBridge::eventsArrived, this,
                [&](const std::vector<Event>& events) { seen.insert(seen.end(), events.begin(), events.end()); });
        bridge.start();
        QTRY_COMPARE(seen.size(), std::size_t{1});
        QCOMPARE(jobsInSnapshot, 1);
        service->move({1}, JobState::Running);
        service->move({1}, JobState::Paused);
        service->move({1}, JobState::Cancelled);
        QTRY_COMPARE(seen.size(), std::size_t{4});
        for (std::size_t i = 0; i < seen.size(); ++i)
            QCOMPARE(seen[i].sequence.value, static_cast<std::int64_t>(i) + 2);
    }

    void onlyTheNewestProgressArrivesAndNeverAfterTheEnd() {
        auto service = std::make_shared<FakeService>();
        const api::JobId job = service->add({});
        service->move(job, JobState::Running);
        ServiceBridge bridge(service);
        std::vector<Event> seen;
        connect(&bridge, &ServiceBridge::eventsArrived, this,
                [&](const std::vector<Event>& events) { seen.insert(seen.end(), events.begin(), events.end()); });
        bridge.start();
        QTRY_COMPARE(service->subscriptions(), 1);
        service->hold();
        for (int i = 1; i <= 1'000; ++i) service->progress(job, {.fraction = i / 1000.0});
        service->log(job, "the last line");
        service->finish(job, {}, 5);
        service->release();
        service->settle();
        QTRY_VERIFY(!seen.empty() && seen.back().kind == EventKind::JobChanged);
        QVERIFY2(seen.size() <= 5, qPrintable(QString::number(seen.size())));
        double last = 0.0;
        for (const Event& event : seen)
            if (event.progress) last = event.progress->fraction;
        QCOMPARE(last, 1.0);
    }

    void aSubscriptionThatFellBehindStartsOverWithASnapshot() {
        auto service = std::make_shared<FakeService>();
        ServiceBridge bridge(service);
        QSignalSpy snapshots(&bridge, &ServiceBridge::snapshotArrived);
        bridge.start();
        QTRY_COMPARE(snapshots.count(), 1);
        service->endSubscriptions({base::ErrorCode::SequenceTooOld, "too old", ""});
        QTRY_COMPARE(snapshots.count(), 2);
        QTRY_COMPARE(service->subscriptions(), 1);
    }

    void theEndOfTheServiceIsToldOnce() {
        auto service = std::make_shared<FakeService>();
        ServiceBridge bridge(service);
        QSignalSpy ends(&bridge, &ServiceBridge::disconnected);
        bridge.start();
        QTRY_COMPARE(service->subscriptions(), 1);
        service->endSubscriptions({base::ErrorCode::Cancelled, "The engine stopped.", ""});
        QTRY_COMPARE(ends.count(), 1);
    }

    void aHandlerMayDestroyTheBridge() {
        auto service = std::make_shared<FakeService>();
        auto bridge = std::make_unique<ServiceBridge>(service);
        bool isCalled = false;
        bool isSecondCalled = false;
        service->hold();
        bridge->describe(this, [&](base::Result<api::ServiceInfo>) {
            isCalled = true;
            bridge.reset();
        });
        bridge->describe(this, [&](base::Result<api::ServiceInfo>) { isSecondCalled = true; });
        service->release();
        service->settle();
        QTRY_VERIFY(isCalled);
        QCoreApplication::processEvents();
        QVERIFY(!isSecondCalled);
    }
};

QTEST_MAIN(tst_service_bridge)
#include "tst_service_bridge.moc"
