#include <QtTest>

#include "engine/api/wire.h"
#include "engine/job/job.h"

using namespace fotograma;
using api::JobAction;
using api::JobState;
using base::ErrorCode;

namespace {

constexpr JobState kStates[] = {JobState::Queued, JobState::Running, JobState::Paused,
                                JobState::Done,   JobState::Failed,  JobState::Cancelled};

QString name(JobState state) {
    const auto text = api::toText(state);
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

/// A job in that state as it comes to be there; `held`: with an engine's hands on it.
api::JobRecord in(JobState state, bool held = false) {
    api::JobRecord record;
    record.id = {7};
    record.state = state;
    if (state != JobState::Queued && (state != JobState::Paused || held)) {
        record.startedAt = 100;
        record.attempts = 1;
        record.engineId = "engine";
    }
    if (api::isTerminal(state)) record.finishedAt = 200;
    if (state == JobState::Failed) record.error = base::Error{ErrorCode::InvalidData, "broken", {}};
    return record;
}

}  // namespace

class tst_Job : public QObject {
    Q_OBJECT

private slots:
    void answersEachVerbInEachState_data() {
        QTest::addColumn<int>("from");
        QTest::addColumn<bool>("held");
        QTest::addColumn<int>("action");
        QTest::addColumn<int>("to");  // -1: refused
        const auto row = [](JobState from, bool held, JobAction action, int to) {
            const auto verb = api::toText(action);
            QTest::newRow(qPrintable(name(from) + (held ? " held " : " ") +
                                     QString::fromUtf8(verb.data(), static_cast<qsizetype>(verb.size()))))
                << static_cast<int>(from) << held << static_cast<int>(action) << to;
        };
        const auto all = [&](JobState from, bool held, int pause, int resume, int cancel, int retry) {
            row(from, held, JobAction::Pause, pause);
            row(from, held, JobAction::Resume, resume);
            row(from, held, JobAction::Cancel, cancel);
            row(from, held, JobAction::Retry, retry);
        };
        constexpr int kRefused = -1;
        constexpr int kQueued = static_cast<int>(JobState::Queued), kRunning = static_cast<int>(JobState::Running),
                      kPaused = static_cast<int>(JobState::Paused), kCancelled = static_cast<int>(JobState::Cancelled);
        //                                pause     resume    cancel      retry
        all(JobState::Queued, false, kPaused, kRefused, kCancelled, kRefused);
        all(JobState::Running, true, kPaused, kRefused, kCancelled, kRefused);
        all(JobState::Paused, false, kRefused, kQueued, kCancelled, kRefused);
        all(JobState::Paused, true, kRefused, kRunning, kCancelled, kRefused);
        all(JobState::Done, false, kRefused, kRefused, kRefused, kRefused);
        all(JobState::Failed, false, kRefused, kRefused, kRefused, kQueued);
        all(JobState::Cancelled, false, kRefused, kRefused, kRefused, kQueued);
    }
    void answersEachVerbInEachState() {
        QFETCH(int, from);
        QFETCH(bool, held);
        QFETCH(int, action);
        QFETCH(int, to);
        const auto before = in(static_cast<JobState>(from), held);
        auto record = before;
        const auto status = job::apply(record, static_cast<JobAction>(action), 300);
        QCOMPARE(status.has_value(), to >= 0);
        if (status) {
            QCOMPARE(static_cast<int>(record.state), to);
        } else {
            QVERIFY(status.error().code == ErrorCode::Conflict);
            QVERIFY(!status.error().message.empty());
            QCOMPARE(api::toJson(record).dump(), api::toJson(before).dump());
        }
    }

    void movesOnlyAsTheTableSays_data() {
        QTest::addColumn<int>("from");
        for (const JobState state : kStates) QTest::newRow(qPrintable(name(state))) << static_cast<int>(state);
    }
    void movesOnlyAsTheTableSays() {
        QFETCH(int, from);
        const auto state = static_cast<JobState>(from);
        const auto canReach = [&](JobState to, auto change) {
            auto record = in(state);
            const bool went = change(record).has_value();
            return went == api::isLegalMove(state, to) && (!went || record.state == to);
        };
        // start: from the queue only, although a paused job may run again by resuming.
        auto started = in(state);
        QCOMPARE(job::start(started, "me", "cpu", 300).has_value(), state == JobState::Queued);
        const base::Error broken{ErrorCode::InvalidData, "broken", {}};
        const base::Error stopped{ErrorCode::Cancelled, "stopped", {}};
        QVERIFY(canReach(JobState::Done, [](auto& r) { return job::finish(r, {}, 5, 300); }));
        QVERIFY(canReach(JobState::Failed, [&](auto& r) { return job::finish(r, broken, 0, 300); }));
        QVERIFY(canReach(JobState::Cancelled, [&](auto& r) { return job::finish(r, stopped, 0, 300); }));
        const bool removable = job::checkRemovable(in(state)).has_value();
        QCOMPARE(removable, state != JobState::Running);
    }

    void countsEachStart() {
        auto record = in(JobState::Queued);
        record.interrupted = true;
        QVERIFY(job::start(record, "me", "cuda:0", 300));
        QCOMPARE(record.attempts, 1);
        QCOMPARE(record.engineId, std::string("me"));
        QCOMPARE(record.device, std::string("cuda:0"));
        QCOMPARE(record.startedAt, 300);
        QVERIFY(!record.interrupted);
        QVERIFY(job::orphan(record));
        QVERIFY(record.state == JobState::Queued);
        QVERIFY(record.interrupted);
        QCOMPARE(record.attempts, 1);
        QVERIFY(job::start(record, "other", "cpu", 400));
        QCOMPARE(record.attempts, 2);
    }

    void keepsTheErrorOfAFailureUntilTheRetry() {
        auto record = in(JobState::Running);
        QVERIFY(job::finish(record, base::Error{ErrorCode::InvalidData, "broken", {}}, 0, 300));
        QVERIFY(record.error);
        QCOMPARE(record.finishedAt, 300);
        QVERIFY(job::apply(record, JobAction::Retry, 400));
        QVERIFY(!record.error);
        QCOMPARE(record.startedAt, 0);
        QCOMPARE(record.finishedAt, 0);
        QCOMPARE(record.attempts, 1);
    }

    void endsAJobThatWasPausedOverItsLastFrame() {
        auto record = in(JobState::Paused, true);
        QVERIFY(job::finish(record, {}, 12, 300));
        QVERIFY(record.state == JobState::Done);
        QCOMPARE(record.outputBytes, 12);
    }

    void showsAWaitingOrphanAsInterruptedWithoutMovingIt() {
        for (const JobState state : {JobState::Queued, JobState::Paused}) {
            auto record = in(state);
            QVERIFY(job::orphan(record));
            QVERIFY(record.state == state);
            QVERIFY(record.interrupted);
        }
    }
};

QTEST_GUILESS_MAIN(tst_Job)
#include "tst_job.moc"
