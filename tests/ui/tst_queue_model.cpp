#include <QAbstractItemModelTester>
#include <QtTest>

#include "ui/icons.h"
#include "ui/queue/queue_model.h"

using namespace fotograma;
using namespace fotograma::ui;
using api::Event;
using api::EventKind;
using api::JobRecord;
using api::JobState;

namespace {

JobRecord record(std::int64_t id, JobState state = JobState::Queued) {
    JobRecord made;
    made.id.value = id;
    made.state = state;
    made.spec.input = "/videos/clip" + std::to_string(id) + ".mp4";
    made.recipeTitle = "Web 720p";
    made.inputBytes = 1000;
    return made;
}

Event added(std::int64_t id) { return {.kind = EventKind::JobAdded, .job = {id}, .record = record(id)}; }
Event removed(std::int64_t id) { return {.kind = EventKind::JobRemoved, .job = {id}}; }
Event changed(JobRecord to) { return {.kind = EventKind::JobChanged, .job = to.id, .record = to}; }
Event progressed(std::int64_t id, double fraction) {
    return {.kind = EventKind::JobProgress,
            .job = {id},
            .progress = api::Progress{.fraction = fraction, .fps = 48.0, .etaSeconds = 65.0}};
}

api::Snapshot snapshotOf(int jobs) {
    api::Snapshot snapshot;
    for (int id = 1; id <= jobs; ++id) snapshot.jobs.push_back(record(id));
    return snapshot;
}

QStringList names(const QueueModel& model) {
    QStringList all;
    for (int row = 0; row < model.rowCount(); ++row) all << model.index(row, QueueModel::Name).data().toString();
    return all;
}

}  // namespace

class tst_queue_model : public QObject {
    Q_OBJECT

private slots:
    void staysAProperModelThroughEverything() {
        QueueModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.reset(snapshotOf(5));
        model.apply({added(6), added(7), changed(record(3, JobState::Running)), progressed(3, 0.5), removed(2),
                     removed(4), removed(5), added(8)});
        QCOMPARE(names(model), (QStringList{"clip1.mp4", "clip3.mp4", "clip6.mp4", "clip7.mp4", "clip8.mp4"}));
        model.apply({removed(1), removed(3), removed(6), removed(7), removed(8)});
        QCOMPARE(model.rowCount(), 0);
        model.reset(snapshotOf(2));
        QCOMPARE(model.rowCount(), 2);
    }

    void showsWhatARunningJobTells() {
        QueueModel model;
        model.reset(snapshotOf(1));
        model.apply({changed(record(1, JobState::Running)), progressed(1, 0.426)});
        QCOMPARE(model.index(0, QueueModel::State).data().toString(), QString("Running"));
        QCOMPARE(model.index(0, QueueModel::Progress).data().toString(), QString("42 %"));
        QCOMPARE(model.index(0, QueueModel::Fps).data().toString(), QString("48"));
        QCOMPARE(model.index(0, QueueModel::Eta).data().toString(), QString("1:05"));
        QCOMPARE(model.index(0, QueueModel::State).data(QueueModel::GlyphRole).toInt(), static_cast<int>(Glyph::Play));
    }

    void keepsTheProgressOfAJobThatIsPaused() {
        JobRecord running = record(1, JobState::Running);
        running.startedAt = 1;
        JobRecord paused = running;
        paused.state = JobState::Paused;
        QueueModel model;
        model.reset({.jobs = {running}});
        model.apply({progressed(1, 0.5), changed(paused)});
        QCOMPARE(model.index(0, QueueModel::Progress).data().toString(), QString("50 %"));
        JobRecord again = running;
        again.startedAt = 2;
        model.apply({changed(again)});
        QCOMPARE(model.index(0, QueueModel::Progress).data().toString(), QString());
    }

    void showsTheErrorOfAFailedJob() {
        QueueModel model;
        model.reset(snapshotOf(1));
        JobRecord failed = record(1, JobState::Failed);
        failed.error = base::Error{base::ErrorCode::InvalidData, "clip1.mp4 has no pictures.", ""};
        model.apply({changed(failed)});
        QCOMPARE(model.index(0, QueueModel::Progress).data().toString(), QString("clip1.mp4 has no pictures."));
    }

    void tellsAJobThatWaitsForTheUserFromOneThatWasPaused() {
        JobRecord waiting = record(1, JobState::Paused);
        JobRecord paused = record(2, JobState::Paused);
        paused.startedAt = 1;
        QueueModel model;
        model.reset({.jobs = {waiting, paused}});
        QCOMPARE(model.index(0, QueueModel::State).data().toString(), QString("Ready"));
        QCOMPARE(model.index(1, QueueModel::State).data().toString(), QString("Paused"));
    }

    void announcesNeighboursTogetherAndProgressNarrowly() {
        QueueModel model;
        model.reset(snapshotOf(100));
        QSignalSpy spy(&model, &QAbstractItemModel::dataChanged);
        std::vector<Event> events;
        for (int id = 11; id <= 60; ++id) events.push_back(changed(record(id, JobState::Paused)));
        events.push_back(progressed(80, 0.1));
        model.apply(events);
        QCOMPARE(spy.count(), 2);
        QCOMPARE(spy[0][0].toModelIndex(), model.index(10, QueueModel::Name));
        QCOMPARE(spy[0][1].toModelIndex(), model.index(59, QueueModel::Priority));
        QCOMPARE(spy[1][0].toModelIndex(), model.index(79, QueueModel::Progress));
        QCOMPARE(spy[1][1].toModelIndex(), model.index(79, QueueModel::Eta));
    }

    void keepsTotalsEqualToARecount() {
        QueueModel model;
        model.reset(snapshotOf(4));
        JobRecord done = record(1, JobState::Done);
        done.outputBytes = 400;
        model.apply({changed(done), changed(record(2, JobState::Running)), progressed(2, 0.25), removed(3), added(5)});
        QueueTotals recount;
        for (int row = 0; row < model.rowCount(); ++row) recount.account(model.at(row), 1);
        QCOMPARE(model.totals().byState, recount.byState);
        QCOMPARE(model.totals().handledBytes, std::int64_t{1250});
        QCOMPARE(model.totals().handledBytes, recount.handledBytes);
        QCOMPARE(model.totals().inputBytes, std::int64_t{4000});
        QCOMPARE(model.totals().doneOutputBytes, std::int64_t{400});
        QCOMPARE(model.totals().count(), 4);
    }

    void takesTenThousandRowsWithoutPain() {
        QueueModel model;
        std::vector<Event> events;
        for (int id = 1; id <= 10'000; ++id) events.push_back(added(id));
        QElapsedTimer clock;
        clock.start();
        model.apply(events);
        for (int tick = 0; tick < 100; ++tick) model.apply({progressed(1 + tick * 97, 0.5)});
        events.clear();
        for (int id = 10'000; id >= 1; --id) events.push_back(removed(id));
        model.apply(events);
        QCOMPARE(model.rowCount(), 0);
        QVERIFY2(clock.elapsed() < 2'000, qPrintable(QString::number(clock.elapsed())));  // it takes about 0.1 s
    }
};

QTEST_MAIN(tst_queue_model)
#include "tst_queue_model.moc"
