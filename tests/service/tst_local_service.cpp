#include <QtTest>

#include "engine/base/platform.h"
#include "engine/service/attempt.h"
#include "engine/service/local_service.h"
#include "engine/store/store.h"
#include "tests/support/local_under_test.h"
#include "tests/support/service_contract.h"

using namespace fotograma;
using api::JobState;
using service::Drains;
using service::LocalService;

namespace {

std::unique_ptr<LocalService> open(const std::filesystem::path& folder, tests::Script& script,
                                   Drains drains = Drains::SharedQueue) {
    auto dependencies = tests::scriptedDependencies(folder / "store.db", script);
    dependencies.drains = drains;
    auto created = LocalService::create(std::move(dependencies));
    FOTOGRAMA_ASSERT(created, "the service must start");
    return std::move(*created);
}

bool drains(api::Service& service) {
    return tests::ask<api::ServiceInfo>([&](auto reply) { service.describe(std::move(reply)); })->drainsQueue;
}

}  // namespace

class tst_LocalService : public tests::ServiceContract {
    Q_OBJECT

protected:
    std::unique_ptr<tests::ServiceUnderTest> make(const tests::ServiceWish& wish) override {
        return std::make_unique<tests::LocalUnderTest>(wish);
    }

private slots:
    void goesOnWhereAnEarlierProgramStopped() {
        QTemporaryDir folder;
        const auto path = base::pathFromUtf8(folder.path().toStdString());
        tests::Script script;
        script.holdInputsWith("mp4");
        base::JobId job;
        {
            auto first = open(path, script);
            job = tests::submit(*first, {.items = {tests::itemFor(path, "a.mp4")}})->outcomes.front().job;
            QVERIFY(script.waitForStarted(1));
        }
        script.release();
        auto second = open(path, script);
        tests::EventLog log(*second, {0});
        QVERIFY(log.waitForState(job, JobState::Done));
        const auto record = tests::snapshot(*second)->jobs.front();
        QCOMPARE(record.attempts, 2);
        QVERIFY(!record.interrupted);
    }

    void leavesTheQueueToTheProgramThatHasIt() {
        QTemporaryDir folder;
        const auto path = base::pathFromUtf8(folder.path().toStdString());
        tests::Script first, second;
        auto one = open(path, first);
        auto two = open(path, second);
        QVERIFY(drains(*one));
        QVERIFY(!drains(*two));
        // What the second submits the first runs, and the second sees it.
        tests::EventLog log(*two, {0});
        const auto job = tests::submit(*two, {.items = {tests::itemFor(path, "a.mp4")}})->outcomes.front().job;
        QVERIFY(log.waitForState(job, JobState::Done));
        QCOMPARE(first.started().size(), 1u);
        QVERIFY(second.started().empty());
        // What the second cancels stops in the first.
        first.holdInputsWith("b.mp4");
        const auto held = tests::submit(*two, {.items = {tests::itemFor(path, "b.mp4")}})->outcomes.front().job;
        QVERIFY(first.waitForStarted(2));
        api::JobQuery query;
        query.ids = {held};
        QVERIFY(tests::control(*two, query, api::JobAction::Cancel));
        QVERIFY(log.waitForState(held, JobState::Cancelled));
        // When the first ends the second takes over.
        one.reset();
        const auto next = tests::submit(*two, {.items = {tests::itemFor(path, "c.mp4")}})->outcomes.front().job;
        QVERIFY(log.waitForState(next, JobState::Done));
        QVERIFY(drains(*two));
        QCOMPARE(second.started(), (std::vector<std::string>{"c.mp4"}));
    }

    void runsItsOwnBatchAndNothingElse() {
        QTemporaryDir folder;
        const auto path = base::pathFromUtf8(folder.path().toStdString());
        tests::Script ofRun, ofDesktop;
        auto desktop = open(path, ofDesktop);
        auto run = open(path, ofRun, Drains::OwnBatches);
        tests::EventLog log(*run, {0});
        const auto own = tests::submit(*run, {.items = {tests::itemFor(path, "own.mp4")}, .ownBatch = true});
        const auto shared = tests::submit(*run, {.items = {tests::itemFor(path, "shared.mp4")}});
        QVERIFY(log.waitForState(own->outcomes.front().job, JobState::Done));
        QVERIFY(log.waitForState(shared->outcomes.front().job, JobState::Done));
        QCOMPARE(ofRun.started(), (std::vector<std::string>{"own.mp4"}));
        QCOMPARE(ofDesktop.started(), (std::vector<std::string>{"shared.mp4"}));
    }

    void readsAndSubmitsWithoutRunning() {
        QTemporaryDir folder;
        const auto path = base::pathFromUtf8(folder.path().toStdString());
        tests::Script script;
        {
            auto reader = open(path, script, Drains::Nothing);
            QVERIFY(tests::submit(*reader, {.items = {tests::itemFor(path, "a.mp4")}}));
            QVERIFY(tests::snapshot(*reader)->jobs.front().state == JobState::Queued);
        }
        QVERIFY(script.started().empty());
        QVERIFY(!tests::snapshot(*open(path, script, Drains::Nothing))->jobs.front().interrupted);
    }

    void leavesAJobAloneThatTookThreeProgramsDown() {
        QTemporaryDir folder;
        const auto path = base::pathFromUtf8(folder.path().toStdString());
        tests::Script script;
        base::JobId job;
        {
            auto reader = open(path, script, Drains::Nothing);
            job = tests::submit(*reader, {.items = {tests::itemFor(path, "a.mp4")}})->outcomes.front().job;
        }
        const std::vector<api::DeviceInfo> devices(1, {.id = "cpu"});
        {
            auto store = store::Store::open({.path = path / "store.db"});
            QVERIFY(store);
            for (const char* engine : {"one", "two", "three"}) {  // each starts it and is never heard of again
                std::promise<base::Status> written;
                (*store)->write(
                    [&](store::Transaction& transaction) -> base::Status {
                        FOTOGRAMA_ASSIGN_OR_RETURN(
                            const auto started,
                            service::startAttempts(transaction, std::span(&job, 1),
                                                   {.engineId = engine, .runsShared = true}, devices));
                        FOTOGRAMA_RETURN_IF_ERROR(started.front());
                        return service::abandon(transaction, engine);
                    },
                    [&](base::Status status) { written.set_value(std::move(status)); });
                const auto status = written.get_future().get();
                QVERIFY2(status, status ? "" : status.error().message.c_str());
            }
        }
        auto service = open(path, script);
        tests::EventLog log(*service, {0});
        QVERIFY(log.waitForState(job, JobState::Failed));
        QVERIFY(script.started().empty());
        // By hand it may be tried once more.
        QCOMPARE(tests::control(*service, tests::byId(job), api::JobAction::Retry)->changed.size(), 1u);
        QVERIFY(log.waitForState(job, JobState::Done));
    }

    void addsToTheBatchOfAnEarlierRequest() {
        QTemporaryDir folder;
        const auto path = base::pathFromUtf8(folder.path().toStdString());
        tests::Script script;
        auto service = open(path, script, Drains::OwnBatches);
        const auto first = tests::submit(*service, {.items = {tests::itemFor(path, "a.mp4")}, .ownBatch = true});
        const auto second = tests::submit(
            *service, {.items = {tests::itemFor(path, "b.mp4")}, .ownBatch = true, .batch = first->batch});
        QVERIFY(first && second && second->batch == first->batch);
        api::JobQuery query;
        query.batch = first->batch;
        QCOMPARE(tests::snapshot(*service, query)->jobs.size(), 2u);
        const auto shared = tests::submit(*service, {.items = {tests::itemFor(path, "c.mp4")}, .batch = first->batch});
        QVERIFY(!shared && shared.error().code == base::ErrorCode::Conflict);
    }

    void failsAJobWhoseDeviceIsGone() {
        QTemporaryDir folder;
        const auto path = base::pathFromUtf8(folder.path().toStdString());
        tests::Script script;
        auto dependencies = tests::scriptedDependencies(path / "store.db", script);
        dependencies.drains = Drains::Nothing;
        dependencies.devices = [] {
            std::vector<api::DeviceInfo> devices(1);
            devices.front().id = "cuda:0";
            return devices;
        };
        auto item = tests::itemFor(path, "a.mp4");
        item.spec.device = "cuda:0";
        base::JobId job;
        {
            auto withDevice = LocalService::create(std::move(dependencies));
            job = tests::submit(**withDevice, {.items = {item}})->outcomes.front().job;
            QVERIFY(job);
        }
        auto without = open(path, script);
        tests::EventLog log(*without, {0});
        QVERIFY(log.waitForState(job, JobState::Failed));
        const auto record = tests::snapshot(*without)->jobs.front();
        QVERIFY(record.error->code == base::ErrorCode::NoDevice);
        QVERIFY(record.error->message.find("no NVIDIA driver") != std::string::npos);
        QVERIFY(script.started().empty());
    }
};

QTEST_GUILESS_MAIN(tst_LocalService)
#include "tst_local_service.moc"
