#include <QTemporaryDir>
#include <QTest>

#include <filesystem>
#include <set>

#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/server/event_stream.h"
#include "engine/server/openapi.h"
#include "engine/server/roots.h"
#include "engine/server/route.h"

using namespace fotograma;
using namespace fotograma::server;
namespace fs = std::filesystem;

class tst_Message : public QObject {
    Q_OBJECT

private slots:
    void readsTargets() {
        Request request;
        QVERIFY(splitTarget("/api/v1/jobs?state=done%2Cfailed&text=a+b&fields=id,state&x", request));
        QCOMPARE(request.path, std::string("/api/v1/jobs"));
        QCOMPARE(request.queryValues("state"), (std::vector<std::string>{"done", "failed"}));
        QCOMPARE(*request.queryValue("text"), std::string("a b"));
        QCOMPARE(request.queryInteger("limit", 7, 1, 9).value(), std::int64_t{7});
        for (const char* bad : {"jobs", "", "/a%", "/a%2", "/a%zz", "/a%00b"}) {
            Request other;
            QVERIFY(!splitTarget(bad, other));
        }
    }

    void aResponderAnswersEvenWhenItIsForgotten() {
        int status = 0;
        {
            const Responder forgotten([&](Render render) { status = render().status; });
        }
        QCOMPARE(status, 500);
    }

    void findsTheRouteOfAPath() {
        QCOMPARE(findRoute(Method::Get, "/api/v1/jobs/12").route->id, std::string_view("getJob"));
        QCOMPARE(findRoute(Method::Post, "/api/v1/jobs/control").route->id, std::string_view("controlJobs"));
        QVERIFY(!findRoute(Method::Delete, "/api/v1/jobs/control").route);  // it is no job
        QCOMPARE(findRoute(Method::Delete, "/api/v1/jobs/control").otherwise, (std::vector{Method::Post}));
        QCOMPARE(findRoute(Method::Get, "/").route->id, std::string_view("statusPage"));
        QVERIFY(!findRoute(Method::Get, "/api/v1/jobs/").route);
        QVERIFY(!findRoute(Method::Get, "/api/v1/jobs/12/13/14/15").route);
        const RouteMatch wrongMethod = findRoute(Method::Put, "/api/v1/jobs");
        QVERIFY(!wrongMethod.route);
        QCOMPARE(wrongMethod.otherwise, (std::vector{Method::Get, Method::Post, Method::Patch}));
    }

    void keepsPathsUnderTheRoots() {
        QTemporaryDir folder;
        const fs::path base = fs::canonical(base::pathFromUtf8(folder.path().toStdString()));
        fs::create_directories(base / "root/sub");
        fs::create_directories(base / "root2");
        fs::create_symlink(base / "root2", base / "root/out");
        fs::create_symlink(base / "root/sub", base / "root/in");
        fs::create_symlink(base / "nowhere", base / "root/dangling");
        const auto roots = Roots::create({base / "root"});
        QVERIFY(roots);
        const std::string root = base::toUtf8(base / "root");
        for (const char* good : {"", "/sub", "/sub/new.mp4", "/in/new.mp4", "/sub/../sub/x", "/new/folder/x"})
            QVERIFY2(roots->resolve(root + good), good);
        for (const char* bad :
             {"2/x", "/../root2/x", "/out/x", "/out", "/sub/../../root2", "/in/../../root2/x", "/dangling"})
            QVERIFY2(!roots->resolve(root + bad), bad);
        for (const char* bad : {"", "relative", "sub/x", "/etc/passwd", "file:///etc/passwd", "http://host/x"})
            QVERIFY2(!roots->resolve(bad), bad);
        QVERIFY(!roots->resolve(root + std::string("/a\0b", 4)));
        QVERIFY(!Roots::create({"/"}));
        QVERIFY(!Roots().resolve(root));
    }

    void aSlowClientLosesItsStreamNotOurMemory() {
        telemetry::Metrics metrics;
        EventStream stream(std::make_shared<EventHub>(metrics), EventForm::ServerSent, 1000);
        int woken = 0;
        stream.attach([&] { ++woken; });
        for (int i = 0; i < 100; ++i) stream.push({.sequence = {i}, .text = std::string(99, 'x')});
        QCOMPARE(woken, 1);
        const EventStream::Taken taken = stream.take();
        QVERIFY(taken.isLast);
        QVERIFY(taken.text.find("too_slow") != std::string::npos);
        QVERIFY(taken.text.size() < 1500);
    }

    void everyRouteIsDocumentedOnce() {
        std::set<std::string_view> ids;
        std::set<std::pair<Method, std::string_view>> places;
        for (const auto table : routeTables()) {
            for (const Route& route : table) {
                QVERIFY2(ids.insert(route.id).second, std::string(route.id).c_str());
                QVERIFY(places.emplace(route.method, route.path).second);
                QVERIFY(route.handler && !route.sentence.empty() && !route.tag.empty());
                for (const ParameterDoc& doc : route.parameters)
                    if (doc.in == In::Path)
                        QVERIFY(route.path.find(base::concat('{', doc.name, '}')) != std::string_view::npos);
            }
        }
    }

    void theDocumentIsTheOneThatIsCheckedIn() {
        const base::Json document = openApiDocument();
        const std::string text = document.dump(1) + "\n";
        // Every reference leads somewhere.
        std::size_t at = 0;
        constexpr std::string_view kReference = "#/components/schemas/";
        while ((at = text.find(kReference, at)) != std::string::npos) {
            at += kReference.size();
            const std::string name = text.substr(at, text.find('"', at) - at);
            QVERIFY2(document["components"]["schemas"].find(name), name.c_str());
        }
        QFile made(qEnvironmentVariable("FOTOGRAMA_BUILD_DIR") + "/tests/openapi.json");
        QVERIFY(made.open(QIODevice::WriteOnly) && made.write(text.c_str()) > 0);
        QFile kept(qEnvironmentVariable("FOTOGRAMA_SOURCE_DIR") + "/resources/openapi.json");
        QVERIFY(kept.open(QIODevice::ReadOnly));
        QVERIFY2(kept.readAll() == QByteArray::fromStdString(text),
                 "copy build/<preset>/tests/openapi.json to resources/");
    }
};

QTEST_GUILESS_MAIN(tst_Message)
#include "tst_message.moc"
