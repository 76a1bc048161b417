#include <QTest>

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <condition_variable>
#include <set>
#include <thread>

#include "engine/base/base64.h"
#include "engine/server/public_address.h"
#include "engine/server/webhooks.h"
#include "tests/server/test_server.h"

using namespace fotograma;
using namespace fotograma::server;
using base::concat;
using base::ErrorCode;
using base::Json;
using test::TestServer;

namespace {

struct Heard {
    std::string head;
    std::string body;
    [[nodiscard]] std::string header(std::string_view name) const {
        return test::RawAnswer{.status = 0, .head = head, .body = {}}.header(name);
    }
};

/// Somebody who wants to be told, and answers with one status after another; with the last one from then on.
class Receiver {
public:
    explicit Receiver(std::vector<int> statuses) : m_statuses(std::move(statuses)) {
        m_listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in place{};
        place.sin_family = AF_INET;
        place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof place;
        if (bind(m_listener, reinterpret_cast<sockaddr*>(&place), size) != 0 || listen(m_listener, 16) != 0)
            qFatal("no port");
        getsockname(m_listener, reinterpret_cast<sockaddr*>(&place), &size);
        origin = concat("http://127.0.0.1:", ntohs(place.sin_port));
        m_thread = std::jthread([this] { run(); });
    }
    ~Receiver() {
        shutdown(m_listener, SHUT_RDWR);
        m_thread.join();
        close(m_listener);
    }
    std::vector<Heard> heard() {
        const std::lock_guard lock(m_mutex);
        return m_heard;
    }

    std::string origin;

private:
    void run() {
        while (true) {
            const int client = accept(m_listener, nullptr, nullptr);
            if (client < 0) return;
            std::string text;
            std::size_t end = std::string::npos;
            Heard heard;
            char piece[4096];
            for (ssize_t count = 1; count > 0;) {
                end = text.find("\r\n\r\n");
                if (end != std::string::npos) {
                    heard.head = text.substr(0, end + 4);
                    heard.body = text.substr(end + 4);
                    if (heard.body.size() >=
                        static_cast<std::size_t>(std::atoi(heard.header("content-length").c_str())))
                        break;
                }
                count = recv(client, piece, sizeof piece, 0);
                if (count > 0) text.append(piece, static_cast<std::size_t>(count));
            }
            int status = 200;
            {
                const std::lock_guard lock(m_mutex);
                status = m_statuses[std::min(m_heard.size(), m_statuses.size() - 1)];
                m_heard.push_back(heard);
            }
            const std::string answer =
                concat("HTTP/1.1 ", status, " x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            ::send(client, answer.data(), answer.size(), MSG_NOSIGNAL);
            close(client);
        }
    }

    const std::vector<int> m_statuses;
    int m_listener = -1;
    std::mutex m_mutex;  ///< Protects m_heard.
    std::vector<Heard> m_heard;
    std::jthread m_thread;
};

const std::string kSecret = "0123456789abcdef0123456789abcdef";

std::string signatureOf(const Heard& heard) {
    const std::string text =
        concat(heard.header("webhook-id"), '.', heard.header("webhook-timestamp"), '.', heard.body);
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int length = 0;
    HMAC(EVP_sha256(), kSecret.data(), static_cast<int>(kSecret.size()),
         reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest, &length);
    return "v1," + base::toBase64({reinterpret_cast<const char*>(digest), length});
}

}  // namespace

class tst_Webhooks : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_files = 0;

    WebhookRules rulesFor(const Receiver& receiver) {
        return {.url = {},
                .hosts = {receiver.origin},
                .mayReachPrivate = true,
                .secret = kSecret,
                .file = base::pathFromUtf8(m_folder.filePath(QString("hooks%1.json").arg(m_files++)).toStdString()),
                .retrySeconds = {0.01, 0.01, 0.01}};
    }
    static base::JobId runJob(test::FakeService& service) {
        const base::JobId job = service.add({.batch = {1}, .spec = {.input = "/a.mp4"}});
        service.move(job, api::JobState::Running);
        return job;
    }

private slots:
    void tellsOfTheEndSigned() {
        Receiver receiver({200});
        TestServer server([&](ServerOptions&, Context& context) {
            context.webhooks = Webhooks::start(rulesFor(receiver), context.service).value();
        });
        const std::string item =
            concat("{\"input\":\"", base::toUtf8(server.root), "/a.mp4\",\"recipe\":{\"version\":1,\"id\":\"x\"}}");
        const auto answer =
            server.ask("POST", "/api/v1/jobs", Scope::JobsWrite,
                       concat("{\"items\":[", item, "],\"webhook\":\"", receiver.origin, "/hook?key=1\"}"));
        QVERIFY2(answer.status == 201, answer.body.c_str());
        const base::JobId job{answer.json()["outcomes"].items()[0]["job"].asInteger()};
        server.service->move(job, api::JobState::Running);
        server.service->fail(job, {ErrorCode::InvalidData, "Broken.", "secret detail"});
        QTRY_COMPARE(receiver.heard().size(), std::size_t{1});
        const Heard heard = receiver.heard()[0];
        QVERIFY(heard.head.starts_with("POST /hook?key=1 HTTP/1.1"));
        QCOMPARE(heard.header("webhook-signature"), signatureOf(heard));
        QVERIFY(heard.header("webhook-id").starts_with(concat("job_", job.value, "_")));
        const Json body = Json::parse(heard.body).value();
        QCOMPARE(body["type"].asString(), std::string("job.ended"));
        QCOMPARE(body["data"]["state"].asString(), std::string("failed"));
        QCOMPARE(body["data"]["error"]["code"].asString(), std::string("invalid_data"));
        QVERIFY(heard.body.find("secret detail") == std::string::npos);
    }

    void triesAgainUntilItIsHeard() {
        Receiver receiver({500, 503, 200});
        auto service = std::make_shared<test::FakeService>();
        std::vector<std::string> outcomes;
        std::mutex mutex;
        WebhookRules rules = rulesFor(receiver);
        rules.url = receiver.origin + "/all?key=hidden";
        rules.log = [&](const Json& line) {
            const std::lock_guard lock(mutex);
            outcomes.push_back(line["outcome"].asString());
            QVERIFY(line.dump().find("hidden") == std::string::npos);
        };
        {
            const auto webhooks = Webhooks::start(rules, service).value();
            QTRY_COMPARE(service->subscriptions(), 1);
            service->finish(runJob(*service), {}, 1);
            QTRY_COMPARE(receiver.heard().size(), std::size_t{3});
        }
        const auto heard = receiver.heard();
        QCOMPARE(heard[0].header("webhook-id"), heard[2].header("webhook-id"));
        QCOMPARE(outcomes, (std::vector<std::string>{"tried again", "tried again", "delivered"}));
    }

    void givesUpInTheEnd() {
        Receiver receiver({500});
        auto service = std::make_shared<test::FakeService>();
        WebhookRules rules = rulesFor(receiver);
        rules.url = receiver.origin;
        std::atomic<bool> isGivenUp = false;
        rules.log = [&](const Json& line) { isGivenUp = isGivenUp || line["outcome"].asString() == "given up"; };
        const auto webhooks = Webhooks::start(rules, service).value();
        QTRY_COMPARE(service->subscriptions(), 1);
        service->finish(runJob(*service), {}, 1);
        QTRY_VERIFY(isGivenUp);
        QCOMPARE(receiver.heard().size(), std::size_t{4});  // and three more
    }

    void tellsAfterARestart() {
        Receiver receiver({500, 200});
        auto service = std::make_shared<test::FakeService>();
        WebhookRules rules = rulesFor(receiver);
        rules.retrySeconds = {0.2};
        const base::JobId first = runJob(*service);
        const base::JobId second = runJob(*service);
        {
            const auto webhooks = Webhooks::start(rules, service).value();
            QTRY_COMPARE(service->subscriptions(), 1);
            QVERIFY(webhooks->watch({first, second}, receiver.origin));
            service->finish(first, {}, 1);
            QTRY_COMPARE(receiver.heard().size(), std::size_t{1});  // in vain
        }
        service->finish(second, {}, 1);  // while nobody listens
        service->settle();
        const auto webhooks = Webhooks::start(rules, service).value();
        QTRY_COMPARE(receiver.heard().size(), std::size_t{3});
        std::set<std::string> ids;
        for (const Heard& heard : receiver.heard()) ids.insert(heard.header("webhook-id"));
        QCOMPARE(ids.size(), std::size_t{2});
        using std::filesystem::perms;
        QCOMPARE(std::filesystem::status(rules.file).permissions(), perms::owner_read | perms::owner_write);
    }

    void goesToNamedHostsAlone() {
        Receiver receiver({200});
        WebhookRules rules = rulesFor(receiver);
        rules.hosts = {"hooks.example.com", "*.example.org", "http://127.0.0.1:9"};
        const auto webhooks = Webhooks::start(rules, std::make_shared<test::FakeService>()).value();
        for (const char* good : {"https://hooks.example.com/x", "https://HOOKS.example.com:8443/",
                                 "https://a.example.org/", "http://127.0.0.1:9/x"})
            QVERIFY2(webhooks->allows(good), good);
        for (const char* bad :
             {"http://hooks.example.com/x", "https://example.com/", "https://xhooks.example.com/",
              "https://example.org/", "https://hooks.example.com.evil.test/", "https://hooks.example.com@evil.test/",
              "http://127.0.0.1:10/", "ftp://hooks.example.com/", "file:///etc/passwd", "",
              "https://evil.test/hooks.example.com"})
            QVERIFY2(!webhooks->allows(bad), bad);
        rules.secret = "short";
        QVERIFY(!Webhooks::start(rules, std::make_shared<test::FakeService>()));
    }

    void reachesNothingInsideUnlessTold() {
        Receiver receiver({200});
        auto service = std::make_shared<test::FakeService>();
        WebhookRules rules = rulesFor(receiver);
        rules.mayReachPrivate = false;
        rules.url = receiver.origin;
        std::atomic<int> tries = 0;
        rules.log = [&](const Json&) { ++tries; };
        const auto webhooks = Webhooks::start(rules, service).value();
        QTRY_COMPARE(service->subscriptions(), 1);
        service->finish(runJob(*service), {}, 1);
        QTRY_VERIFY(tries >= 2);
        QVERIFY(receiver.heard().empty());
    }

    void knowsTheOpenInternet() {
        for (const char* open :
             {"8.8.8.8", "1.1.1.1", "172.32.0.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"})
            QVERIFY2(isPublicAddress(open), open);
        for (const char* closed : {"127.0.0.1",
                                   "0.0.0.0",
                                   "10.1.2.3",
                                   "172.16.0.1",
                                   "172.31.255.255",
                                   "192.168.1.1",
                                   "169.254.169.254",
                                   "100.64.0.1",
                                   "224.0.0.1",
                                   "255.255.255.255",
                                   "198.18.0.1",
                                   "::",
                                   "::1",
                                   "fe80::1",
                                   "fd00::1",
                                   "ff02::1",
                                   "::ffff:127.0.0.1",
                                   "::ffff:10.0.0.1",
                                   "64:ff9b::a00:1",
                                   "2002:7f00:1::",
                                   "2001:db8::1",
                                   "",
                                   "localhost",
                                   "0x7f.1"})
            QVERIFY2(!isPublicAddress(closed), closed);
    }

    void isRefusedOnSubmitWhereNobodyIsTold() {
        TestServer server;
        const std::string body = concat("{\"inputs\":[\"", base::toUtf8(server.root),
                                        "/a.mp4\"],\"recipe\":{\"version\":1,\"id\":\"x\"},\"webhook\":");
        QCOMPARE(server.ask("POST", "/api/v1/jobs", Scope::JobsWrite, body + "\"https://x.test/\"}").status, 422);
        QCOMPARE(server.ask("POST", "/api/v1/jobs", Scope::JobsWrite, body + "5}").status, 400);
        QVERIFY(server.service->submitted().empty());
    }
};

QTEST_GUILESS_MAIN(tst_Webhooks)
#include "tst_webhooks.moc"
