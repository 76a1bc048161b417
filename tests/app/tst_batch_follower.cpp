#include <algorithm>
#include <functional>
#include <thread>

#include <QTest>

#include "app/batch_follower.h"
#include "tests/support/fake_service.h"

using namespace fotograma;
using namespace fotograma::app;
using api::JobState;
using test::FakeService;

namespace {

/// Keeps what was told, and lets the test act between two ticks.
class Notebook final : public BatchWatcher {
public:
    void submitted(const std::vector<BatchRow>& rows) override {
        for (const BatchRow& row : rows) jobs.push_back(row.record.id);
        if (onSubmitted) onSubmitted();
    }
    void started(const BatchRow& row) override { told.push_back("started " + row.input); }
    void ended(const BatchRow& row) override { told.push_back("ended " + row.input); }
    void log(const BatchRow&, std::string_view line) override { told.emplace_back(line); }
    void stopping() override { told.emplace_back("stopping"); }
    void tick(const std::vector<BatchRow>&) override { ++ticks; }

    std::function<void()> onSubmitted;
    std::vector<base::JobId> jobs;
    std::vector<std::string> told;
    int ticks = 0;
};

api::SubmitRequest requestFor(std::initializer_list<const char*> inputs) {
    api::SubmitRequest request;
    for (const char* input : inputs) request.items.emplace_back().spec.input = input;
    return request;
}

api::Report reportOf(std::int64_t frames) {
    api::Report report;
    report.framesDecoded = frames;
    return report;
}

}  // namespace

class tst_BatchFollower : public QObject {
    Q_OBJECT

private slots:
    void rowsKeepTheOrderOfTheItemsAndCarryReportsAndErrors() {
        FakeService service;
        Notebook notebook;
        notebook.onSubmitted = [&] {
            for (const base::JobId job : notebook.jobs) service.move(job, JobState::Running);
            service.finish(notebook.jobs[1], reportOf(42), 1000);
            service.fail(notebook.jobs[0], {base::ErrorCode::InvalidData, "It is broken.", {}});
        };
        BatchFollower follower(service);
        const auto rows = follower.follow(requestFor({"/a.mp4", "/b.mp4"}), notebook);
        QVERIFY(rows);
        QCOMPARE(rows->size(), std::size_t{2});
        QCOMPARE((*rows)[0].input, std::string("/a.mp4"));
        QVERIFY(!(*rows)[0].succeeded());
        QCOMPARE((*rows)[0].error->message, std::string("It is broken."));
        QVERIFY((*rows)[1].succeeded());
        QCOMPARE((*rows)[1].report->framesDecoded, std::int64_t{42});
        QVERIFY(!follower.wasInterrupted());
    }

    void anEndedSubscriptionIsTakenUpAgain() {
        FakeService service;
        Notebook notebook;
        notebook.onSubmitted = [&] {
            service.move(notebook.jobs[0], JobState::Running);
            service.endSubscriptions({base::ErrorCode::SequenceTooOld, "Too old.", {}});
        };
        std::jthread other;
        BatchFollower follower(service);
        Notebook* book = &notebook;
        notebook.onSubmitted = [&, first = notebook.onSubmitted] {
            first();
            other = std::jthread([&service, job = book->jobs[0]] {
                service.settle();
                service.finish(job, reportOf(1), 10);
            });
        };
        const auto rows = follower.follow(requestFor({"/a.mp4"}), notebook);
        QVERIFY(rows && (*rows)[0].succeeded());
    }

    void anInterruptionCancelsWhatHasNotEnded() {
        FakeService service;
        Notebook notebook;
        BatchFollower follower(service);
        notebook.onSubmitted = [&] {
            service.move(notebook.jobs[0], JobState::Running);
            service.finish(notebook.jobs[0], reportOf(1), 10);
            service.settle();
            follower.interrupt();
        };
        const auto rows = follower.follow(requestFor({"/a.mp4", "/b.mp4"}), notebook);
        QVERIFY(rows);
        QVERIFY((*rows)[0].succeeded());
        QCOMPARE((*rows)[1].record.state, JobState::Cancelled);
        QVERIFY(follower.wasInterrupted());
        QCOMPARE(std::ranges::count(notebook.told, std::string("stopping")), std::ptrdiff_t{1});
    }

    void jobsOfTheQueueAreLeftWhenInterrupted() {
        FakeService service;
        api::JobRecord record;
        record.spec.input = "/queued.mp4";
        service.add(record);
        service.settle();
        BatchFollower follower(service, OnInterrupt::Leave);
        Notebook notebook;
        notebook.onSubmitted = [&] { follower.interrupt(); };
        const auto rows = follower.follow(service.jobs(), notebook);
        QVERIFY(rows);
        QVERIFY(!(*rows)[0].ended);
        QCOMPARE(service.jobs()[0].state, JobState::Queued);
    }

    void aJobWhoseProgramIsGoneIsTakenOver() {
        FakeService service;
        Notebook notebook;
        notebook.onSubmitted = [&] {
            api::JobRecord orphan = service.jobs()[0];
            orphan.batch = {77};  // of another program
            orphan.interrupted = true;
            service.add(orphan);
        };
        BatchFollower follower(service);
        const auto rows = follower.follow(requestFor({"/a.mp4"}), notebook);
        QVERIFY(rows && rows->size() == 1);
        // The script gives a new job for the same work: not what we followed, so that the row says so and does not wait.
        QCOMPARE((*rows)[0].error->code, base::ErrorCode::Conflict);
        QCOMPARE(service.submitted().size(), std::size_t{2});
        QCOMPARE(service.submitted()[1].items[0].spec.input, std::string("/a.mp4"));
        QCOMPARE(service.submitted()[1].items[0].spec.outputs, service.jobs()[0].spec.outputs);
    }

    void anEmptyBatchEndsAtOnce() {
        FakeService service;
        Notebook notebook;
        BatchFollower follower(service);
        const auto rows = follower.follow(requestFor({}), notebook);
        QVERIFY(rows && rows->empty());
    }
};

QTEST_GUILESS_MAIN(tst_BatchFollower)
#include "tst_batch_follower.moc"
