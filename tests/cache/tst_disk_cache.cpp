#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <fstream>

#include "engine/base/platform.h"
#include "engine/cache/disk_cache.h"
#include "engine/cache/segment.h"
#include "tests/cache/entries.h"

using namespace fotograma;
using namespace fotograma::cache;
using namespace std::chrono_literals;
using test::HandClock;
using test::keyOf;
using test::textOf;
using test::valueOf;
namespace fs = std::filesystem;

namespace {

std::string readAll(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void writeAll(const fs::path& path, const std::string& text) {
    std::ofstream(path, std::ios::binary).write(text.data(), static_cast<std::streamsize>(text.size()));
}

}  // namespace

class tst_DiskCache : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_temporary;
    fs::path m_folder;
    HandClock m_clock;

    std::unique_ptr<DiskCache> open(std::int64_t limitBytes = 64 << 20, std::int64_t segmentBytes = 0) {
        auto cache = DiskCache::create({.folder = m_folder,
                                        .limitBytes = limitBytes,
                                        .segmentBytes = segmentBytes,
                                        .lookAgain = 0ms,
                                        .clock = &m_clock});
        if (!cache) qFatal("%s", cache.error().message.c_str());
        return std::move(*cache);
    }

    [[nodiscard]] std::vector<fs::path> segments() const { return segmentsOf(m_folder / "segments"); }

    /// Entries of `count` from `first` that are there and right.
    static int countGood(DiskCache& cache, int first, int count) {
        int good = 0;
        for (int i = first; i < first + count; ++i) {
            const ValuePtr value = cache.get(keyOf(i));
            if (value && value->bytes == textOf(i) && value->label == base::concat("entry ", i)) ++good;
        }
        return good;
    }

private slots:
    void init() {
        m_temporary = std::make_unique<QTemporaryDir>();
        m_folder = base::pathFromUtf8(m_temporary->path().toStdString()) / "cache";
    }

    void outlivesTheProgram() {
        {
            const auto cache = open();
            for (int i = 0; i < 100; ++i) cache->put(keyOf(i), valueOf(i));
            QCOMPARE(countGood(*cache, 0, 100), 100);
        }
        QCOMPARE(segments().size(), std::size_t{1});
        const auto cache = open();
        QCOMPARE(countGood(*cache, 0, 100), 100);
        QVERIFY(!cache->get(keyOf(100)));
        QCOMPARE(cache->get(keyOf(7))->seconds, 0.1);
        QCOMPARE(cache->counts().entries, std::int64_t{100});
    }

    void keepsContentThatLz4CannotShortenAndEmptyContent() {
        const std::string hard = test::noise(100'000, 5);
        {
            const auto cache = open();
            cache->put(keyOf(1), {.kind = Kind::Thumbnail, .label = {}, .bytes = hard});
            cache->put(keyOf(2), {.kind = Kind::Probe, .label = {}, .bytes = {}});
        }
        const auto cache = open();
        QCOMPARE(cache->get(keyOf(1))->bytes, hard);
        QCOMPARE(cache->get(keyOf(1))->kind, Kind::Thumbnail);
        QCOMPARE(cache->get(keyOf(2))->bytes, std::string());
    }

    void aFlippedByteIsFoundDroppedAndCounted() {
        { open()->put(keyOf(1), valueOf(1)); }
        const fs::path segment = segments().front();
        const std::string whole = readAll(segment);
        // Every byte of the record: header, label, content. Each time the entry is gone and nothing wrong comes back.
        for (std::size_t at = Segment::kHeadBytes; at < whole.size(); at += 3) {
            std::string flipped = whole;
            flipped[at] = static_cast<char>(flipped[at] ^ 0x40);
            writeAll(segment, flipped);
            const auto cache = open();
            QVERIFY2(!cache->get(keyOf(1)), base::concat("byte ", at).c_str());
        }
        writeAll(segment, whole);
        QVERIFY(open()->get(keyOf(1)));
        std::string flipped = whole;
        flipped[whole.size() - 2] = static_cast<char>(flipped[whole.size() - 2] ^ 1);
        writeAll(segment, flipped);
        const auto cache = open();
        QVERIFY(!cache->get(keyOf(1)));
        QCOMPARE(cache->counts().damaged, std::int64_t{1});
        QCOMPARE(cache->counts().entries, std::int64_t{0});
        cache->put(keyOf(1), valueOf(1));  // recomputed
        QCOMPARE(countGood(*cache, 1, 1), 1);
    }

    void aDamagedHeaderHidesOnlyItsOwnEntry() {
        {
            const auto cache = open();
            for (int i = 0; i < 50; ++i) cache->put(keyOf(i), valueOf(i));
        }
        const fs::path path = segments().front();
        std::string bytes = readAll(path);
        std::vector<std::uint64_t> offsets;
        const auto segment = Segment::open(path);
        QVERIFY(segment);
        QVERIFY((*segment)->scan([&](const RecordHeader&, std::uint64_t offset, auto) { offsets.push_back(offset); }));
        for (const std::size_t entry : {std::size_t{0}, std::size_t{20}}) bytes[offsets[entry] + 9] ^= 1;
        writeAll(path, bytes);
        const auto cache = open();
        QCOMPARE(countGood(*cache, 0, 50), 48);
        QCOMPARE(cache->counts().damaged, std::int64_t{2});
    }

    void aTornTailIsDroppedAndNothingElse() {
        {
            const auto cache = open();
            for (int i = 0; i < 10; ++i) cache->put(keyOf(i), valueOf(i));
        }
        const fs::path path = segments().front();
        const std::string whole = readAll(path);
        for (const std::size_t cut : {std::size_t{1}, std::size_t{40}, std::size_t{300}}) {
            writeAll(path, whole.substr(0, whole.size() - cut));
            const auto cache = open();
            QCOMPARE(countGood(*cache, 0, 10), 9);
            QCOMPARE(cache->counts().damaged, std::int64_t{0});
        }
        const auto cache = open();
        cache->put(keyOf(9), valueOf(9));
        QCOMPARE(countGood(*cache, 0, 10), 10);
    }

    void aFileOfAnotherVersionIsLeftAlone() {
        { open()->put(keyOf(1), valueOf(1)); }
        const fs::path strange = m_folder / "segments" / "0000000000001-1-000000.segment";
        writeAll(strange, "FTGCACHE\2 something from the future");
        const auto cache = open();
        QCOMPARE(countGood(*cache, 1, 1), 1);
        cache->compact();
        QVERIFY(fs::exists(strange));
    }

    void twoProcessesShareTheFolder() {
        const auto cache = open();
        cache->put(keyOf(1000), valueOf(1000));
        QProcess writer;
        writer.start(QCoreApplication::applicationDirPath() + "/cache_writer",
                     {QString::fromStdString(base::toUtf8(m_folder)), "0", "20"});
        QVERIFY(writer.waitForStarted());
        int lines = 0;
        while (lines < 20 && writer.waitForReadyRead(20'000)) lines += int(writer.readAll().count('\n'));
        QCOMPARE(lines, 20);
        // While it lives, and although we looked before it wrote.
        QCOMPARE(countGood(*cache, 0, 20), 20);
        const auto second = open();
        QCOMPARE(countGood(*second, 1000, 1), 1);
        writer.write("\n");
        QVERIFY(writer.waitForFinished());
        QCOMPARE(countGood(*cache, 0, 20), 20);
    }

    void aKilledWriterLosesAtMostWhatItWasWriting() {
        QProcess writer;
        writer.start(QCoreApplication::applicationDirPath() + "/cache_writer",
                     {QString::fromStdString(base::toUtf8(m_folder)), "0", "0", "forever"});
        QVERIFY(writer.waitForStarted());
        QByteArray told;
        while (told.count('\n') < 300 && writer.waitForReadyRead(20'000)) told += writer.readAll();
        writer.kill();  // SIGKILL
        QVERIFY(writer.waitForFinished());
        told += writer.readAll();
        const int written = int(told.count('\n'));
        QVERIFY(written >= 300);
        const auto cache = open();
        QCOMPARE(countGood(*cache, 0, written), written);
        QCOMPARE(cache->counts().damaged, std::int64_t{0});
        // Its lock went with it: its segment can be cleared away.
        for (int i = 0; i < written; ++i) cache->remove(keyOf(i));
        cache->compact();
        QCOMPARE(countGood(*cache, 0, written), 0);
        QVERIFY(cache->counts().bytes < 200'000);
    }

    void staysUnderItsLimitAndKeepsWhatIsUsedAndPinned() {
        constexpr std::int64_t kLimit = 512 << 10;
        const auto cache = open(kLimit);
        const auto put = [&](int i) {
            cache->put(keyOf(i), {.kind = Kind::Report, .label = {}, .bytes = test::noise(2000, std::uint64_t(i))});
        };
        put(1);
        put(2);
        put(3);
        QVERIFY(cache->setPinned(keyOf(2), true));
        for (int i = 10; i < 2000; ++i) {
            put(i);
            QVERIFY(cache->get(keyOf(1)));  // used all the time
            QVERIFY(cache->counts().bytes <= kLimit);
        }
        QVERIFY(cache->get(keyOf(2)));   // pinned, never used
        QVERIFY(!cache->get(keyOf(3)));  // neither
        QVERIFY(cache->get(keyOf(1999)));
        QVERIFY(!cache->get(keyOf(10)));
        QVERIFY(cache->counts().evicted > 1000);
        QVERIFY(cache->counts().bytes > kLimit / 2);
    }

    void pinsOutliveTheProgramAndRewriting() {
        {
            const auto cache = open();
            for (int i = 0; i < 10; ++i) cache->put(keyOf(i), valueOf(i));
        }
        { QVERIFY(open()->setPinned(keyOf(4), true)); }
        {
            const auto cache = open();
            cache->remove(keyOf(1));
            cache->compact();
        }
        const auto cache = open();
        std::vector<std::string> pinned;
        cache->each({}, [&](const DiskEntry& entry) {
            if (entry.isPinned) pinned.push_back(entry.label);
            return true;
        });
        QCOMPARE(pinned, std::vector<std::string>{"entry 4"});
        QVERIFY(cache->setPinned(keyOf(4), false));
        cache->each({}, [&](const DiskEntry& entry) { return !entry.isPinned || (qFatal("still pinned"), true); });
    }

    void removingGivesTheSpaceBack() {
        const auto cache = open();
        for (int i = 0; i < 200; ++i) cache->put(keyOf(i), valueOf(i));
        const std::int64_t before = cache->counts().bytes;
        for (int i = 0; i < 190; ++i) QVERIFY(cache->remove(keyOf(i)));
        cache->compact();
        QVERIFY(cache->counts().bytes < before / 4);
        QCOMPARE(countGood(*cache, 190, 10), 10);
        const auto again = open();
        QCOMPARE(countGood(*again, 0, 200), 10);
    }

    void manyShortProgramsDoNotLeaveManyFiles() {
        for (int i = 0; i < 60; ++i) open()->put(keyOf(i), valueOf(i));
        QVERIFY(segments().size() <= 26);
        QCOMPARE(countGood(*open(), 0, 60), 60);
    }

    void aNewerValueReplacesAnOlderOneInEveryProcess() {
        const auto first = open();
        first->put(keyOf(1), valueOf(1));
        m_clock.advance(5ms);
        {
            Value fresh = valueOf(1);
            fresh.bytes = "recomputed";
            open()->put(keyOf(1), fresh);
        }
        QCOMPARE(open()->get(keyOf(1))->bytes, std::string("recomputed"));
    }

    void filesComeBackWholeAndDamagedOnesNotAtAll() {
        const fs::path made = base::pathFromUtf8(m_temporary->filePath("made.bin").toStdString());
        const std::string content = test::noise(3'000'000, 9);
        writeAll(made, content);
        const auto cache = open();
        QVERIFY(cache->putFile(keyOf(1), {.kind = Kind::Output, .label = "made"}, made));
        fs::remove(made);
        const auto way = cache->getFile(keyOf(1), made);
        QVERIFY(way && *way);
        QCOMPARE(readAll(made), content);

        // Written in place by somebody: where the name is shared the kept file changes with it, and must not be given out.
        fs::path object;
        for (const auto& entry : fs::recursive_directory_iterator(m_folder / "objects"))
            if (entry.is_regular_file()) object = entry.path();
        {
            std::fstream file(object, std::ios::binary | std::ios::in | std::ios::out);
            file.seekp(1'500'000);
            file.put('!');
            file.put('?');
        }
        const fs::path again = base::pathFromUtf8(m_temporary->filePath("again.bin").toStdString());
        const auto nothing = cache->getFile(keyOf(1), again);
        QVERIFY(nothing && !*nothing);
        QVERIFY(!fs::exists(again));
        QVERIFY(!fs::exists(object));
        QCOMPARE(cache->counts().damaged, std::int64_t{1});
    }

    void filesCountAndTheLeastUsedGoesFirst() {
        const auto cache = open(4 << 20);
        const fs::path made = base::pathFromUtf8(m_temporary->filePath("made.bin").toStdString());
        for (int i = 0; i < 8; ++i) {
            writeAll(made, test::noise(1'000'000, std::uint64_t(i)));
            m_clock.advance(10ms);
            QVERIFY(cache->putFile(keyOf(i), {.kind = Kind::Output, .label = {}}, made));
            fs::remove(made);
            QVERIFY(cache->counts().bytes <= 4 << 20);
            m_clock.advance(10ms);
            const auto way = cache->getFile(keyOf(0), made);
            QVERIFY(way && *way);
            fs::remove(made);
        }
        const auto gone = cache->getFile(keyOf(3), made);
        QVERIFY(gone && !*gone);
        const auto youngest = cache->getFile(keyOf(7), made);
        QVERIFY(youngest && *youngest);
    }

    void verifyFindsWhatIsDamagedWithoutBeingAsked() {
        {
            const auto cache = open();
            for (int i = 0; i < 5; ++i) cache->put(keyOf(i), valueOf(i));
        }
        std::string bytes = readAll(segments().front());
        bytes[bytes.size() - 10] ^= 1;
        writeAll(segments().front(), bytes);
        const auto cache = open();
        int damaged = 0;
        for (int i = 0; i < 5; ++i) damaged += cache->verify(keyOf(i)) ? 0 : 1;
        QCOMPARE(damaged, 1);
        QCOMPARE(countGood(*cache, 0, 4), 4);
    }

    void tenThousandEntriesLoadFast() {
        {
            const auto cache = open(256 << 20);
            for (int i = 0; i < 10'000; ++i) cache->put(keyOf(i), valueOf(i));
        }
        QElapsedTimer timer;
        timer.start();
        const auto cache = open(256 << 20);
        const qint64 took = timer.nsecsElapsed() / 1000;
        qInfo("10,000 entries load in %lld us", static_cast<long long>(took));
        QCOMPARE(cache->counts().entries, std::int64_t{10'000});
        // The machine may be busy; ordinary is a tenth of that.
        QVERIFY(took < 400'000);
    }

    void aFolderThatCannotBeUsedIsAnError() {
        writeAll(base::pathFromUtf8(m_temporary->filePath("file").toStdString()), "x");
        const auto cache = DiskCache::create(
            {.folder = base::pathFromUtf8(m_temporary->filePath("file/cache").toStdString()), .limitBytes = 1 << 20});
        QVERIFY(!cache);
        QVERIFY(!cache.error().message.empty());
    }
};

QTEST_GUILESS_MAIN(tst_DiskCache)
#include "tst_disk_cache.moc"
