#include <QTest>

#include "tests/server/test_server.h"

using namespace fotograma;
using namespace fotograma::server;
using base::concat;
using base::Json;
using test::RawAnswer;
using test::RawClient;
using test::TestServer;

namespace {

/// The other side of RFC 6455, as much of it as the tests need.
class SocketClient {
public:
    SocketClient(TestServer& server, std::string_view path, std::string_view token, std::string_view more = {})
        : m_client(server.connect()) {
        m_client.send(
            TestServer::text("GET", path, token, {},
                             concat("Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n",
                                    more)));
        handshake = m_client.readAnswer();
    }

    /// One frame: opcode and payload; 0 when none came.
    std::pair<int, std::string> readFrame() {
        const std::string head = m_client.readBytes(2);
        if (head.size() < 2) return {0, {}};
        std::size_t length = static_cast<unsigned char>(head[1]) & 0x7FU;
        if (length >= 126) {
            std::size_t longer = 0;
            for (const char byte : m_client.readBytes(length == 126 ? 2 : 8))
                longer = longer << 8 | static_cast<unsigned char>(byte);
            length = longer;
        }
        return {head[0] & 0x0F, m_client.readBytes(length)};
    }
    Json readMessage() {
        const auto [opcode, text] = readFrame();
        return opcode == 1 ? Json::parse(text).value_or(Json()) : Json();
    }
    /// Masked with zeros, which is allowed.
    void send(int opcode, std::string_view payload) {
        std::string frame{static_cast<char>(0x80 | opcode), static_cast<char>(0x80 | payload.size())};
        m_client.send(frame.append(4, '\0').append(payload));
    }
    bool isClosed() { return m_client.isClosed(); }

    RawAnswer handshake;

private:
    RawClient m_client;
};

constexpr int kOwn = 1;  ///< The server counts jobs.
constexpr int kClose = 8;
constexpr int kPing = 9;
constexpr int kPong = 10;

}  // namespace

class tst_Streams : public QObject {
    Q_OBJECT

    static void fill(TestServer& server) {
        const base::JobId job = server.service->add({.batch = {1}, .spec = {.input = "/a.mp4"}});
        server.service->move(job, api::JobState::Running);
        server.service->move(job, api::JobState::Done);
        server.service->settle();
    }

private slots:
    void aSocketTellsWhatHappens() {
        TestServer server;
        fill(server);
        {
            SocketClient client(server, "/api/v1/events/ws?after=1", server.tokens[Scope::JobsRead]);
            QCOMPARE(client.handshake.status, 101);
            QCOMPARE(client.handshake.header("sec-websocket-accept"),
                     std::string("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));  // RFC 6455, 1.3
            QCOMPARE(client.readMessage()["event"].asString(), std::string("hello"));
            const Json second = client.readMessage();
            QCOMPARE(second["id"].asString(), std::string("2"));
            QCOMPARE(second["event"].asString(), std::string("job_changed"));
            QCOMPARE(second["data"]["record"]["state"].asString(), std::string("running"));
            QCOMPARE(client.readMessage()["id"].asString(), std::string("3"));
            client.send(kPing, "hi");
            QCOMPARE(client.readFrame(), (std::pair<int, std::string>(kPong, "hi")));
            server.service->progress({1}, {.fraction = 0.5});
            const Json live = client.readMessage();
            QVERIFY(live["event"].asString() == "job_progress" && !live.find("id"));
            client.send(kClose, {});
            QCOMPARE(client.readFrame().first, kClose);
        }  // the connection ends with a word from both sides
        QTRY_COMPARE(server.service->subscriptions(), kOwn);
    }

    void aSocketIsLetGoOfSoonAfterItsClose_data() {
        QTest::addColumn<bool>("isClosedByClient");
        QTest::newRow("by the client") << true;
        QTest::newRow("by the server") << false;
    }
    void aSocketIsLetGoOfSoonAfterItsClose() {
        QFETCH(bool, isClosedByClient);
        TestServer server;
        SocketClient client(server, "/api/v1/events/ws", server.tokens[Scope::JobsRead]);
        client.readMessage();
        QCOMPARE(server.clients().size(), std::size_t{1});
        if (isClosedByClient)
            client.send(kClose, {});
        else
            QVERIFY(server.tokenStore().revoke(server.ids[Scope::JobsRead]));
        for (int opcode = 1; opcode == 1;) opcode = client.readFrame().first;
        // The client answers nothing more and does not hang up: it is not waited for as long as one who is silent, 30 s.
        QTRY_VERIFY_WITH_TIMEOUT(server.clients().empty(), 10'000);
    }

    void aBrowserOffersItsToken() {
        TestServer server;
        const std::string& token = server.tokens[Scope::JobsRead];
        SocketClient good(server, "/api/v1/events/ws", {},
                          concat("Sec-WebSocket-Protocol: fotograma, bearer.", token, "\r\n"));
        QCOMPARE(good.handshake.status, 101);
        QCOMPARE(good.handshake.header("sec-websocket-protocol"), std::string("fotograma"));
        SocketClient bad(server, "/api/v1/events/ws", {}, "Sec-WebSocket-Protocol: fotograma, bearer.ftg_x\r\n");
        QCOMPARE(bad.handshake.status, 401);
        SocketClient weak(server, "/api/v1/events/ws", server.tokens[Scope::JobsWrite]);
        QCOMPARE(weak.handshake.status, 403);
        // Elsewhere it is no token.
        const RawAnswer other =
            server.askAs({}, "GET", "/api/v1/jobs", {}, concat("Sec-WebSocket-Protocol: bearer.", token, "\r\n"));
        QCOMPARE(other.status, 401);
        for (const Json& line : server.log()) QVERIFY(line.dump().find(token.substr(20)) == std::string::npos);
    }

    void aRevokedTokenHearsNothingMore() {
        TestServer server;
        RawClient events = server.connect();
        events.send(TestServer::text("GET", "/api/v1/events", server.tokens[Scope::JobsRead]));
        events.readTo("hello");
        SocketClient socket(server, "/api/v1/events/ws", server.tokens[Scope::JobsRead]);
        socket.readMessage();
        RawClient other = server.connect();
        other.send(TestServer::text("GET", "/api/v1/events", server.tokens[Scope::Admin]));
        other.readTo("hello");
        QVERIFY(server.tokenStore().revoke(server.ids[Scope::JobsRead]));
        QVERIFY(events.readTo("\"detail\"").find("token_ended") != std::string::npos);
        QVERIFY(events.isClosed());
        QCOMPARE(socket.readMessage()["data"]["reason"].asString(), std::string("token_ended"));
        QCOMPARE(socket.readFrame().first, kClose);
        fill(server);
        QVERIFY(other.readTo("job_added").find("token_ended") == std::string::npos);
    }

    void aSocketThatSaysTooMuchIsClosed() {
        TestServer server;
        SocketClient client(server, "/api/v1/events/ws", server.tokens[Scope::JobsRead]);
        client.readMessage();
        for (int i = 0; i < 1200; ++i) client.send(1, "noise");
        QVERIFY(client.isClosed());
        QTRY_COMPARE(server.service->subscriptions(), kOwn);
    }

    void aSilentSocketIsClosed() {
        TestServer server([](ServerOptions& options, Context&) { options.limits.heartbeatSeconds = 0.3; });
        SocketClient client(server, "/api/v1/events/ws", server.tokens[Scope::JobsRead]);
        client.readMessage();
        QCOMPARE(client.readFrame().first, kPing);  // and it gets no answer
        QVERIFY(client.isClosed());
        QTRY_COMPARE(server.service->subscriptions(), kOwn);
    }

    void stopsWithAWordToSockets() {
        TestServer server;
        SocketClient client(server, "/api/v1/events/ws", server.tokens[Scope::JobsRead]);
        client.readMessage();
        server.stop();
        QCOMPARE(client.readMessage()["data"]["reason"].asString(), std::string("stopping"));
    }

    void aPlainRequestIsToldToUpgrade() {
        TestServer server;
        const RawAnswer answer = server.ask("GET", "/api/v1/events/ws", Scope::JobsRead);
        QCOMPARE(answer.status, 426);
        QCOMPARE(answer.header("upgrade"), std::string("websocket"));
    }
};

QTEST_GUILESS_MAIN(tst_Streams)
#include "tst_streams.moc"
