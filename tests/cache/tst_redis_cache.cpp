#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

#include <thread>

#include "engine/cache/redis_cache.h"
#include "engine/cache/redis_connection.h"
#include "tests/cache/entries.h"
#include "tests/support/redis_server.h"

using namespace fotograma;
using namespace fotograma::cache;
using namespace std::chrono_literals;
using test::keyOf;
using test::RedisServer;
using test::textOf;
using test::valueOf;

class tst_RedisCache : public QObject {
    Q_OBJECT

    static std::unique_ptr<RedisCache> open(const std::string& url) {
        auto cache = RedisCache::create({.url = url, .timeout = 100ms, .firstRetry = 20ms});
        if (!cache) qFatal("%s", cache.error().message.c_str());
        return std::move(*cache);
    }

    static bool isGood(RedisCache& cache, int number) {
        const ValuePtr value = cache.get(keyOf(number));
        return value && value->bytes == textOf(number);
    }

private slots:
    void readsAddresses_data() {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("text");
        QTest::newRow("host") << "redis://cache.example"
                              << "redis://cache.example:6379/0";
        QTest::newRow("port and database") << "redis://10.0.0.7:6380/3"
                                           << "redis://10.0.0.7:6380/3";
        QTest::newRow("no host") << "redis://"
                                 << "redis://localhost:6379/0";
        QTest::newRow("password") << "redis://:a%40b@h:1"
                                  << "redis://h:1/0";
        QTest::newRow("IPv6") << "redis://[::1]:7000"
                              << "redis://::1:7000/0";
        QTest::newRow("socket") << "redis+unix:///run/r.sock?db=2"
                                << "redis+unix:///run/r.sock?db=2";
        QTest::newRow("scheme") << "http://x"
                                << "";
        QTest::newRow("port") << "redis://h:port"
                              << "";
        QTest::newRow("database") << "redis://h/none"
                                  << "";
        QTest::newRow("TLS") << "rediss://h"
                             << "";
    }
    void readsAddresses() {
        QFETCH(QString, url);
        QFETCH(QString, text);
        const auto address = RedisAddress::parse(url.toStdString());
        QCOMPARE(address.has_value(), !text.isEmpty());
        if (address) QCOMPARE(QString::fromStdString(address->text()), text);
    }

    void knowsUserAndPassword() {
        const auto address = RedisAddress::parse("redis://ana:se%3Acret@h");
        QVERIFY(address);
        QCOMPARE(address->user, std::string("ana"));
        QCOMPARE(address->password, std::string("se:cret"));
    }

    void aServerThatIsNotThereCostsNothing() {
        const auto cache = open("redis+unix:///nowhere/at/all.sock");
        QVERIFY(!cache->get(keyOf(1)));
        QElapsedTimer timer;
        timer.start();
        for (int i = 0; i < 10'000; ++i) {
            QVERIFY(!cache->get(keyOf(i)));
            if (i < 100) cache->put(keyOf(i), valueOf(i));
        }
        QVERIFY2(timer.elapsed() < 2000, "misses of an open circuit are a lock each");
        QVERIFY(!cache->isUp());
        QVERIFY(!cache->note().empty());
    }

    void sharesValuesBetweenPrograms() {
        if (!RedisServer::isInstalled()) QSKIP("redis-server is not installed: ./dev setup");
        QTemporaryDir folder;
        RedisServer server(folder.path());
        QVERIFY(server.start());
        {
            const auto cache = open(server.url());
            QVERIFY(!cache->get(keyOf(1)));
            for (int i = 0; i < 200; ++i) cache->put(keyOf(i), valueOf(i));
        }  // what waits is sent before it ends
        const auto cache = open(server.url());
        for (int i = 0; i < 200; ++i) QVERIFY(isGood(*cache, i));
        cache->remove(keyOf(5));
        cache->flush();
        QVERIFY(!cache->get(keyOf(5)));
        QVERIFY(server.ask({"TTL", QString::fromStdString("fotograma:1:" + keyOf(1).hex())}).toInt() > 0);
    }

    void neverReturnsWhatDoesNotCheck() {
        if (!RedisServer::isInstalled()) QSKIP("redis-server is not installed: ./dev setup");
        QTemporaryDir folder;
        RedisServer server(folder.path());
        QVERIFY(server.start());
        const auto cache = open(server.url());
        cache->put(keyOf(1), valueOf(1));
        cache->flush();
        const QString name = QString::fromStdString("fotograma:1:" + keyOf(1).hex());
        server.ask({"SETRANGE", name, "100", "??"});
        QVERIFY(!cache->get(keyOf(1)));
        QCOMPARE(cache->counts().damaged, std::int64_t{1});
        cache->flush();
        QCOMPARE(server.ask({"EXISTS", name}), QString("0"));
        // A value of another key, whole in itself.
        cache->put(keyOf(2), valueOf(2));
        cache->flush();
        server.ask({"RENAME", QString::fromStdString("fotograma:1:" + keyOf(2).hex()), name});
        QVERIFY(!cache->get(keyOf(1)));
        QCOMPARE(cache->counts().damaged, std::int64_t{2});
    }

    void goesOnThroughAKilledAndRestartedServer() {
        if (!RedisServer::isInstalled()) QSKIP("redis-server is not installed: ./dev setup");
        QTemporaryDir folder;
        RedisServer server(folder.path());
        QVERIFY(server.start());
        const auto cache = open(server.url());
        cache->put(keyOf(1), valueOf(1));
        cache->flush();
        QVERIFY(isGood(*cache, 1));
        server.kill();
        QVERIFY(!cache->get(keyOf(1)));  // and no signal of a broken pipe ends us
        cache->put(keyOf(2), valueOf(2));
        QVERIFY(server.start());
        QVERIFY(QTest::qWaitFor([&] {
            cache->put(keyOf(2), valueOf(2));
            return isGood(*cache, 2);
        }));
        QVERIFY(cache->isUp());
    }

    void aServerThatStallsCostsOneTimeout() {
        if (!RedisServer::isInstalled()) QSKIP("redis-server is not installed: ./dev setup");
        QTemporaryDir folder;
        RedisServer server(folder.path());
        QVERIFY(server.start());
        const auto cache = open(server.url());
        cache->put(keyOf(1), valueOf(1));
        cache->flush();
        QVERIFY(isGood(*cache, 1));
        server.stall();
        QElapsedTimer timer;
        timer.start();
        QVERIFY(!cache->get(keyOf(1)));
        const qint64 first = timer.elapsed();
        QVERIFY(first >= 90);
        timer.restart();
        for (int i = 0; i < 1000; ++i) QVERIFY(!cache->get(keyOf(1)));
        QVERIFY2(timer.elapsed() < 1000, "the circuit is open");
        server.goOn();
        QVERIFY(QTest::qWaitFor([&] { return isGood(*cache, 1); }));
    }

    void saysWhenThePasswordIsWrong() {
        if (!RedisServer::isInstalled()) QSKIP("redis-server is not installed: ./dev setup");
        QTemporaryDir folder;
        RedisServer server(folder.path(), {"--requirepass", "secret"});
        QVERIFY(server.start());
        auto address = RedisAddress::parse(server.url());
        QVERIFY(address);
        const auto refused = RedisConnection::connect(*address, 1000ms);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, base::ErrorCode::PermissionDenied);
        address->password = "secret";
        address->database = 2;
        QVERIFY(RedisConnection::connect(*address, 1000ms));
    }

    void manyThreadsShareTheConversation() {
        if (!RedisServer::isInstalled()) QSKIP("redis-server is not installed: ./dev setup");
        QTemporaryDir folder;
        RedisServer server(folder.path());
        QVERIFY(server.start());
        auto made = RedisCache::create({.url = server.url(), .timeout = 5000ms});
        QVERIFY(made);
        RedisCache& cache = **made;
        for (int i = 0; i < 50; ++i) cache.put(keyOf(i), valueOf(i));
        cache.flush();
        std::atomic<int> good{0};
        std::vector<std::jthread> threads;
        for (int t = 0; t < 4; ++t)
            threads.emplace_back([&] {
                for (int i = 0; i < 50; ++i) good += isGood(cache, i) ? 1 : 0;
            });
        threads.clear();
        QCOMPARE(good.load(), 200);
    }
};

QTEST_GUILESS_MAIN(tst_RedisCache)
#include "tst_redis_cache.moc"
