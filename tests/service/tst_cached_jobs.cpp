#include <QtTest>

#include <fstream>

#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/cache/segment.h"
#include "engine/service/local_service.h"
#include "engine/worker/caching_worker.h"
#include "tests/support/redis_server.h"
#include "tests/support/scripted_worker.h"

using namespace fotograma;
using api::CacheRule;
using api::JobState;
using service::LocalService;
using test::RedisServer;
namespace fs = std::filesystem;

namespace {

/// A service whose workers ask a cache before they follow the script.
class Cached {
public:
    /// Each its own store, so that only the cache can know anything; the cache's folder is shared.
    Cached(const fs::path& folder, const std::string& store, const std::string& redisUrl = {}, bool hasDisk = true) {
        cache::TieredOptions options{.memoryBytes = 4 << 20};
        if (hasDisk)
            options.disk = cache::DiskOptions{
                .folder = folder / "cache", .limitBytes = 64 << 20, .lookAgain = std::chrono::milliseconds(0)};
        if (!redisUrl.empty())
            options.redis = cache::RedisOptions{.url = redisUrl, .firstRetry = std::chrono::milliseconds(10)};
        m_cache = std::make_unique<cache::TieredCache>(std::move(options));
        m_results = std::make_unique<worker::ResultCache>(*m_cache, [] { return std::string("test"); });
        auto dependencies = tests::scriptedDependencies(folder / (store + ".db"), script);
        dependencies.makeWorker = [this] {
            return std::make_unique<worker::CachingWorker>(*m_results, script.makeWorker());
        };
        dependencies.cache = m_cache.get();
        auto created = LocalService::create(std::move(dependencies));
        FOTOGRAMA_ASSERT(created, "the service must start");
        m_service = std::move(*created);
        m_log = std::make_unique<tests::EventLog>(*m_service, base::Sequence{0});
    }

    base::JobId submit(api::SubmitItem item) {
        const auto reply = tests::submit(*m_service, tests::requestOf({std::move(item)}));
        FOTOGRAMA_ASSERT(reply && reply->outcomes.front().job, "the job must be taken");
        return reply->outcomes.front().job;
    }
    /// The report of a job that ends well.
    api::Report done(base::JobId job) {
        FOTOGRAMA_ASSERT(m_log->waitForState(job, JobState::Done), "the job must be done");
        auto report = tests::ask<api::Report>([&](auto reply) { m_service->report(job, std::move(reply)); });
        FOTOGRAMA_ASSERT(report, "a job that is done has a report");
        return *report;
    }
    api::Report run(api::SubmitItem item) { return done(submit(std::move(item))); }

    tests::EventLog& log() { return *m_log; }
    LocalService& service() { return *m_service; }
    cache::TieredCache& levels() { return *m_cache; }
    tests::Script script;

private:
    std::unique_ptr<cache::TieredCache> m_cache;
    std::unique_ptr<worker::ResultCache> m_results;
    std::unique_ptr<LocalService> m_service;
    std::unique_ptr<tests::EventLog> m_log;
};

base::Json analysis() {
    return base::Json()
        .set("version", 1)
        .set("id", "look")
        .set("title", "Look")
        .set("measures", base::Json::array().append(base::Json().set("id", "luma")));
}

/// An analysis of a file that has lain there for a while.
api::SubmitItem lookAt(const fs::path& folder, const std::string& name, CacheRule rule = CacheRule::Use) {
    api::SubmitItem item = tests::itemFor(folder, name);
    fs::last_write_time(folder / name, fs::file_time_type::clock::now() - std::chrono::hours(1));
    item.spec.recipe = analysis();
    item.spec.cache = rule;
    item.outputFolder.clear();
    return item;
}

std::string readAll(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// Turns one bit near the end of every file under the folder.
void damageAll(const fs::path& folder) {
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file() || entry.file_size() < 8) continue;
        std::fstream file(entry.path(), std::ios::binary | std::ios::in | std::ios::out);
        file.seekg(-5, std::ios::end);
        const auto at = file.tellg();
        const char byte = static_cast<char>(file.get() ^ 4);
        file.seekp(at);
        file.put(byte);
    }
}

}  // namespace

class tst_CachedJobs : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_temporary;
    fs::path m_folder;

private slots:
    void init() {
        m_temporary = std::make_unique<QTemporaryDir>();
        m_folder = base::pathFromUtf8(m_temporary->path().toStdString());
    }

    void aKnownResultIsNotComputedAgain() {
        Cached first(m_folder, "first");
        QCOMPARE(first.run(lookAt(m_folder, "a.mp4")).cache, std::string());
        Cached second(m_folder, "second");
        const api::Report report = second.run(lookAt(m_folder, "a.mp4"));
        QCOMPARE(report.cache, std::string("disk"));
        QCOMPARE(report.framesDecoded, 2);
        QVERIFY(second.script.started().empty());
        const auto stats = tests::ask<api::Stats>([&](auto reply) { second.service().stats(std::move(reply)); });
        QCOMPARE(stats->framesDecoded, 0);  // nothing was
        QCOMPARE(stats->cache.at(1).hits, 1);
    }

    void aRenamedAndACopiedFileAreKnown() {
        Cached cached(m_folder, "store");
        cached.run(lookAt(m_folder, "a.mp4"));
        fs::rename(m_folder / "a.mp4", m_folder / "b.mp4");
        QCOMPARE(cached.run(lookAt(m_folder, "b.mp4")).cache, std::string("memory"));
        fs::copy_file(m_folder / "b.mp4", m_folder / "c.mp4");
        QCOMPARE(cached.run(lookAt(m_folder, "c.mp4")).cache, std::string("memory"));
        std::ofstream(m_folder / "c.mp4") << "another film";
        QCOMPARE(cached.run(lookAt(m_folder, "c.mp4")).cache, std::string());
        QCOMPARE(cached.script.started(), (std::vector<std::string>{"a.mp4", "c.mp4"}));
    }

    void refreshComputesAndOffKeepsNothing() {
        Cached cached(m_folder, "store");
        QCOMPARE(cached.run(lookAt(m_folder, "a.mp4", CacheRule::Off)).cache, std::string());
        QCOMPARE(cached.run(lookAt(m_folder, "a.mp4", CacheRule::Refresh)).cache, std::string());
        QCOMPARE(cached.script.started().size(), 2u);
        Cached other(m_folder, "other");
        QCOMPARE(other.run(lookAt(m_folder, "a.mp4")).cache, std::string("disk"));
        QCOMPARE(other.run(lookAt(m_folder, "a.mp4", CacheRule::Refresh)).cache, std::string());
        QCOMPARE(other.run(lookAt(m_folder, "a.mp4", CacheRule::Off)).cache, std::string());
        QCOMPARE(other.script.started().size(), 2u);
    }

    void outputsComeBackWholeUnderTheirNewNames() {
        Cached first(m_folder, "first");
        api::SubmitItem item = tests::itemFor(m_folder, "a.mp4");
        first.run(item);
        const std::string made = readAll(m_folder / "out" / "a-done.mkv");
        fs::remove(m_folder / "out" / "a-done.mkv");
        fs::rename(m_folder / "a.mp4", m_folder / "b.mp4");
        Cached second(m_folder, "second");
        const api::Report report = second.run(tests::itemFor(m_folder, "b.mp4"));
        QCOMPARE(report.cache, std::string("disk"));
        QCOMPARE(readAll(m_folder / "out" / "b-done.mkv"), made);
        QVERIFY(report.artifacts.at(0).path.ends_with("b-done.mkv"));
        QVERIFY(second.script.started().empty());
        // Refreshed, its own file may be replaced.
        api::SubmitItem again = tests::itemFor(m_folder, "b.mp4");
        again.spec.cache = CacheRule::Refresh;
        QCOMPARE(second.run(again).cache, std::string());
        QCOMPARE(readAll(m_folder / "out" / "b-done.mkv"), std::string("made of b.mp4"));
    }

    void aDamagedEntryIsDroppedAndComputedAgain() {
        {
            Cached first(m_folder, "first");
            first.run(lookAt(m_folder, "a.mp4"));
            first.run(tests::itemFor(m_folder, "film.mp4"));
        }
        damageAll(m_folder / "cache" / "objects");
        fs::remove(m_folder / "out" / "film-done.mkv");
        {
            Cached second(m_folder, "second");
            QCOMPARE(second.run(tests::itemFor(m_folder, "film.mp4")).cache, std::string());
            QCOMPARE(readAll(m_folder / "out" / "film-done.mkv"), std::string("made of film.mp4"));
            QCOMPARE(second.levels().stats().at(1).damaged, 1);
        }
        damageAll(m_folder / "cache" / "segments");
        Cached third(m_folder, "third");
        int computed = 0;
        for (const char* name : {"a.mp4", "a.mp4"}) computed += third.run(lookAt(m_folder, name)).cache.empty() ? 1 : 0;
        fs::remove(m_folder / "out" / "film-done.mkv");
        computed += third.run(tests::itemFor(m_folder, "film.mp4")).cache.empty() ? 1 : 0;
        QVERIFY(computed >= 1);
        QVERIFY(third.levels().stats().at(1).damaged >= 1);
    }

    void equalClipsAtOnceAreDecodedOnce() {
        Cached cached(m_folder, "store");
        cached.script.holdInputsWith("mp4");
        const base::JobId first = cached.submit(lookAt(m_folder, "a.mp4"));
        QVERIFY(cached.script.waitForStarted(1));
        fs::copy_file(m_folder / "a.mp4", m_folder / "copy.mp4");
        const base::JobId second = cached.submit(lookAt(m_folder, "copy.mp4"));
        QVERIFY(cached.log().waitForState(second, JobState::Running));
        cached.script.release();
        QCOMPARE(cached.done(first).cache, std::string());
        QVERIFY(!cached.done(second).cache.empty());
        QCOMPARE(cached.script.started(), std::vector<std::string>{"a.mp4"});
    }

    void whenTheFirstOfTwoIsCancelledTheSecondComputes() {
        Cached cached(m_folder, "store");
        cached.script.holdInputsWith("mp4");
        const base::JobId first = cached.submit(lookAt(m_folder, "a.mp4"));
        QVERIFY(cached.script.waitForStarted(1));
        fs::copy_file(m_folder / "a.mp4", m_folder / "copy.mp4");
        const base::JobId second = cached.submit(lookAt(m_folder, "copy.mp4"));
        QVERIFY(cached.log().waitForState(second, JobState::Running));
        QVERIFY(tests::control(cached.service(), tests::byId(first), api::JobAction::Cancel));
        QVERIFY(cached.log().waitForState(first, JobState::Cancelled));
        QVERIFY(cached.script.waitForStarted(2));
        cached.script.release();
        QCOMPARE(cached.done(second).cache, std::string());
    }

    void whoWaitsForAnotherCanBeCancelled() {
        Cached cached(m_folder, "store");
        cached.script.holdInputsWith("mp4");
        const base::JobId first = cached.submit(lookAt(m_folder, "a.mp4"));
        QVERIFY(cached.script.waitForStarted(1));
        fs::copy_file(m_folder / "a.mp4", m_folder / "copy.mp4");
        const base::JobId second = cached.submit(lookAt(m_folder, "copy.mp4"));
        QVERIFY(cached.log().waitForState(second, JobState::Running));
        QVERIFY(tests::control(cached.service(), tests::byId(second), api::JobAction::Cancel));
        QVERIFY(cached.log().waitForState(second, JobState::Cancelled));
        cached.script.release();
        QCOMPARE(cached.done(first).cache, std::string());
    }

    void aLargeFileIsKnownByItsStampAndLaterByItsContent() {
        std::ofstream(m_folder / "large.mp4") << std::string(9 << 20, 'x');
        api::SubmitItem item = lookAt(m_folder, "large.mp4");
        {
            Cached first(m_folder, "first");
            QCOMPARE(first.run(item).cache, std::string());
        }  // hashed or not: it may have ended before
        fs::rename(m_folder / "large.mp4", m_folder / "moved.mp4");
        item.spec.input = base::toUtf8(m_folder / "moved.mp4");
        Cached second(m_folder, "second");
        QVERIFY(!second.run(item).cache.empty());
        // Hashed beside the work; then a copy is known too.
        const auto size = fs::file_size(m_folder / "moved.mp4");
        QVERIFY(QTest::qWaitFor([&] { return second.levels().disk()->hasTag(cache::Kind::Identity, size); }));
        const auto isLinked = [&] {
            return second.levels().disk()->counts().entries >= 3;
        };  // stamp, identity, content
        QVERIFY(QTest::qWaitFor(isLinked));
        fs::copy_file(m_folder / "moved.mp4", m_folder / "copy.mp4");
        QVERIFY(!second.run(lookAt(m_folder, "copy.mp4")).cache.empty());
        QVERIFY(second.script.started().empty());
    }

    void aBatchGoesOnWhenRedisIsKilledAndRestarted() {
        if (!RedisServer::isInstalled()) QSKIP("redis-server is not installed: ./dev setup");
        RedisServer server(m_temporary->path());
        QVERIFY(server.start());
        Cached cached(m_folder, "store", server.url(), false);
        std::vector<base::JobId> jobs;
        const auto submitSome = [&](int from) {
            for (int i = from; i < from + 40; ++i)
                jobs.push_back(cached.submit(lookAt(m_folder, base::concat("clip-", i, ".mp4"))));
        };
        submitSome(0);
        QVERIFY(cached.script.waitForStarted(20));
        server.kill();
        submitSome(40);
        QVERIFY(cached.script.waitForStarted(60));
        QVERIFY(server.start());
        submitSome(80);
        for (const base::JobId job : jobs) QCOMPARE(cached.done(job).cache, std::string());
        // It is used again, by this program and by the next one.
        int number = 1000;
        QVERIFY(QTest::qWaitFor([&] {
            cached.run(lookAt(m_folder, base::concat("clip-", number++, ".mp4")));
            return cached.levels().redis()->isUp();
        }));
        cached.run(lookAt(m_folder, "last.mp4"));
        cached.levels().redis()->flush();
        Cached other(m_folder, "other", server.url(), false);
        QCOMPARE(other.run(lookAt(m_folder, "last.mp4")).cache, std::string("redis"));
    }
};

QTEST_GUILESS_MAIN(tst_CachedJobs)
#include "tst_cached_jobs.moc"
