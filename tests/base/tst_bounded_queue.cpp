#include <atomic>
#include <memory>
#include <numeric>
#include <thread>
#include <vector>

#include <QTest>

#include "engine/base/bounded_queue.h"

using namespace fotograma::base;

class tst_BoundedQueue : public QObject {
    Q_OBJECT

private slots:
    void keepsOrderAndDrainsAfterClose() {
        BoundedQueue<int> queue(3);
        QVERIFY(queue.push(1) && queue.push(2) && queue.push(3));
        QCOMPARE(queue.size(), std::size_t{3});
        queue.close();
        QVERIFY(!queue.push(4));
        QCOMPARE(queue.pop(), std::optional(1));
        QCOMPARE(queue.pop(), std::optional(2));
        QCOMPARE(queue.pop(), std::optional(3));
        QVERIFY(!queue.pop());
    }

    void abortDropsWhatIsInside() {
        BoundedQueue<std::shared_ptr<int>> queue(2);
        const auto value = std::make_shared<int>(1);
        QVERIFY(queue.push(value));
        QCOMPARE(value.use_count(), 2L);
        queue.abort();
        QCOMPARE(value.use_count(), 1L);
        QVERIFY(!queue.pop());
        QVERIFY(!queue.push(value));
    }

    void closeWakesAProducerThatWaitsForRoom() {
        BoundedQueue<int> queue(1);
        QVERIFY(queue.push(1));
        bool accepted = true;
        std::thread producer([&] { accepted = queue.push(2); });
        queue.close();
        producer.join();
        QVERIFY(!accepted);
    }

    void abortWakesAConsumerThatWaitsForValues() {
        BoundedQueue<int> queue(1);
        bool received = true;
        std::thread consumer([&] { received = queue.pop().has_value(); });
        queue.abort();
        consumer.join();
        QVERIFY(!received);
    }

    void movesWhatCannotBeCopied() {
        BoundedQueue<std::unique_ptr<int>> queue(1);
        QVERIFY(queue.push(std::make_unique<int>(7)));
        const auto value = queue.pop();
        QVERIFY(value && *value);
        QCOMPARE(**value, 7);
    }

    void manyProducersAndConsumersLoseAndDoubleNothing() {
        constexpr int kProducers = 4;
        constexpr int kConsumers = 3;
        constexpr int kEach = 5000;
        BoundedQueue<int> queue(4);
        std::vector<std::atomic<int>> seen(kProducers * kEach);
        std::atomic<std::size_t> largest{0};
        std::vector<std::thread> consumers;
        for (int i = 0; i < kConsumers; ++i)
            consumers.emplace_back([&] {
                while (const auto value = queue.pop()) ++seen[static_cast<std::size_t>(*value)];
            });
        std::vector<std::thread> producers;
        for (int i = 0; i < kProducers; ++i)
            producers.emplace_back([&, i] {
                for (int k = 0; k < kEach; ++k) {
                    queue.push(i * kEach + k);
                    const std::size_t size = queue.size();
                    for (auto known = largest.load(); size > known && !largest.compare_exchange_weak(known, size);) {
                    }
                }
            });
        for (std::thread& producer : producers) producer.join();
        queue.close();
        for (std::thread& consumer : consumers) consumer.join();
        for (const auto& count : seen) QCOMPARE(count.load(), 1);
        QVERIFY(largest.load() <= 4);
    }
};

QTEST_GUILESS_MAIN(tst_BoundedQueue)
#include "tst_bounded_queue.moc"
