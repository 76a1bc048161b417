#include "app/settings_file.h"

#include <QTemporaryDir>
#include <QtTest>
#include <fstream>
#include <sstream>

#include "app/settings.h"

using namespace fotograma;
using namespace fotograma::app;

namespace {

std::string read(const std::filesystem::path& file) {
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
}

}  // namespace

class tst_settings_file : public QObject {
    Q_OBJECT

private slots:
    void changesOneValueAndNothingElse_data() {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QByteArray>("after");
        QTest::newRow("number, comment kept")
            << QByteArray("# mine\njobs = 2  # at night\nlog = \"info\"\n") << QByteArray("jobs") << QByteArray("5")
            << QByteArray("# mine\njobs = 5  # at night\nlog = \"info\"\n");
        QTest::newRow("text") << QByteArray("output = '/a # b' # here\n") << QByteArray("output")
                              << QByteArray("/c \"d\"\\") << QByteArray("output = \"/c \\\"d\\\"\\\\\" # here\n");
        QTest::newRow("missing") << QByteArray("jobs = 1\n") << QByteArray("log") << QByteArray("debug")
                                 << QByteArray("jobs = 1\nlog = \"debug\"\n");
        QTest::newRow("before a table") << QByteArray("jobs = 1\n[other]\njobs = 9\n") << QByteArray("threads")
                                        << QByteArray("2") << QByteArray("jobs = 1\nthreads = 2\n[other]\njobs = 9\n");
        QTest::newRow("empty file") << QByteArray() << QByteArray("jobs") << QByteArray("3")
                                    << QByteArray("jobs = 3\n");
        QTest::newRow("quoted key") << QByteArray("\"jobs\"=1\n") << QByteArray("jobs") << QByteArray("3")
                                    << QByteArray("\"jobs\"=3\n");
        QTest::newRow("commented out is no value") << QByteArray("# jobs = 1\n") << QByteArray("jobs")
                                                   << QByteArray("3") << QByteArray("# jobs = 1\njobs = 3\n");
    }

    void changesOneValueAndNothingElse() {
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, key);
        QFETCH(QByteArray, value);
        QFETCH(QByteArray, after);
        const auto made = withSetting(before.toStdString(), key.toStdString(), value.toStdString());
        QVERIFY(made.has_value());
        QCOMPARE(QByteArray::fromStdString(*made), after);
    }

    void refusesWhatItWouldBreak() {
        QVERIFY(!withSetting("output = \"\"\"\na\n\"\"\"\n", "output", "/b"));
        QVERIFY(!withSetting("", "output", "/b\njobs = 1"));
    }

    void aWrongValueLeavesTheFileAsItWas() {
        QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath("in/settings.toml").toStdString();
        QVERIFY(saveSetting(file, "jobs", "4").has_value());
        QCOMPARE(read(file), std::string("jobs = 4\n"));
        const auto refused = saveSetting(file, "jobs", "many");
        QVERIFY(!refused);
        QVERIFY2(refused.error().message.starts_with("jobs must be a whole number"), refused.error().message.c_str());
        QCOMPARE(read(file), std::string("jobs = 4\n"));
        const auto loaded = LoadedSettings::load(file, [](const std::string&) { return std::nullopt; });
        QVERIFY(loaded.has_value());
        QCOMPARE(loaded->values().jobs, 4);
    }
};

QTEST_GUILESS_MAIN(tst_settings_file)
#include "tst_settings_file.moc"
