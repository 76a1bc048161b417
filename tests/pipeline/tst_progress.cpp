#include <QTest>

#include <vector>

#include "engine/pipeline/progress.h"

using namespace fotograma;
using namespace std::chrono_literals;

namespace {

class HandClock : public base::Clock {
public:
    std::chrono::steady_clock::time_point now() const override { return m_now; }
    base::UnixMillis unixNow() const override { return 0; }
    void turn(std::chrono::milliseconds by) { m_now += by; }

private:
    std::chrono::steady_clock::time_point m_now{1h};
};

class Listener : public pipeline::RunObserver {
public:
    void progress(const api::Progress& progress) override { told.push_back(progress); }
    void log(std::string_view) override {}
    std::vector<api::Progress> told;
};

}  // namespace

class TestProgress : public QObject {
    Q_OBJECT

private slots:
    void tellsAtMostTenTimesASecond();
    void isAsFarAsTheSlowestBranch();
    void estimatesFromWhatIsDone();
    void saysUnknownForUnknownLength();
    void neverPassesTheEnd();
};

void TestProgress::tellsAtMostTenTimesASecond() {
    HandClock clock;
    Listener listener;
    pipeline::Progress progress(listener, 10.0, clock);
    for (int i = 0; i < 200; ++i) {
        clock.turn(10ms);
        progress.tell(pipeline::Progress::When::IfDue);
    }
    QCOMPARE(listener.told.size(), std::size_t{20});
    progress.tell(pipeline::Progress::When::Now);
    QCOMPARE(listener.told.size(), std::size_t{21});
}

void TestProgress::isAsFarAsTheSlowestBranch() {
    HandClock clock;
    Listener listener;
    pipeline::Progress progress(listener, 10.0, clock);
    const std::size_t fast = progress.addBranch();
    const std::size_t slow = progress.addBranch();
    progress.reached(fast, 8.0);
    QCOMPARE(progress.current().fraction, 0.0);
    progress.reached(slow, 5.0);
    progress.reached(slow, 4.0);  // frames of two outputs may be told late
    QCOMPARE(progress.current().fraction, 0.5);
}

void TestProgress::estimatesFromWhatIsDone() {
    HandClock clock;
    Listener listener;
    pipeline::Progress progress(listener, 10.0, clock);
    const std::size_t branch = progress.addBranch();
    QCOMPARE(progress.current().etaSeconds, -1.0);
    for (int i = 0; i < 50; ++i) progress.frameDecoded();
    clock.turn(1000ms);
    progress.reached(branch, 2.5);
    const api::Progress now = progress.current();
    QCOMPARE(now.frames, 50);
    QCOMPARE(now.speed, 2.5);
    QCOMPARE(now.fraction, 0.25);
    QCOMPARE(now.etaSeconds, 3.0);
}

void TestProgress::saysUnknownForUnknownLength() {
    HandClock clock;
    Listener listener;
    pipeline::Progress progress(listener, 0.0, clock);
    const std::size_t branch = progress.addBranch();
    progress.reached(branch, 2.0);
    QCOMPARE(progress.current().fraction, -1.0);
    QCOMPARE(progress.current().etaSeconds, -1.0);
}

void TestProgress::neverPassesTheEnd() {
    HandClock clock;
    Listener listener;
    pipeline::Progress progress(listener, 1.0, clock);  // headers lie
    const std::size_t branch = progress.addBranch();
    clock.turn(1000ms);
    progress.reached(branch, 500.0);
    QCOMPARE(progress.current().fraction, 1.0);
    QCOMPARE(progress.current().etaSeconds, 0.0);
}

QTEST_GUILESS_MAIN(TestProgress)
#include "tst_progress.moc"
