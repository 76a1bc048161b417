#include <QTest>

#include "engine/telemetry/rate_meter.h"
#include "engine/telemetry/resource_sampler.h"
#include "engine/telemetry/stage_meter.h"

using namespace fotograma;
using namespace fotograma::telemetry;
using namespace std::chrono_literals;

namespace {

/// A clock whose hands the test turns.
class TestClock final : public base::Clock {
public:
    [[nodiscard]] std::chrono::steady_clock::time_point now() const override { return m_now; }
    [[nodiscard]] base::UnixMillis unixNow() const override { return 0; }
    void advance(std::chrono::nanoseconds time) { m_now += time; }

private:
    std::chrono::steady_clock::time_point m_now{1h};
};

}  // namespace

class tst_Meters : public QObject {
    Q_OBJECT

private slots:
    void stagesShareOneWall() {
        TestClock clock;
        StageMeters meters(clock);
        StageMeter& decode = meters.add("decode");
        StageMeter& encode = meters.add("encode 1");
        QCOMPARE(meters.shares()[0].share, 0.0);
        {
            const BusyScope busy(decode);
            clock.advance(2s);
        }
        {
            const BusyScope busy(encode);
            clock.advance(6s);
        }
        const auto shares = meters.shares();
        QCOMPARE(shares[0].stage, std::string("decode"));
        QCOMPARE(shares[0].share, 0.25);
        QCOMPARE(shares[1].share, 0.75);
        QCOMPARE(meters.wall(), std::chrono::nanoseconds(8s));
    }

    void ratesFollowTheWindow() {
        TestClock clock;
        RateMeter rate(4s, clock);
        QCOMPARE(rate.perSecond(), 0.0);
        for (int i = 0; i < 100; ++i) {
            rate.add(5);
            clock.advance(100ms);
        }
        QVERIFY(std::abs(rate.perSecond() - 50.0) < 2.5);
        for (int i = 0; i < 100; ++i) {
            rate.add(1);
            clock.advance(100ms);
        }
        QVERIFY(std::abs(rate.perSecond() - 10.0) < 0.6);
        clock.advance(10s);
        QCOMPARE(rate.perSecond(), 0.0);
    }

    void aRateIsUsableBeforeTheWindowIsFull() {
        TestClock clock;
        RateMeter rate(8s, clock);
        clock.advance(100s);
        for (int i = 0; i < 20; ++i) {
            rate.add();
            clock.advance(50ms);
        }
        QVERIFY(std::abs(rate.perSecond() - 20.0) < 0.1);
    }

    void cpuShareIsBetweenTwoLooks() {
        TestClock clock;
        base::ProcessUsage usage{.residentBytes = 10, .peakResidentBytes = 20, .cpuSeconds = 7.0};
        ResourceSampler sampler(clock, [&] { return usage; });
        usage.cpuSeconds += 3.0;
        clock.advance(2s);
        QCOMPARE(sampler.sample().cpuShare, 1.5);
        // Too soon to tell: the earlier share, and nothing is lost for the next look.
        usage.cpuSeconds += 0.05;
        clock.advance(50ms);
        QCOMPARE(sampler.sample().cpuShare, 1.5);
        usage.cpuSeconds += 0.05;
        clock.advance(150ms);
        QCOMPARE(sampler.sample().cpuShare, 0.5);
        QCOMPARE(sampler.sample().residentBytes, std::int64_t{10});
    }

    void theRealProcessUsesSomething() {
        ResourceSampler sampler;
        QVERIFY(sampler.sample().residentBytes > 0);
    }
};

QTEST_GUILESS_MAIN(tst_Meters)
#include "tst_meters.moc"
