#include <cmath>
#include <thread>
#include <vector>

#include <QTest>

#include "engine/telemetry/metrics.h"
#include "engine/telemetry/prometheus_text.h"

using namespace fotograma::telemetry;

class tst_Metrics : public QObject {
    Q_OBJECT

private slots:
    void theSameNameAndLabelsAreTheSameMetric() {
        Metrics metrics;
        Counter& first = metrics.counter("jobs_total", "Jobs.", {{"state", "done"}, {"device", "cpu"}});
        Counter& again = metrics.counter("jobs_total", "Other words.", {{"device", "cpu"}, {"state", "done"}});
        Counter& other = metrics.counter("jobs_total", "Jobs.", {{"device", "cpu"}, {"state", "failed"}});
        QCOMPARE(&first, &again);
        QVERIFY(&first != &other);
    }

    void aSnapshotHoldsEveryFamilySorted() {
        Metrics metrics;
        metrics.gauge("b_bytes", "Bytes.").set(2.5);
        metrics.counter("a_total", "Things.", {{"kind", "y"}}).add(3);
        metrics.counter("a_total", "Things.", {{"kind", "x"}}).add();
        Histogram& latency = metrics.histogram("c_seconds", "Latency.", std::vector{0.1, 1.0});
        for (const double seconds : {0.1, 0.5, 1.5, std::nan("")}) latency.record(seconds);
        const auto families = metrics.snapshot();
        QCOMPARE(families.size(), std::size_t{3});
        QCOMPARE(families[0].name, std::string("a_total"));
        QCOMPARE(families[0].help, std::string("Things."));
        QCOMPARE(families[0].kind, MetricKind::Counter);
        QCOMPARE(families[0].samples.size(), std::size_t{2});
        QCOMPARE(families[0].samples[0].labels[0].second, std::string("x"));
        QCOMPARE(families[0].samples[1].value, 3.0);
        QCOMPARE(families[1].samples[0].value, 2.5);
        QCOMPARE(families[2].samples[0].histogram.buckets, (std::vector<std::int64_t>{1, 1, 1}));
        QCOMPARE(families[2].samples[0].histogram.sum, 2.1);
        // A value on a bound belongs below it, and each bucket tells all below it.
        const std::string text = prometheusText(families);
        QVERIFY2(text.find("c_seconds_bucket{le=\"0.1\"} 1\n") != std::string::npos, text.c_str());
        QVERIFY(text.find("c_seconds_bucket{le=\"+Inf\"} 3\n") != std::string::npos);
    }

    void threadsLoseNoCount() {
        Metrics metrics;
        std::vector<std::thread> threads;
        for (int i = 0; i < 4; ++i)
            threads.emplace_back([&] {
                for (int k = 0; k < 10'000; ++k) {
                    metrics.counter("hits_total", "Hits.").add();
                    metrics.gauge("level", "Level.").add(0.5);
                    if (k % 10 == 0) metrics.histogram("seconds", "Latency.", std::vector{10.0}).record(k);
                }
            });
        for (std::thread& thread : threads) thread.join();
        const auto families = metrics.snapshot();
        QCOMPARE(families[0].samples[0].value, 40'000.0);
        QCOMPARE(families[1].samples[0].value, 20'000.0);
        QCOMPARE(families[2].samples[0].histogram.count(), std::int64_t{4'000});
    }
};

QTEST_GUILESS_MAIN(tst_Metrics)
#include "tst_metrics.moc"
