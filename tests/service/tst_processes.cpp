#include <QtTest>

#include <algorithm>
#include <cstdio>

#include "engine/base/platform.h"
#include "engine/service/local_service.h"
#include "tests/support/scripted_worker.h"

using namespace fotograma;
using api::JobState;
using service::Drains;
using service::LocalService;

namespace {

/// The other program: submits three clips, runs one at a time, holds the second for ever, and says when it is there.
int liveUntilKilled(const std::filesystem::path& folder, bool ownBatch) {
    tests::Script script;
    script.holdInputsWith("2");
    auto dependencies = tests::scriptedDependencies(folder / "store.db", script);
    dependencies.threads = 1;
    dependencies.drains = ownBatch ? Drains::OwnBatches : Drains::SharedQueue;
    auto service = LocalService::create(std::move(dependencies));
    if (!service) return 1;
    const auto reply = tests::submit(
        **service,
        {.items = {tests::itemFor(folder, "1.mp4"), tests::itemFor(folder, "2.mp4"), tests::itemFor(folder, "3.mp4")},
         .ownBatch = ownBatch});
    if (!reply || !script.waitForStarted(2)) return 1;
    std::printf("running\n");
    std::fflush(stdout);
    while (std::getchar() != EOF) {
    }
    std::_Exit(1);  // the test ended without killing us
}

/// Starts the other program and waits until its second job runs.
class OtherProgram {
public:
    explicit OtherProgram(const QString& folder, bool ownBatch) {
        m_process.start(QCoreApplication::applicationFilePath(), {ownBatch ? "--own" : "--shared", folder});
        m_isThere =
            m_process.waitForStarted() && m_process.waitForReadyRead(20000) && m_process.readLine() == "running\n";
    }
    [[nodiscard]] bool isThere() const { return m_isThere; }
    void kill() {
        m_process.kill();  // SIGKILL
        m_process.waitForFinished();
    }

private:
    QProcess m_process;
    bool m_isThere = false;
};

std::unique_ptr<LocalService> open(const std::filesystem::path& folder, tests::Script& script, Drains drains) {
    auto dependencies = tests::scriptedDependencies(folder / "store.db", script);
    dependencies.drains = drains;
    auto created = LocalService::create(std::move(dependencies));
    FOTOGRAMA_ASSERT(created, "the service must start");
    return std::move(*created);
}

api::JobRecord jobNamed(api::Service& service, const std::string& name) {
    api::JobQuery query;
    query.text = "/" + name;
    const auto found = tests::snapshot(service, query);
    FOTOGRAMA_ASSERT(found && found->jobs.size() == 1, "there is one job of each name");
    return found->jobs.front();
}

}  // namespace

class tst_Processes : public QObject {
    Q_OBJECT

private slots:
    void runsNoJobTwiceWhenItsProgramIsKilled() {
        QTemporaryDir folder;
        const auto path = base::pathFromUtf8(folder.path().toStdString());
        OtherProgram other(folder.path(), false);
        QVERIFY(other.isThere());

        tests::Script script;
        auto service = open(path, script, Drains::SharedQueue);
        tests::EventLog log(*service, {0});
        QVERIFY(jobNamed(*service, "1.mp4").state == JobState::Done);
        const auto running = jobNamed(*service, "2.mp4"), waiting = jobNamed(*service, "3.mp4");
        QVERIFY(running.state == JobState::Running);
        QVERIFY(waiting.state == JobState::Queued);
        QVERIFY(script.started().empty());

        other.kill();
        QVERIFY(log.waitForState(running.id, JobState::Done));
        QVERIFY(log.waitForState(waiting.id, JobState::Done));
        auto started = script.started();
        std::ranges::sort(started);
        QCOMPARE(started, (std::vector<std::string>{"2.mp4", "3.mp4"}));
        QCOMPARE(jobNamed(*service, "1.mp4").attempts, 1);
        QCOMPARE(jobNamed(*service, "2.mp4").attempts, 2);
        QCOMPARE(jobNamed(*service, "3.mp4").attempts, 1);
        QVERIFY(log.waitFor([&](const auto& events) {  // in between it was shown as interrupted
            return std::ranges::any_of(events, [&](const api::Event& event) {
                return event.job == running.id && event.record && event.record->interrupted &&
                       event.record->state == JobState::Queued;
            });
        }));
    }

    void showsAnOwnBatchAsInterruptedAndStartsNothingOfIt() {
        QTemporaryDir folder;
        const auto path = base::pathFromUtf8(folder.path().toStdString());
        OtherProgram run(folder.path(), true);
        QVERIFY(run.isThere());

        tests::Script ofDesktop;
        auto desktop = open(path, ofDesktop, Drains::SharedQueue);
        tests::EventLog log(*desktop, {0});
        run.kill();
        const auto isInterrupted = [&](const std::string& name) {
            return log.waitFor([&](const auto& events) {
                return std::ranges::any_of(events, [&](const api::Event& event) {
                    return event.record && event.record->interrupted && event.record->spec.input.ends_with(name);
                });
            });
        };
        QVERIFY(isInterrupted("/2.mp4"));
        QVERIFY(isInterrupted("/3.mp4"));
        QVERIFY(jobNamed(*desktop, "2.mp4").state == JobState::Queued);

        // Running again finishes the batch: done, adopted, adopted.
        tests::Script ofSecondRun;
        auto second = open(path, ofSecondRun, Drains::OwnBatches);
        const auto reply = tests::submit(
            *second, {.items = {tests::itemFor(path, "1.mp4"), tests::itemFor(path, "2.mp4")}, .ownBatch = true});
        QVERIFY(reply->outcomes[0].submission == api::Submission::AlreadyDone);
        QVERIFY(reply->outcomes[1].submission == api::Submission::Adopted);
        QVERIFY(log.waitForState(reply->outcomes[1].job, JobState::Done));
        QCOMPARE(ofSecondRun.started(), (std::vector<std::string>{"2.mp4"}));
        QVERIFY(ofDesktop.started().empty());

        // Asked by hand, the desktop runs what is left.
        api::JobQuery left;
        left.ids = {jobNamed(*desktop, "3.mp4").id};
        QCOMPARE(tests::control(*desktop, left, api::JobAction::Retry)->changed.size(), 1u);
        QVERIFY(log.waitForState(left.ids.front(), JobState::Done));
        QCOMPARE(ofDesktop.started(), (std::vector<std::string>{"3.mp4"}));
    }

    void replacesTheOutputThatAKilledProgramHadJustFinished() {
        QTemporaryDir folder;
        const auto path = base::pathFromUtf8(folder.path().toStdString());
        OtherProgram run(folder.path(), false);
        QVERIFY(run.isThere());
        // As if it had been killed between renaming its output and writing that down.
        QFile made(folder.path() + "/out/2-done.mkv");
        QVERIFY(made.open(QIODevice::WriteOnly));
        made.write("whole");
        made.close();
        QFile half(folder.path() + "/out/.2-done.mkv.fotograma-1-1.part");
        QVERIFY(half.open(QIODevice::WriteOnly));
        half.close();
        run.kill();
        {
            // Who only looks sees at once that nobody runs it.
            tests::Script none;
            const auto record = jobNamed(*open(path, none, Drains::Nothing), "2.mp4");
            QVERIFY(record.state == JobState::Queued && record.interrupted);
        }
        tests::Script script;
        auto service = open(path, script, Drains::SharedQueue);
        tests::EventLog log(*service, {0});
        QVERIFY(log.waitForState(jobNamed(*service, "2.mp4").id, JobState::Done));
        QVERIFY(!half.exists());
    }
};

// QProcess starts programs by vfork, which the thread sanitizer takes for a fork that goes on with our threads.
extern "C" __attribute__((visibility("default"))) const char* __tsan_default_options();
extern "C" const char* __tsan_default_options() { return "die_after_fork=0"; }

int main(int argc, char** argv) {
    if (argc == 3 && std::string_view(argv[1]).starts_with("--") && QFileInfo(argv[2]).isDir())
        return liveUntilKilled(base::pathFromUtf8(argv[2]), std::string_view(argv[1]) == "--own");
    QCoreApplication application(argc, argv);
    tst_Processes test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_processes.moc"
