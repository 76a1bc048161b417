#include <QtTest>

#include <cstdio>
#include <future>

#include "engine/base/platform.h"
#include "engine/store/store.h"

using namespace fotograma;
using base::Result;
using store::Store;
using store::Transaction;
using store::View;

namespace {

/// The other process: writes jobs without end, two events each, and prints each job's id once it is committed.
int writeUntilKilled(const std::filesystem::path& path) {
    auto store = Store::open({.path = path});
    if (!store) return 1;
    while (true) {
        std::promise<Result<api::JobRecord>> promise;
        (*store)->write(
            [](Transaction& transaction) -> Result<api::JobRecord> {
                api::JobRecord record;
                record.spec.input = "/in/clip.mp4";
                FOTOGRAMA_ASSIGN_OR_RETURN(record, transaction.addJob(record));
                record.state = api::JobState::Running;
                FOTOGRAMA_RETURN_IF_ERROR(transaction.updateJob(record));
                return record;
            },
            [&](Result<api::JobRecord> outcome) { promise.set_value(std::move(outcome)); });
        const auto added = promise.get_future().get();
        if (!added) return 1;
        std::printf("%lld\n", static_cast<long long>(added->id.value));
        std::fflush(stdout);
    }
}

}  // namespace

class tst_Processes : public QObject {
    Q_OBJECT

private slots:
    void keepsWhatWasCommittedWhenTheProcessIsKilled() {
        QTemporaryDir folder;
        const auto path = base::pathFromUtf8((folder.path() + "/killed.db").toStdString());
        std::int64_t lastTold = 0;
        for (int round = 0; round < 3; ++round) {
            QProcess child;
            child.start(QCoreApplication::applicationFilePath(), {"--write", folder.path() + "/killed.db"});
            QVERIFY(child.waitForStarted());
            const std::int64_t enough = lastTold + 20;
            while (lastTold < enough) {
                QVERIFY(child.waitForReadyRead(20000));
                while (child.canReadLine()) lastTold = child.readLine().trimmed().toLongLong();
            }
            child.kill();  // SIGKILL: nothing of ours runs any more, in the middle of whatever it was
            child.waitForFinished();
            for (const QByteArray& line : child.readAll().split('\n'))
                if (!line.isEmpty()) lastTold = line.toLongLong();

            auto store = Store::open({.path = path});
            QVERIFY2(store, store ? "" : store.error().message.c_str());
            const auto jobs = (*store)->read([](View& view) { return view.jobs({}); });
            QVERIFY(static_cast<std::int64_t>(jobs->size()) >= lastTold);
            QCOMPARE(jobs->back().id.value, static_cast<std::int64_t>(jobs->size()));
            const auto events = (*store)->read([](View& view) { return view.eventsAfter({0}, 1 << 20); });
            QCOMPARE(events->size(), jobs->size() * 2);
            for (std::size_t i = 0; i < events->size(); ++i)
                QCOMPARE((*events)[i].sequence.value, static_cast<std::int64_t>(i + 1));
            lastTold = static_cast<std::int64_t>(jobs->size());
        }
    }
};

// QProcess starts programs by vfork, which the thread sanitizer takes for a fork that goes on with our threads.
extern "C" __attribute__((visibility("default"))) const char* __tsan_default_options();
extern "C" const char* __tsan_default_options() { return "die_after_fork=0"; }

int main(int argc, char** argv) {
    if (argc == 3 && std::string_view(argv[1]) == "--write") return writeUntilKilled(base::pathFromUtf8(argv[2]));
    QCoreApplication application(argc, argv);
    tst_Processes test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_processes.moc"
