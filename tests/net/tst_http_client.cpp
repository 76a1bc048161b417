#include <QTemporaryDir>
#include <QTest>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <future>
#include <thread>

#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/net/event_parser.h"
#include "engine/net/http_client.h"
#include "engine/net/url.h"

using namespace fotograma;
using namespace fotograma::net;
using base::concat;
using base::ErrorCode;

namespace {

/// Says what it is told to each connection in turn, whatever is asked: a server that may misbehave.
class Scripted {
public:
    struct Turn {
        std::string says;
        bool keeps = false;        ///< Goes on with the next turn on the same connection.
        bool hearsFirst = true;    ///< Waits for the end of a head before it speaks.
        std::size_t hears = 0;     ///< Bytes of body to read before it speaks.
        bool staysSilent = false;  ///< Never closes by itself.
    };
    explicit Scripted(std::vector<Turn> turns) : m_turns(std::move(turns)) {
        m_listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in place{};
        place.sin_family = AF_INET;
        place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof place;
        if (bind(m_listener, reinterpret_cast<sockaddr*>(&place), size) != 0) qFatal("no port");
        listen(m_listener, 16);
        getsockname(m_listener, reinterpret_cast<sockaddr*>(&place), &size);
        m_port = ntohs(place.sin_port);
        m_thread = std::jthread([this] { run(); });
    }
    ~Scripted() {
        shutdown(m_listener, SHUT_RDWR);
        m_isOver = true;
        m_thread.join();
        for (const int held : m_held) close(held);
        close(m_listener);
    }
    std::string url(std::string_view path = "/") const { return concat("http://127.0.0.1:", m_port, path); }
    int connections() const { return m_connections; }
    std::string heard() const { return m_heard; }  ///< Once the client is done.

private:
    void run() {
        int connection = -1;
        for (const Turn& turn : m_turns) {
            if (connection < 0) {
                connection = accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
                if (connection < 0 || m_isOver) return;
                ++m_connections;
            }
            std::string got;
            char piece[4096];
            while (turn.hearsFirst && got.find("\r\n\r\n") == std::string::npos) {
                const auto count = recv(connection, piece, sizeof piece, 0);
                if (count <= 0) break;
                got.append(piece, static_cast<std::size_t>(count));
            }
            while (got.size() < got.find("\r\n\r\n") + 4 + turn.hears) {
                const auto count = recv(connection, piece, sizeof piece, 0);
                if (count <= 0) break;
                got.append(piece, static_cast<std::size_t>(count));
            }
            m_heard += got;
            send(connection, turn.says.data(), turn.says.size(), MSG_NOSIGNAL);
            if (turn.keeps) continue;
            if (turn.staysSilent)
                m_held.push_back(connection);
            else
                close(connection);
            connection = -1;
        }
        if (connection >= 0) m_held.push_back(connection);
    }

    std::vector<Turn> m_turns;
    int m_listener = -1;
    std::uint16_t m_port = 0;
    std::atomic<int> m_connections{0};
    std::atomic<bool> m_isOver{false};
    std::string m_heard;
    std::vector<int> m_held;
    std::jthread m_thread;
};

std::string answerText(std::string_view body, std::string_view more = {}) {
    return concat("HTTP/1.1 200 OK\r\nContent-Length: ", body.size(), "\r\n", more, "\r\n", body);
}

base::Result<HttpResponse> ask(HttpClient& client, HttpRequest request) {
    std::promise<base::Result<HttpResponse>> promise;
    auto future = promise.get_future();
    client.send(std::move(request), [&](base::Result<HttpResponse> reply) { promise.set_value(std::move(reply)); });
    return future.get();
}

}  // namespace

class tst_HttpClient : public QObject {
    Q_OBJECT

private slots:
    void takesAddressesApart_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("origin");
        QTest::addColumn<QString>("target");
        QTest::newRow("plain") << "http://host"
                               << "http://host"
                               << "/";
        QTest::newRow("all") << "HTTPS://h.example:8443/a/b?c=d#e"
                             << "https://h.example:8443"
                             << "/a/b?c=d";
        QTest::newRow("sixth") << "http://[::1]:80?q"
                               << "http://[::1]"
                               << "/?q";
        for (const char* bad : {"ftp://host", "host:80", "http://", "http://a b", "http://u:p@host", "http://host:0",
                                "http://host:70000", "http://[::1", "http://host/\r\nX: y", "http://ho%st"})
            QTest::newRow(bad) << bad << ""
                               << "";
    }
    void takesAddressesApart() {
        QFETCH(QString, text);
        QFETCH(QString, origin);
        QFETCH(QString, target);
        const auto url = Url::parse(text.toStdString());
        QCOMPARE(url ? url->origin() : std::string(), origin.toStdString());
        if (url) QCOMPARE(url->target, target.toStdString());
    }

    void readsEventsHoweverTheyAreCut() {
        const std::string text =
            ": hello\nretry: 1500\n\nid: 7\r\nevent: job\r\ndata: {\"a\":1}\r\n\r\ndata: one\rdata:two\r\revent: "
            "none\n\n";
        for (std::size_t cut = 1; cut <= text.size(); ++cut) {
            std::vector<ServerEvent> events;
            EventParser parser([&](ServerEvent event) { events.push_back(std::move(event)); });
            for (std::size_t at = 0; at < text.size(); at += cut)
                QVERIFY(parser.feed(std::string_view(text).substr(at, cut)));
            QCOMPARE(events.size(), 2u);
            QVERIFY(events[0].id == "7" && events[0].type == "job" && events[0].data == "{\"a\":1}");
            QVERIFY(!events[1].id && events[1].type == "message" && events[1].data == "one\ntwo");
            QCOMPARE(parser.retryMs(), 1500);
        }
        EventParser small([](auto&&) {}, 10);
        QVERIFY(!small.feed("data: aaaaaaaaaaaa"));
    }

    void keepsAConnectionAndComesAgainWhenItWasClosed() {
        auto client = HttpClient::create().value();
        Scripted server(
            {{.says = answerText("one"), .keeps = true}, {.says = answerText("two")}, {.says = answerText("three")}});
        QCOMPARE(ask(*client, {.url = server.url()})->body, std::string("one"));
        QCOMPARE(ask(*client, {.url = server.url()})->body, std::string("two"));
        QCOMPARE(server.connections(), 1);
        QCOMPARE(ask(*client, {.method = "POST", .url = server.url(), .body = "x"})->body, std::string("three"));
        QCOMPARE(server.connections(), 2);
    }

    void saysWhatWentWrong_data() {
        QTest::addColumn<QString>("says");
        QTest::addColumn<QString>("code");
        QTest::newRow("nothing") << ""
                                 << "unavailable";
        QTest::newRow("half") << "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"
                              << "unavailable";
        QTest::newRow("half a chunk") << "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"
                                      << "unavailable";
        QTest::newRow("no HTTP") << "SSH-2.0-OpenSSH_9.2\r\n\r\n"
                                 << "invalid_data";
        QTest::newRow("endless head") << QString("HTTP/1.1 200 OK\r\nA: %1").arg(QString(70'000, 'a'))
                                      << "invalid_data";
        QTest::newRow("two lengths") << "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"
                                     << "invalid_data";
        QTest::newRow("a lie of a length") << "HTTP/1.1 200 OK\r\nContent-Length: 9223372036854775807\r\n\r\nab"
                                           << "unavailable";
        QTest::newRow("too much") << QString::fromStdString(answerText(std::string(2000, 'a'))) << "resource_exhausted";
    }
    void saysWhatWentWrong() {
        QFETCH(QString, says);
        QFETCH(QString, code);
        auto client = HttpClient::create().value();
        Scripted server({{.says = says.toStdString()}});
        const auto reply = ask(*client, {.url = server.url(), .mostBytes = 1000});
        QVERIFY(!reply);
        QCOMPARE(std::string(base::traits(reply.error().code).name), code.toStdString());
        QVERIFY(reply.error().message.ends_with('.') || reply.error().message.ends_with('?'));
    }

    void tellsNobodyThereFromNoSuchHost() {
        auto client = HttpClient::create().value();
        const auto nobody = ask(*client, {.url = "http://127.0.0.1:1/"});
        QVERIFY(!nobody && nobody.error().message.find("Nothing listens at 127.0.0.1:1") == 0);
        const auto unknown = ask(*client, {.url = "http://no-such-host.invalid/"});
        QVERIFY(!unknown && unknown.error().code == ErrorCode::Unavailable);
        const auto split = ask(*client, {.url = "http://127.0.0.1:1/", .headers = {{"A", "b\r\nC: d"}}});
        QVERIFY(!split && split.error().code == ErrorCode::InvalidArgument);
    }

    void waitsNoLongerThanItsPatience() {
        auto client = HttpClient::create().value();
        Scripted server({{.says = "HTTP/1.1 200 OK\r\n", .staysSilent = true}, {.says = "", .staysSilent = true}});
        const auto quiet = ask(*client, {.url = server.url(), .quietSeconds = 0.2});
        QVERIFY(!quiet && quiet.error().code == ErrorCode::Timeout);
        const auto late = ask(*client, {.url = server.url(), .seconds = 0.2});
        QVERIFY(!late && late.error().code == ErrorCode::Timeout);
    }

    void answersOnceWhenCancelledOrDestroyed() {
        auto client = HttpClient::create({.connectionsAPlace = 1}).value();
        Scripted server({{.says = "", .staysSilent = true}, {.says = "", .staysSilent = true}});
        std::atomic<int> replies{0};
        std::vector<HttpCall> calls;
        for (int i = 0; i < 3; ++i)
            calls.push_back(client->send({.url = server.url()}, [&](base::Result<HttpResponse> reply) {
                if (!reply && reply.error().code == ErrorCode::Cancelled) ++replies;
            }));
        calls[1].cancel();  // waits in the line
        QTRY_COMPARE(replies.load(), 1);
        calls[0].cancel();
        QTRY_COMPARE(replies.load(), 2);
        client.reset();
        QCOMPARE(replies.load(), 3);
        for (const HttpCall& call : calls) call.cancel();
    }

    void streamsPiecesAndStopsWhenTheSinkDoes() {
        auto client = HttpClient::create().value();
        const std::string chunks =
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n";
        Scripted server({{.says = concat("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n", chunks)}, {.says = chunks}});
        std::string got;
        HttpRequest request{.url = server.url()};
        request.onPiece = [&](std::string_view piece) {
            got += piece;
            return base::Status();
        };
        const auto whole = ask(*client, std::move(request));
        QVERIFY(whole && whole->body.empty());
        QCOMPARE(got, std::string("abcdefg"));
        HttpRequest full{.url = server.url()};
        full.onPiece = [](std::string_view) {
            return base::Status(base::fail(ErrorCode::IoError, "The disk is full."));
        };
        const auto stopped = ask(*client, std::move(full));
        QVERIFY(!stopped && stopped.error().message == "The disk is full.");
    }

    void sendsFilesAndHearsARefusalInTheMiddle() {
        QTemporaryDir folder;
        const auto path = base::pathFromUtf8(folder.filePath("big").toStdString());
        std::ofstream(path, std::ios::binary) << std::string(3'000'000, 'x');
        auto client = HttpClient::create().value();
        Scripted server({{.says = answerText("ok"), .keeps = true, .hears = 2'000'000},
                         {.says = "HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nbig", .staysSilent = true}});
        std::uint64_t sent = 0;
        HttpRequest upload{.method = "PATCH", .url = server.url(), .body = FilePiece{path, 1'000'000, 2'000'000}};
        upload.onSent = [&](std::uint64_t bytes) { sent = bytes; };
        QCOMPARE(ask(*client, std::move(upload))->body, std::string("ok"));
        QCOMPARE(sent, 2'000'000u);
        const auto refused =
            ask(*client, {.method = "POST", .url = server.url(), .body = FilePiece{path, 0, 3'000'000}});
        QVERIFY(refused);
        QCOMPARE(refused->status, 413);
        const auto gone = ask(*client, {.method = "POST", .url = server.url(), .body = FilePiece{path / "no", 0, 1}});
        QVERIFY(!gone);
    }

    void connectsOnlyWhereItMay() {
        auto client =
            HttpClient::create({.mayConnect = [](std::string_view address) { return address != "127.0.0.1"; }}).value();
        Scripted server({{.says = answerText("secret")}});
        const auto refused = ask(*client, {.url = server.url()});
        QVERIFY(!refused && refused.error().code == ErrorCode::PermissionDenied);
        QCOMPARE(server.connections(), 0);
    }
};

QTEST_GUILESS_MAIN(tst_HttpClient)
#include "tst_http_client.moc"
