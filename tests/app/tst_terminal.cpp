#include <QTest>

#include "app/progress_view.h"
#include "app/text_columns.h"
#include "engine/base/text.h"

using namespace fotograma;
using namespace fotograma::app;

namespace {

class TestClock final : public base::Clock {
public:
    [[nodiscard]] std::chrono::steady_clock::time_point now() const override { return m_now; }
    [[nodiscard]] base::UnixMillis unixNow() const override { return 0; }
    void advance(std::chrono::seconds time) { m_now += time; }

private:
    std::chrono::steady_clock::time_point m_now{};
};

BatchRow row(const char* input, api::JobState state, double fraction) {
    BatchRow made;
    made.input = input;
    made.submission = api::Submission::Accepted;
    made.record.state = state;
    made.record.inputBytes = 1000;
    made.record.progress = {
        .fraction = fraction, .frames = 10, .fps = 25.0, .speed = 1.0, .etaSeconds = 8.0, .stages = {}};
    made.ended = api::isTerminal(state);
    return made;
}

}  // namespace

class tst_Terminal : public QObject {
    Q_OBJECT

private slots:
    void columnsAreWhatATerminalShows() {
        QCOMPARE(columnsOf("abc"), 3);
        QCOMPARE(columnsOf("ñandú"), 5);
        QCOMPARE(columnsOf("日本"), 4);
        QCOMPARE(columnsOf("e\u0301"), 1);
        QCOMPARE(columnsOf("🎬"), 2);
        QCOMPARE(columnsOf("\xff\xc3"), 2);
    }

    void longNamesKeepBothEnds() {
        QCOMPARE(elideMiddle("short.mp4", 20), std::string("short.mp4"));
        QCOMPARE(elideMiddle("a-very-long-name-2024.mp4", 11), std::string("a-ver…4.mp4"));
        QCOMPARE(columnsOf(elideMiddle("日本日本日本日本", 7)), 7);
        QCOMPARE(elideEnd("abcdef", 4), std::string("abc…"));
        QCOMPARE(padded("ñ", 3), std::string("ñ  "));
        QCOMPARE(padded("ñ", 3, Align::Right), std::string("  ñ"));
    }

    void fileNamesCannotControlTheTerminal() { QCOMPARE(printable("a\x1b[31mb\n"), std::string("a?[31mb?")); }

    void progressShowsTheWholeAndWhatRuns() {
        Console console({.json = false, .quiet = true});
        TestClock clock;
        const ProgressView view(console, clock);
        clock.advance(std::chrono::seconds(10));
        const BatchRow running = row("/in/two.mp4", api::JobState::Running, 0.5);
        const BatchRow waiting = row("/in/three.mp4", api::JobState::Queued, 0.0);
        const auto lines = view.render({.items = 3, .ended = 1, .endedBytes = 1000, .open = {&running, &waiting}}, 100);
        QCOMPARE(lines.size(), std::size_t{2});
        const QString whole = QString::fromStdString(lines[0]);
        QVERIFY2(whole.contains("1/3") && whole.contains("50 %") && whole.contains("25 fps") &&
                     whole.contains("10.0 s left"),
                 qPrintable(whole));
        const QString active = QString::fromStdString(lines[1]);
        QVERIFY2(active.contains("two.mp4") && active.contains("50 %") && active.contains("8.0 s left"),
                 qPrintable(active));
        for (const std::string& line : lines) QVERIFY(columnsOf(line) <= 100);
    }

    void manyActiveFilesAreCounted() {
        Console console({.json = false, .quiet = true});
        const ProgressView view(console);
        const BatchRow running = row("/in/a.mp4", api::JobState::Running, -1.0);
        const auto lines = view.render({.items = 9, .open = std::vector<const BatchRow*>(9, &running)}, 60);
        QCOMPARE(lines.size(), std::size_t{8});
        QVERIFY(lines.back().find("3 more") != std::string::npos);
        for (const std::string& line : lines) QVERIFY2(columnsOf(line) <= 60, line.c_str());
    }
};

QTEST_GUILESS_MAIN(tst_Terminal)
#include "tst_terminal.moc"
