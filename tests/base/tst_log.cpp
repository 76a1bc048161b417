#include <mutex>
#include <string>
#include <vector>

#include <QTest>

#include "engine/base/log.h"
#include "engine/base/text.h"

using namespace fotograma::base;

class tst_Log : public QObject {
    Q_OBJECT

private slots:
    void cleanup() {
        setLogSink({});
        setLogLevel(LogLevel::Warning);
    }

    void warningsPassAtStartAndInformationDoesNot() {
        QCOMPARE(logLevel(), LogLevel::Warning);
        std::vector<std::string> lines;
        setLogSink(
            [&](LogLevel, std::string_view area, std::string_view text) { lines.push_back(concat(area, "|", text)); });
        logInfo("media", "dropped");
        logWarning("media", "braces {} and %s are only text");
        logError("gpu", "kept");
        QCOMPARE(lines, (std::vector<std::string>{"media|braces {} and %s are only text", "gpu|kept"}));
    }

    void everyLevelReadsBackAndOffSilences() {
        int calls = 0;
        setLogSink([&](LogLevel, std::string_view, std::string_view) { ++calls; });
        for (const LogLevel level :
             {LogLevel::Debug, LogLevel::Info, LogLevel::Warning, LogLevel::Error, LogLevel::Off}) {
            setLogLevel(level);
            QCOMPARE(logLevel(), level);
        }
        logError("base", "silent");
        QCOMPARE(calls, 0);
    }

    void aSinkMayLogAndChangeTheSink() {
        std::vector<std::string> lines;
        setLogSink([&](LogLevel, std::string_view, std::string_view text) {
            lines.emplace_back(text);
            if (lines.size() > 1) return;
            logError("base", "from within");
            setLogSink(
                [&](LogLevel, std::string_view, std::string_view later) { lines.push_back(concat("new ", later)); });
        });
        logError("base", "first");
        logError("base", "second");
        QCOMPARE(lines, (std::vector<std::string>{"first", "from within", "new second"}));
    }
};

QTEST_GUILESS_MAIN(tst_Log)
#include "tst_log.moc"
