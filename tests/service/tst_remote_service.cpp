#include <QProcess>
#include <QtTest>

#include <fstream>
#include <set>

#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/server/http_server.h"
#include "engine/server/token_store.h"
#include "engine/service/remote_service.h"
#include "tests/support/fake_service.h"
#include "tests/support/local_under_test.h"
#include "tests/support/service_contract.h"

using namespace fotograma;
using api::JobState;
using base::concat;
using base::ErrorCode;
using service::RemoteOptions;
using service::RemoteService;
namespace fs = std::filesystem;

namespace {

/// A server on this machine, in front of whatever service; it can be taken away and come back at the same port.
class Loopback {
public:
    explicit Loopback(const fs::path& folder)
        : m_folder(fs::canonical(folder)), m_auth(m_folder / "tokens.json", server::JwtKeys()) {
        m_token = tokenFor(server::Scope::Admin);
        m_options.port = 0;
        m_options.limits.perToken.perSecond = 0.0;
        m_options.limits.perAddress.perSecond = 0.0;
        m_options.limits.failedTokens.perSecond = 0.0;
        m_options.limits.graceSeconds = 0.2;
    }
    std::string tokenFor(server::Scope scope) {
        return server::TokenStore(m_folder / "tokens.json").create("test", {scope}, 0.0).value().text;
    }
    server::ServerOptions& options() { return m_options; }

    void start(std::shared_ptr<api::Service> service) {
        server::Context context;
        context.service = std::move(service);
        context.roots = server::Roots::create({m_folder}).value();
        std::ofstream(m_folder / "proof") << "a text that nobody guesses";
        context.proofFile = m_folder / "proof";
        context.proof = m_proof;
        auto started = server::HttpServer::start(m_options, std::move(context), m_auth);
        if (!started) qFatal("%s", started.error().message.c_str());
        m_server = std::move(*started);
        m_options.port = m_server->port();
    }
    void stop() { m_server.reset(); }
    void prove(std::string text) { m_proof = std::move(text); }

    RemoteOptions remote() const {
        return {.url = m_server->url(), .token = m_token, .firstPauseSeconds = 0.02, .mostPauseSeconds = 0.1};
    }

private:
    const fs::path m_folder;
    server::Auth m_auth;
    std::string m_token;
    std::string m_proof = "a text that nobody guesses";
    server::ServerOptions m_options;
    std::unique_ptr<server::HttpServer> m_server;
};

std::unique_ptr<RemoteService> connectTo(RemoteOptions options) {
    auto created = RemoteService::create(std::move(options));
    FOTOGRAMA_ASSERT(created, "the remote service must start");
    return std::move(*created);
}

/// The contract's service: ours, over HTTP, in front of the local one.
class RemoteUnderTest final : public tests::ServiceUnderTest {
public:
    explicit RemoteUnderTest(const tests::ServiceWish& wish) : m_local(wish), m_loopback(wish.folder) {
        m_loopback.start(m_local.shared());
        m_remote = connectTo(m_loopback.remote());
    }
    ~RemoteUnderTest() override { shutDown(); }
    api::Service& service() override { return *m_remote; }
    tests::Script& script() override { return m_local.script(); }
    void shutDown() override {
        m_remote.reset();
        m_local.script().release();
        m_loopback.stop();
        m_local.shutDown();
    }

private:
    tests::LocalUnderTest m_local;
    Loopback m_loopback;
    std::unique_ptr<RemoteService> m_remote;
};

/// A service that follows a script and is of that version.
std::shared_ptr<test::FakeService> fakeOf(std::string version) {
    auto fake = std::make_shared<test::FakeService>();
    api::ServiceInfo info;
    info.version = std::move(version);
    fake->setInfo(std::move(info));
    return fake;
}

base::Result<api::ServiceInfo> describe(api::Service& service) {
    return tests::ask<api::ServiceInfo>([&](auto reply) { service.describe(std::move(reply)); });
}

}  // namespace

class tst_RemoteService : public tests::ServiceContract {
    Q_OBJECT

    QTemporaryDir m_own;

    fs::path folderFor(const char* test) {
        const fs::path folder = base::pathFromUtf8(m_own.path().toStdString()) / test;
        fs::create_directories(folder);
        return fs::canonical(folder);
    }

protected:
    std::unique_ptr<tests::ServiceUnderTest> make(const tests::ServiceWish& wish) override {
        return std::make_unique<RemoteUnderTest>(wish);
    }

private slots:
    void resumesWhereTheServerWasKilled() {
        const fs::path folder = folderFor("killed");
        tests::LocalUnderTest local({.folder = folder, .threads = 2});
        Loopback loopback(folder);
        loopback.start(local.shared());
        RemoteOptions options = loopback.remote();
        options.patienceSeconds = 20.0;
        std::atomic<int> troubles{0}, recoveries{0};
        options.onTrouble = [&](const std::optional<base::Error>& trouble) { ++(trouble ? troubles : recoveries); };
        const auto remote = connectTo(std::move(options));
        tests::EventLog log(*remote, {0});
        std::set<std::int64_t> jobs;
        for (int round = 0; round < 3; ++round) {
            std::vector<api::SubmitItem> items;
            for (int i = 0; i < 6; ++i) items.push_back(tests::itemFor(folder, concat(round, '-', i, ".mp4")));
            const auto reply = tests::submit(*remote, tests::requestOf(std::move(items)));
            QVERIFY2(reply, reply ? "" : reply.error().message.c_str());
            for (const auto& outcome : reply->outcomes) jobs.insert(outcome.job.value);
            // In the middle of the work, connections and all.
            loopback.stop();
            local.shutDown();
            local.startUp();
            loopback.start(local.shared());
        }
        for (const std::int64_t job : jobs) QVERIFY(log.waitForState({job}, JobState::Done));
        QCOMPARE(jobs.size(), std::size_t{18});
        QVERIFY(tests::isWithoutGaps(log.sequences()));
        QCOMPARE(log.sequences().front(), 1);
        QVERIFY(log.errors().empty());
        QVERIFY(troubles > 0 && recoveries > 0);
    }

    void saysWhenTheServerIsAwayAndFindsItAgain() {
        const fs::path folder = folderFor("away");
        const auto fake = fakeOf(FOTOGRAMA_VERSION);
        Loopback loopback(folder);
        loopback.start(fake);
        const auto remote = connectTo(loopback.remote());
        loopback.stop();
        const auto away = tests::snapshot(*remote);
        QVERIFY(!away && away.error().code == ErrorCode::Unavailable);
        QVERIFY(away.error().message.find("127.0.0.1") != std::string::npos);
        loopback.start(fake);
        QVERIFY(tests::snapshot(*remote));
    }

    void asksForANewSnapshotWhenTheStoreIsAnother() {
        const fs::path folder = folderFor("another");
        Loopback loopback(folder);
        const auto first = std::make_shared<test::FakeService>();
        for (int i = 0; i < 5; ++i) first->add({});
        loopback.start(first);
        const auto remote = connectTo(loopback.remote());
        tests::EventLog log(*remote, {0});
        QVERIFY(log.waitFor([](const auto& events) { return events.size() == 5; }));
        loopback.stop();
        const auto second = std::make_shared<test::FakeService>();
        second->add({});
        loopback.start(second);
        QVERIFY(log.waitForEnd());
        QVERIFY(log.errors() == std::vector{ErrorCode::SequenceTooOld});
    }

    void catchesUpHoweverMuchHappened() {
        const fs::path folder = folderFor("much");
        const auto fake = fakeOf(FOTOGRAMA_VERSION);
        api::JobRecord record;
        record.spec.input = std::string(2'000, 'a');
        for (int i = 0; i < 600; ++i) fake->add(record);  // more than may wait for one client
        Loopback loopback(folder);
        loopback.start(fake);
        const auto remote = connectTo(loopback.remote());
        tests::EventLog log(*remote, {0});
        QVERIFY(log.waitFor([](const auto& events) { return events.size() == 600; }));
        QVERIFY(tests::isWithoutGaps(log.sequences()));
    }

    void refusesAWrongTokenAndWhatATokenMayNot() {
        const fs::path folder = folderFor("token");
        const auto fake = fakeOf(FOTOGRAMA_VERSION);
        Loopback loopback(folder);
        loopback.start(fake);
        RemoteOptions options = loopback.remote();
        options.token = loopback.tokenFor(server::Scope::JobsRead);
        const auto reader = connectTo(options);
        QVERIFY(describe(*reader));
        const auto forbidden = tests::control(*reader, {}, api::JobAction::Cancel);
        QVERIFY(!forbidden && forbidden.error().code == ErrorCode::PermissionDenied);
        options.token = "ftg_00000000_wrong";
        const auto stranger = connectTo(options);
        const auto info = describe(*stranger);
        QVERIFY(!info && info.error().code == ErrorCode::PermissionDenied);
        QVERIFY2(info.error().message.find("token") != std::string::npos, info.error().message.c_str());
        tests::EventLog log(*stranger, {0});
        QVERIFY(log.waitForEnd());
        QVERIFY(log.errors() == std::vector{ErrorCode::PermissionDenied});
        options.token = "two words";
        QVERIFY(!RemoteService::create(options));
    }

    void trustsTheServersItIsToldToAndNoOthers() {
        const fs::path folder = folderFor("tls");
        const QString key = QString::fromStdString(base::toUtf8(folder / "key.pem"));
        const QString certificate = QString::fromStdString(base::toUtf8(folder / "cert.pem"));
        const auto make = [&](const QString& name) {
            return QProcess::execute("openssl",
                                     {"req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                                      "-nodes", "-days", "2", "-subj", "/CN=test", "-addext", "subjectAltName=" + name,
                                      "-keyout", key, "-out", certificate}) == 0;
        };
        if (!make("IP:127.0.0.1")) QSKIP("openssl is not there");
        const auto fake = fakeOf(FOTOGRAMA_VERSION);
        Loopback loopback(folder);
        loopback.options().tls = {.certificate = folder / "cert.pem", .key = folder / "key.pem"};
        loopback.start(fake);
        RemoteOptions options = loopback.remote();
        const auto blind = describe(*connectTo(options));
        QVERIFY(!blind && blind.error().code == ErrorCode::PermissionDenied);
        QVERIFY2(blind.error().message.find("--ca-file") != std::string::npos, blind.error().message.c_str());
        options.caFile = folder / "cert.pem";
        const auto trusting = connectTo(options);
        const auto info = describe(*trusting);
        QVERIFY2(info, info ? "" : info.error().message.c_str());
        fake->add({});
        tests::EventLog log(*trusting, {0});
        QVERIFY(log.waitFor([](const auto& events) { return events.size() == 1; }));
        loopback.stop();
        QVERIFY(make("DNS:elsewhere.example"));
        loopback.start(fake);
        const auto other = describe(*connectTo(options));
        QVERIFY(!other && other.error().message.find("another name") != std::string::npos);
        options.url.replace(0, 5, "http");
        const auto plain = describe(*connectTo(options));
        QVERIFY(!plain);
        options.caFile = folder / "key.pem.nothing";
        QVERIFY(!RemoteService::create(options));
    }

    void tellsApartVersionsThatDoNotGoTogether() {
        QVERIFY(service::goesWith("0.1.9", "0.1.0"));
        QVERIFY(!service::goesWith("0.2.0", "0.1.0"));
        QVERIFY(!service::goesWith("1.1.0", "0.1.0"));
        QVERIFY(service::goesWith("1.7.0", "1.2.3"));
        const auto fake = fakeOf("9.0.0");
        Loopback loopback(folderFor("version"));
        loopback.start(fake);
        const auto info = describe(*connectTo(loopback.remote()));
        QVERIFY(!info && info.error().code == ErrorCode::Conflict);
        QVERIFY(info.error().message.find("9.0.0") != std::string::npos);
    }

    void knowsWhetherItSharesFiles() {
        const auto fake = fakeOf(FOTOGRAMA_VERSION);
        Loopback loopback(folderFor("files"));
        loopback.start(fake);
        QVERIFY(describe(*connectTo(loopback.remote()))->sharesFiles);
        loopback.stop();
        loopback.prove("a text that lies elsewhere");
        loopback.start(fake);
        QVERIFY(!describe(*connectTo(loopback.remote()))->sharesFiles);
    }

    void waitsWhenItAsksTooOften() {
        const auto fake = fakeOf(FOTOGRAMA_VERSION);
        Loopback loopback(folderFor("rate"));
        loopback.options().limits.perToken = {.perSecond = 20.0, .burst = 2.0};
        loopback.start(fake);
        const auto remote = connectTo(loopback.remote());
        std::atomic<int> good{0}, bad{0};
        for (int i = 0; i < 12; ++i) remote->stats([&](base::Result<api::Stats> reply) { ++(reply ? good : bad); });
        QTRY_COMPARE_WITH_TIMEOUT(good + bad, 12, 20'000);
        QCOMPARE(bad.load(), 0);
    }
};

QTEST_GUILESS_MAIN(tst_RemoteService)
#include "tst_remote_service.moc"
