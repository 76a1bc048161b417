#include <QtTest>

#include <atomic>
#include <condition_variable>
#include <fstream>
#include <future>
#include <mutex>

#include "engine/base/platform.h"
#include "engine/base/text.h"
#include "engine/store/store.h"

using namespace fotograma;
using base::ErrorCode;
using base::Result;
using store::Store;
using store::Transaction;
using store::View;

namespace {

api::JobRecord aJob(const std::string& input, const std::string& digest = "digest") {
    api::JobRecord record;
    record.spec.input = input;
    record.spec.recipe = base::Json::object().set("version", 1).set("id", "web-720p");
    record.spec.outputs = {input + "-720p.mp4"};
    record.recipeId = "web-720p";
    record.recipeDigest = digest;
    record.inputIdentity = "stamp:" + input;
    record.inputBytes = 1000;
    return record;
}

/// The write, waited for.
template <class Change>
auto committed(Store& store, Change change) {
    using Outcome = std::invoke_result_t<Change&, Transaction&>;
    std::promise<Outcome> promise;
    auto future = promise.get_future();
    store.write(std::move(change), [&promise](Outcome outcome) { promise.set_value(std::move(outcome)); });
    return future.get();
}

Result<api::JobRecord> addJob(Store& store, const api::JobRecord& record) {
    return committed(store, [&](Transaction& transaction) { return transaction.addJob(record); });
}

/// Events as the feed told them, and waiting for a number of them.
class Heard {
public:
    store::EventFeed feed() {
        return [this](Result<std::vector<api::Event>> news) {
            const std::lock_guard lock(m_mutex);
            if (!news) {
                m_errors.push_back(news.error().code);
            } else {
                for (const api::Event& event : *news) m_sequences.push_back(event.sequence.value);
            }
            m_more.notify_all();
        };
    }
    bool waitFor(std::int64_t last) {
        std::unique_lock lock(m_mutex);
        return m_more.wait_for(lock, std::chrono::seconds(20),
                               [&] { return !m_sequences.empty() && m_sequences.back() >= last; });
    }
    std::vector<std::int64_t> sequences() {
        const std::lock_guard lock(m_mutex);
        return m_sequences;
    }

private:
    std::mutex m_mutex;  ///< Protects the rest.
    std::condition_variable m_more;
    std::vector<std::int64_t> m_sequences;
    std::vector<ErrorCode> m_errors;
};

bool isWithoutGaps(const std::vector<std::int64_t>& sequences) {
    for (std::size_t i = 1; i < sequences.size(); ++i)
        if (sequences[i] != sequences[i - 1] + 1) return false;
    return true;
}

}  // namespace

class tst_Store : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::filesystem::path path(const char* name) const {
        return base::pathFromUtf8((m_folder.path() + "/" + name).toStdString());
    }

private slots:
    void remembersAJobWithEverythingItHas() {
        const auto file = path("a folder with spaces/jobs.db");
        api::JobRecord record = aJob("/in/número uno.mp4");
        record.state = api::JobState::Failed;
        record.spec.priority = -3;
        record.spec.overwrite = api::OverwriteRule::Never;
        record.attempts = 2;
        record.engineId = "engine-1";
        record.interrupted = true;
        record.startedAt = 5;
        record.finishedAt = 9;
        record.error = base::Error{ErrorCode::InvalidData, "broken", "detail"};
        record.device = "cpu";
        api::Report report;
        report.framesDecoded = 42;
        {
            auto store = Store::open({.path = file});
            QVERIFY2(store, store ? "" : store.error().message.c_str());
            const auto added = addJob(**store, record);
            QVERIFY(added);
            record = *added;
            QVERIFY(committed(**store, [&](Transaction& t) { return t.setReport(record.id, report); }));
            QVERIFY(committed(**store, [&](Transaction& t) {
                return t.addAttempt({.job = record.id,
                                     .number = 1,
                                     .engineId = "engine-1",
                                     .startedAt = 5,
                                     .finishedAt = 9,
                                     .outcome = "failed",
                                     .error = record.error});
            }));
        }
        auto store = Store::open({.path = file});
        QVERIFY(store);
        const auto found = (*store)->read([&](View& view) { return view.job(record.id); });
        QVERIFY(found && *found);
        QCOMPARE((*found)->spec.input, record.spec.input);
        QVERIFY((*found)->spec.recipe == record.spec.recipe);
        QCOMPARE((*found)->spec.outputs, record.spec.outputs);
        QCOMPARE((*found)->spec.priority, -3);
        QVERIFY((*found)->spec.overwrite == api::OverwriteRule::Never);
        QVERIFY((*found)->state == api::JobState::Failed);
        QCOMPARE((*found)->attempts, 2);
        QVERIFY((*found)->interrupted);
        QVERIFY((*found)->error && (*found)->error->code == ErrorCode::InvalidData);
        QCOMPARE((*found)->error->message, std::string("broken"));
        const auto readBack = (*store)->read([&](View& view) { return view.report(record.id); });
        QCOMPARE((*readBack)->framesDecoded, 42);
        const auto attempts = (*store)->read([&](View& view) { return view.attempts(record.id); });
        QCOMPARE(attempts->size(), 1u);
        QCOMPARE(attempts->front().outcome, std::string("failed"));
        QCOMPARE(attempts->front().startedAt, 5);
        const auto events = (*store)->read([&](View& view) { return view.eventsAfter({0}, 10); });
        QCOMPARE(events->size(), 1u);
        QVERIFY(events->front().record->spec.recipe == record.spec.recipe);
    }

    void groupsWaitingWritesAndAnswersInOrder() {
        Heard heard;
        auto store = Store::open({.path = path("group.db"), .feed = heard.feed()});
        QVERIFY(store);
        std::promise<void> open;
        std::vector<int> order;
        std::promise<std::size_t> visible;
        // The first change, alone in its group, holds the writer until 200 more wait behind it.
        std::promise<void> isHeld;
        (*store)->write(
            [&isHeld, gate = open.get_future().share()](Transaction&) -> base::Status {
                isHeld.set_value();
                gate.wait();
                return {};
            },
            [](base::Status) {});
        isHeld.get_future().wait();
        for (int i = 0; i < 200; ++i) {
            (*store)->write([i](Transaction& t) { return t.addJob(aJob(base::concat("/in/", i))); },
                            [&, i](Result<api::JobRecord> added) {
                                if (!added) return;
                                order.push_back(i);
                                // Committed with its whole group: the first answer already sees the last job.
                                if (order.size() == 1)
                                    visible.set_value((*store)->read([](View& view) { return view.jobs({}); })->size());
                            });
        }
        open.set_value();
        QVERIFY(heard.waitFor(200));
        QCOMPARE(visible.get_future().get(), 200u);
        QCOMPARE(order.size(), 200u);
        QVERIFY(std::ranges::is_sorted(order));
        QVERIFY(isWithoutGaps(heard.sequences()));
        QCOMPARE(heard.sequences().front(), 1);
    }

    void undoesAFailedChangeAloneAndWithoutAGap() {
        Heard heard;
        auto store = Store::open({.path = path("undo.db"), .feed = heard.feed()});
        QVERIFY(store);
        std::promise<void> open;
        std::vector<bool> outcomes;
        (*store)->write(
            [gate = open.get_future().share()](Transaction&) -> base::Status {
                gate.wait();
                return {};
            },
            [](base::Status) {});
        for (int i = 0; i < 3; ++i) {
            (*store)->write(
                [i](Transaction& t) -> Result<api::JobRecord> {
                    auto job = aJob(base::concat("/in/", i));
                    job.spec.recipe = base::Json::object().set("version", i);
                    FOTOGRAMA_ASSIGN_OR_RETURN(auto added, t.addJob(job));
                    if (i == 1) return base::fail(ErrorCode::Conflict, "no");
                    return added;
                },
                [&](Result<api::JobRecord> added) { outcomes.push_back(added.has_value()); });
        }
        open.set_value();
        QVERIFY(heard.waitFor(2));
        QCOMPARE(outcomes, (std::vector<bool>{true, false, true}));
        QCOMPARE(heard.sequences(), (std::vector<std::int64_t>{1, 2}));
        const auto jobs = (*store)->read([](View& view) { return view.jobs({}); });
        QCOMPARE(jobs->size(), 2u);
        QCOMPARE(jobs->back().spec.recipe["version"].asInteger(), 2);
    }

    void prunesEventsAndSaysFromWhere() {
        auto store = Store::open({.path = path("prune.db"), .eventLimit = 10});
        QVERIFY(store);
        for (int i = 0; i < 25; ++i) QVERIFY(addJob(**store, aJob(base::concat("/in/", i))));
        const auto range = (*store)->read([](View& view) { return view.eventRange(); });
        QCOMPARE(range->oldest.value, 16);
        QCOMPARE(range->newest.value, 25);
        const auto held = (*store)->read([](View& view) { return view.eventsAfter({15}, 100); });
        QCOMPARE(held->size(), 10u);
        const auto old = (*store)->read([](View& view) { return view.eventsAfter({14}, 100); });
        QVERIFY(!old && old.error().code == ErrorCode::SequenceTooOld);
        const auto unknown = (*store)->read([](View& view) { return view.eventsAfter({26}, 100); });
        QVERIFY(!unknown && unknown.error().code == ErrorCode::SequenceTooOld);
    }

    void replaysEventsOfOneCommitOneByOneWithTheRecordsAsTheyAreNow() {
        auto store = Store::open({.path = path("replay.db")});
        QVERIFY(store);
        constexpr int kJobs = 700;  // more than one row of the table holds
        const auto written = committed(**store, [](Transaction& t) -> base::Status {
            for (int i = 0; i < kJobs; ++i) {
                FOTOGRAMA_ASSIGN_OR_RETURN(auto job, t.addJob(aJob(base::concat("/in/", i))));
                job.state = api::JobState::Running;
                job.engineId = "engine-1";
                if (i != 3) FOTOGRAMA_RETURN_IF_ERROR(t.updateRun(job));
            }
            return {};
        });
        QVERIFY(written);
        QVERIFY(committed(**store, [](Transaction& t) { return t.removeJob({4}); }));
        std::int64_t after = 0;
        std::vector<api::Event> all;
        while (true) {
            const auto page = (*store)->read([&](View& view) { return view.eventsAfter({after}, 100); });
            QVERIFY(page && page->size() <= 100);
            if (page->empty()) break;
            all.insert(all.end(), page->begin(), page->end());
            after = all.back().sequence.value;
        }
        QCOMPARE(all.size(), static_cast<std::size_t>(2 * kJobs));
        for (std::size_t i = 0; i < all.size(); ++i) QCOMPARE(all[i].sequence.value, static_cast<std::int64_t>(i + 1));
        QVERIFY(all[0].kind == api::EventKind::JobAdded && all[1].kind == api::EventKind::JobChanged);
        QVERIFY(all[0].record && all[0].record->state == api::JobState::Running);
        QVERIFY(all[6].job.value == 4 && !all[6].record);
        QVERIFY(all.back().kind == api::EventKind::JobRemoved && !all.back().record);
    }

    void writesThatMayWaitShareACommitAndUrgentOnesDoNotWait() {
        auto store = Store::open({.path = path("pace.db")});
        QVERIFY(store);
        QVERIFY(addJob(**store, aJob("/in/first")));
        std::atomic<int> answered = 0;
        for (int i = 0; i < 20; ++i)
            (*store)->write([](Transaction& t) { return t.addJob(aJob("/in/soon")); },
                            [&](Result<api::JobRecord> added) { answered += added ? 1 : 0; }, store::Urgency::Soon);
        // The urgent one takes those before it along.
        QVERIFY(addJob(**store, aJob("/in/now")));
        QCOMPARE(answered.load(), 20);
    }

    void readsWhileAWriteIsOpen() {
        auto store = Store::open({.path = path("reading.db")});
        QVERIFY(store);
        QVERIFY(addJob(**store, aJob("/in/before")));
        std::promise<void> open, inside;
        (*store)->write(
            [&inside, gate = open.get_future().share()](Transaction& t) -> base::Status {
                FOTOGRAMA_RETURN_IF_ERROR(t.addJob(aJob("/in/during")));
                inside.set_value();
                gate.wait();
                return {};
            },
            [](base::Status) {});
        inside.get_future().wait();
        const auto jobs = (*store)->read([](View& view) { return view.jobs({}); });
        open.set_value();
        QCOMPARE(jobs->size(), 1u);
    }

    void hearsWhatAnotherConnectionWrites() {
        Heard first, second;
        auto one =
            Store::open({.path = path("two.db"), .watchInterval = std::chrono::milliseconds(5), .feed = first.feed()});
        auto two =
            Store::open({.path = path("two.db"), .watchInterval = std::chrono::milliseconds(5), .feed = second.feed()});
        QVERIFY(one && two);
        for (int i = 0; i < 20; ++i) {
            (*one)->write([](Transaction& t) { return t.addJob(aJob("/in/one")); }, [](auto) {});
            (*two)->write([](Transaction& t) { return t.addJob(aJob("/in/two")); }, [](auto) {});
        }
        QVERIFY(first.waitFor(40));
        QVERIFY(second.waitFor(40));
        QCOMPARE(first.sequences().size(), 40u);
        QVERIFY(isWithoutGaps(first.sequences()));
        QCOMPARE(second.sequences(), first.sequences());
    }

    void findsByQuery_data() {
        QTest::addColumn<QString>("which");
        QTest::addColumn<QList<int>>("expected");
        QTest::newRow("all") << "all" << QList<int>{1, 2, 3};
        QTest::newRow("state") << "state" << QList<int>{2};
        QTest::newRow("text without case, no patterns") << "text" << QList<int>{3};
        QTest::newRow("cursor and limit") << "cursor" << QList<int>{2};
        QTest::newRow("ids") << "ids" << QList<int>{1, 3};
        QTest::newRow("batch") << "batch" << QList<int>{3};
    }
    void findsByQuery() {
        QFETCH(QString, which);
        QFETCH(QList<int>, expected);
        auto store = Store::open({.path = path(qPrintable("query-" + QString::number(which.size()) + which + ".db"))});
        QVERIFY(store);
        auto jobs = std::vector{aJob("/in/a_b.mp4"), aJob("/in/axb.mp4"), aJob("/in/100%_SURE.mov")};
        jobs[1].state = api::JobState::Done;
        jobs[2].batch = {7};
        for (const auto& job : jobs) QVERIFY(addJob(**store, job));
        api::JobQuery query;
        if (which == "state") query.states = {api::JobState::Done};
        if (which == "text") query.text = "%_sure";
        if (which == "cursor") query = {.batch = {}, .states = {}, .ids = {}, .text = {}, .afterId = 1, .limit = 1};
        if (which == "ids") query.ids = {{1}, {3}, {9}};
        if (which == "batch") query.batch = base::BatchId{7};
        const auto found = (*store)->read([&](View& view) { return view.jobs(query); });
        QVERIFY(found);
        QList<int> ids;
        for (const auto& job : *found) ids.append(static_cast<int>(job.id.value));
        QCOMPARE(ids, expected);
    }

    void migratesAnOlderStoreAndKeepsItsJobs() {
        const auto file = path("older.db");
        {
            auto store = Store::open({.path = file});
            QVERIFY(store && addJob(**store, aJob("/in/kept")));
        }
        std::vector<store::Migration> newer(store::migrations().begin(), store::migrations().end());
        const int version = newer.back().version + 1;
        newer.push_back(
            {version, "a column of tomorrow", {"ALTER TABLE job ADD COLUMN tomorrow TEXT NOT NULL DEFAULT ''"}});
        {
            auto store = Store::open({.path = file, .migrations = newer});
            QVERIFY2(store, store ? "" : store.error().message.c_str());
            const auto jobs = (*store)->read([](View& view) { return view.jobs({}); });
            QCOMPARE(jobs->size(), 1u);
            QCOMPARE(jobs->front().spec.input, std::string("/in/kept"));
        }
        // What tomorrow's program wrote is refused by today's, with a sentence.
        const auto refused = Store::open({.path = file});
        QVERIFY(!refused);
        QVERIFY(refused.error().code == ErrorCode::Conflict);
        QVERIFY(refused.error().message.find("newer") != std::string::npos);
        QVERIFY(refused.error().message.find("older.db") != std::string::npos);
    }

    void leavesAStoreAsItWasWhenAMigrationFails() {
        const auto file = path("failing.db");
        {
            auto store = Store::open({.path = file});
            QVERIFY(store && addJob(**store, aJob("/in/kept")));
        }
        std::vector<store::Migration> bad(store::migrations().begin(), store::migrations().end());
        bad.push_back({bad.back().version + 1, "half", {"ALTER TABLE job ADD COLUMN half TEXT", "NOT SQL"}});
        QVERIFY(!Store::open({.path = file, .migrations = bad}));
        auto store = Store::open({.path = file});
        QVERIFY2(store, store ? "" : store.error().message.c_str());
        QCOMPARE((*store)->read([](View& view) { return view.jobs({}); })->size(), 1u);
    }

    void refusesWhatIsNoStore_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("text") << QByteArray("hello").repeated(1000);
        QTest::newRow("header only") << QByteArray("SQLite format 3\0", 16) + QByteArray(4096, '\x55');
    }
    void refusesWhatIsNoStore() {
        QFETCH(QByteArray, content);
        const auto file = path(QTest::currentDataTag());
        std::ofstream(file, std::ios::binary).write(content.data(), content.size());
        const auto refused = Store::open({.path = file});
        QVERIFY(!refused);
        QVERIFY(refused.error().code == ErrorCode::InvalidData);
        QVERIFY(refused.error().message.find("store") != std::string::npos);
    }

    void saysThatItsPagesAreDamaged() {
        const auto file = path("damaged.db");
        {
            auto store = Store::open({.path = file});
            QVERIFY(store);
            for (int i = 0; i < 50; ++i) QVERIFY(addJob(**store, aJob(base::concat("/in/", i))));
        }
        {
            // Everything behind the first page (the schema) becomes noise.
            std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
            bytes.seekp(4096);
            const std::string noise(std::filesystem::file_size(file) - 4096, '\x5a');
            bytes.write(noise.data(), static_cast<std::streamsize>(noise.size()));
        }
        const auto store = Store::open({.path = file});
        QVERIFY(!store);
        QVERIFY(store.error().code == ErrorCode::InvalidData);
        QVERIFY(store.error().message.find("damaged") != std::string::npos);
    }

    void finishesWhatWasQueuedBeforeItCloses() {
        const auto file = path("closing.db");
        int answered = 0;
        {
            auto store = Store::open({.path = file});
            for (int i = 0; i < 50; ++i)
                (*store)->write([](Transaction& t) { return t.addJob(aJob("/in/x")); },
                                [&](Result<api::JobRecord> added) { answered += added ? 1 : 0; });
        }
        QCOMPARE(answered, 50);
        auto store = Store::open({.path = file});
        QCOMPARE((*store)->read([](View& view) { return view.jobs({}); })->size(), 50u);
    }
};

QTEST_GUILESS_MAIN(tst_Store)
#include "tst_store.moc"
