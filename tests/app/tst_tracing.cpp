#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMap>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <mutex>
#include <thread>

#include "app/otlp_post.h"
#include "tests/support/clips.h"

using namespace fotograma;

namespace {

/// A small collector: takes bodies, answers 200, keeps them. One connection at a time, as the exporter has one.
class Collector {
public:
    Collector() : m_socket(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in place{};
        place.sin_family = AF_INET;
        place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof place;
        bind(m_socket, reinterpret_cast<sockaddr*>(&place), size);
        listen(m_socket, 4);
        getsockname(m_socket, reinterpret_cast<sockaddr*>(&place), &size);
        m_port = ntohs(place.sin_port);
        m_thread = std::jthread([this] {
            for (int client = accept(m_socket, nullptr, nullptr); client >= 0;
                 client = accept(m_socket, nullptr, nullptr)) {
                serve(client);
                close(client);
            }
        });
    }
    ~Collector() {
        shutdown(m_socket, SHUT_RDWR);
        m_thread.join();
        close(m_socket);
    }
    Collector(const Collector&) = delete;
    Collector& operator=(const Collector&) = delete;

    [[nodiscard]] QString url() const { return QString("http://127.0.0.1:%1").arg(m_port); }
    QByteArrayList heads() {
        const std::lock_guard lock(m_mutex);
        return m_heads;
    }
    QJsonArray spans() {
        const std::lock_guard lock(m_mutex);
        QJsonArray all;
        for (const QByteArray& body : m_bodies)
            for (const auto& resource : QJsonDocument::fromJson(body)["resourceSpans"].toArray())
                for (const auto& scope : resource.toObject()["scopeSpans"].toArray())
                    for (const auto& span : scope.toObject()["spans"].toArray()) all.append(span);
        return all;
    }

private:
    void serve(int client) {
        QByteArray text;
        char piece[16 * 1024];
        for (auto count = recv(client, piece, sizeof piece, 0); count > 0;
             count = recv(client, piece, sizeof piece, 0)) {
            text.append(piece, static_cast<qsizetype>(count));
            const qsizetype end = text.indexOf("\r\n\r\n");
            if (end < 0) continue;
            const QByteArray head = text.left(end).toLower();
            const qsizetype at = head.indexOf("content-length: ");
            const qsizetype length = head.mid(at + 16, head.indexOf('\r', at) - at - 16).toLongLong();
            if (text.size() < end + 4 + length) continue;
            {
                const std::lock_guard lock(m_mutex);
                m_heads << text.left(end);
                m_bodies << text.mid(end + 4, length);
            }
            text.remove(0, end + 4 + length);
            static constexpr char kAnswer[] = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
            send(client, kAnswer, sizeof kAnswer - 1, MSG_NOSIGNAL);
        }
    }

    int m_socket;
    int m_port = 0;
    std::mutex m_mutex;  ///< Protects m_heads, m_bodies.
    QByteArrayList m_heads;
    QByteArrayList m_bodies;
    std::jthread m_thread;
};

QString valueOf(const QJsonObject& span, const QString& key) {
    for (const auto& one : span["attributes"].toArray())
        if (one.toObject()["key"] == key)
            return one.toObject()["value"].toObject().begin().value().toVariant().toString();
    return {};
}

}  // namespace

class tst_Tracing : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    [[nodiscard]] QString path(const char* name) const { return m_folder.filePath(name); }

    int run(const QStringList& arguments, const QMap<QString, QString>& more) const {
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        for (const char* folder : {"XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"})
            environment.insert(folder, path(folder));
        for (const auto& [name, value] : more.asKeyValueRange()) environment.insert(name, value);
        process.setProcessEnvironment(environment);
        process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        process.start(FOTOGRAMA_PROGRAM, arguments);
        return process.waitForFinished(120'000) ? process.exitCode() : -1;
    }

private slots:
    void initTestCase() {
        testing::ClipOptions clip;
        clip.frames = 40;
        for (const char* name : {"one.mp4", "two.mp4"}) {
            QVERIFY(testing::makeClip(path(name).toStdString(), clip));
            ++clip.frames;
        }
        QFile broken(path("broken.mp4"));
        QVERIFY(broken.open(QIODevice::WriteOnly) && broken.write("no video") > 0);
    }

    void jobsReachFileAndCollector() {
        Collector collector;
        const int code = run({"run", path("one.mp4"), path("two.mp4"), path("broken.mp4"), "-r", "web-720p", "-o",
                              path("out"), "--trace", path("trace.json")},
                             {{"OTEL_EXPORTER_OTLP_ENDPOINT", collector.url()},
                              {"OTEL_EXPORTER_OTLP_HEADERS", "tenant=seven"},
                              {"OTEL_SERVICE_NAME", "night-shift"}});
        QCOMPARE(code, 1);  // one is broken

        QFile file(path("trace.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QJsonParseError problem;
        const QJsonArray events = QJsonDocument::fromJson(file.readAll(), &problem).array();
        QVERIFY2(problem.error == QJsonParseError::NoError, qPrintable(problem.errorString()));
        QMap<QString, int> inFile;
        for (const auto& event : events)
            if (event.toObject()["ph"] == "X") ++inFile[event.toObject()["name"].toString()];
        QCOMPARE(inFile["decode"], 2);
        QCOMPARE(inFile["encode 1"], 2);

        const QJsonArray spans = collector.spans();
        QVERIFY(collector.heads().front().startsWith("POST /v1/traces HTTP/1.1"));
        QVERIFY(collector.heads().front().contains("tenant: seven"));
        QMap<QString, QJsonObject> jobs;  // by id of the span
        for (const auto& one : spans)
            if (one.toObject()["name"].toString().startsWith("job "))
                jobs[one.toObject()["spanId"].toString()] = one.toObject();
        QCOMPARE(jobs.size(), 3);
        int stages = 0;
        for (const auto& one : spans) {
            const QJsonObject span = one.toObject();
            QVERIFY(span["endTimeUnixNano"].toString().toLongLong() >=
                    span["startTimeUnixNano"].toString().toLongLong());
            if (jobs.contains(span["spanId"].toString())) continue;
            ++stages;
            const QJsonObject job = jobs.value(span["parentSpanId"].toString());
            QVERIFY(!job.isEmpty());
            QCOMPARE(span["traceId"], job["traceId"]);
            QVERIFY(valueOf(span, "fotograma.stage.busy_share").toDouble() >= 0.0);
        }
        QVERIFY(stages >= 8);
        const auto failed =
            std::ranges::count_if(jobs, [](const QJsonObject& job) { return job["status"].toObject()["code"] == 2; });
        QCOMPARE(failed, std::ptrdiff_t{1});
    }

    void aCollectorThatIsGoneStopsNothing() {
        const int code =
            run({"analyze", path("one.mp4"), "--no-cache"}, {{"FOTOGRAMA_OTLP_ENDPOINT", "http://127.0.0.1:9"}});
        QCOMPARE(code, 0);
    }

    void theEnvironmentSaysWhereTo() {
        std::map<std::string, std::string> variables;
        const auto environment = [&](const std::string& name) -> std::optional<std::string> {
            const auto found = variables.find(name);
            return found == variables.end() ? std::nullopt : std::optional(found->second);
        };
        QVERIFY(app::collectorPlace({}, environment).url.empty());
        variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://c:4318/";
        QCOMPARE(app::collectorPlace({}, environment).url, std::string("http://c:4318/v1/traces"));
        variables["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"] = "http://t:4318/own";
        QCOMPARE(app::collectorPlace({}, environment).url, std::string("http://t:4318/own"));
        QCOMPARE(app::collectorPlace("https://ours", environment).url, std::string("https://ours/v1/traces"));
        variables["OTEL_SDK_DISABLED"] = "true";
        QVERIFY(app::collectorPlace({}, environment).url.empty());
    }
};

QTEST_GUILESS_MAIN(tst_Tracing)
#include "tst_tracing.moc"
