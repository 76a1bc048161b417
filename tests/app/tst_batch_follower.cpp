#include <algorithm>
#include <functional>
#include <map>
#include <thread>

#include <QTest>

#include "app/batch_follower.h"
#include "app/ordered_rows.h"
#include "engine/base/text.h"
#include "tests/support/fake_service.h"

using namespace fotograma;
using namespace fotograma::app;
using api::JobState;
using test::FakeService;

namespace {

/// Keeps what was told, and lets the test act between two ticks.
class Notebook final : public BatchWatcher {
public:
    explicit Notebook(std::size_t items) : m_items(items) {}

    void submitted(const BatchRow& row) override {
        jobs.push_back(row.record.id);
        if (jobs.size() == m_items && onSubmitted) onSubmitted();
    }
    void started(const BatchRow& row) override { told.push_back("started " + row.input); }
    void ended(BatchRow& row) override {
        told.push_back("ended " + row.input);
        rows[row.index] = std::move(row);
    }
    void log(const BatchRow&, std::string_view line) override { told.emplace_back(line); }
    void stopping() override { told.emplace_back("stopping"); }
    void tick(const BatchView& view) override {
        ++ticks;
        mostOpen = std::max(mostOpen, view.open.size());
    }

    std::function<void()> onSubmitted;
    std::vector<base::JobId> jobs;
    std::map<std::size_t, BatchRow> rows;  ///< Those that have ended.
    std::vector<std::string> told;
    std::size_t mostOpen = 0;
    int ticks = 0;

private:
    std::size_t m_items;
};

BatchItems itemsFor(std::vector<std::string> inputs) {
    BatchItems items;
    items.count = inputs.size();
    items.item = [inputs = std::move(inputs)](std::size_t index) {
        api::SubmitItem item;
        item.spec.input = inputs[index];
        return item;
    };
    return items;
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
    void rowsCarryTheirIndexReportsAndErrors() {
        FakeService service;
        Notebook notebook(2);
        notebook.onSubmitted = [&] {
            for (const base::JobId job : notebook.jobs) service.move(job, JobState::Running);
            service.finish(notebook.jobs[1], reportOf(42), 1000);
            service.fail(notebook.jobs[0], {base::ErrorCode::InvalidData, "It is broken.", {}});
        };
        BatchFollower follower(service);
        QVERIFY(follower.follow(itemsFor({"/a.mp4", "/b.mp4"}), notebook));
        QCOMPARE(notebook.rows.size(), std::size_t{2});
        QCOMPARE(notebook.rows[0].input, std::string("/a.mp4"));
        QVERIFY(!notebook.rows[0].succeeded());
        QCOMPARE(notebook.rows[0].error->message, std::string("It is broken."));
        QVERIFY(notebook.rows[1].succeeded());
        QCOMPARE(notebook.rows[1].report->framesDecoded, std::int64_t{42});
        QVERIFY(notebook.rows[1].storedSeconds >= 0.0);
        QVERIFY(!follower.wasInterrupted());
    }

    void itemsGoInPagesAndNotFarAheadOfWhatHasEnded() {
        FakeService service;
        constexpr std::size_t kMany = 9'000;
        std::vector<std::string> inputs;
        for (std::size_t i = 0; i < kMany; ++i) inputs.push_back(base::concat("/", i, ".mp4"));
        Notebook notebook(0);
        auto items = itemsFor(std::move(inputs));
        items.inPages = true;
        BatchFollower follower(service);
        // Whatever is submitted ends, some time later.
        std::jthread worker([&](const std::stop_token& stop) {
            std::size_t ended = 0;
            while (!stop.stop_requested() && ended < kMany) {
                service.settle();
                for (const auto jobs = service.jobs(); ended < jobs.size(); ++ended) {
                    service.move(jobs[ended].id, JobState::Running);
                    service.finish(jobs[ended].id, reportOf(1), 0);
                }
            }
        });
        QVERIFY(follower.follow(std::move(items), notebook));
        QCOMPARE(notebook.rows.size(), kMany);
        const auto requests = service.submitted();
        QVERIFY(requests.size() >= 9);
        for (std::size_t i = 1; i < requests.size(); ++i) QVERIFY(requests[i].batch);
        QVERIFY2(notebook.mostOpen <= 4'000, qPrintable(QString::number(notebook.mostOpen)));
    }

    void rowsAreHandedOnInTheOrderOfTheItems() {
        FakeService service;
        api::JobRecord record;
        constexpr std::size_t kMany = 1'500;
        for (std::size_t i = 0; i < kMany; ++i) {
            record.spec.input = base::concat("/", i);
            const base::JobId job = service.add(record);
            service.move(job, JobState::Running);
            service.finish(job, reportOf(static_cast<std::int64_t>(i)), 0);
            record.id = {};
        }
        std::vector<std::int64_t> frames;
        OrderedRows rows(service, [&](BatchRow& row) {
            frames.push_back(row.report ? row.report->framesDecoded : -1);
            return base::Status();
        });
        // The first one ends last: what ended before it waits, and is read again where it was too much to hold.
        for (std::size_t i = kMany; i-- > 0;) {
            BatchRow row;
            row.index = i;
            row.record.id = {static_cast<std::int64_t>(i + 1)};
            row.report = reportOf(static_cast<std::int64_t>(i));
            QVERIFY(frames.empty());
            QVERIFY(rows.add(std::move(row)));
        }
        QVERIFY(rows.finish());
        QCOMPARE(frames.size(), kMany);
        for (std::size_t i = 0; i < kMany; ++i) QCOMPARE(frames[i], static_cast<std::int64_t>(i));
    }

    void anEndedSubscriptionIsTakenUpAgain() {
        FakeService service;
        Notebook notebook(1);
        std::jthread other;
        notebook.onSubmitted = [&] {
            service.move(notebook.jobs[0], JobState::Running);
            service.endSubscriptions({base::ErrorCode::SequenceTooOld, "Too old.", {}});
            other = std::jthread([&service, job = notebook.jobs[0]] {
                service.settle();
                service.finish(job, reportOf(1), 10);
            });
        };
        BatchFollower follower(service);
        QVERIFY(follower.follow(itemsFor({"/a.mp4"}), notebook));
        QVERIFY(notebook.rows[0].succeeded());
    }

    void anInterruptionCancelsWhatHasNotEnded() {
        FakeService service;
        Notebook notebook(2);
        BatchFollower follower(service);
        notebook.onSubmitted = [&] {
            service.move(notebook.jobs[0], JobState::Running);
            service.finish(notebook.jobs[0], reportOf(1), 10);
            service.settle();
            follower.interrupt();
        };
        QVERIFY(follower.follow(itemsFor({"/a.mp4", "/b.mp4"}), notebook));
        QVERIFY(notebook.rows[0].succeeded());
        QCOMPARE(notebook.rows[1].record.state, JobState::Cancelled);
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
        Notebook notebook(1);
        notebook.onSubmitted = [&] { follower.interrupt(); };
        QVERIFY(follower.follow(service.jobs(), notebook));
        QVERIFY(notebook.rows.empty());
        QCOMPARE(service.jobs()[0].state, JobState::Queued);
    }

    void aJobWhoseProgramIsGoneIsTakenOver() {
        FakeService service;
        Notebook notebook(1);
        notebook.onSubmitted = [&] {
            api::JobRecord orphan = service.jobs()[0];
            orphan.batch = {77};  // of another program
            orphan.interrupted = true;
            service.add(orphan);
        };
        BatchFollower follower(service);
        QVERIFY(follower.follow(itemsFor({"/a.mp4"}), notebook));
        // The script gives a new job for the same work: not what we followed, so that the row says so and does not wait.
        QCOMPARE(notebook.rows[0].error->code, base::ErrorCode::Conflict);
        QCOMPARE(service.submitted().size(), std::size_t{2});
        QCOMPARE(service.submitted()[1].items[0].spec.input, std::string("/a.mp4"));
        QCOMPARE(service.submitted()[1].items[0].spec.outputs, service.jobs()[0].spec.outputs);
    }

    void anEmptyBatchEndsAtOnce() {
        FakeService service;
        Notebook notebook(0);
        BatchFollower follower(service);
        QVERIFY(follower.follow(itemsFor({}), notebook));
        QVERIFY(notebook.rows.empty());
    }
};

QTEST_GUILESS_MAIN(tst_BatchFollower)
#include "tst_batch_follower.moc"
