#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <map>
#include <semaphore>
#include <sstream>

#include "engine/base/json.h"
#include "engine/telemetry/chrome_trace.h"
#include "engine/telemetry/otlp.h"

using namespace fotograma;
using namespace fotograma::telemetry;
using base::Json;

namespace {

constexpr const char* kTrace = "4bf92f3577b34da6a3ce929d0e0e4736";
constexpr const char* kSpan = "00f067aa0ba902b7";

std::string headerOf(const char* version, const char* trace, const char* span, const char* flags) {
    return std::string(version) + '-' + trace + '-' + span + '-' + flags;
}

Span span(std::string name, std::int64_t startUs, std::int64_t endUs) {
    return {.context = newSpan({}), .name = std::move(name), .startUs = startUs, .endUs = endUs};
}

OtlpOptions quick() {
    OtlpOptions options;
    options.interval = std::chrono::milliseconds(1);
    options.firstPause = std::chrono::milliseconds(1);
    return options;
}

}  // namespace

class tst_Spans : public QObject {
    Q_OBJECT

private slots:
    void readsTraceparent_data() {
        QTest::addColumn<QString>("header");
        QTest::addColumn<bool>("isOne");
        QTest::addColumn<bool>("isSampled");
        const auto row = [](const char* name, const std::string& header, bool isOne, bool isSampled) {
            QTest::newRow(name) << QString::fromStdString(header) << isOne << isSampled;
        };
        row("sampled", headerOf("00", kTrace, kSpan, "01"), true, true);
        row("not sampled", headerOf("00", kTrace, kSpan, "00"), true, false);
        row("other flags", headerOf("00", kTrace, kSpan, "02"), true, false);
        row("a later version with more", headerOf("cc", kTrace, kSpan, "01-what-comes"), true, true);
        row("this version with more", headerOf("00", kTrace, kSpan, "01-what-comes"), false, false);
        row("version ff", headerOf("ff", kTrace, kSpan, "01"), false, false);
        row("no trace", headerOf("00", "00000000000000000000000000000000", kSpan, "01"), false, false);
        row("no span", headerOf("00", kTrace, "0000000000000000", "01"), false, false);
        row("upper case", headerOf("00", "4BF92F3577B34DA6A3CE929D0E0E4736", kSpan, "01"), false, false);
        row("too short", "00-4bf9-00f0-01", false, false);
        row("wrong dashes", "00_4bf92f3577b34da6a3ce929d0e0e4736_00f067aa0ba902b7_01", false, false);
        row("empty", "", false, false);
    }
    void readsTraceparent() {
        QFETCH(const QString, header);
        QFETCH(const bool, isOne);
        const auto context = parseTraceparent(header.toStdString());
        QCOMPARE(context.has_value(), isOne);
        if (!context) return;
        QCOMPARE(context->traceId, std::string(kTrace));
        QCOMPARE(context->spanId, std::string(kSpan));
        QTEST(context->isSampled, "isSampled");
        const TraceContext child = newSpan(context);
        QCOMPARE(child.traceId, context->traceId);
        QVERIFY(child.spanId != context->spanId);
        QCOMPARE(parseTraceparent(child.header())->spanId, child.spanId);
    }

    void remembersParentsOnceAndNotForEver() {
        TraceParents parents;
        const TraceContext one = newSpan({});
        parents.set(7, one);
        QCOMPARE(parents.take(7)->spanId, one.spanId);
        QVERIFY(!parents.take(7));
        for (std::int64_t i = 0; i <= 100'000; ++i) parents.set(i, one);
        QVERIFY(!parents.take(0));
        QVERIFY(parents.take(100'000));
    }

    void writesWhatTheProtocolAsks() {
        Span job = span("job 1", 1'700'000'000'000'001, 1'700'000'000'500'000);
        job.attributes = {{"n", std::int64_t{3}}, {"share", 0.5}, {"whole", true}, {"text", std::string("x\"y")}};
        job.error = "It broke.";
        const Json document = otlpDocument({job}, {.serviceVersion = "1.2"});
        const Json& resource = document["resourceSpans"].items().front();
        QCOMPARE(resource["resource"]["attributes"].items()[0]["value"]["stringValue"].asString(),
                 std::string("fotograma"));
        const Json& one = resource["scopeSpans"].items().front()["spans"].items().front();
        QCOMPARE(one["startTimeUnixNano"].asString(), std::string("1700000000000001000"));
        QCOMPARE(one["traceId"].asString().size(), std::size_t{32});
        QCOMPARE(one["attributes"].items()[0]["value"]["intValue"].asString(), std::string("3"));
        QCOMPARE(one["attributes"].items()[1]["value"]["doubleValue"].asNumber(), 0.5);
        QCOMPARE(one["status"]["code"].asInteger(), std::int64_t{2});
        QVERIFY(!one.find("parentSpanId"));
    }

    void sendsInBatchesAndTheRestAtTheEnd() {
        std::mutex mutex;
        std::vector<std::size_t> batches;
        OtlpOptions options = quick();
        options.batch = 10;
        {
            OtlpExporter exporter(options, [&](const std::string& body) -> base::Status {
                const Json document = Json::parse(body).value();
                const std::lock_guard lock(mutex);
                batches.push_back(
                    document["resourceSpans"].items().front()["scopeSpans"].items().front()["spans"].items().size());
                return {};
            });
            for (int i = 0; i < 25; ++i) exporter.add({span("s", i, i + 1)});
            Span unwanted = span("s", 0, 1);
            unwanted.context.isSampled = false;
            exporter.add({unwanted});
        }
        std::size_t all = 0;
        for (const std::size_t batch : batches) {
            QVERIFY(batch <= 10);
            all += batch;
        }
        QCOMPARE(all, std::size_t{25});
    }

    void aCollectorThatHangsHoldsNobodyUp() {
        std::binary_semaphore asked{0};
        std::binary_semaphore answer{0};
        OtlpOptions options = quick();
        options.mostWaiting = 100;
        options.batch = 10;
        std::atomic<int> calls{0};
        OtlpExporter exporter(options, [&](const std::string&) -> base::Status {
            if (calls++ == 0) {
                asked.release();
                answer.acquire();
            }
            return {};
        });
        for (int i = 0; i < 10; ++i) exporter.add({span("first", i, i + 1)});
        asked.acquire();
        for (int i = 0; i < 1000; ++i) exporter.add({span("s", i, i + 1)});
        QCOMPARE(exporter.dropped(), std::int64_t{900});
        answer.release();
        QTRY_COMPARE(exporter.sent(), std::int64_t{110});
    }

    void triesThreeTimesThenCountsWhatIsLost() {
        std::atomic<int> calls{0};
        OtlpExporter exporter(quick(), [&](const std::string&) -> base::Status {
            ++calls;
            return base::fail(base::ErrorCode::Unavailable, "No.");
        });
        exporter.add({span("s", 0, 1), span("t", 0, 1)});
        QTRY_COMPARE(exporter.dropped(), std::int64_t{2});
        QCOMPARE(calls.load(), 3);
        QCOMPARE(exporter.sent(), std::int64_t{0});
    }

    void theTraceFileIsJsonWithoutOverlaps() {
        const QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath("trace.json").toStdString();
        {
            auto trace = ChromeTrace::create(file).value();
            const auto job = [&](std::int64_t start, std::int64_t end) {
                Span outer = span("job", start, end);
                Span stage = span("decode", start, end);
                stage.attributes = {{"busy \"share\"", 0.25}};
                trace->add({outer, stage});
            };
            for (int i = 0; i < 50; ++i) job(i * 100, i * 100 + 250 + i % 7);  // three at a time
            trace->count("decode busy", 50, 0.5);
            QVERIFY(trace->finish());
            job(1, 2);  // too late: not written
        }
        std::ostringstream text;
        text << std::ifstream(file).rdbuf();
        const auto events = Json::parse(text.str());
        QVERIFY2(events.has_value(), text.str().c_str());
        std::map<std::pair<std::int64_t, std::int64_t>, std::int64_t> busyUntil;
        std::map<std::string, int> phases;
        for (const Json& event : events->items()) {
            ++phases[event["ph"].asString()];
            if (event["ph"].asString() != "X") continue;
            std::int64_t& until = busyUntil[{event["pid"].asInteger(), event["tid"].asInteger()}];
            QVERIFY(event["ts"].asInteger() >= until);
            until = event["ts"].asInteger() + event["dur"].asInteger();
        }
        QCOMPARE(phases["X"], 100);
        QCOMPARE(phases["C"], 1);
        QCOMPARE(busyUntil.size(), std::size_t{6});  // three rows of two lanes
    }

    void aTraceFileThatCannotBeMadeSaysSo() {
        const auto none = ChromeTrace::create("/nonexistent/trace.json");
        QVERIFY(!none && none.error().message.find("trace.json") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(tst_Spans)
#include "tst_spans.moc"
