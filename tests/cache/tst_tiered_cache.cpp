#include <QTemporaryDir>
#include <QTest>

#include <fstream>

#include "engine/base/platform.h"
#include "engine/cache/content_id.h"
#include "engine/cache/flights.h"
#include "engine/cache/manage.h"
#include "engine/cache/tiered_cache.h"
#include "tests/cache/entries.h"

using namespace fotograma;
using namespace fotograma::cache;
using namespace std::chrono_literals;
using test::HandClock;
using test::keyOf;
using test::textOf;
using test::valueOf;
namespace fs = std::filesystem;

class tst_TieredCache : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_temporary;
    HandClock m_clock;

    [[nodiscard]] fs::path folder() const { return base::pathFromUtf8(m_temporary->path().toStdString()); }

    std::unique_ptr<TieredCache> open(std::int64_t memoryBytes = 8 << 20) {
        return std::make_unique<TieredCache>(TieredOptions{
            .memoryBytes = memoryBytes,
            .disk =
                DiskOptions{.folder = folder() / "cache", .limitBytes = 64 << 20, .lookAgain = 0ms, .clock = &m_clock},
            .clock = &m_clock});
    }

    fs::path write(const char* name, const std::string& text) {
        const fs::path path = folder() / name;
        std::ofstream(path, std::ios::binary).write(text.data(), static_cast<std::streamsize>(text.size()));
        // As files are that lie there: not changed a moment ago.
        fs::last_write_time(path, fs::file_time_type::clock::now() - 1h);
        return path;
    }

private slots:
    void init() { m_temporary = std::make_unique<QTemporaryDir>(); }

    // ---- Levels ----

    void whatIsFoundFarAwayIsBroughtNear() {
        open()->put(keyOf(1), valueOf(1));
        const auto cache = open();
        const auto first = cache->find(keyOf(1));
        QVERIFY(first && first->level == Level::Disk && first->value->bytes == textOf(1));
        const auto second = cache->find(keyOf(1));
        QVERIFY(second && second->level == Level::Memory);
        const auto levels = cache->stats();
        QCOMPARE(levels.size(), std::size_t{2});
        QCOMPARE(levels[0].level, std::string("memory"));
        QCOMPARE(levels[0].hits, std::int64_t{1});
        QCOMPARE(levels[0].misses, std::int64_t{1});
        QCOMPARE(levels[1].hits, std::int64_t{1});
        QVERIFY(qAbs(levels[0].secondsSaved - 0.1) < 1e-3);
        QVERIFY(levels[1].bytes > 0 && levels[1].limitBytes == 64 << 20);
    }

    void aLevelThatCannotBeUsedIsLeftOutAndSaysWhy() {
        write("file", "x");
        TieredCache cache({.memoryBytes = 1 << 20,
                           .disk = DiskOptions{.folder = folder() / "file" / "cache", .limitBytes = 1 << 20},
                           .redis = RedisOptions{.url = "nonsense"}});
        cache.put(keyOf(1), valueOf(1));
        QVERIFY(cache.find(keyOf(1)));
        const auto levels = cache.stats();
        QCOMPARE(levels.size(), std::size_t{3});
        QVERIFY(!levels[1].available && !levels[1].note.empty());
        QVERIFY(!levels[2].available && !levels[2].note.empty());
    }

    void keysDependOnEveryPart() {
        const base::Digest content{.high = 1, .low = 2};
        const Key key = resultKey(Kind::Report, content, "recipe", "builds");
        QVERIFY(key == resultKey(Kind::Report, content, "recipe", "builds"));
        QVERIFY(key != resultKey(Kind::Probe, content, "recipe", "builds"));
        QVERIFY(key != resultKey(Kind::Report, {.high = 1, .low = 3}, "recipe", "builds"));
        QVERIFY(key != resultKey(Kind::Report, content, "recip", "ebuilds"));
        QVERIFY(key != resultKey(Kind::Report, content, "recipe", "build"));
    }

    // ---- Identity ----

    void anUnchangedFileIsNotReadAgain() {
        const auto cache = open();
        const fs::path path = write("clip", "content");
        ContentIds ids(*cache);
        const auto stamp = base::fileStamp(path);
        QVERIFY(stamp && !ids.known(*stamp));
        const auto digest = ids.read(path, *stamp);
        QVERIFY(digest);
        QVERIFY(ids.known(*stamp) == *digest);
        fs::rename(path, folder() / "renamed");
        const auto renamed = base::fileStamp(folder() / "renamed");
        QVERIFY(renamed && ids.known(*renamed) == *digest);
        const auto later = open(0);
        QVERIFY(ContentIds(*later).known(*stamp) == *digest);
    }

    void aChangedFileIsAnother() {
        const auto cache = open();
        ContentIds ids(*cache);
        const fs::path path = write("clip", "content");
        const auto stamp = base::fileStamp(path);
        const auto digest = ids.read(path, *stamp);
        QVERIFY(digest);
        write("clip", "CONTENT");
        fs::last_write_time(path, fs::file_time_type::clock::now() - 30min);
        const auto changed = base::fileStamp(path);
        QVERIFY(changed && *changed != *stamp && !ids.known(*changed));
        QVERIFY(ids.read(path, *changed) != *digest);
        const auto stale = ids.read(path, *stamp);  // asked with a stamp from before
        QVERIFY(!stale && stale.error().code == base::ErrorCode::Conflict);
    }

    void aFileChangedAMomentAgoIsNotTrusted() {
        const auto cache = open();
        ContentIds ids(*cache);
        const fs::path path = write("clip", "content");
        // In the future, as seen from here: certainly not settled.
        fs::last_write_time(path, fs::file_time_type::clock::now() + 1h);
        const auto stamp = base::fileStamp(path);
        QVERIFY(stamp && ids.read(path, *stamp));
        QVERIFY(!ids.known(*stamp));
    }

    void largeFilesAreOnlyReadWhenOneOfTheirSizeIsKnown() {
        const auto cache = open();
        ContentIds ids(*cache);
        const fs::path path = write("large", std::string(9 << 20, 'x'));
        const auto stamp = base::fileStamp(path);
        QVERIFY(stamp && !ids.isWorthReading(*stamp));
        QVERIFY(ids.read(path, *stamp));
        fs::copy_file(path, folder() / "copy");
        const auto copy = base::fileStamp(folder() / "copy");
        QVERIFY(copy && !ids.known(*copy) && ids.isWorthReading(*copy));
        QVERIFY(ids.isWorthReading({.sizeBytes = 1000}));
    }

    // ---- Single flight ----

    void equalKeysComputeOnce() {
        Flights flights;
        QCOMPARE(flights.board(keyOf(1), {}), Flights::kPilot);
        std::vector<std::string> told;
        for (int i = 0; i < 3; ++i)
            QVERIFY(flights.board(keyOf(1), [&](base::Result<ValuePtr> landed) { told.push_back((*landed)->bytes); }) !=
                    Flights::kPilot);
        QCOMPARE(flights.board(keyOf(2), {}), Flights::kPilot);
        flights.land(keyOf(1), std::make_shared<const Value>(Value{.label = {}, .bytes = "value"}));
        QCOMPARE(told, (std::vector<std::string>{"value", "value", "value"}));
        QCOMPARE(flights.underway(), std::size_t{1});
        QCOMPARE(flights.board(keyOf(1), {}), Flights::kPilot);
    }

    void aFailureOfTheContentGoesToAll() {
        Flights flights;
        flights.board(keyOf(1), {});
        int failures = 0;
        for (int i = 0; i < 2; ++i)
            flights.board(keyOf(1), [&](base::Result<ValuePtr> landed) { failures += landed ? 0 : 1; });
        flights.land(keyOf(1), base::fail(base::ErrorCode::InvalidData, "broken"));
        QCOMPARE(failures, 2);
        QCOMPARE(flights.underway(), std::size_t{0});
    }

    void afterACancelTheNextOneComputes() {
        Flights flights;
        flights.board(keyOf(1), {});
        std::vector<int> pilots;
        std::vector<int> landed;
        for (int i = 0; i < 3; ++i)
            flights.board(keyOf(1), [&, i](base::Result<ValuePtr> outcome) {
                (outcome && !*outcome ? pilots : landed).push_back(i);
            });
        flights.land(keyOf(1), base::fail(base::ErrorCode::Cancelled, "stopped"));
        QCOMPARE(pilots, std::vector<int>{0});
        QCOMPARE(flights.underway(), std::size_t{1});
        flights.land(keyOf(1), std::make_shared<const Value>());
        QCOMPARE(landed, (std::vector<int>{1, 2}));
    }

    void whoStepsOffIsNotTold() {
        Flights flights;
        flights.board(keyOf(1), {});
        bool wasTold = false;
        const auto ticket = flights.board(keyOf(1), [&](const auto&) { wasTold = true; });
        QVERIFY(flights.stepOff(keyOf(1), ticket));
        QVERIFY(!flights.stepOff(keyOf(1), ticket));
        flights.land(keyOf(1), std::make_shared<const Value>());
        QVERIFY(!wasTold);
    }

    // ---- The verbs ----

    void listsPinsClearsAndVerifies() {
        const auto cache = open();
        for (int i = 0; i < 5; ++i) cache->put(keyOf(i), valueOf(i));
        const auto act = [&](api::CacheQuery query, api::CacheAction action) {
            return manage(*cache, query, action, m_clock.unixNow());
        };
        auto reply = act({.limit = 3}, api::CacheAction::List);
        QVERIFY(reply && reply->entries.size() == 3 && !reply->nextAfterKey.empty());
        reply = act({.afterKey = reply->nextAfterKey}, api::CacheAction::List);
        QVERIFY(reply && reply->entries.size() == 2 && reply->nextAfterKey.empty());

        QVERIFY(act({.text = "ENTRY 3"}, api::CacheAction::Pin));
        reply = act({.dryRun = true}, api::CacheAction::Clear);
        QVERIFY(reply && reply->matched == 4);
        QVERIFY(cache->find(keyOf(1)));
        QVERIFY(act({.keys = {keyOf(0).hex().substr(0, 8)}}, api::CacheAction::Clear));
        QVERIFY(!cache->find(keyOf(0)) && cache->find(keyOf(1)));
        QVERIFY(act({}, api::CacheAction::Clear));
        QVERIFY(!cache->find(keyOf(1)) && cache->find(keyOf(3)));
        reply = act({}, api::CacheAction::Verify);
        QVERIFY(reply && reply->matched == 1 && reply->damaged == 0);

        QCOMPARE(act({.keys = {"xyz"}}, api::CacheAction::Pin).error().code, base::ErrorCode::InvalidArgument);
        QCOMPARE(act({.kind = "film"}, api::CacheAction::List).error().code, base::ErrorCode::InvalidArgument);
        QCOMPARE(act({.keys = {"ffff0000"}}, api::CacheAction::Pin).error().code, base::ErrorCode::NotFound);
    }

    void clearsWhatWasNotUsedForLong() {
        const auto cache = open(0);
        cache->put(keyOf(1), valueOf(1));
        cache->put(keyOf(2), valueOf(2));
        m_clock.advance(2h);
        QVERIFY(cache->find(keyOf(2)));
        const auto reply = manage(*cache, {.unusedSeconds = 3600}, api::CacheAction::Clear, m_clock.unixNow());
        QVERIFY(reply && reply->matched == 1);
        QVERIFY(!cache->find(keyOf(1)) && cache->find(keyOf(2)));
    }
};

QTEST_GUILESS_MAIN(tst_TieredCache)
#include "tst_tiered_cache.moc"
