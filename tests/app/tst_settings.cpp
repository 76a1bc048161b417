#include <map>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "app/recipe_choice.h"
#include "app/settings.h"
#include "engine/base/platform.h"

using namespace fotograma;
using namespace fotograma::app;

class tst_Settings : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    std::filesystem::path write(const QByteArray& content) {
        QFile file(m_folder.filePath("settings.toml"));
        if (!file.open(QIODevice::WriteOnly)) qFatal("cannot write the settings file");
        file.write(content);
        return base::pathFromUtf8(file.fileName().toStdString());
    }

    static LoadedSettings::Environment environment(std::map<std::string, std::string> variables) {
        return [variables = std::move(variables)](const std::string& name) -> std::optional<std::string> {
            const auto found = variables.find(name);
            return found == variables.end() ? std::nullopt : std::optional(found->second);
        };
    }

    static SettingSource sourceOf(const LoadedSettings& settings, std::string_view key) {
        for (const SettingView& view : settings.list())
            if (view.key == key) return view.source;
        return SettingSource::Default;
    }

private slots:
    void laterSourcesWin() {
        const auto file = write("device = \"cpu\"\njobs = 3\nthreads = 5\nlog = \"info\"\n");
        auto settings = LoadedSettings::load(file, environment({{"FOTOGRAMA_JOBS", "4"}, {"FOTOGRAMA_LOG", "debug"}}));
        QVERIFY2(settings, settings ? "" : settings.error().message.c_str());
        QVERIFY(settings->setFlag("log", "error"));
        QCOMPARE(settings->values().device, std::string("cpu"));
        QCOMPARE(settings->values().jobs, 4);
        QCOMPARE(settings->values().threads, 5);
        QCOMPARE(settings->values().logLevel, base::LogLevel::Error);
        QCOMPARE(sourceOf(*settings, "device"), SettingSource::File);
        QCOMPARE(sourceOf(*settings, "jobs"), SettingSource::Environment);
        QCOMPARE(sourceOf(*settings, "log"), SettingSource::Flag);
        QCOMPARE(sourceOf(*settings, "recipe"), SettingSource::Default);
    }

    void aVariableNamesTheFile() {
        const auto file = write("jobs = 2\n");
        const auto settings = LoadedSettings::load({}, environment({{"FOTOGRAMA_SETTINGS", base::toUtf8(file)}}));
        QVERIFY(settings);
        QCOMPARE(settings->values().jobs, 2);
        QVERIFY(settings->hasFile());
    }

    void aServerIsSetUpAsAnythingElse() {
        const auto file = write(
            "listen = \"127.0.0.1:0\"\nallowed_roots = [\"/a\", \"/b\"]\nrate = 7\n"
            "webhook_hosts = [\"a.test\", \"*.b.test\"]\nwebhook_secret = \"hidden\"\n");
        const auto settings = LoadedSettings::load(file, environment({{"FOTOGRAMA_RATE", "9"}}));
        QVERIFY2(settings, settings ? "" : settings.error().message.c_str());
        QCOMPARE(settings->values().server.listen, std::string("127.0.0.1:0"));
        QCOMPARE(settings->values().allowedRoots.size(), std::size_t{2});
        QCOMPARE(settings->values().server.rate, 9);
        QCOMPARE(settings->values().server.webhookHosts, std::string("a.test,*.b.test"));
        for (const SettingView& view : settings->list()) QVERIFY(view.value.find("hidden") == std::string::npos);
    }

    void mistakesAreNamed_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("said");
        QTest::newRow("unknown key") << QByteArray("devise = \"cpu\"") << "the nearest is \"device\"";
        QTest::newRow("bad value") << QByteArray("device = \"gpu\"") << "must be auto, cpu, cuda or cuda:N";
        QTest::newRow("negative") << QByteArray("jobs = -1") << "whole number from 0";
        QTest::newRow("fraction") << QByteArray("jobs = 1.5") << "whole number from 0";
        QTest::newRow("table") << QByteArray("[device]\na = 1") << "must be a text, a number, or a list of texts";
        QTest::newRow("list of lists") << QByteArray("allowed_roots = [[\"/a\"]]") << "list of texts";
        QTest::newRow("secret") << QByteArray("webhook_private = \"maybe\"") << "true or false";
        QTest::newRow("no TOML") << QByteArray("jobs = 1\ndevice = cpu") << "line 2";
        QTest::newRow("choice") << QByteArray("overwrite = \"maybe\"") << "ask, always, never";
    }

    void mistakesAreNamed() {
        QFETCH(QByteArray, content);
        QFETCH(QString, said);
        const auto settings = LoadedSettings::load(write(content), environment({}));
        QVERIFY(!settings);
        QCOMPARE(settings.error().code, base::ErrorCode::InvalidArgument);
        QVERIFY2(QString::fromStdString(settings.error().message).contains(said), settings.error().message.c_str());
    }

    void aNamedFileMustExist() {
        const auto settings = LoadedSettings::load("/nowhere/settings.toml", environment({}));
        QVERIFY(!settings);
        QCOMPARE(settings.error().code, base::ErrorCode::NotFound);
    }

    void timesAreReadAsPeopleWriteThem_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<double>("seconds");
        QTest::newRow("seconds") << "90" << 90.0;
        QTest::newRow("fraction") << "1.25" << 1.25;
        QTest::newRow("minutes") << "1:30" << 90.0;
        QTest::newRow("hours") << "1:02:03.5" << 3723.5;
        QTest::newRow("zero") << "0" << 0.0;
        for (const char* wrong : {"", "-1", "1:60", "1:2:3:4", "1e3", "nan", "inf", "1:", ":1", "1 s", "0x10"})
            QTest::newRow(qPrintable(QString("wrong '%1'").arg(wrong))) << wrong << -1.0;
    }

    void timesAreReadAsPeopleWriteThem() {
        QFETCH(QString, text);
        QFETCH(double, seconds);
        const auto read = parseSeconds(text.toStdString());
        QCOMPARE(read.has_value(), seconds >= 0.0);
        if (read) QCOMPARE(*read, seconds);
    }
};

QTEST_GUILESS_MAIN(tst_Settings)
#include "tst_settings.moc"
