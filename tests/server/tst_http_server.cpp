#include <QTemporaryDir>
#include <QTest>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/server/http_server.h"
#include "tests/server/raw_client.h"
#include "tests/support/fake_service.h"

using namespace fotograma;
using namespace fotograma::server;
using base::concat;
using base::Json;
using test::RawAnswer;
using test::RawClient;
namespace fs = std::filesystem;

namespace {

/// What a route is asked in the test of success.
struct Example {
    std::string path{};  ///< With its parameters; empty: as the route has it.
    std::string body{};
    int status = 0;      ///< 0: as the route has it.
    std::string more{};  ///< Headers.
};

Json smallRecipe() {
    Json recipe = Json::object();
    return recipe.set("version", 1).set("id", "small").set("title", "Small");
}

}  // namespace

class tst_HttpServer : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::shared_ptr<test::FakeService> m_service;
    std::unique_ptr<Auth> m_auth;
    std::shared_ptr<Uploads> m_uploads;
    std::unique_ptr<HttpServer> m_server;
    std::map<Scope, std::string> m_tokens;
    std::vector<Json> m_log;
    std::mutex m_mutex;  ///< Protects m_log.
    fs::path m_root;

    fs::path tokenFile() const { return base::pathFromUtf8(m_folder->filePath("tokens.json").toStdString()); }
    std::string root() const { return base::toUtf8(m_root); }

    static Limits testLimits() {
        Limits limits;
        limits.perToken.perSecond = 0.0;
        limits.perAddress.perSecond = 0.0;
        limits.failedTokens.perSecond = 0.0;
        return limits;
    }

    void start(Limits limits = testLimits()) {
        m_server.reset();
        Context context;
        context.service = m_service;
        context.roots = Roots::create({m_root}).value();
        m_uploads = Uploads::open(m_root.parent_path() / "uploads", {}).value();
        context.uploads = m_uploads;
        context.operations = {{.kind = api::OperationKind::Filter,
                               .id = "lut3d",
                               .parameters = {{.id = "file", .kind = api::ParameterKind::File}}}};
        ServerOptions options;
        options.port = 0;
        options.limits = limits;
        options.accessLog = [this](const Json& line) {
            const std::lock_guard lock(m_mutex);
            m_log.push_back(line);
        };
        auto server = HttpServer::start(std::move(options), std::move(context), *m_auth);
        if (!server) qFatal("%s", server.error().message.c_str());
        m_server = std::move(*server);
    }

    RawClient connect() const { return RawClient(m_server->port()); }

    static std::string text(std::string_view method, std::string_view path, std::string_view token,
                            std::string_view body = {}, std::string_view more = {}) {
        std::string request = concat(method, ' ', path, " HTTP/1.1\r\nHost: localhost\r\n", more);
        if (!token.empty()) request += concat("Authorization: Bearer ", token, "\r\n");
        if (!body.empty()) request += concat("Content-Type: application/json\r\nContent-Length: ", body.size(), "\r\n");
        return request.append("\r\n").append(body);
    }
    RawAnswer ask(std::string_view method, std::string_view path, std::string_view token, std::string_view body = {},
                  std::string_view more = {}) const {
        RawClient client = connect();
        client.send(text(method, path, token, body, more));
        return client.readAnswer(method == "HEAD");
    }
    RawAnswer read(std::string_view path) { return ask("GET", path, m_tokens[Scope::JobsRead]); }
    RawAnswer post(std::string_view path, const Json& body) {
        return ask("POST", path, m_tokens[Scope::JobsWrite], body.dump());
    }

    /// With 1 for every parameter but the one that is named.
    static std::string pathOf(const Route& route, std::string_view named = {}, std::string_view value = {}) {
        std::string path;
        for (std::string_view rest = route.path; !rest.empty();) {
            const std::size_t open = std::min(rest.find('{'), rest.size());
            path.append(rest.substr(0, open));
            if (open == rest.size()) break;
            const std::size_t close = rest.find('}');
            path.append(rest.substr(open + 1, close - open - 1) == named ? value : "1");
            rest.remove_prefix(close + 1);
        }
        return path;
    }
    std::string newUpload() const { return m_uploads->create("key:test", "a.mp4", 5).value().id; }
    static bool isProblem(const RawAnswer& answer) {
        return answer.header("content-type") == "application/problem+json" &&
               answer.json()["status"].asInteger() == answer.status && !answer.json()["code"].asString().empty() &&
               !answer.json()["detail"].asString().empty();
    }
    static std::vector<const Route*> allRoutes() {
        std::vector<const Route*> routes;
        for (const auto table : routeTables())
            for (const Route& route : table) routes.push_back(&route);
        return routes;
    }

    /// Job 1 done with a report and a file of ten bytes, job 2 queued.
    void fill() {
        std::ofstream(m_root / "out.mp4", std::ios::binary) << "0123456789";
        const base::JobId done = m_service->add({.batch = {1}, .spec = {.input = root() + "/a.mp4"}});
        m_service->add({.batch = {1}, .spec = {.input = root() + "/b.mp4"}});
        m_service->move(done, api::JobState::Running);
        api::Report report;
        report.artifacts = {{.path = root() + "/out.mp4"}, {.path = "/etc/passwd"}};
        m_service->finish(done, report, 10);
        m_service->setRecipes({{.id = "1", .title = "One", .recipe = smallRecipe()},
                               {.id = "own", .title = "Own", .builtIn = false, .recipe = smallRecipe()}});
        api::ServiceInfo info;
        info.operations = {{.kind = api::OperationKind::Filter, .id = "1"},
                           {.kind = api::OperationKind::Measure, .id = "1"}};
        info.devices = {{.id = "cpu", .memoryBytes = 5}};
        m_service->setInfo(info);
        m_service->settle();
    }

    /// What each route is asked that needs more than its address.
    std::map<std::string_view, Example> examples() const {
        const std::string item = concat("{\"input\":\"", root(), "/a.mp4\",\"recipe\":\"1\"}");
        return {
            {"submitJobs", {.path = {}, .body = concat("{\"items\":[", item, "]}")}},
            {"editJobs", {.path = {}, .body = R"({"ids":[2],"edit":{"priority":3}})"}},
            {"editJob", {.path = "/api/v1/jobs/2", .body = R"({"priority":3})"}},
            {"changeSettings", {.path = {}, .body = R"({"jobs":2})"}},
            {"putRecipe", {.path = "/api/v1/recipes/small", .body = smallRecipe().dump()}},
            {"removeRecipe", {.path = "/api/v1/recipes/own", .body = {}}},
            {"validateRecipe", {.path = {}, .body = smallRecipe().dump()}},
            {"explainRecipe", {.path = {}, .body = concat("{\"input\":\"", root(), "/a.mp4\"}")}},
            {"createUpload", {.path = "/api/v1/uploads?name=a.mp4", .body = {}, .more = "Upload-Length: 5\r\n"}},
            {"getUpload", {.path = concat("/api/v1/uploads/", newUpload())}},
            {"removeUpload", {.path = concat("/api/v1/uploads/", newUpload())}},
            {"continueUpload",
             {.path = concat("/api/v1/uploads/", newUpload()),
              .more = "Upload-Offset: 0\r\nContent-Type: application/offset+octet-stream\r\n"}},
            {"socketEvents",
             {.more = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"}},
            {"checkJob", {.path = {}, .body = item}},
            {"controlJobs", {.path = {}, .body = R"({"action":"pause","states":["queued"]})"}},
            {"controlJob", {.path = "/api/v1/jobs/2/control", .body = R"({"action":"cancel"})"}},
            {"controlBatch", {.path = {}, .body = R"({"action":"cancel"})"}},
            {"getArtifact", {.path = "/api/v1/jobs/1/artifacts/0", .body = {}}},
            {"getPreview", {.path = concat("/api/v1/preview?input=", root(), "/a.mp4"), .body = {}}},
            {"makePreview", {.body = concat("{\"input\":\"", root(), "/a.mp4\"}")}},
            {"statusFile", {.path = "/status/app.js", .body = {}}},
            {"pinCache", {.path = {}, .body = R"({"keys":["abcd"]})"}},
            {"unpinCache", {.path = {}, .body = R"({"keys":["abcd"]})"}},
            {"clearCache", {.path = {}, .body = R"({"all":true})"}},
            {"verifyCache", {.path = {}, .body = "{}"}},
        };
    }

private slots:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        const fs::path folder = fs::canonical(base::pathFromUtf8(m_folder->path().toStdString()));
        m_root = folder / "root";
        fs::create_directories(m_root);
        m_service = std::make_shared<test::FakeService>();
        m_auth = std::make_unique<Auth>(tokenFile(), JwtKeys());
        TokenStore store(tokenFile());
        for (const Scope scope : {Scope::JobsRead, Scope::JobsWrite, Scope::Admin})
            m_tokens[scope] = store.create("test", {scope}, 0.0).value().text;
        m_log.clear();
        start();
        fill();
    }
    void cleanup() {
        m_server.reset();
        m_service.reset();
    }

    // ---- Every route, from its own row ---------------------------------------------------------------------------
    void everyRouteAnswers() {
        for (const Route* route : allRoutes()) {
            // Each on its own: routes remove what others show.
            cleanup();
            init();
            const auto known = examples();
            const auto found = known.find(route->id);
            const Example example = found == known.end() ? Example{} : found->second;
            const bool needsExample = !route->takes.empty() || route->receive;
            QVERIFY2(!needsExample || found != known.end(), concat("no example for ", route->id).c_str());
            const RawAnswer answer = ask(toText(route->method), example.path.empty() ? pathOf(*route) : example.path,
                                         m_tokens[Scope::Admin], example.body, example.more);
            const int wanted = example.status == 0 ? route->status : example.status;
            QVERIFY2(answer.status == wanted, concat(route->id, ": ", answer.status, ' ', answer.body).c_str());
            QVERIFY2(
                answer.header("content-type").starts_with(route->id == "getArtifact" ? "video/mp4" : route->giveType),
                answer.head.c_str());
            if (answer.status != 101) QCOMPARE(answer.header("x-content-type-options"), std::string("nosniff"));
            QVERIFY(answer.header("access-control-allow-origin").empty());
        }
    }

    void everyRouteNeedsItsToken() {
        for (const Route* route : allRoutes()) {
            const std::string body = route->takes.empty() ? "" : "{}";
            if (route->scope == Scope::None) continue;
            const RawAnswer nobody = ask(toText(route->method), pathOf(*route), {}, body);
            QVERIFY2(nobody.status == 401 && isProblem(nobody), concat(route->id, ": ", nobody.status).c_str());
            QVERIFY(nobody.header("www-authenticate").starts_with("Bearer"));
            const RawAnswer wrong = ask(toText(route->method), pathOf(*route), "ftg_00000000_00", body);
            QVERIFY2(wrong.status == 401 && isProblem(wrong), concat(route->id, ": ", wrong.status).c_str());
            const Scope other = route->scope == Scope::JobsWrite ? Scope::JobsRead : Scope::JobsWrite;
            const RawAnswer lacking = ask(toText(route->method), pathOf(*route), m_tokens[other], body);
            QVERIFY2(lacking.status == 403 && isProblem(lacking), concat(route->id, ": ", lacking.status).c_str());
        }
        std::set<std::string_view> open;
        for (const Route* route : allRoutes())
            if (route->scope == Scope::None) open.insert(route->path);
        QCOMPARE(open, (std::set<std::string_view>{"/", "/api/v1/docs", "/health/live", "/status/{name}"}));
    }

    void everyRouteRefusesBadInput() {
        for (const Route* route : allRoutes()) {
            const std::string path = pathOf(*route);
            const std::string_view method = toText(route->method);
            const std::string& token = m_tokens[Scope::Admin];
            if (!route->takes.empty() && !route->receive) {
                const bool takesAnyObject = route->takes == "RecipeText";
                for (const char* body :
                     {"{", "[]", "null", "\xff", "{\"action\":5,\"items\":7,\"input\":{},\"keys\":3}"}) {
                    if (takesAnyObject && body[1] == '"') continue;
                    const RawAnswer answer = ask(method, path, token, body);
                    QVERIFY2(answer.status == 400 && isProblem(answer),
                             concat(route->id, ' ', body, ": ", answer.status).c_str());
                }
            }
            // The length alone is enough: not a byte of the body is waited for.
            RawClient client = connect();
            client.send(concat(method, ' ', path, " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ", token,
                               "\r\nContent-Length: 99999999999\r\n\r\n"));
            // Uploads say first what they miss: a length, or the type of a piece.
            const int status = client.readAnswer().status;
            QVERIFY2(route->receive ? status == 400 || status == 415 : status == 413,
                     concat(route->id, ' ', status).c_str());
            const RawAnswer encoding = ask(method, path + "?a=%zz", token);
            QVERIFY2(encoding.status == 400 && isProblem(encoding), concat(route->id, ' ', encoding.status).c_str());
            for (const ParameterDoc& doc : route->parameters) {
                if (doc.type != "integer" || doc.in == In::Header) continue;
                for (const char* bad : {"x", "-1", "99999999999999999999", "%00", "1e3"}) {
                    const std::string asked =
                        doc.in == In::Path ? pathOf(*route, doc.name, bad) : concat(path, '?', doc.name, '=', bad);
                    const RawAnswer answer =
                        ask(method, asked, token, route->takes.empty() ? "" : R"({"action":"pause","priority":1})");
                    QVERIFY2(answer.status == 400 && isProblem(answer), concat(asked, ": ", answer.status).c_str());
                }
            }
        }
    }

    void whatIsNotThereIsToldToThoseWhoMayLook() {
        QCOMPARE(ask("GET", "/api/v2", {}).status, 401);
        QCOMPARE(read("/api/v2").status, 404);
        const RawAnswer method = ask("PUT", "/api/v1/jobs", m_tokens[Scope::JobsRead]);
        QCOMPARE(method.status, 405);
        QCOMPARE(method.header("allow"), std::string("GET, POST, PATCH"));
        QCOMPARE(ask("OPTIONS", "/api/v1/jobs", m_tokens[Scope::JobsRead]).status, 405);
        QCOMPARE(read("/api/v1/jobs/77").status, 404);
        QCOMPARE(read("/api/v1/jobs/2/report").status, 404);
        QCOMPARE(read("/api/v1/recipes/77").status, 404);
    }

    // ---- Jobs ----------------------------------------------------------------------------------------------------
    void submitsWhatWasMeant() {
        Json body = Json::object();
        body.set("inputs", Json::array().append(root() + "/a.mp4").append(root() + "/b.mp4"));
        body.set("recipe", "1").set("output_folder", root() + "/done").set("priority", 3).set("title", "Two");
        const RawAnswer answer =
            ask("POST", "/api/v1/jobs", m_tokens[Scope::JobsWrite], body.dump(), "Idempotency-Key: k1\r\n");
        QCOMPARE(answer.status, 201);
        QCOMPARE(answer.json()["outcomes"].items().size(), std::size_t{2});
        const auto submitted = m_service->submitted();
        QCOMPARE(submitted.size(), std::size_t{1});
        QCOMPARE(submitted[0].items[1].spec.input, root() + "/b.mp4");
        QCOMPARE(submitted[0].items[1].spec.priority, 3);
        QVERIFY(submitted[0].items[0].spec.recipe == smallRecipe());
        QCOMPARE(submitted[0].items[0].outputFolder, root() + "/done");
        QVERIFY(submitted[0].idempotencyKey.starts_with("key:") && submitted[0].idempotencyKey.ends_with(" k1"));
        QVERIFY(!submitted[0].ownBatch);
    }

    void noPathLeavesTheRoots() {
        fs::create_directories(m_root.parent_path() / "outside");
        fs::create_symlink(m_root.parent_path() / "outside", m_root / "link");
        const auto item = [&](const char* member, const std::string& value) {
            Json one = Json::object()
                           .set("input", root() + "/a.mp4")
                           .set("recipe", smallRecipe())
                           .set("output_folder", root());
            return Json::object().set("items", Json::array().append(one.set(member, value)));
        };
        for (const std::string& bad :
             {std::string("/etc/passwd"), root() + "/../outside/x", root() + "/link/x", root() + "2"}) {
            QCOMPARE(post("/api/v1/jobs", item("input", bad)).status, 403);
            QCOMPARE(post("/api/v1/jobs", item("output_folder", bad)).status, 403);
            Json outputs = Json::object().set("input", root() + "/a.mp4").set("recipe", smallRecipe());
            outputs.set("outputs", Json::array().append(bad));
            QCOMPARE(post("/api/v1/jobs", Json::object().set("items", Json::array().append(outputs))).status, 403);
            Json lut = Json::object().set("id", "lut3d").set("params", Json::object().set("file", bad));
            Json recipe = smallRecipe().set("filters", Json::array().append(lut));
            Json look = Json::object().set("input", root() + "/a.mp4").set("recipe", recipe);
            QCOMPARE(post("/api/v1/jobs", Json::object().set("items", Json::array().append(look))).status, 403);
            QCOMPARE(read(concat("/api/v1/browse?path=", bad)).status, 403);
            QCOMPARE(read(concat("/api/v1/preview?input=", bad)).status, 403);
        }
        for (const char* bad : {"a.mp4", ""}) QCOMPARE(post("/api/v1/jobs", item("input", bad)).status, 400);
        for (const char* bad : {"file:///etc/passwd", "http://169.254.169.254/"})
            QCOMPARE(post("/api/v1/jobs", item("input", bad)).status, 422);
        for (const char* bad : {"../outside", "/etc", "a/../../b"})
            QCOMPARE(post("/api/v1/jobs", item("relative_folder", bad)).status, 400);
        const Json named = smallRecipe().set("outputs", Json::array().append(Json::object().set("name", "../x.mp4")));
        Json climbing = Json::object().set("input", root() + "/a.mp4").set("recipe", named);
        QCOMPARE(post("/api/v1/jobs", Json::object().set("items", Json::array().append(climbing))).status, 400);
        QVERIFY(m_service->submitted().empty());
        const Json seen = read(concat("/api/v1/browse?path=", root())).json();
        QCOMPARE(seen["entries"].items().size(), std::size_t{1});  // out.mp4, and no link that leads out
    }

    void controlsOnlyWhatIsNamed() {
        QCOMPARE(post("/api/v1/jobs/control", Json::object().set("action", "cancel")).status, 400);
        QCOMPARE(post("/api/v1/jobs/control", Json::object().set("action", "cancel").set("ids", Json::array())).status,
                 400);
        QCOMPARE(post("/api/v1/jobs/1/control", Json::object().set("action", "pause")).status, 409);
        const RawAnswer answer = post("/api/v1/jobs/2/control", Json::object().set("action", "cancel"));
        QCOMPARE(answer.status, 200);
        QCOMPARE(read("/api/v1/jobs/2").json()["state"].asString(), std::string("cancelled"));
        const std::lock_guard lock(m_mutex);
        const auto line =
            std::ranges::find_if(m_log, [](const Json& one) { return one["did"].asString() == "cancel: 1 jobs"; });
        QVERIFY(line != m_log.end());
        QVERIFY((*line)["audit"].asBool() && (*line)["who"].asString().starts_with("key:"));
    }

    void showsTheFieldsThatWereAsked() {
        const Json job = read("/api/v1/jobs?fields=state&limit=1").json()["jobs"].items().front();
        QCOMPARE(job.members().size(), std::size_t{2});  // and the id
    }

    // ---- Files ---------------------------------------------------------------------------------------------------
    void sendsFilesInRanges() {
        const std::string path = "/api/v1/jobs/1/artifacts/0";
        const std::string& token = m_tokens[Scope::JobsRead];
        const RawAnswer whole = read(path);
        QCOMPARE(whole.body, std::string("0123456789"));
        const auto range = [&](const char* value) {
            return ask("GET", path, token, {}, concat("Range: ", value, "\r\n"));
        };
        QCOMPARE(range("bytes=2-4").body, std::string("234"));
        QCOMPARE(range("bytes=2-4").header("content-range"), std::string("bytes 2-4/10"));
        QCOMPARE(range("bytes=-3").body, std::string("789"));
        QCOMPARE(range("bytes=8-99").body, std::string("89"));
        QCOMPARE(range("bytes=10-").status, 416);
        for (const char* odd : {"bytes=4-2", "bytes=a-b", "lines=1-2", "bytes=0-1,3-4"})
            QCOMPARE(range(odd).status, 200);
        const std::string tag = whole.header("etag");
        QCOMPARE(ask("GET", path, token, {}, concat("If-None-Match: ", tag, "\r\n")).status, 304);
        QCOMPARE(ask("GET", path, token, {}, "Range: bytes=1-2\r\nIf-Range: \"old\"\r\n").status, 200);
        const RawAnswer head = ask("HEAD", path, token);
        QCOMPARE(head.header("content-length"), std::string("10"));
        QCOMPARE(read("/api/v1/jobs/1/artifacts/1").status, 403);  // a job's file, but not ours to show
        QCOMPARE(read("/api/v1/jobs/1/artifacts/2").status, 404);
    }

    void sendsReportsAsLines() {
        const RawAnswer lines = read("/api/v1/reports?format=jsonl");
        QCOMPARE(std::ranges::count(lines.body, '\n'), std::ptrdiff_t{1});
        QCOMPARE(lines.header("next-after-id"), std::string("0"));
        QCOMPARE(read("/api/v1/reports?format=xml").status, 400);
        QCOMPARE(read("/api/v1/reports?format=csv").status, 422);  // no writer was given
    }

    // ---- Events --------------------------------------------------------------------------------------------------
    void streamsEventsAndResumes() {
        RawClient client = connect();
        client.send(text("GET", "/api/v1/events?after=0", m_tokens[Scope::JobsRead]));
        QVERIFY(client.readTo("\r\n\r\n").find("text/event-stream") != std::string::npos);
        const std::string first = client.readTo("id: 4\n");
        QVERIFY(first.find("id: 1\nevent: job_added") != std::string::npos);
        client.readTo("\n\n");
        m_service->progress({2}, {.fraction = 0.5});
        QVERIFY(client.readTo("\n\n").starts_with("event: job_progress"));  // live: no id
        RawClient again = connect();
        again.send(text("GET", "/api/v1/events", m_tokens[Scope::JobsRead], {}, "Last-Event-ID: 3\r\n"));
        again.readTo("\r\n\r\n");
        const std::string resumed = again.readTo("id: 4\n");
        QVERIFY(resumed.find("id: ") == resumed.rfind("id: "));
        QCOMPARE(ask("GET", "/api/v1/events", m_tokens[Scope::JobsRead], {}, "Last-Event-ID: x\r\n").status, 400);
        m_service->endSubscriptions({base::ErrorCode::SequenceTooOld, "Too old.", {}});
        QVERIFY(client.readTo("\n\n").find("sequence_too_old") != std::string::npos);
        QVERIFY(client.isClosed());
    }

    void stopsWithAWordToThoseWhoListen() {
        RawClient client = connect();
        client.send(text("GET", "/api/v1/events?after=4", m_tokens[Scope::JobsRead]));
        client.readTo("\n\n");
        RawClient idle = connect();
        idle.send(text("GET", "/health/live", {}));
        QCOMPARE(idle.readAnswer().status, 200);
        m_server->stop();
        QVERIFY(client.readTo("\n\n").find("\"stopping\"") != std::string::npos);
        QVERIFY(client.isClosed() && idle.isClosed());
        m_server.reset();
        QCOMPARE(m_service->subscriptions(), 0);
    }

    // ---- Attacks -------------------------------------------------------------------------------------------------
    void revokedTokensHoldNoMore() {
        TokenStore store(tokenFile());
        const auto made = store.create("gone", {Scope::JobsRead}, 0.0).value();
        QCOMPARE(ask("GET", "/api/v1/jobs", made.text).status, 200);
        QVERIFY(store.revoke(made.record.id));
        QCOMPARE(ask("GET", "/api/v1/jobs", made.text).status, 401);
    }

    void noSecretIsLogged() {
        read("/api/v1/jobs");
        ask("GET", "/api/v1/jobs", "ftg_deadbeef_feedface");
        const std::lock_guard lock(m_mutex);
        QVERIFY(m_log.size() >= 2);
        for (const Json& line : m_log) {
            QVERIFY(line.dump().find("feedface") == std::string::npos);
            QVERIFY(line.dump().find(m_tokens[Scope::JobsRead].substr(20)) == std::string::npos);
        }
    }

    void refusesWhatIsTooLongOrNoHttp_data() {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<int>("status");
        QTest::newRow("headers") << "GET /health/live HTTP/1.1\r\nX: " + QByteArray(40'000, 'x') + "\r\n\r\n" << 431;
        QTest::newRow("request line") << "GET /" + QByteArray(12'000, 'x') + " HTTP/1.1\r\n\r\n" << 414;
        QTest::newRow("garbage") << QByteArray("\x16\x03\x01\x02 hello\r\n\r\n") << 400;
        QTest::newRow("two lengths")
            << QByteArray("POST /api/v1/jobs HTTP/1.1\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}") << 400;
        QTest::newRow("length and chunks")
            << QByteArray("POST /api/v1/jobs HTTP/1.1\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}")
            << 400;
        QTest::newRow("target") << QByteArray("GET http://other/ HTTP/1.1\r\n\r\n") << 400;
        QTest::newRow("zero") << QByteArray("GET /a%00 HTTP/1.1\r\n\r\n") << 400;
    }
    void refusesWhatIsTooLongOrNoHttp() {
        QFETCH(QByteArray, request);
        QFETCH(int, status);
        RawClient client = connect();
        client.send(request.toStdString());
        QCOMPARE(client.readAnswer().status, status);
        QCOMPARE(ask("GET", "/health/live", {}).status, 200);
    }

    void aChunkedBodyHasALimitToo() {
        RawClient client = connect();
        client.send(concat("POST /api/v1/jobs/control HTTP/1.1\r\nAuthorization: Bearer ", m_tokens[Scope::JobsWrite],
                           "\r\nTransfer-Encoding: chunked\r\n\r\n100000\r\n", std::string(0x100000, ' '),
                           "\r\n0\r\n\r\n"));
        QCOMPARE(client.readAnswer().status, 413);
    }

    void requestsFollowEachOtherOnOneConnection() {
        RawClient client = connect();
        const std::string refused = text("POST", "/api/v1/jobs", {}, "{}");
        client.send(
            concat(text("GET", "/health/live", {}), refused, text("GET", "/api/v1/jobs", m_tokens[Scope::JobsRead])));
        QCOMPARE(client.readAnswer().status, 200);
        QCOMPARE(client.readAnswer().status, 401);
        QCOMPARE(client.readAnswer().status, 200);
    }

    void slowClientsAreCutOff() {
        Limits limits = testLimits();
        limits.headerSeconds = 0.1;
        limits.bodySeconds = 0.1;
        start(limits);
        RawClient silent = connect();
        RawClient slow = connect();
        slow.send("GET /health/live HTTP/1.1\r\nX: ");
        RawClient slowBody = connect();
        slowBody.send(concat("POST /api/v1/jobs HTTP/1.1\r\nAuthorization: Bearer ", m_tokens[Scope::JobsWrite],
                             "\r\nContent-Length: 10\r\n\r\n{"));
        QVERIFY(silent.isClosed() && slow.isClosed() && slowBody.isClosed());
    }

    void crowdsOfIdleClientsStopNobody() {
        Limits limits = testLimits();
        limits.connections = 50;
        start(limits);
        std::vector<RawClient> crowd;
        for (int i = 0; i < 200; ++i) {
            crowd.push_back(connect());
            crowd.back().send("GET / HTTP/1.1\r\nX-");
        }
        QCOMPARE(ask("GET", "/health/live", {}).status, 200);
        QVERIFY(crowd.front().isClosed());
    }

    void holdsTheRateOfATokenAndOfAnAddress() {
        Limits limits = testLimits();
        limits.perToken = {.perSecond = 0.001, .burst = 2.0};
        start(limits);
        QCOMPARE(read("/api/v1/stats").header("ratelimit-remaining"), std::string("1"));
        QCOMPARE(read("/api/v1/stats").status, 200);
        const RawAnswer refused = read("/api/v1/stats");
        QCOMPARE(refused.status, 429);
        QVERIFY(std::atoi(refused.header("retry-after").c_str()) > 0 && isProblem(refused));
        QCOMPARE(ask("GET", "/api/v1/stats", m_tokens[Scope::Admin]).status, 200);  // another's bucket
        limits = testLimits();
        limits.perAddress = {.perSecond = 0.001, .burst = 1.0};
        start(limits);
        QCOMPARE(ask("GET", "/health/live", {}).status, 200);
        QCOMPARE(ask("GET", "/health/live", {}).status, 429);
    }

    void guessingTokensIsSlow() {
        Limits limits = testLimits();
        limits.failedTokens = {.perSecond = 0.001, .burst = 3.0};
        start(limits);
        for (int i = 0; i < 3; ++i) QCOMPARE(ask("GET", "/api/v1/jobs", "ftg_guess").status, 401);
        QCOMPARE(ask("GET", "/api/v1/jobs", "ftg_guess").status, 429);
        QCOMPARE(read("/api/v1/jobs").status, 200);
    }

    void listensElsewhereOnlyWhenToldTwice() {
        ServerOptions options;
        options.address = "0.0.0.0";
        options.port = 0;
        Context context;
        context.service = m_service;
        QVERIFY(!HttpServer::start(options, context, *m_auth));
        options.insecure = true;
        QVERIFY(HttpServer::start(options, context, *m_auth));
        options.address = "127.0.0.1";
        options.port = m_server->port();
        const auto taken = HttpServer::start(options, context, *m_auth);
        QCOMPARE(taken.error().code, base::ErrorCode::AlreadyExists);
        options.tls.certificate = "/nowhere.pem";
        QVERIFY(!HttpServer::start(options, context, *m_auth));
    }
};

QTEST_GUILESS_MAIN(tst_HttpServer)
#include "tst_http_server.moc"
