#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <random>
#include <vector>

#include <QTest>

#include "engine/telemetry/percentiles.h"

using namespace fotograma::telemetry;

namespace {

constexpr double kStatedError = 0.01;
constexpr double kQuantiles[] = {0.001, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999};

double exactQuantile(const std::vector<double>& sorted, double q) {
    const auto rank = static_cast<std::size_t>(std::ceil(q * static_cast<double>(sorted.size())));
    return sorted[std::max<std::size_t>(rank, 1) - 1];
}

using Generator = std::function<double(std::mt19937_64&)>;

}  // namespace

Q_DECLARE_METATYPE(Generator)

class tst_Percentiles : public QObject {
    Q_OBJECT

    static void compare(const PercentileHistogram& histogram, const std::vector<double>& sorted) {
        for (const double q : kQuantiles) {
            const double exact = exactQuantile(sorted, q);
            const double found = histogram.quantile(q);
            const QString told = QString("q=%1 exact=%2 found=%3").arg(q).arg(exact).arg(found);
            QVERIFY2(std::abs(found - exact) <= kStatedError * exact, qPrintable(told));
        }
    }

private slots:
    void everyQuantileIsWithinTheStatedErrorAlsoFromShards_data() {
        QTest::addColumn<Generator>("generator");
        QTest::newRow("uniform") << Generator([](auto& r) { return std::uniform_real_distribution(0.001, 2.0)(r); });
        QTest::newRow("exponential") << Generator([](auto& r) { return std::exponential_distribution(3.0)(r); });
        QTest::newRow("log-normal over nine decades")
            << Generator([](auto& r) { return std::lognormal_distribution(0.0, 3.0)(r); });
        QTest::newRow("two far peaks") << Generator([](auto& r) {
            return std::bernoulli_distribution(0.3)(r) ? std::normal_distribution(1e6, 10.0)(r)
                                                       : std::normal_distribution(0.01, 1e-4)(r);
        });
        QTest::newRow("constant") << Generator([](auto&) { return 41.7; });
        QTest::newRow("powers of two") << Generator(
            [](auto& r) { return std::ldexp(1.0, std::uniform_int_distribution(-20, 20)(r)); });
        QTest::newRow("whole numbers") << Generator(
            [](auto& r) { return static_cast<double>(std::uniform_int_distribution(1, 50)(r)); });
    }

    void everyQuantileIsWithinTheStatedErrorAlsoFromShards() {
        QFETCH(Generator, generator);
        std::mt19937_64 random(20261124);
        std::vector<double> values;
        PercentileHistogram whole;
        std::vector<PercentileHistogram> shards(7);
        for (int i = 0; i < 20'000; ++i) {
            const double value = generator(random);
            values.push_back(value);
            whole.record(value);
            shards[random() % shards.size()].record(value);
        }
        std::ranges::sort(values);
        compare(whole, values);

        PercentileHistogram merged;
        for (const PercentileHistogram& shard : shards) merged.merge(shard);
        QCOMPARE(merged.count(), whole.count());
        QVERIFY(std::abs(merged.sum() - whole.sum()) <= 1e-9 * whole.sum());
        for (const double q : kQuantiles) QCOMPARE(merged.quantile(q), whole.quantile(q));
        QCOMPARE(merged.quantile(0.0), values.front());
        QCOMPARE(merged.quantile(1.0), values.back());
    }

    void anEmptyOneAnswersZero() {
        const PercentileHistogram empty;
        QCOMPARE(empty.quantile(0.5), 0.0);
        QCOMPARE(empty.mean(), 0.0);
        PercentileHistogram other;
        other.merge(empty);
        QCOMPARE(other.count(), std::int64_t{0});
    }

    void oddValuesAreHeldWithinBounds() {
        PercentileHistogram histogram;
        histogram.record(std::nan(""));
        histogram.record(5.0, 0);
        QCOMPARE(histogram.count(), std::int64_t{0});
        histogram.record(0.0);
        histogram.record(0.0);
        histogram.record(1.0);
        QCOMPARE(histogram.quantile(0.5), 0.0);
        QCOMPARE(histogram.quantile(0.99), 1.0);
        histogram.record(1e300);
        histogram.record(1e-300);
        QCOMPARE(histogram.maximum(), 1e300);
        QVERIFY(std::isfinite(histogram.quantile(0.9)));
    }

    void mergingWithItselfDoubles() {
        PercentileHistogram histogram;
        histogram.record(2.0, 3);
        histogram.record(9.0);
        histogram.merge(histogram);
        QCOMPARE(histogram.count(), std::int64_t{8});
        QCOMPARE(histogram.sum(), 30.0);
        QVERIFY(std::abs(histogram.quantile(0.75) - 2.0) <= 0.02);
    }
};

QTEST_GUILESS_MAIN(tst_Percentiles)
#include "tst_percentiles.moc"
