#include <QTest>

#include "engine/server/cors.h"
#include "tests/server/test_server.h"

using namespace fotograma;
using namespace fotograma::server;
using base::concat;
using test::RawAnswer;
using test::TestServer;

namespace {

constexpr std::string_view kOurs = "https://app.example.com";
constexpr std::string_view kAsks =
    "Access-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: authorization\r\n";

std::string from(std::string_view origin, std::string_view more = {}) {
    return concat("Origin: ", origin, "\r\n", more);
}

}  // namespace

class tst_Cors : public QObject {
    Q_OBJECT

    std::unique_ptr<TestServer> serve(bool isSet = true) {
        return std::make_unique<TestServer>([isSet](ServerOptions& options, Context&) {
            if (isSet) options.cors = Cors::create({std::string(kOurs), "http://localhost:3000"}).value();
        });
    }

private slots:
    void isOffUnlessSet() {
        const auto server = serve(false);
        const RawAnswer plain = server->ask("GET", "/api/v1/jobs", Scope::JobsRead, {}, from(kOurs));
        QCOMPARE(plain.status, 200);
        QVERIFY(base::toLower(plain.head).find("access-control") == std::string::npos);
        QVERIFY(plain.header("vary").empty());
        const RawAnswer asks = server->askAs({}, "OPTIONS", "/api/v1/jobs", {}, from(kOurs, kAsks));
        QVERIFY(asks.status >= 400);
        QVERIFY(base::toLower(asks.head).find("access-control") == std::string::npos);
    }

    void aNamedOriginMayRead() {
        const auto server = serve();
        for (const std::string_view origin : {kOurs, std::string_view("http://localhost:3000")}) {
            const RawAnswer answer = server->ask("GET", "/api/v1/jobs", Scope::JobsRead, {}, from(origin));
            QCOMPARE(answer.status, 200);
            QCOMPARE(answer.header("access-control-allow-origin"), std::string(origin));
            QVERIFY(answer.header("access-control-expose-headers").find("Retry-After") != std::string::npos);
            QCOMPARE(answer.header("vary"), std::string("Origin"));
            // Tokens come in Authorization; a browser's own credentials never count.
            QVERIFY(answer.header("access-control-allow-credentials").empty());
        }
        // The page may read why it was refused, too.
        const RawAnswer refused = server->askAs({}, "GET", "/api/v1/jobs", {}, from(kOurs));
        QCOMPARE(refused.status, 401);
        QCOMPARE(refused.header("access-control-allow-origin"), std::string(kOurs));
    }

    void itsBrowserMayAskFirst() {
        const auto server = serve();
        const RawAnswer answer = server->askAs({}, "OPTIONS", "/api/v1/jobs", {}, from(kOurs, kAsks));
        QCOMPARE(answer.status, 204);
        QCOMPARE(answer.header("access-control-allow-origin"), std::string(kOurs));
        QVERIFY(answer.header("access-control-allow-methods").find("POST") != std::string::npos);
        QVERIFY(answer.header("access-control-allow-headers").find("Authorization") != std::string::npos);
        // What tus asks with OPTIONS is still answered by the route.
        const RawAnswer tus = server->ask("OPTIONS", "/api/v1/uploads", Scope::JobsWrite, {}, from(kOurs));
        QVERIFY(!tus.header("access-control-allow-origin").empty() &&
                tus.header("access-control-allow-methods").empty());
    }

    void otherOriginsGetNothing_data() {
        QTest::addColumn<QByteArray>("origin");
        for (const char* other : {"https://evil.test", "http://app.example.com", "https://app.example.com.evil.test",
                                  "https://app.example.com:8443", "https://APP.example.com/", "null", "*", ""})
            QTest::newRow(other) << QByteArray(other);
    }
    void otherOriginsGetNothing() {
        QFETCH(QByteArray, origin);
        const auto server = serve();
        const std::string line = from(origin.toStdString());
        const RawAnswer answer = server->ask("GET", "/api/v1/jobs", Scope::JobsRead, {}, line);
        QCOMPARE(answer.status, 200);
        QVERIFY(answer.header("access-control-allow-origin").empty());
        QCOMPARE(answer.header("vary"), std::string("Origin"));
        const RawAnswer asks = server->askAs({}, "OPTIONS", "/api/v1/jobs", {}, line + std::string(kAsks));
        QVERIFY(asks.status >= 400);
        QVERIFY(base::toLower(asks.head).find("access-control") == std::string::npos);
    }

    void questionsOfBrowsersCountAsRequests() {
        TestServer server([](ServerOptions& options, Context&) {
            options.cors = Cors::create({std::string(kOurs)}).value();
            options.limits.perAddress = {.perSecond = 0.001, .burst = 2.0};
        });
        for (const int status : {204, 204, 429})
            QCOMPARE(server.askAs({}, "OPTIONS", "/api/v1/jobs", {}, from(kOurs, kAsks)).status, status);
    }

    void originsAreOrigins() {
        for (const char* bad : {"*", "null", "app.example.com", "https://app.example.com/", "https://app.example.com/x",
                                "ftp://app.example.com", "https://app.example.com:443"})
            QVERIFY2(!Cors::create({bad}), bad);
    }
};

QTEST_GUILESS_MAIN(tst_Cors)
#include "tst_cors.moc"
