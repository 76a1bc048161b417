#include <QtTest>

#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>

#include "tests/gpu/emulation.h"
#include "tests/support/clips.h"

using namespace fotograma;

/// The unmodified command line on the emulated driver: what it says, what it writes, and what happens when the GPU fails.
class tst_Program : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void doctorChecksEveryFilterOnTheDevice();
    void cudaAndTheHostWriteTheSamePictures_data();
    void cudaAndTheHostWriteTheSamePictures();
    void aJobWhoseGpuFailsIsDoneOnTheHost_data();
    void aJobWhoseGpuFailsIsDoneOnTheHost();
    void askingForCudaWhereThereIsNoneIsExitCodeThree();
    void devicesSayWhatTheirChipsLack();

private:
    struct Outcome {
        int exitCode = -1;
        std::vector<QJsonObject> lines;
        QByteArray errors;

        [[nodiscard]] QJsonObject ofType(const QString& type) const {
            for (const QJsonObject& line : lines)
                if (line["type"].toString() == type) return line;
            return {};
        }
    };
    [[nodiscard]] Outcome fotograma(const QStringList& arguments, tests::Variables machine = {}) const;
    [[nodiscard]] QString path(const char* name) const { return m_folder.filePath(name); }

    QTemporaryDir m_folder;
};

tst_Program::Outcome tst_Program::fotograma(const QStringList& arguments, tests::Variables machine) const {
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char* place : {"HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"})
        environment.insert(place, path(place));
    for (const tests::Variable& variable : machine)
        environment.insert(QString("FOTOGRAMA_FAKE_CUDA_") + variable.name, QString::fromStdString(variable.value));
    QProcess process;
    process.setProcessEnvironment(environment);
    process.start(FOTOGRAMA_PROGRAM, arguments + QStringList{"--json"});
    if (!process.waitForFinished(120'000)) process.kill();
    Outcome outcome;
    outcome.exitCode = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    outcome.errors = process.readAllStandardError();
    for (const QByteArray& line : process.readAllStandardOutput().split('\n'))
        if (!line.isEmpty()) outcome.lines.push_back(QJsonDocument::fromJson(line).object());
    return outcome;
}

void tst_Program::initTestCase() {
    if (const char* why = tests::whyNoEmulation()) QSKIP(why);
    bool isUsable = false;
    QString reason;
    for (const QJsonObject& device : fotograma({"devices"}).lines) {
        isUsable = isUsable || device["id"].toString() == "cuda:0";
        if (!device["available"].toBool()) reason = device["reason"].toString();
    }
    if (!isUsable) QSKIP(qPrintable(reason));  // a build without nvcc

    testing::ClipOptions clip;
    clip.width = 96;
    clip.height = 66;
    clip.frames = 9;
    QVERIFY(testing::makeClip(path("in.mp4").toStdString(), clip).has_value());
    QFile recipe(path("chain.json"));
    QVERIFY(recipe.open(QIODevice::WriteOnly));
    recipe.write(R"({"version":1,"id":"chain","title":"Chain",
        "measures":[{"id":"luma","at":"source"},{"id":"blur"},{"id":"change"}],
        "filters":[{"id":"adjust","params":{"contrast":1.1,"saturation":1.2,"gamma":1.1}},
                   {"id":"smooth"},{"id":"sharpen"},{"id":"pad","params":{"width":128,"height":96}}],
        "outputs":[{"name":"{stem}.{ext}","container":"mkv","video":{"codec":"h264"}}]})");
}

void tst_Program::doctorChecksEveryFilterOnTheDevice() {
    const Outcome outcome = fotograma({"doctor"});
    QCOMPARE(outcome.exitCode, 0);
    int checked = 0;
    for (const QJsonObject& line : outcome.lines) {
        if (line["section"].toString() != "Filters on cuda:0") continue;
        QCOMPARE(line["status"].toString(), "ok");
        ++checked;
    }
    QVERIFY(checked >= 10);
}

void tst_Program::cudaAndTheHostWriteTheSamePictures_data() {
    QTest::addColumn<QByteArray>("defer");
    QTest::newRow("at once") << QByteArray();
    QTest::newRow("late and shuffled") << QByteArray("3");
}

void tst_Program::cudaAndTheHostWriteTheSamePictures() {
    QFETCH(QByteArray, defer);
    QJsonObject reports[2];
    std::vector<frame::Frame> pictures[2];
    for (const int i : {0, 1}) {
        const QString folder = path(i == 0 ? "cuda" : "cpu") + defer;
        const Outcome outcome = fotograma({"run", path("in.mp4"), "-r", path("chain.json"), "-o", folder, "--no-cache",
                                           "--device", i == 0 ? "cuda" : "cpu"},
                                          {{"DEFER", defer.toStdString()}});
        QVERIFY2(outcome.exitCode == 0, outcome.errors.constData());
        QCOMPARE(outcome.ofType("finished")["device"].toString(), i == 0 ? "cuda:0" : "cpu");
        reports[i] = outcome.ofType("finished")["report"].toObject();
        pictures[i] = *testing::readPictures((folder + "/in.mkv").toStdString());
    }
    QVERIFY(!reports[0]["measures"].toObject().isEmpty());
    QCOMPARE(reports[0]["measures"], reports[1]["measures"]);
    QCOMPARE(pictures[0].size(), std::size_t{9});
    QCOMPARE(pictures[1].size(), std::size_t{9});
    constexpr double kEqual = 100.0;  // what lumaPsnr gives for pictures without any difference
    for (std::size_t i = 0; i < 9; ++i) QCOMPARE(testing::lumaPsnr(pictures[0][i], pictures[1][i]), kEqual);
}

void tst_Program::aJobWhoseGpuFailsIsDoneOnTheHost_data() {
    QTest::addColumn<QByteArray>("variable");
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("out of memory") << QByteArray("MEMORY") << QByteArray("40000");
    QTest::newRow("a kernel runs wild") << QByteArray("FAIL_LAUNCH") << QByteArray("20");
}

void tst_Program::aJobWhoseGpuFailsIsDoneOnTheHost() {
    QFETCH(QByteArray, variable);
    QFETCH(QByteArray, value);
    const Outcome outcome = fotograma(
        {"run", path("in.mp4"), "-r", path("chain.json"), "-o", path(variable), "--no-cache", "--device", "cuda"},
        {{variable.constData(), value.toStdString()}});
    QVERIFY2(outcome.exitCode == 0, outcome.errors.constData());
    const QJsonObject report = outcome.ofType("finished")["report"].toObject();
    const QByteArray notes = QJsonDocument(report).toJson();
    QVERIFY2(notes.contains("on the host instead of cuda:0: The GPU"), notes.constData());
    QCOMPARE(testing::readPictures((path(variable) + "/in.mkv").toStdString())->size(), std::size_t{9});
}

void tst_Program::askingForCudaWhereThereIsNoneIsExitCodeThree() {
    const Outcome outcome = fotograma(
        {"run", path("in.mp4"), "-r", path("chain.json"), "-o", path("none"), "--device", "cuda"}, {{"DEVICES", "0"}});
    QCOMPARE(outcome.exitCode, 3);
    QVERIFY2(outcome.errors.contains("shows no GPU") ||
                 outcome.ofType("error")["error"].toObject()["message"].toString().contains("shows no GPU"),
             outcome.errors.constData());
}

void tst_Program::devicesSayWhatTheirChipsLack() {
    for (const char* command : {"devices", "doctor"}) {
        const QStringList arguments =
            command == QString("doctor") ? QStringList{"doctor", "--quick"} : QStringList{command};
        QByteArray all;
        for (const QJsonObject& line : fotograma(arguments).lines) all += QJsonDocument(line).toJson();
        QVERIFY2(all.contains("decoding on the GPU is off: libnvcuvid.so.1 does not open"), all.constData());
        QVERIFY2(all.contains("encoding on the GPU is off: libnvidia-encode.so.1 does not open"), all.constData());
    }
}

QTEST_GUILESS_MAIN(tst_Program)
#include "tst_program.moc"
