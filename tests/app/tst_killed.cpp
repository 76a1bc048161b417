#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <set>

#include "engine/base/platform.h"
#include "engine/store/store.h"
#include "tests/support/clips.h"

using namespace fotograma;

/// The real program over many small clips, killed in the middle.
class tst_Killed : public QObject {
    Q_OBJECT

    static constexpr int kClips = 200;
    QTemporaryDir m_clips;
    QTemporaryDir m_home;

    void prepare(QProcess& process) const {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert("HOME", m_home.path());
        for (const char* folder : {"XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"})
            environment.insert(folder, m_home.filePath(folder));
        process.setProcessEnvironment(environment);
        process.setProgram(FOTOGRAMA_PROGRAM);
        process.setArguments({"analyze", "-R", m_clips.path(), "--json"});
        process.setStandardErrorFile(QProcess::nullDevice());
    }

    static void read(QProcess& process, QList<QJsonObject>& finished, QJsonObject& summary) {
        while (process.canReadLine()) {
            const QJsonObject line = QJsonDocument::fromJson(process.readLine()).object();
            if (line["type"] == "finished") finished << line;
            if (line["type"] == "summary") summary = line;
        }
    }

private slots:
    void initTestCase() {
        const QString first = m_clips.filePath("0000.mp4");
        QVERIFY(testing::makeClip(base::pathFromUtf8(first.toStdString()), {.width = 64, .height = 64, .frames = 1}));
        for (int i = 1; i < kClips; ++i)
            QVERIFY(QFile::copy(first, m_clips.filePath(QString("%1.mp4").arg(i, 4, 10, QChar('0')))));
    }

    void noFinishedReportIsLostAndNothingIsDoneTwice() {
        QList<QJsonObject> announced;
        QJsonObject summary;
        {
            QProcess process;
            prepare(process);
            process.start();
            QVERIFY(process.waitForStarted());
            while (announced.size() < kClips / 4) {
                QVERIFY(process.waitForReadyRead(60'000));
                read(process, announced, summary);
            }
            process.kill();  // SIGKILL
            process.waitForFinished();
            read(process, announced, summary);
        }
        std::set<std::int64_t> jobs;
        for (const QJsonObject& line : announced) {
            QCOMPARE(line["state"].toString(), QString("done"));
            jobs.insert(line["job"].toInteger());
        }
        std::size_t done = 0;
        {
            const QString path = m_home.filePath("XDG_DATA_HOME/fotograma/fotograma.db");
            const auto store = store::Store::open({.path = base::pathFromUtf8(path.toStdString())});
            QVERIFY2(store, store ? "" : store.error().message.c_str());
            const auto stored = (*store)->read([](store::View& view) { return view.reports({}); });
            QVERIFY(stored);
            for (const store::StoredReport& report : *stored) {
                QVERIFY(store::reportFromText(report.body));
                if (report.record.state != api::JobState::Done) continue;
                ++done;
                jobs.erase(report.record.id.value);
            }
            QVERIFY2(jobs.empty(), "a report was announced that is not in the store");
        }
        // The same command again does the rest and nothing but the rest.
        QList<QJsonObject> again;
        QProcess process;
        prepare(process);
        process.start();
        QVERIFY(process.waitForFinished(120'000));
        read(process, again, summary);
        QCOMPARE(process.exitCode(), 0);
        QCOMPARE(again.size(), kClips);
        QCOMPARE(summary["done"].toInt(), kClips);
        const auto known =
            std::ranges::count_if(again, [](const QJsonObject& line) { return line["already_done"].toBool(); });
        QCOMPARE(static_cast<std::size_t>(known), done);
        QCOMPARE(summary["submit_to_stored"].toObject()["count"].toInteger(),
                 static_cast<qint64>(kClips) - static_cast<qint64>(done));
    }
};

QTEST_GUILESS_MAIN(tst_Killed)
#include "tst_killed.moc"
