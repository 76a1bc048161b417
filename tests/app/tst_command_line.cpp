#include <QDir>
#include <QDirIterator>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/clips.h"

using namespace fotograma;

namespace {

struct Outcome {
    int code = -1;
    QByteArray output;
    QByteArray errors;

    /// The lines of --json; a line that is no object fails the test through the count of nulls.
    [[nodiscard]] QList<QJsonObject> lines() const {
        QList<QJsonObject> objects;
        for (const QByteArray& line : output.split('\n'))
            if (!line.isEmpty()) objects << QJsonDocument::fromJson(line).object();
        return objects;
    }
    [[nodiscard]] QList<QJsonObject> linesOf(const QString& type) const {
        QList<QJsonObject> chosen;
        for (const QJsonObject& object : lines())
            if (object["type"] == type) chosen << object;
        return chosen;
    }
};

QStringList filesUnder(const QString& folder) {
    QStringList files;
    QDirIterator entries(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (entries.hasNext()) files << QDir(folder).relativeFilePath(entries.next());
    files.sort();
    return files;
}

}  // namespace

class tst_CommandLine : public QObject {
    Q_OBJECT

    QTemporaryDir m_inputs;                 ///< Clips, made once.
    std::unique_ptr<QTemporaryDir> m_home;  ///< Store, settings and outputs of one test.

    [[nodiscard]] QString input(const char* name) const { return m_inputs.filePath(name); }
    [[nodiscard]] QString home(const char* name) const { return m_home->filePath(name); }
    [[nodiscard]] QString out() const { return home("out"); }

    void prepare(QProcess& process) const {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        for (const QString& variable : environment.keys())
            if (variable.startsWith("FOTOGRAMA_")) environment.remove(variable);
        environment.insert("HOME", m_home->path());
        for (const char* folder : {"XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"})
            environment.insert(folder, home(folder));
        process.setProcessEnvironment(environment);
        process.setWorkingDirectory(m_inputs.path());
        process.setProgram(FOTOGRAMA_PROGRAM);
    }

    [[nodiscard]] Outcome fotograma(const QStringList& arguments) const {
        QProcess process;
        prepare(process);
        process.setArguments(arguments);
        process.start();
        if (!process.waitForFinished(120'000)) process.kill();
        return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, process.readAllStandardOutput(),
                process.readAllStandardError()};
    }

    [[nodiscard]] QStringList longRun() const {
        return {"run", input("long.mp4"), "-r", "archive-hevc", "-o", out(), "--json"};
    }

    /// Starts a run that takes a while and returns once its first job runs.
    void startLongRun(QProcess& process) const {
        prepare(process);
        process.setArguments(longRun());
        process.start();
        QByteArray said;
        while (!said.contains("\"started\"")) {
            QVERIFY2(process.waitForReadyRead(30'000), process.readAllStandardError().constData());
            said += process.readAllStandardOutput();
        }
    }

private slots:
    void initTestCase() {
        QVERIFY(m_inputs.isValid());
        testing::ClipOptions brief;
        brief.frames = 12;
        for (const char* name : {"one.mp4", "two.mp4", "-dash.mp4", "tree/inner/three.mp4"}) {
            QDir().mkpath(QFileInfo(input(name)).path());
            QVERIFY(testing::makeClip(input(name).toStdString(), brief));
            ++brief.frames;  // no two are the same
        }
        testing::ClipOptions lengthy;
        lengthy.width = 1280;
        lengthy.height = 720;
        lengthy.frames = 60;
        QVERIFY(testing::makeClip(input("long.mp4").toStdString(), lengthy));
        QFile broken(input("broken.mp4"));
        QVERIFY(broken.open(QIODevice::WriteOnly));
        broken.write(QByteArray(4096, 'x'));
    }

    void init() { m_home = std::make_unique<QTemporaryDir>(); }

    void helpTeaches_data() {
        QTest::addColumn<QStringList>("command");
        for (const char* name :
             {"run", "analyze", "probe", "thumbnail", "recipes", "filters", "devices", "doctor", "info"})
            QTest::newRow(name) << QStringList{name};
        for (const char* name : {"list", "add", "run", "cancel", "retry", "clear"})
            QTest::newRow(qPrintable(QString("queue %1").arg(name))) << QStringList{"queue", name};
        QTest::newRow("itself") << QStringList{};
    }

    void helpTeaches() {
        QFETCH(QStringList, command);
        const Outcome outcome = fotograma(command + QStringList{"--help"});
        QCOMPARE(outcome.code, 0);
        const bool hasExample = outcome.output.contains("\n  fotograma ");
        QVERIFY2(hasExample && outcome.output.contains("--help"), outcome.output.constData());
    }

    void wrongUseIsExitCode2WithAHint_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("said");
        QTest::newRow("nothing") << QStringList{} << QByteArray("Start here");
        QTest::newRow("unknown command") << QStringList{"rum"} << QByteArray("the nearest is \"run\"");
        QTest::newRow("unknown option") << QStringList{"run", "one.mp4", "--fast"} << QByteArray("--fast");
        QTest::newRow("no input") << QStringList{"run", "-r", "web-720p"} << QByteArray("INPUT");
        QTest::newRow("both ways") << QStringList{"run", "one.mp4", "-y", "-n"} << QByteArray("choose one");
        QTest::newRow("no recipe") << QStringList{"run", "one.mp4"} << QByteArray("fotograma recipes");
        QTest::newRow("recipe with a typo") << QStringList{"run", "one.mp4", "-r", "web-720"} << QByteArray("web-720p");
        QTest::newRow("bad jobs") << QStringList{"run", "one.mp4", "-r", "web-720p", "-j", "many"}
                                  << QByteArray("whole number");
        QTest::newRow("bad device") << QStringList{"run", "one.mp4", "-r", "web-720p", "--device", "gpu"}
                                    << QByteArray("cuda:N");
        QTest::newRow("bad time") << QStringList{"run", "one.mp4", "-r", "web-720p", "--start", "soon"}
                                  << QByteArray("is no time");
        QTest::newRow("bad template") << QStringList{"run", "one.mp4", "-r", "web-720p", "--name", "{steam}"}
                                      << QByteArray("steam");
        QTest::newRow("unknown filter") << QStringList{"filters", "risize"} << QByteArray("resize");
        QTest::newRow("no settings file") << QStringList{"info", "--settings", "none.toml"} << QByteArray("none.toml");
        QTest::newRow("which jobs") << QStringList{"queue", "cancel"} << QByteArray("--all");
    }

    void wrongUseIsExitCode2WithAHint() {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, said);
        const Outcome outcome = fotograma(arguments);
        QCOMPARE(outcome.code, 2);
        QVERIFY2(outcome.errors.contains(said), outcome.errors.constData());
        QVERIFY(outcome.output.isEmpty());
    }

    void aDeviceThatIsNotThereIsExitCode3() {
        const Outcome devices = fotograma({"devices", "--json"});
        QCOMPARE(devices.code, 0);
        const auto lines = devices.linesOf("device");
        QCOMPARE(lines.first()["id"].toString(), QString("cpu"));
        if (lines.size() > 1 && lines.last()["available"].toBool()) QSKIP("this machine has a CUDA device");
        const Outcome outcome = fotograma({"run", "one.mp4", "-r", "web-720p", "-o", out(), "--device", "cuda"});
        QCOMPARE(outcome.code, 3);
        QVERIFY(!outcome.errors.isEmpty());
        QVERIFY(!QDir(out()).exists());
    }

    void jsonIsLinesOfObjectsAndOnlyTheBrokenFail() {
        const Outcome outcome =
            fotograma({"run", "one.mp4", "two.mp4", "broken.mp4", "none.mp4", "-r", "web-720p", "-o", out(), "--json"});
        QVERIFY2(outcome.code == 1, outcome.errors.constData());
        for (const QJsonObject& line : outcome.lines()) QVERIFY2(line.contains("type"), outcome.output.constData());
        QStringList done;
        QStringList failed;
        for (const QJsonObject& line : outcome.linesOf("finished"))
            (line["state"] == "done" ? done : failed) << QFileInfo(line["input"].toString()).fileName();
        done.sort();
        failed.sort();
        QCOMPARE(done, (QStringList{"one.mp4", "two.mp4"}));
        QCOMPARE(failed, (QStringList{"broken.mp4", "none.mp4"}));
        const QJsonObject summary = outcome.linesOf("summary").value(0);
        QCOMPARE(summary["done"].toInt(), 2);
        QCOMPARE(summary["failed"].toInt(), 2);
        QCOMPARE(filesUnder(out()), (QStringList{"one-720p.mp4", "two-720p.mp4"}));
    }

    void whatIsDoneIsNotDoneAgain() {
        const QStringList arguments{"run", "one.mp4", "-r", "proxy-540p", "-o", out(), "--json"};
        QCOMPARE(fotograma(arguments).code, 0);
        const Outcome again = fotograma(arguments);
        QCOMPARE(again.code, 0);
        QCOMPARE(again.linesOf("finished").value(0)["already_done"].toBool(), true);
    }

    void theClosingTableTellsEveryFile() {
        const Outcome outcome = fotograma({"run", "one.mp4", "broken.mp4", "-r", "proxy-540p", "-o", out()});
        QCOMPARE(outcome.code, 1);
        for (const char* said : {"one.mp4", "broken.mp4", "cpu", "→", "Failed", "1 of 2 done"})
            QVERIFY2(outcome.output.contains(said), outcome.output.constData());
        QVERIFY2(!outcome.output.contains('\x1b') && !outcome.errors.contains('\x1b'),
                 "no terminal, no escape sequences");
    }

    void aDryRunWritesNothing() {
        const Outcome outcome = fotograma({"run", "one.mp4", "-r", "web-720p", "-o", out(), "--dry-run", "--json"});
        QVERIFY2(outcome.code == 0, outcome.errors.constData());
        QCOMPARE(outcome.linesOf("plan").value(0)["outputs"].toArray().size(), 1);
        QCOMPARE(filesUnder(m_home->path()), QStringList());
        QVERIFY(!QDir(out()).exists());
    }

    void explainShowsOnePassWhereNeighboursAreOne() {
        QFile recipe(input("fused.recipe.json"));
        QVERIFY(recipe.open(QIODevice::WriteOnly));
        recipe.write(R"({"version": 1, "id": "fused", "title": "Fused",
            "filters": [{"id": "levels", "params": {"gamma": 1.2}}, {"id": "adjust", "params": {"saturation": 1.3}},
                        {"id": "sharpen"}, {"id": "vignette"},
                        {"id": "resize", "params": {"width": 320, "height": 180}},
                        {"id": "adjust", "params": {"contrast": 1.1}}],
            "outputs": [{"container": "mp4", "video": {"codec": "h264"}}]})");
        recipe.close();
        const Outcome outcome =
            fotograma({"run", "long.mp4", "-r", recipe.fileName(), "-o", out(), "--device", "cpu", "--explain"});
        QVERIFY2(outcome.code == 0, outcome.errors.constData());
        QStringList rows;
        for (const QByteArray& line : outcome.output.split('\n')) {
            const QString row = QString::fromUtf8(line).simplified();
            if (row.startsWith("filters ")) rows << row;
        }
        QCOMPARE(rows.size(), 2);
        QVERIFY2(rows[0].startsWith("filters levels + adjust + sharpen + vignette window cpu yuv420p 1280x720 2.76 one "
                                    "pass, in bands of rows"),
                 qPrintable(rows[0]));
        QVERIFY2(rows[1].startsWith("filters resize + adjust gather cpu yuv420p 1280x720 → yuv420p 320x180 1.47 one "
                                    "pass, by zimg in bands of rows"),
                 qPrintable(rows[1]));
        QVERIFY(outcome.output.contains("Nothing was run"));
        QVERIFY(!QDir(out()).exists());
    }

    void filesInTheWayFollowTheFlags() {
        QVERIFY(QDir().mkpath(out()));
        QFile other(out() + "/one-proxy.mov");
        QVERIFY(other.open(QIODevice::WriteOnly));
        other.write("mine");
        other.close();
        const QStringList arguments{"run", "one.mp4", "-r", "proxy-540p", "-o", out()};
        const Outcome asked = fotograma(arguments);
        QCOMPARE(asked.code, 1);
        QVERIFY2(asked.output.contains("-y replaces"), asked.output.constData());
        QCOMPARE(fotograma(arguments + QStringList{"-n"}).code, 0);
        QCOMPARE(QFileInfo(other).size(), 4);
        QCOMPARE(fotograma(arguments + QStringList{"-y"}).code, 0);
        QVERIFY(QFileInfo(other).size() > 100);
    }

    void foldersAreMirroredAndDashesAreNames() {
        QCOMPARE(fotograma({"run", "tree", "-r", "proxy-540p", "-o", out()}).code, 1);
        QCOMPARE(fotograma({"run", "-R", "tree", "-r", "proxy-540p", "-o", out(), "--name", "{stem}.{ext}"}).code, 0);
        QCOMPARE(fotograma({"run", "-r", "proxy-540p", "-o", out(), "--duration", "0.2", "--", "-dash.mp4"}).code, 0);
        QCOMPARE(filesUnder(out()), (QStringList{"-dash-proxy.mov", "inner/three.mov"}));
    }

    void analyzeWritesOneLineAFile() {
        const QString report = home("report.jsonl");
        const Outcome outcome =
            fotograma({"analyze", "one.mp4", "two.mp4", "-m", "luma,change", "--per-frame", "-o", report});
        QVERIFY2(outcome.code == 0, outcome.errors.constData());
        QFile file(report);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QList<QByteArray> lines = file.readAll().trimmed().split('\n');
        QCOMPARE(lines.size(), 2);
        const QJsonObject first = QJsonDocument::fromJson(lines[0]).object();
        QVERIFY(first["input"].toString().endsWith("one.mp4"));
        QCOMPARE(first["frames_decoded"].toInt(), 12);
        QCOMPARE(first["measures"].toObject().keys(), (QStringList{"change", "luma"}));
        QVERIFY(!first["frames"].isUndefined());
        QCOMPARE(fotograma({"analyze", "one.mp4", "-o", report}).code, 1);  // it is in the way
    }

    void whatIsKnownIsLookedUpAndTheCacheIsCaredFor() {
        const auto report = [](const Outcome& outcome) {
            return outcome.linesOf("finished").value(0)["report"].toObject();
        };
        const auto analyze = [&](const QStringList& more = {}) {
            return fotograma(QStringList{"analyze", "one.mp4", "-m", "luma", "--json"} + more);
        };
        const Outcome first = analyze();
        QVERIFY2(first.code == 0, first.errors.constData());
        QCOMPARE(report(first)["cache"].toString(), QString());
        // The same store says "already done"; a forgotten job is answered from the cache.
        QCOMPARE(fotograma({"queue", "clear"}).code, 0);
        const Outcome second = analyze();
        QCOMPARE(report(second)["cache"].toString(), QString("disk"));
        QCOMPARE(report(second)["measures"].toObject(), report(first)["measures"].toObject());
        QCOMPARE(report(analyze({"--refresh"}))["cache"].toString(), QString());
        QCOMPARE(report(analyze({"--no-cache"}))["cache"].toString(), QString());
        QCOMPARE(fotograma({"analyze", "one.mp4", "--no-cache", "--refresh"}).code, 2);

        QCOMPARE(fotograma({"cache", "stats", "--json"}).linesOf("level").size(), 2);
        const auto entries = fotograma({"cache", "list", "--kind", "report", "--json"}).linesOf("entry");
        QCOMPARE(entries.size(), 1);
        QVERIFY(entries[0]["label"].toString().startsWith("one.mp4"));
        QCOMPARE(fotograma({"cache", "pin", entries[0]["key"].toString().left(8)}).code, 0);
        QVERIFY(fotograma({"cache", "list"}).output.contains("pinned"));
        QCOMPARE(fotograma({"cache", "clear"}).code, 2);  // of what?
        QCOMPARE(fotograma({"cache", "clear", "--all", "--dry-run"}).code, 0);
        QCOMPARE(fotograma({"cache", "clear", "--all"}).code, 0);
        QCOMPARE(fotograma({"cache", "list", "--json"}).linesOf("entry").size(), 1);
        QCOMPARE(fotograma({"cache", "unpin", "--all"}).code, 0);
        QCOMPARE(fotograma({"cache", "clear", "--all"}).code, 0);
        QCOMPARE(fotograma({"cache", "list", "--json"}).linesOf("entry").size(), 0);
        QCOMPARE(fotograma({"cache", "verify"}).code, 0);
        QCOMPARE(fotograma({"cache", "pin", "0123abcd"}).code, 2);
    }

    void theQueueIsSharedAndWorkedThrough() {
        QCOMPARE(fotograma({"queue", "add", "one.mp4", "broken.mp4", "-r", "proxy-540p", "-o", out()}).code, 0);
        QCOMPARE(fotograma({"queue", "list", "--state", "queued", "--json"}).linesOf("job").size(), 2);
        QCOMPARE(fotograma({"queue", "run"}).code, 1);
        const auto failed = fotograma({"queue", "list", "--state", "failed", "--json"}).linesOf("job");
        QCOMPARE(failed.size(), 1);
        QCOMPARE(fotograma({"queue", "retry", "--failed"}).code, 0);
        QCOMPARE(fotograma({"queue", "cancel", QString::number(failed[0]["id"].toInt())}).code, 0);
        QCOMPARE(fotograma({"queue", "clear"}).code, 0);
        QVERIFY(fotograma({"queue", "list"}).output.contains("No jobs"));
    }

    void anInterruptedRunIsExitCode130AndLeavesNoHalfFile() {
        QProcess process;
        startLongRun(process);
        process.terminate();
        QVERIFY(process.waitForFinished(30'000));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 130);
        QCOMPARE(filesUnder(out()), QStringList());
    }

    void aKilledRunLeavesNoHalfFileUnderAFinalNameAndGoesOn() {
        QProcess process;
        startLongRun(process);
        process.kill();
        QVERIFY(process.waitForFinished(30'000));
        QVERIFY(!QFile::exists(out() + "/long-archive.mkv"));
        const Outcome again = fotograma(longRun());
        QVERIFY2(again.code == 0, again.output.constData());
        QCOMPARE(again.linesOf("submitted").value(0)["submission"].toString(), QString("adopted"));
        QVERIFY(QFile::exists(out() + "/long-archive.mkv"));
    }

    void theProgramDescribesItself() {
        QVERIFY(fotograma({"recipes", "--json"}).linesOf("recipe").size() >= 6);
        QVERIFY(fotograma({"filters", "--json"}).linesOf("operation").size() >= 10);
        QVERIFY(fotograma({"filters", "resize"}).output.contains("\"filters\""));
        QCOMPARE(fotograma({"info", "--json"}).linesOf("info").size(), 1);
        QVERIFY(fotograma({"--version"}).output.startsWith("fotograma "));
        const Outcome probed = fotograma({"probe", "one.mp4", "broken.mp4", "--json"});
        QCOMPARE(probed.code, 1);
        QVERIFY(probed.linesOf("probe").value(0).contains("facts") &&
                probed.linesOf("probe").value(1).contains("error"));
        const Outcome again = fotograma({"probe", "one.mp4", "--json"});
        QCOMPARE(again.linesOf("probe").value(0)["cache"], QJsonValue("disk"));
        const Outcome anew = fotograma({"probe", "one.mp4", "--json", "--no-cache"});
        QVERIFY(!anew.linesOf("probe").value(0).contains("cache"));
        QCOMPARE(anew.linesOf("probe").value(0)["facts"], again.linesOf("probe").value(0)["facts"]);
    }

    void thumbnailsAreNamedAfterTheirVideos() {
        const QStringList all{"thumbnail", "one.mp4", "tree", "-R", "-o", out(), "--width", "32", "--json"};
        const Outcome planned = fotograma(all + QStringList{"--dry-run"});
        QCOMPARE(planned.code, 0);
        QCOMPARE(planned.linesOf("plan").size(), 2);
        QVERIFY(!QDir(out()).exists());
        const Outcome made = fotograma(all);
        QVERIFY2(made.code == 0, made.output + made.errors);
        QCOMPARE(filesUnder(out()), (QStringList{"inner/three.jpg", "one.jpg"}));
        QCOMPARE(made.linesOf("thumbnail").value(0)["width"], QJsonValue(32));
        QVERIFY(made.linesOf("thumbnail").value(0)["cache"].isNull());
        // What is there stays, unless -y says otherwise; and it is known by now.
        QCOMPARE(fotograma(all).code, 1);
        QCOMPARE(fotograma(all + QStringList{"-n"}).code, 0);
        const Outcome again = fotograma(all + QStringList{"-y"});
        QCOMPARE(again.code, 0);
        QCOMPARE(again.linesOf("thumbnail").value(1)["cache"], QJsonValue("disk"));
    }

    void thumbnailsComeInSeriesAndOnSheets() {
        QCOMPARE(fotograma({"thumbnail", "one.mp4", "-o", out(), "--every", "0.2s", "--format", "png"}).code, 0);
        QCOMPARE(fotograma({"thumbnail", "one.mp4", "-o", out(), "--sheet", "3x2"}).code, 0);
        QCOMPARE(filesUnder(out()), (QStringList{"one-0001.png", "one-0002.png", "one-0003.png", "one-sheet.jpg"}));
        QCOMPARE(fotograma({"thumbnail", "one.mp4", "-o", out(), "--at", "1s", "--sheet", "3x2"}).code, 2);
        QCOMPARE(fotograma({"thumbnail", "one.mp4", "-o", out(), "--sheet", "3"}).code, 2);
        const Outcome broken = fotograma({"thumbnail", "broken.mp4", "-o", out(), "--json"});
        QCOMPARE(broken.code, 1);
        QVERIFY(broken.linesOf("thumbnail").value(0).contains("error"));
    }

    void doctorFindsThisMachineWell() {
        const Outcome outcome = fotograma({"doctor", "--json"});
        QVERIFY2(outcome.code == 0, outcome.output.constData());
        QVERIFY(outcome.linesOf("check").size() > 20);
    }
};

QTEST_GUILESS_MAIN(tst_CommandLine)
#include "tst_command_line.moc"
