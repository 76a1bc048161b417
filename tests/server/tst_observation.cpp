#include <QDir>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTest>

#include <set>

#include "tests/server/served.h"

using namespace fotograma;
using base::concat;
using base::Json;
using test::RawAnswer;
using test::RawClient;
using test::Served;

namespace {

/// Keeps what it is told.
class Spans final : public telemetry::SpanSink {
public:
    void add(std::vector<telemetry::Span> spans) override {
        const std::lock_guard lock(m_mutex);
        m_spans.insert(m_spans.end(), spans.begin(), spans.end());
    }
    std::vector<telemetry::Span> all() {
        const std::lock_guard lock(m_mutex);
        return m_spans;
    }

private:
    std::mutex m_mutex;  ///< Protects m_spans.
    std::vector<telemetry::Span> m_spans;
};

api::Stats busyStats() {
    api::Stats stats;
    stats.jobs = {{api::JobState::Done, 1}};
    stats.framesDecoded = 1234;
    stats.stages = {{.stage = "decode", .busySeconds = 1.5, .jobSeconds = 2.0}};
    stats.devices = {{.id = "cpu", .busyShare = 0.25, .memoryBytes = 1000, .usedBytes = 400},
                     {.id = "cuda:0", .busyShare = 0.75, .decoderShare = 0.5, .memoryBytes = 8000, .usedBytes = 2000}};
    stats.cache = {{.level = "memory", .hits = 3, .misses = 4, .bytes = 77, .limitBytes = 100, .secondsSaved = 1.5}};
    return stats;
}

/// A job from submission to its end, whatever that is.
void runJob(test::FakeService& service, const std::optional<base::Error>& error = {}) {
    const base::UnixMillis now = base::systemClock().unixNow();
    const base::JobId job = service.add({.batch = {1}, .spec = {.input = "/a.mp4"}, .createdAt = now - 2000});
    service.move(job, api::JobState::Running);
    if (error)
        service.fail(job, *error);
    else
        service.finish(job, {}, 10);
    service.settle();
}

bool hasLine(const std::string& text, std::string_view line) {
    return concat('\n', text).find(concat('\n', line)) != std::string::npos;
}

/// Names of ours and of the process in an expression, histograms under the names of their parts.
void collectNames(const QString& text, std::set<QString>& names) {
    const QRegularExpression name("\\b(?:fotograma|process)_[a-z0-9_]+");
    for (auto found = name.globalMatch(text); found.hasNext();) names.insert(found.next().captured());
}

QStringList dashboardExpressions(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) return {};
    QStringList expressions;
    const Json dashboard = Json::parse(file.readAll().toStdString()).value_or(Json());
    for (const Json& panel : dashboard["panels"].items())
        for (const Json& target : panel["targets"].items())
            expressions.append(QString::fromStdString(target["expr"].asString()));
    return expressions;
}

}  // namespace

class tst_Observation : public QObject {
    Q_OBJECT

private slots:
    // ---- Metrics -------------------------------------------------------------------------------------------------
    void countsRequestsAndJobs() {
        Served served([](auto& options, auto&) { options.limits.failedTokens = {.perSecond = 0.001, .burst = 1.0}; });
        served.service->setStats(busyStats());
        runJob(*served.service);
        runJob(*served.service, base::Error{base::ErrorCode::InvalidData, "No video.", {}});
        served.read("/api/v1/jobs");
        served.read("/api/v1/jobs/77");
        for (int i = 0; i < 2; ++i) {
            RawClient guesser(served.http->port());
            guesser.send("GET /api/v1/jobs HTTP/1.1\r\nAuthorization: Bearer ftg_x\r\n\r\n");
            guesser.readAnswer();
        }
        const RawAnswer answer = served.read("/metrics");
        QCOMPARE(answer.status, 200);
        for (const char* line : {
                 R"(fotograma_http_request_duration_seconds_count{code="200",route="listJobs"} 1)",
                 R"(fotograma_http_request_duration_seconds_count{code="404",route="getJob"} 1)",
                 R"(fotograma_http_rate_limited_total{limit="failed_tokens"} 1)",
                 R"(fotograma_jobs{state="done"} 1)",
                 R"(fotograma_jobs{state="queued"} 0)",
                 R"(fotograma_jobs_ended_total{state="failed"} 1)",
                 R"(fotograma_job_failures_total{code="invalid_data"} 1)",
                 R"(fotograma_job_duration_seconds_count 2)",
                 R"(fotograma_job_submit_to_stored_seconds_bucket{le="1"} 0)",
                 R"(fotograma_job_submit_to_stored_seconds_bucket{le="5"} 2)",
                 R"(fotograma_job_output_bytes_total 10)",
                 R"(fotograma_frames_decoded_total 1234)",
                 R"(fotograma_stage_busy_seconds_total{stage="decode"} 1.5)",
                 R"(fotograma_stage_job_seconds_total{stage="decode"} 2)",
                 R"(fotograma_cache_hits_total{level="memory"} 3)",
                 R"(fotograma_cache_bytes{level="memory"} 77)",
                 R"(fotograma_device_utilization_ratio{device="cuda:0"} 0.75)",
                 R"(fotograma_device_chip_utilization_ratio{device="cuda:0",chip="decoder"} 0.5)",
                 R"(fotograma_device_memory_used_bytes{device="cpu"} 400)",
                 R"(fotograma_events_total{kind="job_added"} 2)",
             })
            QVERIFY2(hasLine(answer.body, line), concat(line, "\n", answer.body).c_str());
        // What does not tell its load tells nothing, rather than a number that is none.
        QVERIFY(answer.body.find("chip=\"encoder\"") == std::string::npos);
        QVERIFY(hasLine(answer.body, "process_resident_memory_bytes "));
        QVERIFY(hasLine(answer.body, "fotograma_disk_free_bytes{place=\"store\""));
    }

    void prometheusFindsNothingWrongWithTheNames() {
        const QString promtool = QStandardPaths::findExecutable("promtool");
        if (promtool.isEmpty()) QSKIP("promtool is not installed (./dev setup monitoring)");
        Served served;
        served.service->setStats(busyStats());
        runJob(*served.service);
        runJob(*served.service, base::Error{base::ErrorCode::InvalidData, "No video.", {}});
        served.read("/api/v1/jobs");
        QProcess check;
        check.start(promtool, {"check", "metrics"});
        check.write(QByteArray::fromStdString(served.read("/metrics").body));
        check.closeWriteChannel();
        QVERIFY(check.waitForFinished(30'000));
        const QByteArray said = check.readAllStandardError() + check.readAllStandardOutput();
        QVERIFY2(check.exitCode() == 0 && said.isEmpty(), said.constData());
    }

    void everyMetricThatIsAskedForIsThere() {
        Served served;
        served.service->setStats(busyStats());
        runJob(*served.service, base::Error{base::ErrorCode::InvalidData, "No video.", {}});
        served.read("/api/v1/jobs");
        const QString text = QString::fromStdString(served.read("/metrics").body);
        const QDir folder(qEnvironmentVariable("FOTOGRAMA_SOURCE_DIR") + "/installer/monitoring");
        std::set<QString> asked;
        for (const QString& expression : dashboardExpressions(folder.filePath("fotograma.dashboard.json")))
            collectNames(expression, asked);
        QVERIFY(asked.size() > 20);
        QFile rules(folder.filePath("fotograma.rules.yml"));
        QVERIFY(rules.open(QIODevice::ReadOnly));
        collectNames(QString::fromUtf8(rules.readAll()), asked);
        for (const QString& name : asked)
            QVERIFY2(text.contains(QRegularExpression("^" + name + "[ {]", QRegularExpression::MultilineOption)),
                     qPrintable(name));
    }

    void prometheusTakesConfigurationAndRules() {
        const QString promtool = QStandardPaths::findExecutable("promtool");
        if (promtool.isEmpty()) QSKIP("promtool is not installed (./dev setup monitoring)");
        const QDir from(qEnvironmentVariable("FOTOGRAMA_SOURCE_DIR") + "/installer/monitoring");
        const QTemporaryDir to;
        for (const QString& name : from.entryList({"*.yml"})) QFile::copy(from.filePath(name), to.filePath(name));
        // The token's file is the operator's; here it must only be there.
        QFile config(to.filePath("prometheus.yml"));
        QVERIFY(config.open(QIODevice::ReadWrite));
        const QByteArray text = config.readAll().replace("/etc/prometheus/fotograma.token", "/dev/null");
        config.resize(0);
        config.seek(0);
        config.write(text);
        config.close();
        for (const QStringList& words : {QStringList{"check", "config", "prometheus.yml"},
                                         {"check", "rules", "fotograma.rules.yml"},
                                         {"test", "rules", "fotograma.rules.test.yml"}}) {
            QProcess tool;
            tool.setWorkingDirectory(to.path());
            tool.setProcessChannelMode(QProcess::MergedChannels);
            tool.start(promtool, words);
            QVERIFY(tool.waitForFinished(60'000));
            QVERIFY2(tool.exitCode() == 0, tool.readAll().constData());
        }
    }

    // ---- Readiness -----------------------------------------------------------------------------------------------
    void saysWhyItIsNotReady() {
        Served served;
        QCOMPARE(served.read("/health/ready").status, 200);
        api::ServiceInfo info;
        info.drainsQueue = false;
        served.service->setInfo(info);
        served.service->settings({.isHeld = true}, [](const auto&) {});
        const RawAnswer answer = served.read("/health/ready");
        QCOMPARE(answer.status, 503);
        QCOMPARE(answer.json()["reasons"].items().size(), std::size_t{2});
        QVERIFY(answer.json()["reasons"].items()[1].asString().starts_with("The queue is held"));
    }

    void aStoreThatCannotBeWrittenIsNotReady() {
        Served served([](auto&, auto& context) { context.storeFolder = "/proc/1/none"; });
        const RawAnswer answer = served.read("/health/ready");
        QCOMPARE(answer.status, 503);
        QVERIFY(answer.json()["reasons"].items().front().asString().starts_with("The store cannot be written"));
    }

    // ---- Traces --------------------------------------------------------------------------------------------------
    void aRequestGoesOnInTheTraceOfItsClient() {
        Spans spans;
        telemetry::TraceParents parents;
        Served served([&](auto&, auto& context) {
            context.spans = &spans;
            context.traceParents = &parents;
        });
        const std::string trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        const std::string header = concat("traceparent: 00-", trace, "-00f067aa0ba902b7-01\r\nX-Request-Id: r7\r\n");
        const Json recipe = Json::object().set("version", 1).set("id", "small").set("title", "Small");
        Json body = Json::object().set("inputs", Json::array().append(base::toUtf8(served.root / "a.mp4")));
        body.set("recipe", recipe);
        const RawAnswer submitted = served.ask("POST", "/api/v1/jobs", body.dump(), header);
        QCOMPARE(submitted.status, 201);
        QTRY_COMPARE(spans.all().size(), std::size_t{1});
        const telemetry::Span span = spans.all().front();
        QCOMPARE(span.context.traceId, trace);
        QCOMPARE(span.parentSpanId, std::string("00f067aa0ba902b7"));
        QCOMPARE(span.name, std::string("POST /api/v1/jobs"));
        const auto job = submitted.json()["outcomes"].items().front()["job"].asInteger();
        QCOMPARE(parents.take(job)->spanId, span.context.spanId);
        QCOMPARE(served.log().front()["trace"].asString(), trace);
        QCOMPARE(served.log().front()["id"].asString(), std::string("r7"));
    }

    // ---- The page ------------------------------------------------------------------------------------------------
    void thePageRunsNothingThatStandsInIt() {
        Served served;
        const RawAnswer page = served.read("/");
        const std::string policy = page.header("content-security-policy");
        QVERIFY2(policy.find("unsafe") == std::string::npos, policy.c_str());
        QVERIFY(policy.find("default-src 'none'") != std::string::npos);
        const QString text = QString::fromStdString(page.body);
        // Every file that it names is there, and so are those that these name.
        const QRegularExpression names("(?:src|href)=\"(/status/[a-z.]+)\"|from \"\\./([a-z]+\\.js)\"");
        QVERIFY(!text.contains(QRegularExpression("<script>|<style|style=|\\son[a-z]+=")));
        std::set<QString> open;
        for (auto found = names.globalMatch(text); found.hasNext();) open.insert(found.next().captured(1));
        std::set<QString> seen;
        while (!open.empty()) {
            const QString name = *open.begin();
            open.erase(open.begin());
            if (!seen.insert(name).second) continue;
            const RawAnswer file = served.read(name.toStdString());
            QVERIFY2(file.status == 200, qPrintable(name));
            QVERIFY(file.header("content-type").starts_with(name.endsWith(".css") ? "text/css" : "text/javascript"));
            for (auto found = names.globalMatch(QString::fromStdString(file.body)); found.hasNext();)
                open.insert("/status/" + found.next().captured(2));
        }
        QVERIFY(seen.size() >= 5);
        QCOMPARE(served.read("/status/passwd").status, 404);
        QVERIFY(served.read("/api/v1/docs").header("content-security-policy").find("unsafe") == std::string::npos);
    }
};

QTEST_GUILESS_MAIN(tst_Observation)
#include "tst_observation.moc"
