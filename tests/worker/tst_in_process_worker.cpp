#include <QtTest>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "engine/base/platform.h"
#include "engine/filter/host.h"
#include "engine/worker/in_process_worker.h"
#include "tests/support/clips.h"

using namespace fotograma;
using base::ErrorCode;

namespace {

/// Remembers what a job said, and holds it where it reads when asked to.
class Listener final : public worker::Events {
public:
    void progress(const api::Progress& progress) override {
        const std::lock_guard lock(m_mutex);
        m_last = progress;
    }
    void log(std::string_view) override {}
    void waitWhilePaused() override {
        std::unique_lock lock(m_mutex);
        ++m_reads;
        m_changed.notify_all();
        m_changed.wait(lock, m_stop.get_token(), [&] { return m_reads <= m_readsAllowed; });
    }

    void allowReads(int count) {
        {
            const std::lock_guard lock(m_mutex);
            m_readsAllowed = count;
        }
        m_changed.notify_all();
    }
    bool waitUntilHeld() {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, std::chrono::seconds(20), [&] { return m_reads > m_readsAllowed; });
    }
    int reads() {
        const std::lock_guard lock(m_mutex);
        return m_reads;
    }
    std::int64_t framesTold() {
        const std::lock_guard lock(m_mutex);
        return m_last.frames;
    }
    std::stop_source& stop() { return m_stop; }

private:
    std::mutex m_mutex;  ///< Protects all but m_stop.
    std::condition_variable_any m_changed;
    std::stop_source m_stop;
    api::Progress m_last;
    int m_reads = 0;
    int m_readsAllowed = 1 << 30;
};

}  // namespace

class tst_InProcessWorker : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<device::Device> m_host = filter::createHost();

    std::string path(const char* name) const { return (m_folder.path() + "/" + name).toStdString(); }

    std::unique_ptr<worker::Worker> makeWorker() {
        return std::make_unique<worker::InProcessWorker>(
            *m_host, [this](std::string_view id) { return id == "cpu" ? m_host.get() : nullptr; });
    }

    worker::JobOrder order(const char* output) const {
        worker::JobOrder order;
        order.id = {1};
        order.spec.input = path("clip.mp4");
        order.spec.recipe = *base::Json::parse(R"({"version":1,"id":"small","measures":[{"id":"luma"}],
            "outputs":[{"container":"mkv","video":{"codec":"h264","preset":"fastest"}}]})");
        order.spec.outputs = {path(output)};
        return order;
    }

private slots:
    void initTestCase() {
        testing::ClipOptions options;
        options.frames = 40;
        const auto made = testing::makeClip(base::pathFromUtf8(path("clip.mp4")), options);
        QVERIFY2(made, made ? "" : made.error().message.c_str());
    }

    void runsOneJobAfterAnother() {
        auto worker = makeWorker();
        for (const char* output : {"first.mkv", "second.mkv"}) {
            Listener listener;
            const auto outcome = worker->run(order(output), listener, {});
            QVERIFY2(!outcome.error, outcome.error ? outcome.error->message.c_str() : "");
            QCOMPARE(outcome.report.framesDecoded, 40);
            QCOMPARE(outcome.report.artifacts.size(), 1u);
            QCOMPARE(outcome.report.artifacts.front().path, path(output));
            QVERIFY(outcome.report.measures.find("luma"));
            QVERIFY(QFile::exists(QString::fromStdString(path(output))));
            // All of them at the end, or nothing of a job that is over before the first word is due.
            QVERIFY(listener.framesTold() == 40 || listener.framesTold() == 0);
            QVERIFY(listener.reads() >= 40);
        }
    }

    void saysWhatItCannotDo() {
        auto worker = makeWorker();
        Listener listener;
        auto elsewhere = order("none.mkv");
        elsewhere.device = "cuda:7";
        QVERIFY(worker->run(elsewhere, listener, {}).error->code == ErrorCode::NoDevice);
        auto misspelt = order("none.mkv");
        misspelt.spec.recipe.set("filterz", base::Json::array());
        QVERIFY(worker->run(misspelt, listener, {}).error->code == ErrorCode::InvalidArgument);
        auto missing = order("none.mkv");
        missing.spec.input = path("nothing.mp4");
        QVERIFY(worker->run(missing, listener, {}).error->code == ErrorCode::NotFound);
        QVERIFY(!QFile::exists(QString::fromStdString(path("none.mkv"))));
    }

    void readsNothingWhilePausedAndThenGoesOn() {
        auto worker = makeWorker();
        Listener listener;
        listener.allowReads(10);
        std::optional<worker::JobOutcome> outcome;
        std::jthread job([&] { outcome = worker->run(order("paused.mkv"), listener, {}); });
        QVERIFY(listener.waitUntilHeld());
        QCOMPARE(listener.reads(), 11);
        listener.allowReads(1 << 30);
        job.join();
        QVERIFY(!outcome->error);
        QCOMPARE(outcome->report.framesDecoded, 40);
    }

    void canBeStoppedWhilePaused() {
        auto worker = makeWorker();
        Listener listener;
        listener.allowReads(10);
        std::optional<worker::JobOutcome> outcome;
        std::jthread job([&] { outcome = worker->run(order("stopped.mkv"), listener, listener.stop().get_token()); });
        QVERIFY(listener.waitUntilHeld());
        listener.stop().request_stop();
        job.join();
        QVERIFY(outcome->error && outcome->error->code == ErrorCode::Cancelled);
        QVERIFY(!QFile::exists(QString::fromStdString(path("stopped.mkv"))));
    }
};

QTEST_GUILESS_MAIN(tst_InProcessWorker)
#include "tst_in_process_worker.moc"
