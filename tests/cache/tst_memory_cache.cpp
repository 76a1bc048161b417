#include <QTest>

#include <list>
#include <random>
#include <thread>
#include <unordered_map>

#include "engine/cache/memory_cache.h"
#include "tests/cache/entries.h"

using namespace fotograma;
using namespace fotograma::cache;
using test::keyOf;

namespace {

ValuePtr valueOfBytes(std::size_t bytes) {
    return std::make_shared<const Value>(Value{.kind = Kind::Report, .label = {}, .bytes = std::string(bytes, 'x')});
}

/// The policy to beat.
class PlainLru {
public:
    explicit PlainLru(std::size_t entries) : m_limit(entries) {}
    bool ask(int key) {
        if (const auto found = m_places.find(key); found != m_places.end()) {
            m_order.splice(m_order.begin(), m_order, found->second);
            return true;
        }
        m_order.push_front(key);
        m_places[key] = m_order.begin();
        if (m_order.size() > m_limit) {
            m_places.erase(m_order.back());
            m_order.pop_back();
        }
        return false;
    }

private:
    std::size_t m_limit;
    std::list<int> m_order;
    std::unordered_map<int, std::list<int>::iterator> m_places;
};

/// What people do: some clips are looked at again and again, and now and then a whole archive is walked through once.
std::vector<int> traceWithScans() {
    std::mt19937 random(7);
    std::vector<int> trace;
    int scanned = 1'000'000;
    for (int round = 0; round < 40; ++round) {
        for (int i = 0; i < 3000; ++i) {
            // Zipf-like over 2,000 keys.
            const double u = std::uniform_real_distribution<double>(0.0, 1.0)(random);
            trace.push_back(static_cast<int>(std::pow(2000.0, u)));
        }
        for (int i = 0; i < 2000; ++i) trace.push_back(scanned++);
    }
    return trace;
}

}  // namespace

class tst_MemoryCache : public QObject {
    Q_OBJECT

private slots:
    void givesBackWhatWasPut() {
        MemoryCache cache(1 << 20);
        QVERIFY(!cache.get(keyOf(1)));
        cache.put(keyOf(1), std::make_shared<const Value>(test::valueOf(1)));
        QVERIFY(cache.get(keyOf(1)));
        QCOMPARE(cache.get(keyOf(1))->bytes, test::textOf(1));
        QVERIFY(cache.remove(keyOf(1)));
        QVERIFY(!cache.get(keyOf(1)));
    }

    void replacesTheValueOfAKey() {
        MemoryCache cache(1 << 20);
        cache.put(keyOf(1), valueOfBytes(100));
        cache.put(keyOf(1), valueOfBytes(300));
        QCOMPARE(cache.get(keyOf(1))->bytes.size(), std::size_t{300});
        QCOMPARE(cache.counts().entries, std::int64_t{1});
        QVERIFY(cache.counts().bytes < 600);
    }

    void neverHoldsMoreThanItsLimit() {
        MemoryCache cache(256 << 10, 4);
        std::mt19937 random(3);
        for (int i = 0; i < 20'000; ++i) {
            cache.put(keyOf(i), valueOfBytes(random() % 5000));
            QVERIFY(cache.counts().bytes <= 256 << 10);
            if (i % 3 == 0) std::ignore = cache.get(keyOf(static_cast<int>(random()) % (i + 1)));
        }
        QVERIFY(cache.counts().bytes > 128 << 10);
        QVERIFY(cache.counts().evicted > 0);
    }

    void aValueLargerThanAllIsLeftOut() {
        MemoryCache cache(64 << 10, 1);
        cache.put(keyOf(1), valueOfBytes(1 << 20));
        QVERIFY(!cache.get(keyOf(1)));
        QCOMPARE(cache.counts().bytes, std::int64_t{0});
    }

    void holdsNothingWithALimitOfZero() {
        MemoryCache cache(0);
        cache.put(keyOf(1), valueOfBytes(1));
        QVERIFY(!cache.get(keyOf(1)));
    }

    void keepsWhatIsOftenAskedForThroughAScan() {
        constexpr std::size_t kBytes = 850;  // about 1,000 with the bookkeeping
        constexpr std::size_t kEntries = 400;
        MemoryCache cache(static_cast<std::int64_t>(kEntries) * 1000, 1);
        PlainLru lru(kEntries);
        int hits = 0;
        int lruHits = 0;
        const std::vector<int> trace = traceWithScans();
        for (const int key : trace) {
            if (cache.get(keyOf(key)))
                ++hits;
            else
                cache.put(keyOf(key), valueOfBytes(kBytes));
            lruHits += lru.ask(key) ? 1 : 0;
        }
        qInfo("hits of %zu: W-TinyLFU %d, LRU %d", trace.size(), hits, lruHits);
        QVERIFY(hits > lruHits * 11 / 10);
    }

    void survivesManyThreads() {
        MemoryCache cache(256 << 10);
        std::vector<std::jthread> threads;
        for (int t = 0; t < 4; ++t)
            threads.emplace_back([&cache, t] {
                for (int i = 0; i < 5000; ++i) {
                    const int number = (i * 7 + t) % 500;
                    if (const ValuePtr value = cache.get(keyOf(number)))
                        FOTOGRAMA_ASSERT(value->bytes.size() == static_cast<std::size_t>(number), "a stranger's value");
                    cache.put(keyOf(number), valueOfBytes(static_cast<std::size_t>(number)));
                    if (i % 50 == 0) cache.remove(keyOf(number));
                }
            });
        threads.clear();
        QVERIFY(cache.counts().bytes <= 256 << 10);
    }
};

QTEST_GUILESS_MAIN(tst_MemoryCache)
#include "tst_memory_cache.moc"
