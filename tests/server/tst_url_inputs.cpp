#include <QTest>

#include <thread>

#include "engine/server/uploads.h"
#include "tests/server/test_server.h"

using namespace fotograma;
using namespace fotograma::server;
using base::concat;
using base::ErrorCode;
using base::Json;
using test::RawAnswer;
using test::TestServer;
namespace fs = std::filesystem;

namespace {

/// Somebody who has files: answers by path, whole answers as they are written here, one connection at a time.
class Host {
public:
    Host() {
        m_listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in place{};
        place.sin_family = AF_INET;
        place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof place;
        if (bind(m_listener, reinterpret_cast<sockaddr*>(&place), size) != 0 || listen(m_listener, 16) != 0)
            qFatal("no port");
        getsockname(m_listener, reinterpret_cast<sockaddr*>(&place), &size);
        port = ntohs(place.sin_port);
        origin = concat("http://127.0.0.1:", port);
        m_thread = std::jthread([this] { run(); });
    }
    ~Host() {
        shutdown(m_listener, SHUT_RDWR);
        m_thread.join();
        close(m_listener);
    }
    void file(const std::string& path, std::string_view content) {
        answer(path, concat("200 OK\r\nContent-Length: ", content.size(), "\r\n\r\n", content));
    }
    void redirect(const std::string& path, std::string_view to) {
        answer(path, concat("302 Found\r\nLocation: ", to, "\r\nContent-Length: 0\r\n\r\n"));
    }
    void answer(const std::string& path, std::string rest) {
        const std::lock_guard lock(m_mutex);
        m_answers[path] = std::move(rest);
    }
    int asked() {
        const std::lock_guard lock(m_mutex);
        return m_asked;
    }

    std::string origin;
    int port = 0;

private:
    void run() {
        while (true) {
            const int client = accept(m_listener, nullptr, nullptr);
            if (client < 0) return;
            std::string text;
            char piece[4096];
            while (text.find("\r\n\r\n") == std::string::npos) {
                const ssize_t count = recv(client, piece, sizeof piece, 0);
                if (count <= 0) break;
                text.append(piece, static_cast<std::size_t>(count));
            }
            const std::string path = text.substr(4, std::max<std::size_t>(text.find(' ', 4), 4) - 4);
            std::string rest = "404 Not Found\r\nContent-Length: 0\r\n\r\n";
            {
                const std::lock_guard lock(m_mutex);
                ++m_asked;
                if (const auto known = m_answers.find(path); known != m_answers.end()) rest = known->second;
            }
            const std::string whole = concat("HTTP/1.1 ", rest);
            ::send(client, whole.data(), whole.size(), MSG_NOSIGNAL);
            close(client);
        }
    }

    int m_listener = -1;
    std::mutex m_mutex;  ///< Protects the next two.
    std::map<std::string, std::string> m_answers;
    int m_asked = 0;
    std::jthread m_thread;
};

std::string contentOf(const std::string& file) {
    std::ifstream stream(base::pathFromUtf8(file), std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

std::string bodyFor(const std::vector<std::string>& inputs) {
    Json list = Json::array();
    for (const std::string& input : inputs) list.append(input);
    Json recipe = Json::object().set("version", 1).set("id", "r").set("title", "R");
    return Json::object().set("inputs", std::move(list)).set("recipe", std::move(recipe)).dump();
}

}  // namespace

class tst_UrlInputs : public QObject {
    Q_OBJECT

    std::shared_ptr<Uploads> m_uploads;  ///< Of the server that `serve` made.

    std::unique_ptr<TestServer> serve(std::vector<std::string> hosts, UploadLimits limits = {}) {
        return std::make_unique<TestServer>([this, hosts, limits](ServerOptions&, Context& context) {
            m_uploads = Uploads::open(context.roots.folders().front().parent_path() / "up", limits).value();
            context.uploads = m_uploads;
            if (!hosts.empty())
                context.urls = UrlInputs::create({.hosts = hosts, .quietSeconds = 3.0}, m_uploads).value();
        });
    }
    static RawAnswer submit(TestServer& server, const std::vector<std::string>& inputs, std::string_view more = {}) {
        return server.ask("POST", "/api/v1/jobs", Scope::JobsWrite, bodyFor(inputs), more);
    }

private slots:
    void aFileOfANamedHostIsAnInput() {
        Host host;
        host.file("/a%20b.mp4?x=1", "the film");
        host.redirect("/old", "/films/new.mp4");
        host.file("/films/new.mp4", "another");
        const auto server = serve({host.origin});
        const RawAnswer answer = submit(*server, {host.origin + "/a%20b.mp4?x=1", host.origin + "/old"});
        QCOMPARE(answer.status, 201);
        const auto submitted = server->service->submitted();
        QCOMPARE(submitted.size(), std::size_t{1});
        const auto& items = submitted.front().items;
        QCOMPARE(items.size(), std::size_t{2});
        QCOMPARE(contentOf(items[0].spec.input), std::string("the film"));
        QVERIFY(items[0].spec.input.ends_with("/a b.mp4"));
        QCOMPARE(contentOf(items[1].spec.input), std::string("another"));
        // Whoever submitted has them among its uploads, nobody else.
        QCOMPARE(m_uploads->list("key:" + server->ids[Scope::JobsWrite]).size(), std::size_t{2});
        QCOMPARE(m_uploads->list("key:" + server->ids[Scope::JobsRead]).size(), std::size_t{0});
    }

    void everythingElseIsRefused_data() {
        QTest::addColumn<QByteArray>("url");
        QTest::addColumn<QByteArray>("code");
        QTest::addColumn<QByteArray>("says");
        const auto row = [](const char* name, const char* url, const char* code, const char* says) {
            QTest::newRow(name) << QByteArray(url) << QByteArray(code) << QByteArray(says);
        };
        row("other host", "https://elsewhere.test/a.mp4", "permission_denied", "url_hosts");
        row("other name of the host", "http://localhost:PORT/a.mp4", "permission_denied", "url_hosts");
        row("other port of the host", "http://127.0.0.1:1/a.mp4", "permission_denied", "url_hosts");
        row("begins like the host", "http://127.0.0.1.evil.test:PORT/a.mp4", "permission_denied", "url_hosts");
        row("ends like the host", "https://evilfilms.test/a.mp4", "permission_denied", "url_hosts");
        row("a number that is the host", "http://2130706433:PORT/a.mp4", "permission_denied", "url_hosts");
        row("a user name", "http://127.0.0.1:PORT@elsewhere.test/", "invalid_argument", "names and passwords");
        row("a line break", "http://127.0.0.1:PORT/a\r\nX: y", "invalid_argument", "must be encoded");
        row("ftp", "ftp://127.0.0.1:PORT/a.mp4", "unsupported", "http://");
        row("file", "file:///etc/passwd", "unsupported", "http://");
        row("concat", "concat:/etc/passwd|/etc/hosts", "invalid_argument", "must be absolute");
        row("hls over http", "hls+http://127.0.0.1:PORT/a.mp4", "unsupported", "http://");
        row("by name at an address inside", "https://localhost:PORT/a.mp4", "permission_denied", "not allowed");
        row("redirect to another host", "http://127.0.0.1:PORT/away", "permission_denied", "url_hosts");
        row("redirect to another port", "http://127.0.0.1:PORT/port", "permission_denied", "url_hosts");
        row("redirect to a file", "http://127.0.0.1:PORT/to-file", "invalid_argument", "http://");
        row("redirects for ever", "http://127.0.0.1:PORT/round", "invalid_data", "place to place");
        row("nothing there", "http://127.0.0.1:PORT/none", "not_found", "404");
        row("part of a file", "http://127.0.0.1:PORT/part", "invalid_data", "206");
        row("no length", "http://127.0.0.1:PORT/endless", "invalid_data", "how long");
        row("too long", "http://127.0.0.1:PORT/long", "resource_exhausted", "at most");
        row("breaks off", "http://127.0.0.1:PORT/broken", "unavailable", "");
    }
    void everythingElseIsRefused() {
        QFETCH(QByteArray, url);
        QFETCH(QByteArray, code);
        QFETCH(QByteArray, says);
        Host host;
        host.redirect("/away", "https://elsewhere.test/a.mp4");
        host.redirect("/port", "http://127.0.0.1:22/a.mp4");
        host.redirect("/to-file", "file:///etc/passwd");
        host.redirect("/round", "/round");
        host.answer("/part", "206 Partial Content\r\nContent-Length: 2\r\n\r\nab");
        host.answer("/endless", "200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n");
        host.answer("/long", "200 OK\r\nContent-Length: 5000\r\n\r\n");
        host.answer("/broken", "200 OK\r\nContent-Length: 20\r\n\r\nhalf");
        const auto server = serve({host.origin, "localhost", "films.test", "*.films.test"}, {.fileBytes = 1000});
        const RawAnswer answer = submit(*server, {url.replace("PORT", QByteArray::number(host.port)).toStdString()});
        QCOMPARE(QByteArray::fromStdString(answer.json()["code"].asString()), code);
        QVERIFY2(answer.body.find(says.toStdString()) != std::string::npos, answer.body.c_str());
        QVERIFY(answer.status >= 400);
        QVERIFY(server->service->submitted().empty());
        // Nothing of it stays or counts.
        QCOMPARE(m_uploads->list({}).size(), std::size_t{0});
    }

    void aRefusedFileDoesNotHinderTheOthers() {
        Host host;
        host.file("/a.mp4", "the film");
        const auto server = serve({host.origin});
        const RawAnswer answer = submit(*server, {"https://elsewhere.test/x.mp4", host.origin + "/a.mp4"});
        QCOMPARE(answer.status, 201);
        const Json outcomes = answer.json()["outcomes"];
        QCOMPARE(outcomes.items()[0]["submission"].asString(), std::string("refused"));
        QCOMPARE(outcomes.items()[0]["error"]["code"].asString(), std::string("permission_denied"));
        QCOMPARE(outcomes.items()[1]["submission"].asString(), std::string("accepted"));
        QCOMPARE(m_uploads->list({}).size(), std::size_t{1});
    }

    void whatIsNoVideoIsRemoved() {
        Host host;
        host.file("/list.m3u8", "#EXTM3U\nhttp://127.0.0.1/secret\n");
        const auto server = serve({host.origin});
        server->service->setCheck({.error = base::Error{ErrorCode::InvalidData, "It is a list of addresses.", {}}});
        const RawAnswer answer = submit(*server, {host.origin + "/list.m3u8"});
        QCOMPARE(answer.json()["code"].asString(), std::string("invalid_data"));
        QCOMPARE(m_uploads->list({}).size(), std::size_t{0});
    }

    void theSameKeyFetchesOnce() {
        Host host;
        host.file("/a.mp4", "the film");
        const auto server = serve({host.origin});
        for (int i = 0; i < 2; ++i) {
            const RawAnswer answer = submit(*server, {host.origin + "/a.mp4"}, "Idempotency-Key: one\r\n");
            QCOMPARE(answer.status, 201);
        }
        QCOMPARE(host.asked(), 1);
        QCOMPARE(submit(*server, {host.origin + "/a.mp4"}, "Idempotency-Key: two\r\n").status, 201);
        QCOMPARE(host.asked(), 2);
        QCOMPARE(m_uploads->list({}).size(), std::size_t{2});
    }

    void nothingIsFetchedUnlessHostsAreNamed() {
        Host host;
        host.file("/a.mp4", "the film");
        const auto server = serve({});
        const RawAnswer answer = submit(*server, {host.origin + "/a.mp4"});
        QCOMPARE(answer.json()["code"].asString(), std::string("unsupported"));
        QVERIFY(answer.body.find("url_hosts") != std::string::npos);
        QCOMPARE(host.asked(), 0);
    }

    void aStoppedServerWaitsForNobody() {
        Host host;
        host.answer("/slow", "200 OK\r\nContent-Length: 100\r\n\r\nhalf");
        const auto server = serve({host.origin});
        test::RawClient client = server->connect();
        const std::string body = bodyFor({host.origin + "/slow"});
        client.send(TestServer::text("POST", "/api/v1/jobs", server->tokens[Scope::JobsWrite], body));
        QTRY_COMPARE(host.asked(), 1);
        server->stop();
        QVERIFY(client.isClosed() || client.readAnswer().status >= 400);
        QCOMPARE(m_uploads->list({}).size(), std::size_t{0});
    }

    void hostsAreHosts_data() {
        QTest::addColumn<QByteArray>("host");
        QTest::addColumn<bool>("isGood");
        for (const char* good : {"media.example.com", "*.example.com", "http://10.0.0.2:8080", "https://[::1]:8443"})
            QTest::newRow(good) << QByteArray(good) << true;
        for (const char* bad : {"*", "*.", "", "media.example.com/films", "media.example.com:8443", "http://a.test/",
                                "file://a", "a b", "user@a.test"})
            QTest::newRow(bad) << QByteArray(bad) << false;
    }
    void hostsAreHosts() {
        QFETCH(QByteArray, host);
        QFETCH(bool, isGood);
        QCOMPARE(UrlInputs::check({host.toStdString()}).has_value(), isGood);
    }
};

QTEST_GUILESS_MAIN(tst_UrlInputs)
#include "tst_url_inputs.moc"
